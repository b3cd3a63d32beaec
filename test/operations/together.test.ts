import type { Customer } from '../../simulator';
import { automatic } from '../support/columns';
import {
	byId,
	CUSTOMERS,
	jsonOf,
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
const free = (count: number): string[] =>
	[...t.state.assets.keys()].filter((id) => t.state.holders(id).length === 0).slice(0, count);
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

describe('assets', () => {
	it('are the same in capitals, as some databases write UUIDs', async () => {
		const { id } = customer(0);
		const assets = free(2);
		t.state.assign(id, assets);
		const all = [...(t.state.assignments.get(id) ?? [])].map((asset) => asset.toUpperCase());
		const result = await t.run({
			resource: 'asset',
			operation: 'set',
			parameters: { customerId: byId(id.toUpperCase()), assets: all.join(',') },
		});
		expect(jsonOf(result.output)).toEqual([
			{
				customerId: id,
				assigned: [],
				unassigned: [],
				unchanged: all.map((one) => one.toLowerCase()),
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
			parameters: { customerId: byId('={{ $json.c }}'), assets: '={{ $json.a }}' },
			input: [
				{ c: a, a: `${shared},${own}` },
				{ c: a, a: own },
				{ c: b, a: shared },
			],
			...goingOn,
		});
		expect(jsonOf(result.output)[1]).toMatchObject({ assigned: [own], unchanged: [] });
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
			parameters: { customerId: byId(id), assets: added.map((asset) => asset.id).join(',') },
			...goingOn,
		});
		expect(jsonOf(result.output)[0]?.message).toContain('Part of this item was already written');
	});

	it('that are refused by the hundred are told by ten', async () => {
		const unknown = Array.from({ length: 200 }, (_, index) => `unknown-${index}`);
		const result = await t.run({
			resource: 'asset',
			operation: 'assign',
			parameters: { customerId: byId(customer(0).id), assets: unknown.join(',') },
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
	t.faults.add({ kind: 'status', status: 200, body: {}, times: 2, on: { method: 'PATCH' } });
	const result = await t.run({
		operation: 'upsert',
		parameters: { columns: automatic('externalReference') },
		input: [
			{ externalReference, name: 'First' },
			{ externalReference, name: 'Second' },
		],
	});
	expect(jsonOf(result.output)).toMatchObject([
		{ id, name: 'First', _action: 'updated' },
		{ id, name: 'Second', _action: 'updated' },
	]);
});
