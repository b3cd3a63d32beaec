import type { Customer } from '../../simulator';
import { automatic } from '../support/columns';
import { onePage } from '../support/lists';
import { freeAssets } from '../support/records';
import {
	byId,
	CUSTOMERS,
	jsonOf,
	locator,
	shown,
	useTrackunit,
	withoutBackOff,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

const customer = (index: number): Customer => {
	const found = [...t.state.customers.values()][index];
	if (!found) throw new Error('The seed has no such customer');
	return found;
};
/** The customers in the order of a list. */
const listed = (): Customer[] =>
	[...t.state.customers.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
const free = (count: number): string[] => freeAssets(t.state).slice(0, count);
const goingOn = { onError: 'continueRegularOutput' } as const;

describe('two rows of one customer', () => {
	it('both change the address, each keeping what the other changed', async () => {
		const { id } = customer(0);
		await t.run({
			operation: 'update',
			parameters: {
				customerId: byId(id),
				updateFields: { city: '={{ $json.city }}', streetAddress: '={{ $json.street }}' },
			},
			input: [{ city: 'Aarhus' }, { street: 'Havnegade 1' }],
		});
		expect(t.state.customers.get(id)?.address).toMatchObject({
			city: 'Aarhus',
			streetAddress: 'Havnegade 1',
		});
	});
});

it('finds a row that moved to a page read before, rather than creating its twin', async () => {
	t.settings.maxPageSize = 10;
	t.faults.add({ kind: 'drift', change: 'delete', on: { method: 'GET', path: CUSTOMERS } });
	const rows = [...t.state.customers.values()]
		.filter(({ externalReference }) => externalReference)
		.slice(1)
		.map(({ externalReference, name }) => ({ externalReference, name }));
	const result = await t.run({
		operation: 'upsert',
		parameters: { columns: automatic('externalReference') },
		input: rows,
	});
	expect(jsonOf(result.output).map(({ _action }) => _action)).toEqual(rows.map(() => 'unchanged'));
	expect(t.requests('POST')).toEqual([]);
});

describe('an upsert of all customers while rows change places all the time', () => {
	const short = 'Trackunit returned fewer records than announced';
	beforeEach(() => {
		t.settings.maxPageSize = 10;
		t.settings.filters = 'ignore';
		t.faults.add({ kind: 'drift', change: 'move', on: { method: 'GET' }, times: 'always' });
	});
	const upsertAll = async () => {
		const input = t.state.addCustomers(80).map(({ externalReference, name }) => ({
			externalReference: externalReference ?? null,
			name,
		}));
		const result = await t.run({
			operation: 'upsert',
			parameters: { columns: automatic('externalReference') },
			input,
			...goingOn,
		});
		expect(t.requests('POST')).toEqual([]);
		return jsonOf(result.output).map(({ _action, error }) => _action ?? error);
	};

	it('finds each, since the list is asked for in an order', async () => {
		expect(new Set(await upsertAll())).toEqual(new Set(['unchanged']));
	});

	it('creates none again where the server knows no order', async () => {
		t.settings.sorting = 'ignore';
		expect(new Set(await upsertAll())).toEqual(new Set(['unchanged', short]));
	});
});

describe('a list that stays short', () => {
	const short = 'Trackunit returned fewer records than announced';
	const known = (): Array<{ externalReference: string; name: string }> =>
		listed().flatMap(({ externalReference, name }) =>
			externalReference ? [{ externalReference, name }] : [],
		);

	it.each(['page', 'cursor'] as const)(
		'lets an upsert create none of those that were not seen (%s)',
		async (paging) => {
			t.settings.paging = paging;
			t.settings.maxPageSize = 10;
			t.settings.filters = 'ignore';
			t.faults.add({ kind: 'repeatPage', on: { method: 'GET' }, times: 'always' });
			const rows = [...known(), { externalReference: 'NEW', name: 'New' }];
			const result = await t.run({
				operation: 'upsert',
				parameters: { columns: automatic('externalReference') },
				input: rows,
				...goingOn,
			});
			const seen = new Set(
				listed()
					.slice(0, 10)
					.map((one) => one.name),
			);
			expect(jsonOf(result.output).map(({ _action, error }) => _action ?? error)).toEqual(
				rows.map(({ name }) => (seen.has(name) ? 'unchanged' : short)),
			);
			expect(jsonOf(result.output).at(-1)?.message).toContain(
				"Whether a record has the External Reference 'NEW' is not known. Trackunit announced",
			);
			expect(t.requests('POST')).toEqual([]);
		},
	);

	it('lets no customer be taken for one that there is not', async () => {
		t.settings.maxPageSize = 10;
		t.settings.filters = 'ignore';
		t.faults.add({ kind: 'repeatPage', on: { method: 'GET' }, times: 'always' });
		const result = await t.run({
			operation: 'get',
			parameters: {
				customerId: locator('externalReference', known().at(-1)?.externalReference ?? ''),
			},
		});
		expect(result.error?.message).toBe(`${short} [item 0]`);
	});
});

it('creates no twin where an empty answer comes of a filter that is not known', async () => {
	t.settings.maxPageSize = 5;
	const known = listed().filter((one) => one.externalReference);
	const { externalReference, id } = known.at(-1) ?? customer(0);
	const nothing = {
		content: [],
		totalElements: 0,
		totalPages: 0,
		number: 0,
		size: 5,
		numberOfElements: 0,
	};
	// The look-up of the key, and that of a record which is there; the page between them is right.
	const on = { method: 'GET', path: CUSTOMERS };
	t.faults.add({ kind: 'status', status: 200, body: nothing, on });
	t.faults.add({ kind: 'status', status: 200, body: nothing, on, after: 1 });
	const result = await t.run({
		operation: 'upsert',
		parameters: { columns: automatic('externalReference') },
		input: [{ externalReference, city: 'Ribe' }],
	});
	expect(jsonOf(result.output)).toMatchObject([{ id, _action: 'updated' }]);
	expect(t.requests('GET').map(({ query }) => query.externalReference)).toEqual([
		externalReference,
		undefined,
		known[0]?.externalReference,
		...Array(5).fill(undefined),
	]);
});

describe('a record that is answered by what is none', () => {
	const words = { message: 'The service is being maintained' };

	it.each([words, {}, { id: null, name: 'X' }, { id: '', name: 'X' }, { data: { id: 'x' } }])(
		'is an answer that cannot be read: %j',
		async (body) => {
			const { id } = customer(0);
			t.faults.add({ kind: 'status', status: 200, body });
			const result = await t.run({ operation: 'get', parameters: { customerId: byId(id) } });
			expect(shown(result).message).toBe("Trackunit's response could not be read [item 0]");
		},
	);

	it('is nothing to write an address over', async () => {
		const { id } = customer(0);
		t.faults.add({ kind: 'status', status: 200, body: words });
		const result = await t.run({
			operation: 'update',
			parameters: { customerId: byId(id), updateFields: { city: 'Ribe' } },
		});
		expect(shown(result).message).toBe("Trackunit's response could not be read [item 0]");
		expect(t.requests('PATCH')).toEqual([]);
	});
});

it.each([null, '', undefined])(
	'writes nothing to a record that is listed with the ID %j',
	async (id) => {
		const { externalReference, name } = customer(0);
		const content = [{ id, externalReference, name }];
		t.faults.add({ kind: 'status', status: 200, body: onePage(content), times: 'always' });
		const result = await t.run({
			operation: 'upsert',
			parameters: { columns: automatic('externalReference') },
			input: [{ externalReference, city: 'Ribe' }],
		});
		expect(shown(result)).toEqual({
			message: 'An ID is missing or invalid [item 0]',
			description: `Trackunit lists a record with the External Reference '${externalReference}' without one.`,
		});
		expect(t.requests().every(({ method }) => method === 'GET')).toBe(true);
	},
);

it.each(['.', '..'])('writes nothing to a record that is listed with the ID %j', async (id) => {
	const { externalReference, name } = customer(0);
	const content = [{ id, externalReference, name }];
	t.faults.add({
		kind: 'status',
		status: 200,
		body: onePage(content),
		on: { method: 'GET' },
	});
	const result = await t.run({
		operation: 'upsert',
		parameters: { columns: automatic('externalReference') },
		input: [{ externalReference, name: 'New' }],
	});
	expect(shown(result).message).toBe('An ID is missing or invalid [item 0]');
	expect(t.requests()).toHaveLength(1);
});

it('writes a record that is nested without measure', async () => {
	const nested = '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000);
	const record = (name: string): string =>
		`{"id":"1","externalReference":"K-1","name":"${name}","more":${nested}}`;
	const answer = (method: string, body: string): void => {
		const contentType = 'application/json';
		t.faults.add({
			kind: 'status',
			status: 200,
			body,
			contentType,
			on: { method },
			times: 'always',
		});
	};
	answer('GET', `{"content":[${record('Old')}]}`);
	answer('PATCH', record('New'));
	const result = await t.run({
		operation: 'upsert',
		parameters: { columns: automatic('externalReference') },
		input: [{ externalReference: 'K-1', name: 'New' }],
	});
	expect(jsonOf(result.output)).toMatchObject([{ _action: 'updated', id: '1', name: 'New' }]);
});

it('counts a row that was written in part among those that may have been', async () => {
	const { id } = customer(0);
	const added = Array.from({ length: 1500 }, (_, n) => t.state.addAsset({ name: `A${n}` }).id);
	t.faults.add({ kind: 'status', status: 400, after: 1, on: { method: 'POST' } });
	const result = await t.run({
		resource: 'asset',
		operation: 'assign',
		parameters: { customerId: byId(id), assetIdentifier: 'id', assets: added.join(',') },
	});
	expect(shown(result).description).toContain(
		'0 of 1 items had already been written, and 1 more may have been.',
	);
});

describe('assets', () => {
	it('are the same in capitals, as some databases write UUIDs', async () => {
		const { id } = customer(0);
		const assets = free(2);
		t.state.assign(id, assets);
		const all = [...(t.state.assignments.get(id) ?? [])].map((asset) => asset.toUpperCase());
		const result = await t.run({
			resource: 'asset',
			operation: 'set',
			parameters: {
				customerId: byId(id.toUpperCase()),
				assetIdentifier: 'id',
				assets: all.join(','),
			},
		});
		expect(jsonOf(result.output)).toEqual([
			{
				customerId: id,
				assigned: [],
				unassigned: [],
				unchanged: all.map((one) => expect.objectContaining({ id: one.toLowerCase() })),
			},
		]);
		expect(t.requests('POST')).toEqual([]);
	});

	it('that a refused row names too belong to the row that is sent', async () => {
		const [shared = '', own = ''] = free(2);
		const [a, b] = [customer(0).id, customer(1).id];
		const result = await t.run({
			resource: 'asset',
			operation: 'assign',
			parameters: {
				customerId: byId('={{ $json.c }}'),
				assetIdentifier: 'id',
				assets: '={{ $json.a }}',
			},
			input: [
				{ c: a, a: `${shared},${own}` },
				{ c: a, a: own },
				{ c: b, a: shared },
			],
			...goingOn,
		});
		expect(jsonOf(result.output)[1]).toMatchObject({
			assigned: [{ id: own }],
			unchanged: [],
		});
	});

	it('that were assigned before a later request failed are told of', async () => {
		const { id } = customer(0);
		const added = Array.from({ length: 1500 }, (_, index) =>
			t.state.addAsset({ name: `A${index}` }),
		);
		t.faults.add({ kind: 'status', status: 400, after: 1, on: { method: 'POST' } });
		const result = await t.run({
			resource: 'asset',
			operation: 'assign',
			parameters: {
				customerId: byId(id),
				assetIdentifier: 'id',
				assets: added.map((asset) => asset.id).join(','),
			},
			...goingOn,
		});
		expect(jsonOf(result.output)[0]?.message).toContain('Part of this item was already written');
	});

	it('that are refused by the hundred are told by ten', async () => {
		const unknown = Array.from({ length: 200 }, (_, index) => `unknown-${index}`);
		const result = await t.run({
			resource: 'asset',
			operation: 'assign',
			parameters: {
				customerId: byId(customer(0).id),
				assetIdentifier: 'id',
				assets: unknown.join(','),
			},
			...goingOn,
		});
		const { message, details } = jsonOf(result.output)[0] ?? {};
		expect(message).toContain('; and 190 more');
		expect(details).toMatchObject({ violations: { length: 10 } });
	});
});

it('asks for no further lists once one could not be read', async () => {
	t.faults.add({ kind: 'status', status: 503, times: 'always', on: { method: 'GET' } });
	const result = await t.run({
		resource: 'contact',
		operation: 'upsert',
		parameters: { customerId: byId('={{ $json.c }}'), columns: automatic('email') },
		options: { maxRetries: 0, maxConcurrency: 2 },
		input: [...t.state.customers.keys()].map((c) => ({ c, email: 'a@b.example', name: 'A' })),
	});
	expect(result.error?.message).toContain('Trackunit is not available');
	expect(t.requests().length).toBeLessThan(10);
});

it('sends the sort that is given as a query parameter', async () => {
	await t.run({ operation: 'getAll', options: { queryParameters: '{"sort":"-name"}' } });
	expect(t.requests()[0]?.query).toMatchObject({ sort: '-name' });
});

it('keeps keys with dots in further body fields as they are', async () => {
	const { externalReference, name } = customer(0);
	await t.run({
		operation: 'upsert',
		parameters: { columns: automatic('externalReference') },
		options: { bodyFields: '{"metadata":{"erp.id":"4711"}}' },
		input: [{ externalReference, name }],
	});
	expect(t.requests('PATCH')[0]?.body).toMatchObject({ metadata: { 'erp.id': '4711' } });
});

it('takes further body fields that an expression gave nothing for as none', async () => {
	const result = await t.run({
		operation: 'update',
		parameters: { customerId: byId(customer(0).id), updateFields: {} },
		options: { bodyFields: '={{ { a: $json.missing } }}' },
	});
	expect(result.error?.message).toContain("'Update Fields' is empty");
});

it('keeps what is known of a record where Trackunit answers an empty object', async () => {
	const { externalReference, id } = customer(0);
	t.faults.add({ kind: 'statusAfter', status: 200, body: {}, times: 2, on: { method: 'PATCH' } });
	const result = await t.run({
		operation: 'upsert',
		parameters: { columns: automatic('externalReference') },
		input: [
			{ externalReference, name: 'First' },
			{ externalReference, name: 'Second' },
		],
	});
	expect(jsonOf(result.output)).toMatchObject([
		{ _action: 'updated', _changed: ['name'], id, name: 'First' },
		{ _action: 'updated', _changed: ['name'], id, name: 'Second' },
	]);
});
