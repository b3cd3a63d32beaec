import {
	inOrder,
	jsonOf,
	startTrackunit,
	shown,
	useTrackunit,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});

const getAll = async (
	options: { pageSize?: number; maxConcurrency?: number } = { pageSize: 10 },
	parameters = {},
) =>
	await t.run({
		operation: 'getAll',
		parameters: { returnAll: true, ...parameters },
		options,
	});
const ids = (): string[] => inOrder(t.state.customers.keys());
const pages = (): Array<string | undefined> => t.requests().map(({ query }) => query.page);

it('keeps the order of the pages however late each comes', async () => {
	t.faults.add({ kind: 'latency', ms: [0, 30], times: 'always' });
	const result = await getAll({ pageSize: 2 });
	expect(jsonOf(result.output).map(({ id }) => id)).toEqual(ids());
	expect(t.log.maxInFlight()).toBeGreaterThan(1);
});

it('reads all where the server gives smaller pages than it is asked for', async () => {
	t.settings.maxPageSize = 4;
	const result = await getAll();
	expect(jsonOf(result.output).map(({ id }) => id)).toEqual(ids());
	expect(result.nodeHints).toEqual([]);
});

it('follows cursors, one after another', async () => {
	t.settings.paging = 'cursor';
	t.settings.maxPageSize = 10;
	const result = await getAll();
	expect(jsonOf(result.output).map(({ id }) => id)).toEqual(ids());
	expect(t.requests().map(({ query }) => Object.keys(query))).toEqual([
		['sort', 'page', 'size'],
		['sort', 'after', 'limit'],
		['sort', 'after', 'limit'],
	]);
	expect(result.nodeHints).toEqual([]);
});

it('reads no further page of a cursor list than the limit needs', async () => {
	t.settings.paging = 'cursor';
	t.settings.maxPageSize = 10;
	const result = await getAll({}, { returnAll: false, limit: 15 });
	expect(result.output).toHaveLength(15);
	expect(t.requests()).toHaveLength(2);
});

it('reads until a page is empty where the server tells no totals', async () => {
	t.faults.add({ kind: 'noTotals', times: 'always' });
	const result = await getAll();
	expect(jsonOf(result.output).map(({ id }) => id)).toEqual(ids());
	expect(pages()).toEqual(['0', '1', '2', '3']);
	expect(result.nodeHints).toEqual([]);
});

it('ends where a server answers the same page again and again', async () => {
	t.faults.add({ kind: 'repeatPage', times: 'always' });
	const result = await getAll();
	expect(jsonOf(result.output).map(({ id }) => id)).toEqual(ids().slice(0, 10));
	expect(result.nodeHints.map(({ message }) => message)).toEqual([
		'Trackunit announced 25 records but returned 10. Records may have changed while they were read; run it again to be sure.',
	]);
});

it('answers each row once where rows move while they are read', async () => {
	t.settings.sorting = 'ignore';
	t.faults.add({ kind: 'drift', change: 'insert', times: 2 });
	const result = await getAll();
	const found = jsonOf(result.output).map(({ id }) => id);
	expect(new Set(found).size).toBe(found.length);
	expect(inOrder(found.map(String))).toEqual(ids());
});

it('reads again where rows were missed since others were deleted meanwhile', async () => {
	t.settings.sorting = 'ignore';
	t.faults.add({ kind: 'drift', change: 'delete', times: 2 });
	const result = await getAll();
	expect(jsonOf(result.output).map(({ id }) => id)).toEqual([...t.state.customers.keys()]);
	expect(ids()).toHaveLength(23);
	expect(result.nodeHints).toEqual([]);
});

describe('where rows change places all the time', () => {
	beforeEach(() => {
		t.settings.maxPageSize = 5;
		t.faults.add({ kind: 'drift', change: 'move', times: 'always' });
	});

	it('misses none, since the list is asked for in an order', async () => {
		const result = await getAll();
		expect(jsonOf(result.output).map(({ id }) => id)).toEqual(ids());
		expect(result.nodeHints).toEqual([]);
		// Five full pages, and a look whether there are more.
		expect(t.requests()).toHaveLength(6);
	});

	it.each(['ignore', 'refuse'] as const)(
		'says so where the server knows no order (%s)',
		async (sorting) => {
			t.settings.sorting = sorting;
			const result = await getAll();
			expect(new Set(jsonOf(result.output).map(({ id }) => id)).size).toBe(result.output.length);
			expect(result.nodeHints.map(({ message }) => message)).toEqual([
				expect.stringContaining('announced 25 records but returned'),
			]);
			const sorts = t.requests().map(({ query }) => query.sort);
			expect(sorts.filter((sort) => sort !== undefined)).toHaveLength(
				sorting === 'refuse' ? 1 : sorts.length,
			);
		},
	);
});

it('says so where rows are missing since others are deleted all the time', async () => {
	t.settings.sorting = 'ignore';
	t.faults.add({ kind: 'drift', change: 'delete', times: 'always' });
	const result = await getAll();
	const found = jsonOf(result.output).map(({ id }) => id);
	expect(new Set(found).size).toBe(found.length);
	expect(result.nodeHints.map(({ message }) => message)).toEqual([
		expect.stringMatching(/announced 22 records but returned \d+\. Records may have changed/),
	]);
});

it.each([
	['fewer pages and rows than there are', { totalElements: 10, totalPages: 1 }, 25],
	['more rows than there are', { totalElements: 1000 }, 25],
	['more pages than there are', { totalPages: 40 }, 25],
])('ends where a server promises %s', async (_, lie, found) => {
	t.faults.add({ kind: 'lieTotals', times: 'always', ...lie });
	const result = await getAll({ pageSize: 10, maxConcurrency: 5 });
	expect(result.status).toBe('success');
	expect(result.output).toHaveLength(found);
	// Never all the pages that are promised at once, though the list is read twice where it came short.
	expect(t.requests().length).toBeLessThan(20);
	expect(result.nodeHints).toHaveLength('totalElements' in lie && lie.totalElements > 25 ? 1 : 0);
});

it('takes from a list without an end what the limit asks for', async () => {
	t.faults.add({ kind: 'endless', times: 'always' });
	const result = await getAll({ pageSize: 10 }, { returnAll: false, limit: 35 });
	expect(result.output).toHaveLength(35);
	expect(t.requests()).toHaveLength(4);
});

it('says that an answer without rows could not be read', async () => {
	t.faults.add({ kind: 'missingContent', times: 'always' });
	const result = await getAll();
	expect(shown(result).message).toBe("Trackunit's response could not be read [item 0]");
});

it('fails as a whole where one page fails', async () => {
	t.faults.add({ kind: 'status', status: 400, after: 1 });
	const result = await getAll();
	expect(shown(result).message).toBe('Trackunit did not accept the values sent [item 0]');
	expect(result.output).toEqual([]);
});

it('lists 100 000 customers', async () => {
	const large = await startTrackunit({ customers: 100_000 });
	const result = await large.run({ operation: 'getAll', parameters: { returnAll: true } });
	expect(result.error).toBeUndefined();
	expect(result.output).toHaveLength(100_000);
	expect(result.output.at(-1)?.json.id).toBe(inOrder(large.state.customers.keys()).at(-1));
	// The last page is full, so there might have been more.
	expect(large.sent()).toHaveLength(101);
	await large.close();
}, 60_000);
