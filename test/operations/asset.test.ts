import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { isObject } from '../../nodes/TrackunitCustomer/json';
import { freeAssets } from '../support/records';
import {
	byId,
	CUSTOMERS,
	inOrder,
	jsonOf as asAnswered,
	locator,
	pairs,
	shown,
	useTrackunit,
	withoutBackOff,
	type CustomerRun,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit(
	(started) => {
		t = started;
	},
	{ customers: 60 },
);
withoutBackOff();
// Thousands of rows take seconds on a busy machine.
jest.setTimeout(60_000);

const ASSETS = '/api/asset/v1/assets';
type Change = 'assign' | 'unassign' | 'set';

const customer = (index: number): string => [...t.state.customers.keys()][index] ?? '';
const referenced = (index: number) => {
	const found = [...t.state.customers.values()].filter((one) => one.externalReference)[index];
	return { id: found?.id ?? '', reference: found?.externalReference ?? '' };
};
const has = (customerId: string): string[] => inOrder(t.state.assignments.get(customerId) ?? []);
/** The first customer that has at least so many assets. */
const owner = (count = 2): string =>
	[...t.state.customers.keys()].find((id) => has(id).length >= count) ?? '';
const free = (count: number, from = 0): string[] => freeAssets(t.state).slice(from, from + count);
const serial = (id: string): string => t.state.assets.get(id)?.serialNumber ?? '';
function newAssets(count: number): string[] {
	return Array.from(
		{ length: count },
		(_, n) => t.state.addAsset({ name: `Machine ${n}`, serialNumber: `NEW-${n}` }).id,
	);
}

const isAsset = ({ path }: { path: string }): boolean => path.startsWith(ASSETS);
const posts = () => t.requests('POST').map(({ body }) => body as Record<string, string[]>);
/** How many ids each request that changed something carried. */
const sizes = (): number[] => posts().map((body) => Object.values(body).flat().length);
const reads = (path: string): number => t.log.count({ method: 'GET', path });

/** Rows are `{ c: customer's ID, a: assets }` unless parameters say otherwise. */
async function run(
	operation: Change,
	input: IDataObject[],
	parameters: INodeParameters = {},
	more: Partial<CustomerRun> = {},
) {
	return await t.run({
		resource: 'asset',
		operation,
		parameters: {
			customerId: byId('={{ $json.c }}'),
			assetIdentifier: 'id',
			assets: '={{ $json.a }}',
			...parameters,
		},
		input,
		...more,
	});
}
/** Assets of an answer by their ids alone. */
const bare = (given: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(given).map(([key, value]) => [
			key,
			Array.isArray(value) && key !== 'requests'
				? value.map((one) => (isObject(one) ? one.id : one))
				: key === 'changes' && isObject(value)
					? bare(value)
					: value,
		]),
	);
const jsonOf = (...[output]: Parameters<typeof asAnswered>) => asAnswered(output).map(bare);
const goingOn = { onError: 'continueRegularOutput' } as const;
const parts = (assigned: string[], unassigned: string[], unchanged: string[]) => ({
	assigned,
	unassigned,
	unchanged,
});

describe('get many', () => {
	it('answers the assets of a customer, simplified', async () => {
		const id = owner();
		const { output } = await t.run({
			resource: 'asset',
			operation: 'getAll',
			parameters: { customerId: byId(id), returnAll: true },
		});
		expect(jsonOf(output)).toEqual(
			has(id).map((assetId) => {
				const { name, serialNumber, externalReference } = t.state.assets.get(assetId) ?? {};
				return { id: assetId, customerId: id, name, serialNumber, externalReference };
			}),
		);
	});

	it('answers them as Trackunit does, with Simplify off', async () => {
		const id = owner();
		const { output } = await t.run({
			resource: 'asset',
			operation: 'getAll',
			parameters: { customerId: byId(id), simplify: false },
		});
		expect(jsonOf(output).map(({ assetId }) => assetId)).toEqual(has(id));
	});

	describe('without a customer', () => {
		const list = async (parameters: INodeParameters, more: Partial<CustomerRun> = {}) =>
			await t.run({ resource: 'asset', operation: 'getAll', parameters, ...more });
		const ids = ({ output }: { output: Parameters<typeof asAnswered>[0] }) =>
			asAnswered(output).map(({ id }) => id);
		const crane = () =>
			t.state.addAsset({ name: 'Crane 9', serialNumber: 'CR-9', externalReference: 'M-9' });

		it('lists all assets of the account, simplified', async () => {
			const result = await list({ returnAll: true });
			expect(ids(result).sort()).toEqual([...t.state.assets.keys()].sort());
			expect(Object.keys(asAnswered(result.output)[0] ?? {})).toEqual([
				...['id', 'name', 'serialNumber', 'externalReference'],
			]);
			expect(new Set(t.sent())).toEqual(new Set([`GET ${ASSETS} 200`]));
		});

		it.each([
			['name', 'crane'],
			['serialNumber', 'CR-9'],
			['externalReference', 'M-9'],
		])('asks Trackunit for %s, and checks what it answers', async (key, value) => {
			const { id } = crane();
			const filters = { [key]: value };
			expect(ids(await list({ filters }))).toEqual([id]);
			expect(t.requests()[0]?.query).toMatchObject(filters);
			t.settings.filters = 'ignore';
			expect(ids(await list({ filters }))).toEqual([id]);
		});

		it('lists those of a customer too, and checks its filters here', async () => {
			const { id } = crane();
			const c = owner();
			t.state.assign(c, [id]);
			const filters = { name: 'crane', serialNumber: 'CR-9' };
			const result = await list({ customerId: byId(c), filters });
			expect(ids(result)).toEqual([id]);
			expect(t.requests().some(({ query }) => 'name' in query)).toBe(false);
		});

		it('is not meant by an expression that gives nothing, except for an AI model', async () => {
			const customerId = byId('={{ $json.nothing }}');
			const result = await list({ customerId });
			expect(shown(result)).toEqual({
				message: "'Customer' is empty [item 0]",
				description:
					'Its expression gives nothing for this item. Correct it, or leave the parameter empty to mean all.',
			});
			expect(t.log.entries).toEqual([]);
			expect(ids(await list({ customerId, limit: 3 }, { asTool: true }))).toHaveLength(3);
		});
	});

	it('reads all pages, and only those that a limit needs', async () => {
		const id = customer(0);
		t.state.unassign(id, has(id));
		t.state.assign(id, free(25));
		const getAll = async (parameters: INodeParameters) =>
			await t.run({
				resource: 'asset',
				operation: 'getAll',
				parameters: { customerId: byId(id), ...parameters },
				options: { pageSize: 10 },
			});
		const all = await getAll({ returnAll: true });
		expect(jsonOf(all.output).map((asset) => asset.id)).toEqual(has(id));
		expect(t.requests()).toHaveLength(3);
		t.log.clear();
		expect((await getAll({ limit: 10 })).output).toHaveLength(10);
		expect(t.requests()).toHaveLength(1);
	});
});

describe('a dry run', () => {
	it.each([
		['assign', (named: string[]) => ({ assigned: named, unassigned: [] })],
		['set', (named: string[], held: string[]) => ({ assigned: named, unassigned: held })],
	] as const)('of %s says of each row what would change', async (operation, changes) => {
		const c = owner();
		const held = has(c);
		const [one = '', two = ''] = free(2);
		const rows = [one, two].map((a) => ({ c, a }));
		const result = await run(operation, rows, {}, { options: { dryRun: true } });
		const [first, second] = jsonOf(result.output);
		const unassigned = changes([], held).unassigned;
		expect(first).toEqual({
			customerId: c,
			changes: changes([one], held),
			dryRun: true,
			requests: expect.any(Array),
		});
		expect(second).toMatchObject({ customerId: c, changes: { assigned: [two], unassigned: [] } });
		expect(unassigned.length > 0).toBe(operation === 'set');
		expect(posts()).toEqual([]);
		expect(result.nodeHints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^Dry Run is on: nothing was written\. Without it: \d requests?\.$/),
		]);
	});
});

