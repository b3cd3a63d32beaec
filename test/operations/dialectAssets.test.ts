import type { Settings } from '../../simulator';
import {
	byId,
	jsonOf,
	shown,
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
const free = (count: number): string[] =>
	[...t.state.assets.keys()].filter((id) => t.state.holders(id).length === 0).slice(0, count);
const speak = (settings: Partial<Settings>) => Object.assign(t.settings, settings);
const posts = () => t.requests('POST').map(({ body }) => Object.keys(body ?? {}).join());

const run = async (operation: string, assets: string[], more: Partial<CustomerRun> = {}) =>
	await t.run({
		resource: 'asset',
		operation,
		parameters: { customerId: byId(customer()), assets: assets.join() },
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
				expect(jsonOf(output)).toMatchObject([{ assigned: wanted }]);
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
				expect(jsonOf(output)).toMatchObject([{ assigned: [wanted], unassigned: [gone] }]);
				expect(held()).toEqual([...kept, wanted]);
				const taken = await run('unassign', [wanted]);
				expect(jsonOf(taken.output)).toMatchObject([{ unassigned: [wanted] }]);
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
		parameters: { customerId: byId('={{ $json.customer }}'), assets: '={{ $json.asset }}' },
		input: wanted.map((asset, index) => ({ asset, customer: customer(index) })),
	});
	expect(jsonOf(output).map(({ assigned }) => assigned)).toEqual(wanted.map((id) => [id]));
	expect(posts()).toEqual(['assign', ...wanted.map(() => 'add')]);
	// What each customer has, and twice what came of the first.
	expect(t.requests('GET')).toHaveLength(wanted.length + 2);
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
		parameters: { customerId: byId(customer()), assets: asset },
		input,
		onError: 'continueRegularOutput',
	});
	expect(jsonOf(result.output).map(({ error }) => error)).toEqual(
		input.map(() => 'Trackunit accepted the assignment but changed nothing'),
	);
});
