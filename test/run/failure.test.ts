import {
	byId,
	jsonOf,
	pairs,
	rows,
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

const ids = (): string[] => [...t.state.customers.keys()];
const names = (): string[] => [...t.state.customers.values()].map(({ name }) => name);
const create = async (more: Partial<CustomerRun> = {}) =>
	await t.run({ operation: 'create', parameters: { name: '={{ $json.name }}' }, ...more });

describe('with an error branch', () => {
	it('sends the failed items there, over their input, and no others', async () => {
		const [a = '', b = ''] = ids();
		const result = await t.run({
			operation: 'delete',
			parameters: { customerId: byId('={{ $json.id }}') },
			input: [{ id: a }, { id: 'nobody', note: 'kept' }, { id: b }],
			onError: 'continueErrorOutput',
		});
		expect(result.status).toBe('success');
		expect(jsonOf(result.output)).toEqual([
			{ deleted: true, id: a },
			{ deleted: true, id: b },
		]);
		expect(pairs(result.output)).toEqual([0, 2]);
		expect(result.errorOutput).toEqual([
			{
				json: {
					id: 'nobody',
					note: 'kept',
					error: 'Trackunit has no such record',
					message: expect.stringContaining("Customer with id 'nobody' was not found."),
					details: { status: 404, code: 'not_found', attempts: 1 },
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	it('puts the violations among the details', async () => {
		const result = await create({
			parameters: { name: 'Acme', additionalFields: { type: '={{ $json.type }}' } },
			input: [{ type: 'PIRATE' }, { type: 'OEM' }],
			onError: 'continueErrorOutput',
		});
		expect(pairs(result.output)).toEqual([1]);
		expect(result.errorOutput[0]?.json.details).toEqual({
			status: 400,
			code: 'constraint_violation',
			violations: [{ field: 'type', message: expect.stringContaining("'PIRATE' was rejected") }],
			attempts: 1,
		});
	});

	it('sends a failed list there as one item', async () => {
		t.faults.add({ kind: 'status', status: 403 });
		const result = await t.run({
			operation: 'getAll',
			input: rows(2),
			options: { maxConcurrency: 1 },
			onError: 'continueErrorOutput',
		});
		expect(pairs(result.errorOutput)).toEqual([0]);
		expect(result.output).toHaveLength(25);
		expect(new Set(pairs(result.output))).toEqual(new Set([1]));
	});
});

it('leaves failed items among the others where the run goes on with its one output', async () => {
	const [a = ''] = ids();
	const result = await t.run({
		operation: 'delete',
		parameters: { customerId: byId('={{ $json.id }}') },
		input: [{ id: 'nobody' }, { id: a }],
		onError: 'continueRegularOutput',
	});
	expect(result.output).toEqual([
		{
			json: {
				error: 'Trackunit has no such record',
				message: expect.any(String),
				details: { status: 404, code: 'not_found', attempts: 1 },
			},
			pairedItem: { item: 0 },
		},
		{ json: { deleted: true, id: a }, pairedItem: { item: 1 } },
	]);
});

describe('without going on', () => {
	it('sends nothing more once the first request has failed', async () => {
		t.faults.add({ kind: 'status', status: 400 });
		const result = await create({ input: rows(10) });
		expect(shown(result).message).toBe('Trackunit did not accept the values sent [item 0]');
		expect(t.sent()).toEqual(['POST /customers 400']);
	});

	it('sends nothing more once one of several has failed, and waits for those under way', async () => {
		t.faults.add({ kind: 'status', status: 400, after: 3 });
		t.faults.add({ kind: 'latency', ms: 30, times: 'always', after: 4 });
		const result = await create({ input: rows(20), options: { maxConcurrency: 3 } });
		expect(shown(result).message).toBe('Trackunit did not accept the values sent [item 3]');
		expect(result.output).toEqual([]);
		const sent = t.requests();
		expect(sent.length).toBeLessThanOrEqual(6);
		expect(sent.every(({ endedAt }) => endedAt !== Infinity)).toBe(true);
		// Row 3 failed; all the others that were sent were made, and are counted.
		expect(shown(result).description).toContain(
			`${sent.length - 1} of 20 items had already been written.`,
		);
		expect(names().filter((name) => name.startsWith('Row '))).toHaveLength(sent.length - 1);
	});

	it('throws the failure of the lowest item, whichever came first', async () => {
		// Row 1 fails late, row 2 at once.
		t.faults.add({ kind: 'latency', ms: 60, after: 1 });
		const result = await create({
			input: [{ name: 'A' }, { type: 'PIRATE' }, { type: 'PIRATE' }, { name: 'D' }],
			parameters: {
				name: '={{ $json.name ?? "P" + $itemIndex }}',
				additionalFields: { type: '={{ $json.type }}' },
			},
			options: { maxConcurrency: 2 },
		});
		expect(t.requests().map(({ body }) => body)).toEqual([
			{ name: 'A' },
			{ name: 'P1', type: 'PIRATE' },
			{ name: 'P2', type: 'PIRATE' },
		]);
		expect(shown(result).message).toBe('Trackunit did not accept the values sent [item 1]');
		expect(shown(result).description).toContain('1 of 4 items had already been written.');
	});

	it('says what Trackunit refused, for which field, and what to do', async () => {
		const result = await create({
			parameters: { name: 'Acme', additionalFields: { type: 'PIRATE' } },
		});
		expect(shown(result)).toEqual({
			message: 'Trackunit did not accept the values sent [item 0]',
			description: expect.stringMatching(
				/^type: value 'PIRATE' was rejected: must be one of .*\. Correct the fields named and run it again\.$/,
			),
		});
	});

	it('says how many more items may have been written', async () => {
		t.faults.add({ kind: 'resetAfter', after: 2 });
		const result = await create({ input: rows(5), options: { maxConcurrency: 1 } });
		expect(shown(result).message).toBe('The connection to Trackunit was interrupted [item 2]');
		expect(shown(result).description).toContain(
			'2 of 5 items had already been written, and 1 more may have been.',
		);
		expect(names().filter((name) => name.startsWith('Row '))).toHaveLength(3);
	});

	it('counts a row that was waiting to be sent again among those that may have been', async () => {
		jest.restoreAllMocks();
		jest.spyOn(Math, 'random').mockReturnValue(0.99);
		const [a = '', b = ''] = ids();
		// Row 1 is reset after it was written and backs off; row 2 fails meanwhile.
		t.faults.add({ kind: 'resetAfter', on: { method: 'DELETE', path: `*` }, after: 1 });
		const result = await t.run({
			operation: 'delete',
			parameters: { customerId: byId('={{ $json.id }}') },
			input: [{ id: a }, { id: b }, { id: 'nobody' }],
			options: { maxConcurrency: 2 },
		});
		expect(shown(result).message).toBe('Trackunit has no such record [item 2]');
		expect(shown(result).description).toContain(
			'1 of 3 items had already been written, and 1 more may have been.',
		);
		expect(t.requests('DELETE')).toHaveLength(3);
	});

	it('says nothing of writing where nothing was written', async () => {
		const result = await t.run({ operation: 'get', parameters: { customerId: byId('nobody') } });
		expect(shown(result).description).not.toContain('written');
	});
});

it('stays readable where Trackunit names a network code, which n8n would take for its own', async () => {
	t.faults.add({
		kind: 'status',
		status: 400,
		body: { message: 'EPERM ECONNREFUSED 503', code: 'EPERM' },
	});
	const result = await create({ input: rows(1) });
	expect(shown(result)).toEqual({
		message: 'Trackunit did not accept the values sent [item 0]',
		description: expect.stringContaining('EPERM ECONNREFUSED 503.'),
	});
});

it.each([
	['text', 'too bad'],
	['nothing', ''],
	['a list', [1]],
	['numbers in place of text', { message: 5, code: 6, violations: [7, {}] }],
	['violations that are no list', { message: 'x', violations: 'all' }],
])('has words where a refusal comes with %s', async (_, body) => {
	t.faults.add({ kind: 'status', status: 400, body });
	const result = await create({ input: rows(1) });
	expect(shown(result)).toEqual({
		message: 'Trackunit did not accept the values sent [item 0]',
		description: expect.stringContaining('Correct the fields named'),
	});
	expect(shown(result).description).not.toMatch(/undefined|\[object/);
});