describe('assign', () => {
	it.each([
		['commas', ([a, b, c]: string[]) => `${a}, ${b},${c}`],
		['lines', ([a, b, c]: string[]) => `${a}\n${b}\r\n  ${c}\n`],
		['commas at the ends of lines', ([a, b, c]: string[]) => `${a},\n${b},\n${c},\n`],
		['an empty line between', ([a, b, c]: string[]) => `${a}\n\n${b}\n${c}`],
		['a list of text', (ids: string[]) => ids],
		['a list of objects with id', (ids: string[]) => ids.map((id) => ({ id }))],
		['a list of objects with assetId', (ids: string[]) => ids.map((assetId) => ({ assetId }))],
		['a mixed list', ([a, b, c]: string[]) => [a, { id: b }, { assetId: c, id: 'other' }]],
		['repeated IDs', ([a, b, c]: string[]) => [a, a, b, { id: a }, c, b]],
	])('takes assets as %s', async (_, give) => {
		const ids = free(3);
		const result = await run('assign', [{ c: customer(0), a: give(ids) }]);
		expect(jsonOf(result.output)).toEqual([{ customerId: customer(0), ...parts(ids, [], []) }]);
		expect(posts()).toEqual([{ assign: ids }]);
		expect(has(customer(0))).toEqual(expect.arrayContaining(ids));
	});

	it('takes one number, and a list of numbers', async () => {
		const input = [
			{ c: customer(0), a: 4711 },
			{ c: customer(1), a: [1, 2] },
		];
		await run('assign', input, {}, goingOn);
		expect(posts()).toEqual(expect.arrayContaining([{ assign: ['4711'] }, { assign: ['1', '2'] }]));
	});

	it.each(['serialNumber', 'externalReference'] as const)(
		'takes objects by their %s',
		async (key) => {
			const ids = free(2000)
				.filter((id) => t.state.assets.get(id)?.[key])
				.slice(0, 2);
			const a = ids.map((id) => ({ id: 'not this', [key]: t.state.assets.get(id)?.[key] }));
			await run('assign', [{ c: customer(0), a }], { assetIdentifier: key });
			expect(posts()).toEqual([{ assign: ids }]);
		},
	);

	it('sends only what the customer does not have, and nothing where it has all', async () => {
		const id = owner();
		const [fresh = ''] = free(1);
		const result = await run('assign', [{ c: id, a: [...has(id), fresh] }]);
		const before = has(id).filter((one) => one !== fresh);
		expect(jsonOf(result.output)).toEqual([{ customerId: id, ...parts([fresh], [], before) }]);
		expect(posts()).toEqual([{ assign: [fresh] }]);
		t.log.clear();
		await run('assign', [{ c: id, a: has(id) }]);
		expect(t.sent('POST')).toEqual([]);
	});

	it('merges the rows of a customer, and answers each row with its own part', async () => {
		const [a = '', b = '', c = ''] = free(3);
		const [one, two] = [customer(0), customer(1)];
		const input = [
			{ c: one, a },
			{ c: two, a: c },
			{ c: one, a: [a, b] },
			{ c: one, a: b },
		];
		const result = await run('assign', input);
		expect(jsonOf(result.output)).toEqual([
			{ customerId: one, ...parts([a], [], []) },
			{ customerId: two, ...parts([c], [], []) },
			{ customerId: one, ...parts([b], [], [a]) },
			{ customerId: one, ...parts([], [], [b]) },
		]);
		expect(pairs(result.output)).toEqual([0, 1, 2, 3]);
		expect(posts()).toEqual(expect.arrayContaining([{ assign: [a, b] }, { assign: [c] }]));
		expect(posts()).toHaveLength(2);
	});

	it('needs 50 requests for 5000 rows of 50 customers, 50 reads before, one after the first, and none the second time', async () => {
		const ids = [...free(2000), ...newAssets(3000)];
		const input = ids.map((a, n) => ({ c: customer(n % 50), a }));
		const result = await run('assign', input);
		expect(result.status).toBe('success');
		expect(t.sent('POST')).toHaveLength(50);
		// What came of the first request is read back, once a run.
		expect(t.sent('GET')).toHaveLength(51);
		expect(jsonOf(result.output)).toEqual(
			input.map(({ c, a }) => ({ customerId: c, ...parts([a], [], []) })),
		);
		expect(pairs(result.output)).toEqual(input.map((_, item) => item));

		t.log.clear();
		const again = await run('assign', input);
		expect(t.sent('POST')).toEqual([]);
		expect(t.sent('GET')).toHaveLength(50);
		expect(jsonOf(again.output)).toEqual(
			input.map(({ c, a }) => ({ customerId: c, ...parts([], [], [a]) })),
		);
	});

	it('packs the rows of a customer into requests of at most 1000 assets', async () => {
		const input = [...free(2000), ...newAssets(400)].map((a) => ({ c: customer(0), a }));
		const result = await run('assign', input);
		expect(sizes().sort()).toEqual([1000, 1000, 400]);
		// Once before, and once what came of the first request, on two pages.
		expect(reads(`${CUSTOMERS}/*`)).toBe(3);
		expect(jsonOf(result.output).map(({ assigned }) => assigned)).toEqual(
			input.map(({ a }) => [a]),
		);
	});

	it('does not split a row that fits into one request', async () => {
		const ids = free(1800);
		const input = [0, 600, 1200].map((from) => ({
			c: customer(0),
			a: ids.slice(from, from + 600),
		}));
		await run('assign', input);
		expect(sizes()).toEqual([600, 600, 600]);
	});

	it('splits a row that alone has more than 1000 assets, and answers it whole', async () => {
		const ids = [...free(2000), ...newAssets(500)];
		const result = await run('assign', [{ c: customer(0), a: ids.join('\n') }]);
		expect(sizes()).toEqual([1000, 1000, 500]);
		expect(jsonOf(result.output)).toEqual([{ customerId: customer(0), ...parts(ids, [], []) }]);
	});

	it('counts a row among those that may have been written where only its first request went through', async () => {
		t.faults.add({ kind: 'status', status: 403, on: { method: 'POST' }, after: 1 });
		const a = free(1500).join();
		const stopped = await run('assign', [{ c: customer(0), a }]);
		expect(has(customer(0)).length).toBeGreaterThanOrEqual(1000);
		expect(stopped.error?.description).toContain(
			'0 of 1 items had already been written, and 1 more may have been.',
		);
	});

	it('fails only the rows of the request that was refused, and names the asset', async () => {
		const input = free(1500).map((a) => ({ c: customer(0), a }));
		input[1200] = { c: customer(0), a: 'no-such-asset' };
		const result = await run('assign', input, {}, { onError: 'continueErrorOutput' });
		expect(pairs(result.output)).toEqual(Array.from({ length: 1000 }, (_, item) => item));
		expect(pairs(result.errorOutput)).toEqual(Array.from({ length: 500 }, (_, n) => n + 1000));
		expect(result.errorOutput[0]?.json).toEqual({
			...input[1000],
			error: 'Trackunit did not accept the values sent',
			message:
				"asset no-such-asset: value 'no-such-asset' was rejected: there is no such asset. Correct the fields named and run it again. If these are serial numbers, set 'Identify Assets By' to Serial Number.",
			details: expect.objectContaining({ status: 400 }),
		});
		expect(has(customer(0))).toEqual(
			expect.arrayContaining(input.slice(0, 1000).map(({ a }) => a)),
		);
	});

	it('assigns an asset for the row that repeats it, where the first row failed', async () => {
		const ids = free(1001);
		const input = [
			{ c: customer(0), a: [...ids.slice(0, 999), 'no-such-asset'] },
			{ c: customer(0), a: [ids[0], ids[1000]] },
		];
		const result = await run('assign', input, {}, goingOn);
		expect(jsonOf(result.output)).toEqual([
			expect.objectContaining({ error: 'Trackunit did not accept the values sent' }),
			{ customerId: customer(0), ...parts([ids[0] ?? '', ids[1000] ?? ''], [], []) },
		]);
		expect(has(customer(0))).toEqual(expect.arrayContaining([ids[0], ids[1000]]));
	});

	it.each([1, 20])(
		'answers as assigned what a later request carries since the first one failed, %d at a time',
		async (maxConcurrency) => {
			const ids = free(1300);
			const input = [
				{ c: customer(0), a: ids.slice(0, 600) },
				{ c: customer(0), a: ids.slice(500, 1100) },
				{ c: customer(0), a: [...ids.slice(0, 10), ...ids.slice(1050, 1300)] },
				{ c: customer(0), a: ids.slice(0, 5) },
			];
			t.faults.add({ kind: 'status', status: 422, on: { method: 'POST' } });
			t.faults.add({ kind: 'latency', ms: 100, on: { method: 'POST' } });
			const result = await run('assign', input, {}, { ...goingOn, options: { maxConcurrency } });
			expect(sizes()).toHaveLength(2);
			expect(jsonOf(result.output)).toEqual([
				expect.objectContaining({ error: 'Trackunit did not accept the values sent' }),
				{ customerId: customer(0), ...parts(ids.slice(500, 1100), [], []) },
				{
					customerId: customer(0),
					...parts([...ids.slice(0, 10), ...ids.slice(1100, 1300)], [], ids.slice(1050, 1100)),
				},
				{ customerId: customer(0), ...parts([], [], ids.slice(0, 5)) },
			]);
		},
	);

	it('answers as unchanged what the request of an earlier row assigned', async () => {
		const ids = free(1001);
		const input = [
			{ c: customer(0), a: ids.slice(0, 1000) },
			{ c: customer(0), a: [ids[0], ids[1000]] },
		];
		t.faults.add({ kind: 'latency', ms: 100, on: { method: 'POST' } });
		const result = await run('assign', input);
		expect(sizes()).toEqual([1000, 2]);
		expect(jsonOf(result.output)[1]).toEqual({
			customerId: customer(0),
			...parts(ids.slice(1000), [], ids.slice(0, 1)),
		});
	});

	it('sends a list that two rows name whole once, however long it is', async () => {
		const ids = free(1500);
		const input = [
			{ c: customer(0), a: ids },
			{ c: customer(0), a: ids },
		];
		const result = await run('assign', input);
		expect(sizes()).toEqual([1000, 500]);
		expect(jsonOf(result.output)).toEqual([
			{ customerId: customer(0), ...parts(ids, [], []) },
			{ customerId: customer(0), ...parts([], [], ids) },
		]);
	});

	it('leaves the rows of other customers alone where a customer cannot be read', async () => {
		const [a, b] = free(2);
		const path = `${CUSTOMERS}/${customer(0)}/assets`;
		t.faults.add({ kind: 'status', status: 500, on: { method: 'GET', path }, times: 'always' });
		const input = [
			{ c: customer(0), a },
			{ c: customer(1), a: b },
		];
		const result = await run('assign', input, {}, { ...goingOn, options: { maxRetries: 0 } });
		expect(jsonOf(result.output)).toEqual([
			expect.objectContaining({ error: 'Trackunit failed to process the request' }),
			{ customerId: customer(1), ...parts([b ?? ''], [], []) },
		]);
	});

	it('says that the change may have been made where the connection broke after it', async () => {
		const [a = ''] = free(1);
		t.faults.add({ kind: 'resetAfter', on: { method: 'POST', path: `${CUSTOMERS}*` } });
		const result = await run('assign', [{ c: customer(0), a }], {}, { options: { maxRetries: 0 } });
		expect(shown(result)).toEqual({
			message: 'The connection to Trackunit was interrupted [item 0]',
			description: expect.stringContaining('The change may still have been applied'),
		});
		expect(shown(result).description).toContain(
			'0 of 1 items had already been written, and 1 more may have been.',
		);
		expect(has(customer(0))).toContain(a);
	});

	it.each(['resetBefore', 'resetAfter'] as const)('tries again after a %s', async (kind) => {
		const [a = ''] = free(1);
		t.faults.add({ kind, on: { method: 'POST', path: `${CUSTOMERS}*` } });
		const result = await run('assign', [{ c: customer(0), a }]);
		expect(jsonOf(result.output)).toEqual([{ customerId: customer(0), ...parts([a], [], []) }]);
		expect(posts()).toEqual([{ assign: [a] }, { assign: [a] }]);
	});

	it('names an asset that another customer has', async () => {
		const taken = has(owner())[0] ?? '';
		const result = await run('assign', [{ c: customer(50), a: taken }]);
		expect(shown(result).description).toContain(`asset ${taken}: value '${taken}' was rejected`);
	});
});

