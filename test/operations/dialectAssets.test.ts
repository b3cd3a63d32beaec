import type { IDataObject } from 'n8n-workflow';

import type { Settings } from '../../simulator';
import { onePage } from '../support/lists';
import { freeAssets } from '../support/records';
import {
	byId,
	CUSTOMERS,
	jsonOf,
	shown,
	startAnother,
	useTrackunit,
	withoutBackOff,
	type CustomerRun,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

const customer = (index = 0): string => [...t.state.customers.keys()][index] ?? '';
const held = (index = 0): string[] => [...(t.state.assignments.get(customer(index)) ?? [])];
const free = (count: number): string[] => freeAssets(t.state).slice(0, count);
const speak = (settings: Partial<Settings>) => Object.assign(t.settings, settings);
const posts = () => t.requests('POST').map(({ body }) => Object.keys(body ?? {}).join());

const run = async (operation: string, assets: string[], more: Partial<CustomerRun> = {}) =>
	await t.run({
		resource: 'asset',
		operation,
		parameters: { customerId: byId(customer()), assetIdentifier: 'id', assets: assets.join() },
		...more,
	});

const UNKNOWN: Array<Settings['unknownKeys']> = ['keep', 'ignore', 'refuse'];
const ROWS: Array<Settings['assetRows']> = ['assetId', 'id', 'text'];

describe.each(UNKNOWN.flatMap((unknownKeys) => ROWS.map((rows) => ({ unknownKeys, rows }))))(
	'with unknown keys and rows $unknownKeys, $rows',
	({ unknownKeys, rows }) => {
		beforeEach(() => speak({ unknownKeys, assetRows: rows }));

		it.each(['assign', 'add', 'assetIds'] as const)(
			'assets are assigned by %s',
			async (assignment) => {
				speak({ assignment });
				const [before, wanted] = [held(), free(3)];
				const { output, error } = await run('assign', wanted);
				expect(error).toBeUndefined();
				expect(jsonOf(output)).toMatchObject([{ assigned: wanted.map((id) => ({ id })) }]);
				expect(held()).toEqual([...before, ...wanted]);
			},
		);

		it.each(['assign', 'add'] as const)(
			'assets are set and taken away by %s',
			async (assignment) => {
				speak({ assignment });
				t.state.assign(customer(), free(2));
				const [gone = '', ...kept] = held();
				const [wanted = ''] = free(1);
				const { output } = await run('set', [...kept, wanted]);
				expect(jsonOf(output)).toMatchObject([
					{ assigned: [{ id: wanted }], unassigned: [{ id: gone }] },
				]);
				expect(held()).toEqual([...kept, wanted]);
				const taken = await run('unassign', [wanted]);
				expect(jsonOf(taken.output)).toMatchObject([{ unassigned: [{ id: wanted }] }]);
				expect(held()).toEqual(kept);
			},
		);

		it('what cannot be taken away is told, and nothing is', async () => {
			speak({ assignment: 'assetIds' });
			t.state.assign(customer(), free(2));
			const before = held();
			for (const operation of ['set', 'unassign']) {
				const result = await run(operation, before.slice(0, 1));
				expect(result.status).toBe('error');
				expect(held()).toEqual(before);
			}
		});

		it("a customer's assets are listed", async () => {
			t.state.assign(customer(), free(2));
			const parameters = { customerId: byId(customer()), returnAll: true };
			const { output } = await t.run({ resource: 'asset', operation: 'getAll', parameters });
			expect(jsonOf(output).map(({ id }) => id)).toEqual(held());
		});
	},
);

it('the shape is found by the first request, and used for all', async () => {
	speak({ assignment: 'add', unknownKeys: 'ignore' });
	const wanted = free(10);
	const { output } = await t.run({
		resource: 'asset',
		operation: 'assign',
		parameters: {
			customerId: byId('={{ $json.customer }}'),
			assetIdentifier: 'id',
			assets: '={{ $json.asset }}',
		},
		input: wanted.map((asset, index) => ({ asset, customer: customer(index) })),
	});
	expect(jsonOf(output).map(({ assigned }) => assigned)).toMatchObject(
		wanted.map((id) => [{ id }]),
	);
	expect(posts()).toEqual(['assign', ...wanted.map(() => 'add,assetIds')]);
	// What each customer has, and twice what came of the first.
	expect(t.requests('GET')).toHaveLength(wanted.length + 2);
});

describe('5000 assets of 50 customers', () => {
	const SHAPES = ['assign', 'add', 'assetIds'] as const;
	const more = {
		assign: { ignore: 1, refuse: 1 },
		add: { ignore: 3, refuse: 2 },
		assetIds: { ignore: 3, refuse: 3 },
	};

	it.each(
		SHAPES.flatMap((assignment) =>
			(['ignore', 'refuse'] as const).map((unknownKeys) => ({ assignment, unknownKeys })),
		),
	)(
		'take three requests more than a read and a write each at most: $assignment, $unknownKeys',
		async ({ assignment, unknownKeys }) => {
			const big = await startAnother({ customers: 50, settings: { assignment, unknownKeys } });
			const { customers, addAsset, assignments } = big.state;
			const input = [...customers.keys()].map((id, c) => ({
				id,
				assets: Array.from({ length: 100 }, (_, n) => addAsset({ name: `M ${c} ${n}` }).id),
			}));
			const { output, error } = await big.run({
				resource: 'asset',
				operation: 'assign',
				parameters: {
					customerId: byId('={{ $json.id }}'),
					assetIdentifier: 'id',
					assets: '={{ $json.assets }}',
				},
				input,
			});
			expect(error).toBeUndefined();
			expect(jsonOf(output)).toMatchObject(
				input.map(({ assets }) => ({ assigned: assets.map((id) => ({ id })) })),
			);
			for (const { id, assets } of input) {
				expect([...(assignments.get(id) ?? [])]).toEqual(expect.arrayContaining(assets));
			}
			expect(big.requests()).toHaveLength(100 + more[assignment][unknownKeys]);
			expect(big.violations).toEqual([]);
		},
	);
});

describe('where a shape was found by assigning, and others were sent with it', () => {
	/** Gains, then loses: a shape that can both is not known by the first. */
	const runSet = async (maxConcurrency = 1, others: IDataObject[] = []) => {
		const [fresh = ''] = free(1);
		const [one, two] = [customer(0), customer(1)];
		t.state.assign(two, free(3).slice(1));
		const [gone, ...kept] = held(1);
		const result = await t.run({
			resource: 'asset',
			operation: 'set',
			parameters: {
				customerId: byId('={{ $json.id }}'),
				assetIdentifier: 'id',
				assets: '={{ $json.assets }}',
			},
			input: [{ id: one, assets: [...held(0), fresh] }, { id: two, assets: kept }, ...others],
			options: { maxConcurrency },
			onError: 'continueRegularOutput',
		});
		return { told: jsonOf(result.output), fresh, gone, kept };
	};

	it('assets are taken away all the same', async () => {
		speak({ assignment: 'add', unknownKeys: 'ignore' });
		const { told, fresh, gone, kept } = await runSet();
		expect(told).toMatchObject([{ assigned: [{ id: fresh }] }, { unassigned: [{ id: gone }] }]);
		expect(held(1)).toEqual(kept);
		expect(posts()).toEqual(['assign', 'add,assetIds', 'remove']);
	});

	it('or it is told that they are not', async () => {
		speak({ assignment: 'assetIds', unknownKeys: 'ignore' });
		const { told, fresh, gone, kept } = await runSet();
		expect(told).toMatchObject([
			{ assigned: [{ id: fresh }] },
			{ error: 'Trackunit accepted the assignment but changed nothing' },
		]);
		expect(held(1)).toEqual([gone, ...kept]);
	});

	it('and to the next customer without asking again', async () => {
		speak({ assignment: 'assetIds', unknownKeys: 'ignore' });
		t.state.assign(customer(2), free(1));
		const before = held(2);
		const { told } = await runSet(1, [{ id: customer(2), assets: before.slice(1) }]);
		expect(told[2]).toMatchObject({ error: 'Trackunit cannot unassign assets in this way' });
		expect(held(2)).toEqual(before);
		expect(posts()).toEqual(['assign', 'add,assetIds', 'remove']);
	});

	it('also to a customer that waits until the shape is found', async () => {
		speak({ assignment: 'assetIds', unknownKeys: 'refuse' });
		t.faults.add({ kind: 'latency', ms: 100, on: { method: 'POST' }, times: 'always' });
		const path = `${CUSTOMERS}/${customer(1)}/*`;
		t.faults.add({ kind: 'latency', ms: 50, on: { method: 'GET', path } });
		const { told, fresh, gone, kept } = await runSet(2);
		expect(told).toMatchObject([
			{ assigned: [{ id: fresh }] },
			{ error: 'Trackunit cannot unassign assets in this way' },
		]);
		expect(held(1)).toEqual([gone, ...kept]);
		expect(posts()).toEqual(['assign', 'add', 'assetIds']);
	});
});

it('where no shape does anything, the customers after the first are told so without a request', async () => {
	t.faults.add({ kind: 'status', status: 204, on: { method: 'POST' }, times: 'always' });
	const result = await t.run({
		resource: 'asset',
		operation: 'assign',
		parameters: {
			customerId: byId('={{ $json.at }}'),
			assetIdentifier: 'id',
			assets: '={{ $json.asset }}',
		},
		input: free(3).map((asset, index) => ({ asset, at: customer(index) })),
		onError: 'continueRegularOutput',
	});
	expect(jsonOf(result.output).map(({ error }) => error)).toEqual(
		Array.from({ length: 3 }, () => 'Trackunit accepted the assignment but changed nothing'),
	);
	expect(posts()).toEqual(['assign', 'add,assetIds']);
});

it("where every shape is refused, the first refusal's words are told", async () => {
	for (const message of ['One', 'Two', 'Three']) {
		const body = { status: 400, code: 'bad_request', message };
		t.faults.add({ kind: 'status', status: 400, body, on: { method: 'POST' } });
	}
	const result = await run('assign', free(1));
	expect(shown(result)).toEqual({
		message: 'Trackunit did not accept the values sent [item 0]',
		description: expect.stringMatching(/^One\. /),
	});
	expect(posts()).toEqual(['assign', 'add', 'assetIds']);
});

it('an asset that Trackunit does not know is told by its ID, whatever the shape', async () => {
	const [known = ''] = free(1);
	for (const assignment of ['assign', 'add', 'assetIds'] as const) {
		speak({ assignment });
		const options = { assignmentBody: assignment };
		const { description } = shown(await run('assign', [known, 'nothing'], { options }));
		expect(description).toContain('asset nothing: ');
	}
});

it('a refusal that counts the entries of a list knew the shape, so no other one is tried', async () => {
	const result = await run('assign', ['nothing']);
	expect(shown(result).description).toContain('asset nothing: ');
	expect(posts()).toEqual(['assign']);
});

it('an assignment of which only a part is made is told, with the assets that are as they were', async () => {
	const before = held();
	const [made = '', missing = ''] = free(2);
	t.faults.add({ kind: 'status', status: 204, on: { method: 'POST' } });
	const content = [...before, made].map((assetId) => ({ assetId }));
	const body = onePage(content);
	t.faults.add({ kind: 'status', status: 200, body, on: { method: 'GET' }, after: 1 });
	const result = await run('assign', [made, missing]);
	expect(shown(result)).toEqual({
		message: 'Trackunit accepted the assignment but changed only part of it [item 0]',
		description: expect.stringContaining(`as they were: ${missing}.`),
	});
});

describe('a list of assetIds', () => {
	const options = { assignmentBody: 'assetIds' };
	const sent = () => t.requests('POST').map(({ body }) => Object(body).assetIds);
	beforeEach(() => speak({ assignment: 'assetIds' }));

	it('has those that the customer has, which a server may take for the whole', async () => {
		t.state.assign(customer(), free(2));
		const before = held();
		const wanted = free(2);
		await run('assign', wanted, { options });
		expect(sent()).toEqual([[...before, ...wanted]]);
	});

	const many = () =>
		Array.from({ length: 1000 }, (_, n) => t.state.addAsset({ name: `M ${n}` }).id);

	it('has no more than a request may carry', async () => {
		t.state.assign(customer(), many());
		const wanted = t.state.addAsset({ name: 'One more' }).id;
		const { error } = await run('assign', [wanted], { options });
		expect(error).toBeUndefined();
		expect(sent()).toEqual([[wanted]]);
	});

	it('is not begun by Set where something would be left over to take away', async () => {
		t.state.assign(customer(), free(1));
		const result = await run('set', many(), { options });
		expect(shown(result).message).toBe('Trackunit cannot unassign assets in this way [item 0]');
		expect(posts()).toEqual([]);
	});
});

it('an option fixes the shape, which is not read back', async () => {
	speak({ assignment: 'add', unknownKeys: 'ignore' });
	await run('assign', free(2), { options: { assignmentBody: 'add' } });
	expect(posts()).toEqual(['add']);
	expect(t.requests('GET')).toHaveLength(1);
});

it('Set with a shape that only assigns says so before anything is sent', async () => {
	speak({ assignment: 'assetIds' });
	t.state.assign(customer(), free(2));
	const options = { assignmentBody: 'assetIds' };
	const result = await run('set', free(1), { options });
	expect(shown(result).message).toBe('Trackunit cannot unassign assets in this way [item 0]');
	expect(posts()).toEqual([]);
});

it('an assignment that Trackunit accepts and does not make is no success', async () => {
	t.faults.add({ kind: 'status', status: 204, on: { method: 'POST' }, times: 'always' });
	const [asset = ''] = free(1);
	const input = [{ at: customer(0) }, { at: customer(1) }];
	const result = await t.run({
		resource: 'asset',
		operation: 'assign',
		parameters: { customerId: byId(customer()), assetIdentifier: 'id', assets: asset },
		input,
		onError: 'continueRegularOutput',
	});
	expect(jsonOf(result.output).map(({ error }) => error)).toEqual(
		input.map(() => 'Trackunit accepted the assignment but changed nothing'),
	);
});

it.each([
	['in capitals', (id: string) => id.toUpperCase()],
	['as GraphQL writes them', (id: string) => `___Asset___${id}`],
])('assets that are listed by their IDs %s are those that a row names', async (_, written) => {
	t.state.assign(customer(), free(2));
	const body = onePage(held().map((id) => ({ assetId: written(id) })));
	t.faults.add({ kind: 'status', status: 200, body, on: { method: 'GET' } });
	const { output } = await run('set', held());
	expect(jsonOf(output)).toMatchObject([
		{ assigned: [], unassigned: [], unchanged: held().map((id) => ({ id })) },
	]);
	expect(posts()).toEqual([]);
});

it('an asset goes by its own ID where the row that lists it has one too', async () => {
	t.state.assign(customer(), free(2));
	const content = held().map((assetId, index) => ({ id: `row-${index}`, assetId }));
	const body = onePage(content);
	t.faults.add({ kind: 'status', status: 200, body, on: { method: 'GET' } });
	const { output } = await run('set', held());
	expect(jsonOf(output)).toMatchObject([
		{ assigned: [], unassigned: [], unchanged: held().map((id) => ({ id })) },
	]);
	expect(posts()).toEqual([]);
});
