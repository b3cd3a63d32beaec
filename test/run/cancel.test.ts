import { sleep } from 'n8n-workflow';

import {
	rows,
	SIGNING_IN,
	useTrackunit,
	type CustomerRun,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});

const run = async (abortSignal: AbortSignal, more: Partial<CustomerRun> = {}) =>
	await t.run({
		operation: 'create',
		parameters: { name: '={{ $json.name }}' },
		input: rows(50),
		onError: 'continueErrorOutput',
		abortSignal,
		...more,
	});

async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await sleep(5);
}

/** Cancels after so many requests have come in, and none more for so many milliseconds; answers how many there were then. */
async function cancelAfter(requests: number, more?: Partial<CustomerRun>, rest = 0) {
	const controller = new AbortController();
	const running = run(controller.signal, more);
	await until(() => t.requests().length >= requests);
	for (let seen = -1; rest > 0 && seen !== t.requests().length; await sleep(rest)) {
		seen = t.requests().length;
	}
	controller.abort();
	const sent = t.requests().length;
	const result = await running;
	await sleep(50);
	expect(result.status).toBe('canceled');
	// n8n itself passes a node's input on where the node throws and is to go on; it has no `error` then.
	expect([...result.output, ...result.errorOutput].filter(({ json }) => 'error' in json)).toEqual(
		[],
	);
	return { sent };
}

it('sends nothing more, and fails no item', async () => {
	t.faults.add({ kind: 'latency', ms: 30, times: 'always' });
	// The first went alone, and five more are under way.
	const { sent } = await cancelAfter(6);
	// Those that had left before may come in after.
	expect(t.requests().length).toBeLessThanOrEqual(sent + 5);
});

it.each(['60', '100'])('ends a wait of %s seconds that Trackunit asked for', async (retryAfter) => {
	t.faults.add({ kind: 'rateLimit', retryAfter, after: 1, times: 'always' });
	const { sent } = await cancelAfter(2, {}, 100);
	expect(t.requests()).toHaveLength(sent);
});

it("ends a wait of ten minutes for GraphQL's budget at once", async () => {
	const controller = new AbortController();
	t.faults.add({ kind: 'rateLimited', resetIn: 600_000 });
	const parameters = { query: '{ customers(first: 1) { pageInfo { count } } }' };
	const running = run(controller.signal, { resource: 'graphql', operation: 'query', parameters });
	await until(() => t.requests().length > 0);
	// The answer has come, and is waited for.
	await sleep(100);
	controller.abort();
	expect((await running).status).toBe('canceled');
	expect(t.requests()).toHaveLength(1);
});

it('ends a back-off', async () => {
	jest.spyOn(Math, 'random').mockReturnValue(0.999);
	t.faults.add({ kind: 'status', status: 503, times: 'always' });
	const { sent } = await cancelAfter(1, { operation: 'getAll', parameters: {} });
	jest.restoreAllMocks();
	expect(t.requests()).toHaveLength(sent);
});

it('ends while it is read back whether several fields arrived', async () => {
	t.settings.writeAnswers = 'none';
	t.faults.add({ kind: 'hang', after: 1, times: 'always' });
	const parameters = { name: 'New', additionalFields: { email: 'a@b.example' } };
	await cancelAfter(2, { parameters, input: rows(1) });
	expect(t.requests().map(({ method }) => method)).toEqual(['POST', 'GET']);
});

it('ends a request that is never answered', async () => {
	t.faults.add({ kind: 'hang', times: 'always' });
	await cancelAfter(1, { options: { maxRetries: 0 } });
	expect(t.requests()).toHaveLength(1);
});

it.each(SIGNING_IN)('ends signing in that is never answered (%s)', async (authentication) => {
	const controller = new AbortController();
	t.faults.add({ kind: 'hang', on: { path: '/token*' }, times: 'always' });
	const running = run(controller.signal, { authentication });
	await until(() => t.tokenCalls() > 0);
	controller.abort();
	expect((await running).status).toBe('canceled');
	expect(t.requests()).toEqual([]);
});

it('ends a list in the middle', async () => {
	t.faults.add({ kind: 'endless', times: 'always' });
	const { sent } = await cancelAfter(5, {
		operation: 'getAll',
		parameters: { returnAll: true },
		options: { pageSize: 1 },
		input: [{}],
	});
	// One may have left in the moment before.
	expect(t.requests().length).toBeLessThanOrEqual(sent + 1);
});

it('sends nothing where it was cancelled before', async () => {
	const controller = new AbortController();
	controller.abort();
	const result = await run(controller.signal);
	expect(result.status).toBe('canceled');
	expect(t.log.entries).toEqual([]);
});