describe('unassign', () => {
	it('takes away what the customer has, and sends nothing for the rest', async () => {
		const id = owner(3);
		const [a = '', b = '', c = ''] = has(id);
		const input = [
			{ c: id, a: [a, 'not-its-own'] },
			{ c: id, a: [b, a] },
		];
		const result = await run('unassign', input);
		expect(jsonOf(result.output)).toEqual([
			{ customerId: id, ...parts([], [a], ['not-its-own']) },
			{ customerId: id, ...parts([], [b], [a]) },
		]);
		expect(posts()).toEqual([{ unassign: [a, b] }]);
		expect(has(id)).not.toContain(a);
		expect(has(id)).toContain(c);
		t.log.clear();
		await run('unassign', input);
		expect(t.sent('POST')).toEqual([]);
	});

	it('takes an asset away from two customers that both have it', async () => {
		const [a = ''] = free(1);
		t.state.assign(customer(0), [a]);
		t.state.assign(customer(1), [a]);
		const input = [
			{ c: customer(0), a },
			{ c: customer(1), a },
		];
		const result = await run('unassign', input);
		expect(jsonOf(result.output).map(({ unassigned }) => unassigned)).toEqual([[a], [a]]);
		expect(t.state.holders(a)).toEqual([]);
	});
});

describe('set', () => {
	it('makes the assets exactly those given, and sends only the difference', async () => {
		const id = owner(3);
		const [keep = '', ...gone] = has(id);
		const [fresh = ''] = free(1);
		const result = await run('set', [{ c: id, a: [keep, fresh] }]);
		expect(jsonOf(result.output)).toEqual([{ customerId: id, ...parts([fresh], gone, [keep]) }]);
		expect(posts()).toEqual([{ assign: [fresh], unassign: gone }]);
		expect(has(id).sort()).toEqual([keep, fresh].sort());
		t.log.clear();
		await run('set', [{ c: id, a: [keep, fresh] }]);
		expect(t.sent('POST')).toEqual([]);
	});

	it("takes the rows of a customer together; what it takes away stands in the customer's first row", async () => {
		const [one, two] = [owner(3), customer(55)];
		const [keep = '', ...gone] = has(one);
		const others = has(two);
		const [a = '', b = ''] = free(2);
		const input = [
			{ c: two, a: b },
			{ c: one, a: [keep] },
			{ c: one, a: [a, keep] },
		];
		const result = await run('set', input);
		expect(jsonOf(result.output)).toEqual([
			{ customerId: two, ...parts([b], others, []) },
			{ customerId: one, ...parts([], gone, [keep]) },
			{ customerId: one, ...parts([a], [], [keep]) },
		]);
		expect(has(one).sort()).toEqual([keep, a].sort());
		expect(t.sent('POST')).toHaveLength(2);
	});

	it('sends what one request does not take in several, at most 1000 assets each', async () => {
		const id = customer(0);
		t.state.unassign(id, has(id));
		t.state.assign(id, free(1200));
		const fresh = newAssets(900);
		await run('set', [{ c: id, a: fresh }]);
		expect(sizes()).toEqual([1000, 1000, 100]);
		expect(has(id).sort()).toEqual(fresh.sort());
	});

	it('takes all assets away if an empty list is allowed', async () => {
		const id = owner();
		const before = has(id);
		const result = await run('set', [{ c: id, a: [] }], {}, { options: { allowEmpty: true } });
		expect(jsonOf(result.output)).toEqual([{ customerId: id, ...parts([], before, []) }]);
		expect(has(id)).toEqual([]);
	});

	it.each(['', '={{ [] }}', '={{ null }}', '={{ $json.nothing }}', ' '])(
		'refuses the empty list %j otherwise, before anything is sent',
		async (assets) => {
			const result = await run('set', [{ c: owner() }], { assets });
			expect(shown(result).message).toBe("'Assets' is empty [item 0]");
			expect(t.log.entries).toEqual([]);
		},
	);

	it.each([
		['an entry that names none', { a: ['x', ''] }],
		['an unknown serial number', { a: 'no such', by: 'serialNumber' }],
		['an empty list', { a: '' }],
	])(
		'sends nothing for a customer one of whose rows has %s, and goes on with others',
		async (_, bad) => {
			const [one, two] = [owner(3), customer(55)];
			const [a = '', b = ''] = free(2);
			const input = [
				{ c: one, a },
				{ c: two, a: [b, ...has(two)] },
				{ c: one, ...bad },
				{ c: one, a: has(one)[0] },
			];
			const result = await run(
				'set',
				input.map((row) => ({ by: 'id', ...row })),
				{ assetIdentifier: '={{ $json.by }}' },
				goingOn,
			);
			const withheld = {
				error: 'Nothing was sent for this customer',
				message: expect.stringContaining('Item 2 of the same customer was refused'),
			};
			const before = has(one);
			expect(jsonOf(result.output)).toEqual([
				withheld,
				expect.objectContaining({ customerId: two, assigned: [b] }),
				{ error: expect.stringMatching(/^(No asset with|'Assets' )/), message: expect.any(String) },
				withheld,
			]);
			expect(pairs(result.output)).toEqual([0, 1, 2, 3]);
			expect(t.requests('POST').map(({ path }) => path)).toEqual([`${CUSTOMERS}/${two}/assets`]);
			expect(has(one)).toEqual(before);
		},
	);

	it('sends nothing at all where a row is bad and the run does not go on', async () => {
		const [a] = free(1);
		const result = await run('set', [
			{ c: customer(0), a },
			{ c: customer(1), a: 'x,,y' },
		]);
		expect(shown(result).message).toBe("'Assets' has an invalid entry [item 1]");
		expect(t.log.entries).toEqual([]);
	});

	it('fails all rows of a customer where its request fails, and no others', async () => {
		const [a, b] = free(2);
		const input = [
			{ c: customer(0), a },
			{ c: customer(1), a: b },
			{ c: customer(0), a: 'none' },
		];
		const result = await run('set', input, {}, goingOn);
		expect(jsonOf(result.output)).toEqual([
			expect.objectContaining({ message: expect.stringContaining('asset none:') }),
			expect.objectContaining({ customerId: customer(1), assigned: [b] }),
			expect.objectContaining({ message: expect.stringContaining('asset none:') }),
		]);
	});
});

