import {
	AUTHENTICATIONS,
	byId,
	jsonOf,
	locator,
	pairs,
	rows,
	shown,
	useTrackunit,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});

const ids = (): string[] => [...t.state.customers.keys()];
const get = async (more: Partial<Parameters<Trackunit['run']>[0]>) =>
	await t.run({ operation: 'get', parameters: { customerId: byId('={{ $json.id }}') }, ...more });

it('answers in the order of the input, each paired, however late each answer comes', async () => {
	const input = [...ids(), 'nobody', ...ids()].map((id) => ({ id }));
	const run = async (maxConcurrency: number) =>
		await get({
			input,
			options: { maxConcurrency, maxRequestsPerSecond: 500 },
			onError: 'continueRegularOutput',
		});
	const serial = await run(1);
	expect(t.log.maxInFlight()).toBe(1);

	t.faults.add({ kind: 'latency', ms: [100, 200], times: 'always' });
	const concurrent = await run(20);
	expect(t.log.maxInFlight()).toBeGreaterThan(1);
	expect(concurrent.output).toEqual(serial.output);
	expect(pairs(concurrent.output)).toEqual(input.map((_, item) => item));
	expect(jsonOf(concurrent.output).map(({ id }) => id)).toEqual([...ids(), undefined, ...ids()]);
});

it.each([1, 3])('has never more than %d requests under way', async (maxConcurrency) => {
	// Longer than as many take to start, at the pace that is the default.
	t.faults.add({ kind: 'latency', ms: 300, times: 'always' });
	await get({ input: ids().map((id) => ({ id })), options: { maxConcurrency } });
	expect(t.requests()).toHaveLength(25);
	expect(t.log.maxInFlight()).toBe(maxConcurrency);
});

it('has at most 20 requests under way unless told otherwise', async () => {
	t.faults.add({ kind: 'latency', ms: 600, times: 'always' });
	await get({ input: ids().map((id) => ({ id })) });
	expect(t.log.maxInFlight()).toBeGreaterThan(1);
	expect(t.log.maxInFlight()).toBeLessThanOrEqual(20);
});

it.each(AUTHENTICATIONS)('sends the first request alone (%s)', async (authentication) => {
	t.faults.add({ kind: 'latency', ms: 20, times: 'always' });
	await get({ authentication, input: ids().map((id) => ({ id })) });
	const [first, ...others] = t.requests();
	expect(others.every(({ startedAt }) => startedAt >= (first?.endedAt ?? Infinity))).toBe(true);
});

it('pairs each of many rows with the item that asked for them', async () => {
	const result = await t.run({
		operation: 'getAll',
		parameters: { limit: '={{ $json.limit }}' },
		input: [{ limit: 2 }, { limit: 1 }, { limit: 3 }],
	});
	expect(pairs(result.output)).toEqual([0, 0, 1, 2, 2, 2]);
});

it('does nothing for no items', async () => {
	const result = await get({ input: [] });
	expect(result.output).toEqual([]);
	expect(t.log.entries).toEqual([]);
});

describe('a row that cannot be read', () => {
	const input = [{ name: 'A' }, { name: '' }, { name: 'C' }];
	const create = async (onError?: 'continueErrorOutput') =>
		await t.run({
			operation: 'create',
			parameters: { name: '={{ $json.name }}' },
			input,
			onError,
		});

	it('keeps all others from being sent, and a token from being asked for', async () => {
		const result = await create();
		expect(shown(result)).toEqual({
			message: "'Name' is empty [item 1]",
			description:
				"Enter a value. To do the other rows all the same, set Settings → On Error to 'Continue (using error output)'.",
		});
		expect(t.log.entries).toEqual([]);
	});

	it('fails alone where the run goes on', async () => {
		const result = await create('continueErrorOutput');
		expect(t.requests().map(({ body }) => body)).toEqual([{ name: 'A' }, { name: 'C' }]);
		expect(pairs(result.output)).toEqual([0, 2]);
		expect(result.errorOutput).toEqual([
			{
				json: { name: '', error: "'Name' is empty", message: 'Enter a value.' },
				pairedItem: { item: 1 },
			},
		]);
	});

	it('asks for no token where all of them are so and the run goes on', async () => {
		const result = await t.run({
			operation: 'create',
			parameters: { name: '={{ $json.nothing }}' },
			input: rows(2),
			onError: 'continueErrorOutput',
		});
		expect(pairs(result.errorOutput)).toEqual([0, 1]);
		expect(t.log.entries).toEqual([]);
	});
});

describe('what counts for the whole run', () => {
	it.each([
		['maxConcurrency', 0, "'Max Concurrency' is not a whole number from 1 to 100 [item 0]"],
		['maxConcurrency', 101, "'Max Concurrency' is not a whole number from 1 to 100 [item 0]"],
		['maxRetries', 11, "'Max Retries' is not a whole number from 0 to 10 [item 0]"],
		['timeout', 'soon', "'Timeout' is not a whole number from 1 [item 0]"],
		['dryRun', 'perhaps', "'Dry Run' is neither true nor false [item 0]"],
	])('is refused before anything is sent: %s of %s', async (option, value, message) => {
		const result = await t.run({
			operation: 'delete',
			parameters: { customerId: byId('x') },
			options: { [option]: `={{ "${value}" }}` },
		});
		expect(shown(result).message).toBe(message);
		expect(t.log.entries).toEqual([]);
	});

	it('is refused where the resource or operation does not exist', async () => {
		const result = await t.run({ operation: 'explode' });
		expect(shown(result).message).toBe("Unknown 'Resource' or 'Operation'");
	});
});

it('takes plain text for an ID, as a model gives it', async () => {
	const [id = ''] = ids();
	const result = await t.run({ operation: 'get', parameters: { customerId: id }, asTool: true });
	expect(result.output[0]?.json.id).toBe(id);
});

it('resolves the locator of each item, whatever its mode', async () => {
	const [a = '', b = ''] = ids();
	const customerId = locator('={{ $json.mode }}', '={{ $json.value }}');
	const result = await t.run({
		operation: 'get',
		parameters: { customerId },
		input: [
			{ mode: 'id', value: a },
			{ mode: 'url', value: `https://new.manager.trackunit.com/customers/${b}` },
		],
	});
	expect(jsonOf(result.output).map(({ id }) => id)).toEqual([a, b]);
});
