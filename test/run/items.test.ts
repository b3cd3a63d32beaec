import type { GenericValue, INodeParameters } from 'n8n-workflow';

import { automatic } from '../support/columns';
import {
	byId,
	type CustomerRun,
	jsonOf,
	ON_ERROR,
	shown,
	type Trackunit,
	useTrackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});

const create = async (options: INodeParameters, input: CustomerRun['input'], more = {}) =>
	await t.run({
		operation: 'create',
		parameters: { name: '={{ $json.name ?? "Acme" }}' },
		options,
		input,
		...more,
	});
const goingOn = { onError: 'continueRegularOutput' } as const;

describe('an option that counts for the whole run', () => {
	it.each<[INodeParameters, GenericValue[], string, string]>([
		[
			{ dryRun: '={{ $json.v }}' },
			[false, false, true],
			'Dry Run',
			'It is true, and false in item 0.',
		],
		[
			{ dryRun: '={{ $json.v }}' },
			[true, true, false],
			'Dry Run',
			'It is false, and true in item 0.',
		],
		[
			{ dryRun: '={{ $json.v }}' },
			[undefined, undefined, true],
			'Dry Run',
			'It is true, and false in item 0.',
		],
		[
			{ timeout: '={{ $json.v }}' },
			[1000, 1000, 2000],
			'Timeout',
			'It is 2000, and 1000 in item 0.',
		],
		[{ maxRetries: '={{ $json.v }}' }, [0, 0, 1], 'Max Retries', 'It is 1, and 0 in item 0.'],
	])('%j is refused where it differs between items: %j', async (options, values, label, what) => {
		const result = await create(
			options,
			values.map((v) => ({ v })),
		);
		expect(shown(result)).toEqual({
			message: `'${label}' differs between items [item 2]`,
			description: `${what} It counts for the whole run, so give all items the same. ${ON_ERROR}`,
		});
		expect(t.log.entries).toEqual([]);
	});

	it('fails the items that differ from the first, where the run goes on', async () => {
		const input = [false, true, false].map((v) => ({ v }));
		const result = await create({ dryRun: '={{ $json.v }}' }, input, goingOn);
		expect(jsonOf(result.output)).toEqual([
			expect.objectContaining({ name: 'Acme' }),
			expect.objectContaining({ error: "'Dry Run' differs between items" }),
			expect.objectContaining({ name: 'Acme' }),
		]);
	});

	it("is the first item's, though that one is refused", async () => {
		const input = [{ v: true, name: '' }, { v: false }, { v: true }];
		const result = await create({ dryRun: '={{ $json.v }}' }, input, goingOn);
		expect(jsonOf(result.output)).toEqual([
			expect.objectContaining({ error: "'Name' is empty" }),
			expect.objectContaining({ error: "'Dry Run' differs between items" }),
			expect.objectContaining({ dryRun: true }),
		]);
		expect(t.sent('POST')).toEqual([]);
	});

	it.each<[INodeParameters, GenericValue[]]>([
		[{ dryRun: '={{ $json.v }}' }, [true, 'true', true]],
		[{ dryRun: '={{ $json.v === 2 }}' }, [undefined, 1]],
		[{ timeout: '={{ $json.v }}' }, [60000, '60000', undefined]],
		[{ dryRun: true, bodyFields: '={{ { phoneNumber: $json.v } }}' }, ['1', '2']],
	])('%j may be given by expression: %j', async (options, values) => {
		const result = await create(
			options,
			values.map((v) => ({ v })),
		);
		expect(result.status).toBe('success');
		expect(result.output).toHaveLength(values.length);
	});

	it('is not the page size of a GraphQL query, which each item has of its own', async () => {
		const result = await t.run({
			resource: 'graphql',
			operation: 'query',
			parameters: { query: '{ customers(first: 1) { edges { node { id } } } }' },
			options: { pageSize: '={{ $json.v }}' },
			input: [{ v: 10 }, { v: 20 }],
		});
		expect(result.status).toBe('success');
	});
});

describe('text that was read in a wrong encoding', () => {
	const HINT = expect.stringMatching(/^The text of items 1, 2 has the sign \uFFFD/);
	const input = [{ name: 'Müller' }, { name: 'M\uFFFDller' }, { name: 'S\uFFFDren' }];
	const hints = ({ nodeHints }: { nodeHints: Array<{ message: string }> }): string[] =>
		nodeHints.map(({ message }) => message);

	it.each([true, false])('is told with its items, with Dry Run %s', async (dryRun) => {
		expect(hints(await create({ dryRun }, input))).toContainEqual(HINT);
	});

	it('is told of columns that are mapped automatically', async () => {
		const parameters = { columns: automatic('name') };
		expect(hints(await t.run({ operation: 'upsert', parameters, input }))).toContainEqual(HINT);
	});

	it('is told of fields that are changed, and of lists', async () => {
		const [id = ''] = t.state.customers.keys();
		const updateFields = { city: '={{ $json.name }}' };
		const parameters = { customerId: byId(id), updateFields };
		expect(hints(await t.run({ operation: 'update', parameters, input }))).toContainEqual(HINT);
		const assigned = await t.run({
			resource: 'asset',
			operation: 'assign',
			parameters: {
				customerId: byId(id),
				assetIdentifier: 'serialNumber',
				assets: '={{ [{ serialNumber: $json.name }] }}',
			},
			input,
			...goingOn,
		});
		expect(hints(assigned)).toContainEqual(HINT);
	});

	it('names ten items, and how many more there are', async () => {
		const many = Array.from({ length: 13 }, () => ({ name: '\uFFFD' }));
		expect(hints(await create({ dryRun: true }, many))).toContainEqual(
			expect.stringContaining('items 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 3 more has'),
		);
	});

	it('is not told where there is none', async () => {
		expect(hints(await create({}, [{ name: 'Müller 😀' }]))).toEqual([]);
	});
});