describe('an asset that is listed without an ID', () => {
	const nameless = (id: string, assetId: unknown) => {
		const [a = ''] = has(id);
		t.faults.add({
			kind: 'status',
			status: 200,
			body: {
				totalElements: 2,
				totalPages: 1,
				number: 0,
				size: 1000,
				content: [
					{ assetId: a, name: 'A' },
					{ assetId, name: 'Crane 9' },
				],
			},
			on: { method: 'GET', path: `${CUSTOMERS}/${id}/assets` },
		});
		return a;
	};

	it.each([null, undefined, '', { of: 'x' }])(
		'is not taken away by set, which names it: %j',
		async (assetId) => {
			const id = owner(3);
			nameless(id, assetId);
			const result = await run('set', [{ c: id, a: free(1)[0] }]);
			expect(shown(result)).toEqual({
				message: 'An ID is missing or invalid [item 0]',
				description: expect.stringContaining('Crane 9'),
			});
			expect(posts()).toEqual([]);
		},
	);

	it('may be the one that unassign names, and is no matter to assign', async () => {
		const id = owner(3);
		const [, b = ''] = has(id);
		nameless(id, null);
		await run('unassign', [{ c: id, a: b }]);
		expect(posts()).toEqual([{ unassign: [b] }]);
		t.log.clear();
		const a = nameless(id, '');
		const [fresh = ''] = free(1);
		await run('assign', [{ c: id, a: [a, fresh] }]);
		expect(posts()).toEqual([{ assign: [fresh] }]);
	});
});

describe('set, where a row is refused', () => {
	const withheld = (why: string) => ({
		error: 'Nothing was sent for this customer',
		message: expect.stringContaining(why),
	});
	const setBy = async (input: IDataObject[], parameters: INodeParameters = {}, more = goingOn) =>
		await run(
			'set',
			input.map((row) => ({ by: 'id', mode: 'id', ...row })),
			{
				customerId: locator('={{ $json.mode }}', '={{ $json.c }}'),
				assetIdentifier: '={{ $json.by }}',
				...parameters,
			},
			more,
		);

	it.each([
		[
			'has a typing error in its customer',
			(a: string) => ({ mode: 'externalReference', c: 'K-l', a }),
		],
		['has a blank customer', (a: string) => ({ c: ' ', a })],
		['has a customer that is no ID', (a: string) => ({ c: 'x/y', a: [a] })],
		[
			'names its customer in a way that there is not',
			(a: string) => ({ mode: 'number', c: '1', a }),
		],
		[
			'names the asset by serial number',
			(a: string) => ({ c: '', a: serial(a), by: 'serialNumber' }),
		],
	])('takes the asset that it names from nobody, where it %s', async (_, bad) => {
		const [loser, other] = [owner(3), customer(55)];
		const [keep = '', gone = ''] = has(loser);
		const before = has(loser);
		const [b = ''] = free(1);
		const input = [{ c: loser, a: keep }, { c: other, a: b }, bad(gone)];
		const result = await setBy(input);
		expect(jsonOf(result.output)).toEqual([
			withheld(`Item 2 was refused, and the asset ${gone}, which it names, would be unassigned.`),
			expect.objectContaining({ customerId: other, assigned: [b] }),
			expect.objectContaining({ error: expect.any(String) }),
		]);
		expect(has(loser)).toEqual(before);
		expect(t.requests('POST').map(({ path }) => path)).toEqual([`${CUSTOMERS}/${other}/assets`]);
	});

	it('takes an asset from nobody that it names for a customer which is withheld', async () => {
		const loser = owner(3);
		const [keep = '', gone = ''] = has(loser);
		const before = has(loser);
		const [z] = free(1);
		const input = [
			{ c: loser, a: keep },
			{ c: customer(54), a: gone },
			{ c: customer(54), a: z },
			{ c: customer(55), a: z },
		];
		const result = await setBy(input);
		expect(jsonOf(result.output)[0]).toEqual(
			withheld(`Item 1 was refused, and the asset ${gone}, which it names, would be unassigned.`),
		);
		expect(has(loser)).toEqual(before);
	});

	it.each([
		['cannot be read', { c: '', a: ['x', ''] }],
		['are none', { c: 'x/y', a: '' }],
		['are no IDs, but for the first', { c: ' ', a: ['asset-1', 'a/b'] }],
		['are not in Trackunit', { c: '', a: 'no such', by: 'serialNumber' }],
		['cannot be read, of a customer that is known', { c: 'known', a: ['x', ''] }],
	])('takes nothing from anybody, where its assets %s', async (_, bad) => {
		const [loser, other] = [owner(3), customer(55)];
		const before = has(loser);
		const [b = ''] = free(1);
		const input = [
			{ c: loser, a: before[0] },
			{ c: other, a: [...has(other), b] },
			{ ...bad, c: bad.c === 'known' ? customer(54) : bad.c },
		];
		const result = await setBy(input);
		expect(jsonOf(result.output)).toEqual([
			withheld('Item 2 was refused, and its assets are not known'),
			expect.objectContaining({ customerId: other, assigned: [b] }),
			expect.objectContaining({ error: expect.any(String) }),
		]);
		expect(has(loser)).toEqual(before);
	});

	it('goes on to those who would lose an asset to a row that is refused for this', async () => {
		const owners = [...t.state.customers.keys()].filter((id) => has(id).length >= 2).slice(0, 3);
		const [one = '', two = '', three = ''] = owners;
		const taken = owners.map((id) => has(id));
		const first = taken.map(([id = '']) => id);
		const second = taken.map(([, id = '']) => id);
		// The asset of three goes to two, that of two to one, and that of one to a customer that there is not.
		const input = [
			{ c: three, a: first[2] },
			{ c: two, a: [first[1], second[2]] },
			{ c: one, a: [first[0], second[1]] },
			{ mode: 'externalReference', c: 'K-l', a: second[0] },
		];
		const result = await setBy(input);
		expect(jsonOf(result.output).slice(0, 3)).toEqual([
			withheld(`Item 1 was refused, and the asset ${second[2]}`),
			withheld(`Item 2 was refused, and the asset ${second[1]}`),
			withheld(`Item 3 was refused, and the asset ${second[0]}`),
		]);
		expect(owners.map(has)).toEqual(taken);
		expect(posts()).toEqual([]);
	});

	it('is told of the one whose list cannot be read, and takes its assets from nobody', async () => {
		const [loser, broken] = [owner(3), customer(55)];
		const before = has(loser);
		const path = `${CUSTOMERS}/${broken}/assets`;
		t.faults.add({ kind: 'status', status: 500, on: { method: 'GET', path }, times: 'always' });
		const result = await run(
			'set',
			[
				{ c: loser, a: before[0] },
				{ c: broken, a: before[1] },
				{ c: '', a: free(1) },
			],
			{},
			{ ...goingOn, options: { maxRetries: 0 } },
		);
		expect(jsonOf(result.output)).toMatchObject([
			withheld(`Item 1 was refused, and the asset ${before[1]}`),
			{ error: 'Trackunit failed to process the request' },
			{ error: "'Customer' is empty" },
		]);
		expect(has(loser)).toEqual(before);
	});

	it('reads nothing for it where the run does not go on', async () => {
		const [a] = free(1);
		const input = [
			{ c: customer(0), a },
			{ c: customer(1), a },
			{ c: customer(2), a: 'x' },
		];
		const result = await run('set', input);
		expect(shown(result).message).toBe('An asset is assigned to more than one customer [item 0]');
		expect(t.log.entries).toEqual([]);
	});
});

describe('assets that change places all the time', () => {
	const moving = () => {
		const id = customer(0);
		t.state.unassign(id, has(id));
		t.state.assign(id, free(25));
		t.settings.maxPageSize = 5;
		t.faults.add({ kind: 'drift', change: 'move', on: { method: 'GET' }, times: 'always' });
		return { id, ids: has(id) };
	};

	it('are all taken away by unassign', async () => {
		const { id, ids } = moving();
		const result = await run('unassign', [{ c: id, a: ids }]);
		expect(jsonOf(result.output)).toEqual([{ customerId: id, ...parts([], ids, []) }]);
		expect(has(id)).toEqual([]);
	});

	it('are all but those given taken away by set', async () => {
		const { id, ids } = moving();
		const result = await run('set', [{ c: id, a: ids.slice(0, 1) }]);
		expect(result.error).toBeUndefined();
		expect(has(id)).toEqual(ids.slice(0, 1));
	});
});

describe('a list of assets that stays short', () => {
	const short = () => {
		const id = customer(0);
		t.state.unassign(id, has(id));
		t.state.assign(id, free(25));
		t.settings.maxPageSize = 10;
		t.faults.add({ kind: 'repeatPage', on: { method: 'GET' }, times: 'always' });
		return { id, ids: has(id) };
	};

	it('is no reason to leave an asset that may be there: unassign sends it', async () => {
		const { id, ids } = short();
		const a = [ids[3] ?? '', ids[20] ?? ''];
		const result = await run('unassign', [{ c: id, a }]);
		expect(jsonOf(result.output)).toEqual([{ customerId: id, ...parts([], a, []) }]);
		expect(posts()).toEqual([{ unassign: a }]);
		expect(has(id)).toHaveLength(23);
	});

	it('lets set take nothing away, and fail', async () => {
		const { id, ids } = short();
		const result = await run('set', [{ c: id, a: ids[3] }]);
		expect(shown(result)).toEqual({
			message: 'Trackunit returned fewer records than announced [item 0]',
			description: expect.stringContaining(
				'What the customer has is not known, so nothing was sent for it.',
			),
		});
		expect(posts()).toEqual([]);
	});

	it('is no matter to assign, which may be sent again', async () => {
		const { id, ids } = short();
		const a = [ids[3] ?? '', ids[20] ?? ''];
		const result = await run('assign', [{ c: id, a }]);
		expect(jsonOf(result.output)).toEqual([
			{ customerId: id, ...parts(a.slice(1), [], a.slice(0, 1)) },
		]);
	});

	it('is read again first: a row that moved to a page read before is not missed', async () => {
		const id = customer(0);
		t.state.unassign(id, has(id));
		t.state.assign(id, free(25));
		const a = has(id)[10] ?? '';
		t.settings.maxPageSize = 10;
		t.faults.add({
			kind: 'drift',
			change: 'delete',
			on: { method: 'GET', path: `${CUSTOMERS}/*` },
		});
		const result = await run('unassign', [{ c: id, a }]);
		expect(jsonOf(result.output)).toEqual([{ customerId: id, ...parts([], [a], []) }]);
		expect(has(id)).not.toContain(a);
		expect(result.nodeHints).toEqual([]);
	});
});

describe('an asset that is given to two customers', () => {
	const conflict = 'An asset is assigned to more than one customer';

	it.each(['assign', 'set'] as const)(
		'is refused in every row of %s that names it',
		async (operation) => {
			const [x = '', y = '', z = ''] = free(3);
			const [one, two, three] = [customer(0), customer(1), customer(2)];
			const input = [
				{ c: one, a: x },
				{ c: one, a: [y, x] },
				{ c: three, a: z },
				{ c: two, a: x },
			];
			const result = await run(operation, input, {}, goingOn);
			const refused = (other: number) => ({
				error: conflict,
				message: `Item ${other} assigns the asset ${x} to another customer. Keep one of them.`,
			});
			expect(jsonOf(result.output)).toEqual([
				refused(3),
				refused(3),
				expect.objectContaining({ customerId: three, assigned: [z] }),
				refused(0),
			]);
			expect(pairs(result.output)).toEqual([0, 1, 2, 3]);
			expect(t.sent('POST')).toHaveLength(1);
			expect(t.state.holders(x)).toEqual([]);
		},
	);

	it('ends the run before anything is sent, unless it goes on', async () => {
		const [a, b] = free(2);
		const input = [
			{ c: customer(2), a: b },
			{ c: customer(0), a },
			{ c: customer(1), a },
		];
		const result = await run('assign', input);
		expect(shown(result)).toEqual({
			message: `${conflict} [item 1]`,
			description: `Item 2 assigns the asset ${a} to another customer. Keep one of them. To do the other rows all the same, set Settings → On Error to 'Continue (using error output)'.`,
		});
		expect(t.log.entries).toEqual([]);
	});

	it('is noticed where one row names it by its serial number, and one customer by its reference', async () => {
		const [a = ''] = free(1);
		const { id, reference } = referenced(3);
		const input = [
			{ by: 'id', a, mode: 'id', c: referenced(4).id },
			{ by: 'serialNumber', a: serial(a), mode: 'externalReference', c: reference },
			{ by: 'id', a, mode: 'id', c: id },
		];
		const result = await run(
			'assign',
			input,
			{
				customerId: locator('={{ $json.mode }}', '={{ $json.c }}'),
				assetIdentifier: '={{ $json.by }}',
			},
			goingOn,
		);
		expect(jsonOf(result.output).map(({ message }) => message)).toEqual([
			expect.stringContaining('Item 1 assigns'),
			expect.stringContaining('Item 0 assigns'),
			expect.stringContaining('Item 0 assigns'),
		]);
		expect(t.sent('POST')).toEqual([]);
	});
});

describe('serial numbers and external references', () => {
	const bySerial = { assetIdentifier: 'serialNumber' };
	/** The rows of an ERP: its number of the customer, and the machine's serial number. */
	const byReference = { ...bySerial, customerId: locator('externalReference', '={{ $json.c }}') };
	const rowsOf = (ids: string[]) => ids.map((id) => ({ c: customer(0), a: serial(id) }));

	it('reads each list once for all rows where that is fewer requests', async () => {
		const ids = free(200);
		const input = ids.map((id, n) => ({ c: referenced(n % 20).reference, a: serial(id) }));
		const result = await run('assign', input, byReference);
		expect(jsonOf(result.output)).toEqual(
			ids.map((id, n) => ({ customerId: referenced(n % 20).id, ...parts([id], [], []) })),
		);
		expect(reads(ASSETS)).toBe(Math.ceil(t.state.assets.size / 1000));
		expect(reads(CUSTOMERS)).toBe(1);
		expect(t.sent('POST')).toHaveLength(20);
	});

	it('asks for each key once where that is fewer', async () => {
		newAssets(5000);
		const ids = free(2);
		const result = await run('assign', [...rowsOf(ids), ...rowsOf(ids)], bySerial);
		expect(jsonOf(result.output).map(({ assigned }) => assigned)).toEqual([
			[ids[0]],
			[ids[1]],
			[],
			[],
		]);
		const asked = t.requests('GET').filter(isAsset);
		expect(asked.map(({ query }) => query.serialNumber)).toEqual([undefined, ...ids.map(serial)]);
	});

	it('asks for the one key of a run without counting first', async () => {
		await run('assign', rowsOf(free(1)), bySerial);
		expect(reads(ASSETS)).toBe(1);
	});

	it.each(['ignore', 'loose', 'refuse'] as const)(
		'notices at the first answer that the server does %s filters, and reads the list',
		async (filters) => {
			t.settings.filters = filters;
			const [wanted, other] = newAssets(6000);
			const ids = [wanted ?? '', other ?? ''];
			const result = await run('assign', rowsOf(ids), bySerial);
			expect(jsonOf(result.output).map(({ assigned }) => assigned)).toEqual(ids.map((id) => [id]));
			const pages = Math.ceil(t.state.assets.size / 1000);
			// Both keys may be asked for before the first answer is there.
			expect(reads(ASSETS)).toBeLessThanOrEqual(pages + ids.length);
		},
	);

	it.each([
		[
			'unknown',
			'No asset with this serial number',
			() =>
				"Nothing in Trackunit has the serial number 'SN-1'. Correct it, or create the asset in Trackunit.",
		],
		[
			'that of two assets',
			'More than one asset with this serial number',
			(ids: string[]) =>
				`More than one has the serial number 'SN-1' (${ids.join(', ')}). Choose one by its ID.`,
		],
	])('fails the row whose serial number is %s, and no others', async (what, error, words) => {
		const twins =
			what === 'unknown'
				? []
				: ['A', 'B'].map((name) => t.state.addAsset({ name, serialNumber: 'SN-1' }).id);
		const [good = ''] = free(1);
		const input = [{ c: customer(0), a: 'SN-1' }, ...rowsOf([good])];
		const result = await run('assign', input, bySerial, goingOn);
		expect(jsonOf(result.output)).toEqual([
			{ error, message: words(twins) },
			{ customerId: customer(0), ...parts([good], [], []) },
		]);
	});

	it('names all that is unknown or not unique of a row, ten of each, and what to do', async () => {
		const unknown = Array.from({ length: 12 }, (_, n) => `X-${n}`);
		const twins = ['A', 'B'].map((name) => t.state.addAsset({ name, serialNumber: 'SN-1' }).id);
		const input = [
			{ c: customer(0), a: [...unknown, serial(free(1)[0] ?? '')] },
			{ c: customer(0), a: ['X-1', 'SN-1', 'X-2'] },
		];
		const result = await run('assign', input, bySerial, goingOn);
		const told = unknown.slice(0, 10).map((key) => `'${key}'`);
		expect(asAnswered(result.output)).toEqual([
			{
				error: "'Assets' names 12 assets that Trackunit does not know",
				message: `Nothing in Trackunit has the serial numbers ${told.join(', ')} and 2 more. Correct them, or create the assets in Trackunit.`,
			},
			{
				error: "'Assets' names 3 assets that Trackunit does not know or knows more than once",
				message: `Nothing in Trackunit has the serial numbers 'X-1', 'X-2'. Correct them, or create the assets in Trackunit. More than one has the serial number 'SN-1' (${twins.join(', ')}). Choose one by its ID.`,
			},
		]);
		expect(posts()).toEqual([]);
	});

	it.each(['serialNumber', 'externalReference', 'id'])(
		'answers assets by what is known of them, named by %s',
		async (by) => {
			const c = customer(0);
			const [held, gone, fresh] = ['H', 'G', 'F'].map((name) => {
				const keys = { serialNumber: `S-${name}`, externalReference: `M-${name}` };
				const { id } = t.state.addAsset({ name, ...keys });
				return { id, name, ...keys };
			});
			t.state.unassign(c, has(c));
			t.state.assign(c, [held?.id ?? '', gone?.id ?? '']);
			const input = [{ c, a: [held, fresh] }];
			const result = await run('set', input, { assetIdentifier: by });
			expect(asAnswered(result.output)).toEqual([
				{
					customerId: c,
					// Of what is named by its ID, only what the customer had is known.
					assigned: [by === 'id' ? { id: fresh?.id } : fresh],
					unassigned: [gone],
					unchanged: [held],
				},
			]);
		},
	);

	it.each([
		['EX-1', true],
		['0b91891e-0000-4000-8000-e29ded75f700', false],
	])('says of a refused ID %s what it may be: %s', async (a, isAdvised) => {
		const result = await run('assign', [{ c: customer(0), a }]);
		const { message, description } = shown(result);
		expect(message).toBe('Trackunit did not accept the values sent [item 0]');
		expect(description?.includes("set 'Identify Assets By' to Serial Number.")).toBe(isAdvised);
	});

	it('sends nothing where a serial number is unknown and the run does not go on', async () => {
		const result = await run(
			'assign',
			[...rowsOf(free(1)), { c: customer(0), a: 'SN-1' }],
			bySerial,
		);
		expect(shown(result).message).toBe('No asset with this serial number [item 1]');
		expect(t.sent('POST')).toEqual([]);
	});

	it('fails the rows that wait for a look-up that failed, and no others', async () => {
		const [a = '', b = ''] = free(2);
		t.faults.add({ kind: 'resetBefore', on: { path: ASSETS }, times: 'always' });
		const input = [
			{ c: customer(0), a: serial(a), by: 'serialNumber' },
			{ c: customer(0), a: b, by: 'id' },
		];
		const result = await run(
			'assign',
			input,
			{ assetIdentifier: '={{ $json.by }}' },
			{ ...goingOn, options: { maxRetries: 0 } },
		);
		expect(jsonOf(result.output)).toEqual([
			expect.objectContaining({ error: 'The connection to Trackunit was interrupted' }),
			{ customerId: customer(0), ...parts([b], [], []) },
		]);
	});
});
