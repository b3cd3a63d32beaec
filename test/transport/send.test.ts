import { Stopped, type Failure } from '../../nodes/TrackunitCustomer/failure/failure';
import { createGate, type Gate } from '../../nodes/TrackunitCustomer/transport/gate';
import type { Request } from '../../nodes/TrackunitCustomer/transport/request';
import type { Attempted } from '../../nodes/TrackunitCustomer/transport/response';
import {
	withDecision,
	withGate,
	withRetry,
	withToken,
	withVerdict,
	type Attempt,
	type Judged,
	type Turn,
} from '../../nodes/TrackunitCustomer/transport/send';
import { createTokenGate } from '../../nodes/TrackunitCustomer/transport/token';

const rules = { maxRetries: 2, budget: 300_000 };
const list: Request = { method: 'GET', path: '/api/customer/v1/customers', repeatable: true };
const create: Request = { ...list, method: 'POST', repeatable: false };
const remove: Request = { ...list, method: 'DELETE', doneBefore: 404 };

const answer: Attempted = { answer: { status: 200, headers: {}, body: {} } };
const failed = (failure: Partial<Failure>): Attempted => ({
	failure: { kind: 'status', delivery: 'refused', ...failure },
});
const reset = failed({ kind: 'network', delivery: 'unknown', networkCode: 'ECONNRESET' });
const unreachable = failed({ kind: 'network', delivery: 'not sent', networkCode: 'ECONNREFUSED' });
const busy = failed({ status: 503, delivery: 'unknown' });
const limited = failed({ status: 429, retryAfter: '7' });
const unauthorized = failed({ status: 401 });
const missing = failed({ status: 404, body: { status: 404, code: 'not_found', message: 'No' } });

/** An attempt that comes to these, one after another; the last one stays. */
function attemptOf(...outcomes: Attempted[]): { attempt: Attempt; turns: Turn[] } {
	const turns: Turn[] = [];
	return {
		turns,
		async attempt(_, turn) {
			turns.push({ ...turn, failures: [...turn.failures] });
			return await Promise.resolve(outcomes[turns.length - 1] ?? outcomes.at(-1) ?? answer);
		},
	};
}

const send = async (request: Request, ...outcomes: Attempted[]) => {
	const { attempt, turns } = attemptOf(...outcomes);
	const result = await withRetry(withDecision(attempt, rules))(request);
	return { result, sent: turns.length, turns };
};

describe('sending again', () => {
	it('goes on to the answer where sending twice does no harm', async () => {
		const { result, sent } = await send(list, busy, reset, answer);
		expect(sent).toBe(3);
		expect(result).toMatchObject(answer);
	});

	it('ends with the last failure, why it ended, and those before it', async () => {
		const { result, sent } = await send(list, reset, busy);
		expect(sent).toBe(3);
		expect(result).toMatchObject({
			failure: { status: 503, gaveUp: 'retries' },
			failures: [{ kind: 'network' }, { status: 503 }, { status: 503 }],
		});
	});

	it.each([
		['a reset', reset],
		['a 503', busy],
	])('never comes to a create after %s, which may have been carried out', async (_, first) => {
		const { result, sent } = await send(create, first, answer);
		expect(sent).toBe(1);
		expect(result).toMatchObject({ failure: { gaveUp: 'final' } });
	});

	it.each([
		['a 429', limited],
		['a refused connection', unreachable],
	])('comes to a create after %s, which certainly was not', async (_, first) => {
		const { result, sent } = await send(create, first, answer);
		expect(sent).toBe(2);
		expect(result).toMatchObject(answer);
	});

	it('waits as long as it is asked to', async () => {
		const before = Date.now();
		const { turns } = await send(list, limited, answer);
		expect(turns.map(({ notBefore }) => notBefore >= before + 7000)).toEqual([false, true]);
	});

	it("does not count the wait for GraphQL's budget as time that it took", async () => {
		const budget = failed({ kind: 'graphql', code: 'RATE_LIMITED', resetIn: 400_000 });
		const { result, turns } = await send(list, budget, budget, answer);
		expect(turns.map(({ waitedForBudget }) => waitedForBudget)).toEqual([0, 400_000, 800_000]);
		expect(result).toMatchObject(answer);
	});
});

describe('the time that a request may take', () => {
	let now: number;
	beforeEach(() => {
		now = 1_000_000;
		jest.spyOn(Date, 'now').mockImplementation(() => now);
		jest.spyOn(Math, 'random').mockReturnValue(0);
	});
	afterEach(() => {
		jest.restoreAllMocks();
	});

	/** Each attempt takes 100 s, and is let in `late` ms after it comes, at the earliest when it may start. */
	const sendSlowly = async (outcomes: Attempted[], late: number) => {
		const { attempt, turns } = attemptOf(...outcomes);
		const slow: Attempt = async (request, turn) => {
			now += 100_000;
			return await attempt(request, turn);
		};
		let isFirst = true;
		const gate: Gate = {
			...createGate(1),
			async enter(notBefore = 0) {
				now = Math.max(now, notBefore) + (isFirst ? late : 0);
				isFirst = false;
				return await Promise.resolve({ at: now, answered: 0 });
			},
		};
		const decided = withDecision(slow, { maxRetries: 10, budget: 300_000 });
		const result = await withRetry(withGate(decided, gate))(list);
		return { result, sent: turns.length };
	};

	it('ends the attempts, counted from the first one', async () => {
		const { result, sent } = await sendSlowly([busy], 0);
		expect(sent).toBe(4);
		expect(result).toMatchObject({ failure: { gaveUp: 'budget' } });
	});

	it('does not begin before the first one is let in', async () => {
		expect((await sendSlowly([busy], 900_000)).sent).toBe(4);
	});

	it("is without the wait for GraphQL's budget", async () => {
		const budget = failed({ kind: 'graphql', code: 'RATE_LIMITED', resetIn: 500_000 });
		const { result, sent } = await sendSlowly([budget, busy, answer], 0);
		expect(sent).toBe(3);
		expect(result).toMatchObject(answer);
	});
});

describe('a delete that finds nothing', () => {
	it('has done its work where an earlier attempt may have', async () => {
		const { result } = await send(remove, reset, missing);
		expect(result).toMatchObject({ answer: { status: 404, body: undefined } });
	});

	it.each([
		['a web page', { body: '<html><title>404 Not Found</title></html>' }],
		['a gateway in JSON', { body: { message: 'no Route matched' } }],
		['nothing at all', {}],
		['the token endpoint', { kind: 'signIn' as const, delivery: 'not sent' as const }],
	])('has not where %s says so, not the API', async (_, failure) => {
		const { result } = await send(remove, reset, failed({ status: 404, ...failure }));
		expect(result).toMatchObject({ failure: { status: 404 } });
	});

	it('has not where the earlier one certainly did not', async () => {
		const { result } = await send(remove, limited, missing);
		expect(result).toMatchObject({ failure: { status: 404, gaveUp: 'final' } });
	});
});

describe('a wait that is longer than a run may', () => {
	const tooLong = failed({ status: 429, retryAfter: '3600' });

	it('holds for all requests until it is over', async () => {
		const { attempt, turns } = attemptOf(tooLong, answer);
		const sendAgain = withRetry(withVerdict(withDecision(attempt, rules)));
		const clock = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
		expect(await sendAgain(list)).toMatchObject({ failure: { gaveUp: 'retryAfter' } });
		clock.mockReturnValue(4_599_999);
		expect(await sendAgain(create)).toMatchObject({
			failure: { status: 429, retryAfter: '3600', gaveUp: 'retryAfter', delivery: 'not sent' },
		});
		expect(turns).toHaveLength(1);
		clock.mockReturnValue(4_600_000);
		expect(await sendAgain(list)).toMatchObject(answer);
		clock.mockRestore();
	});

	it.each([
		['a wait that a run may take', limited],
		['a refusal', missing],
	])('is not %s', async (_, first) => {
		const { attempt, turns } = attemptOf(first, answer);
		const once = withVerdict(withDecision(attempt, { ...rules, maxRetries: 0 }));
		await withRetry(once)(list);
		expect(await withRetry(once)(list)).toMatchObject(answer);
		expect(turns).toHaveLength(2);
	});
});

describe('a token that ran out', () => {
	it('is renewed once for all who meet it together, within one turn of each', async () => {
		let renewals = 0;
		let valid = false;
		const attempt: Attempt = async (_, { renewToken }) => {
			await Promise.resolve();
			if (renewToken) {
				renewals += 1;
				valid = true;
			}
			return valid ? answer : unauthorized;
		};
		const sendAgain = withRetry(withDecision(withToken(attempt, createTokenGate(), 'here'), rules));
		const results = await Promise.all([list, list, list].map(sendAgain));
		expect(results).toEqual([1, 2, 3].map(() => ({ ...answer, failures: [] })));
		expect(renewals).toBe(1);
	});
});

describe('the gate around an attempt', () => {
	const turn = (): Turn => ({ notBefore: 0, failures: [], waitedForBudget: 0 });

	/** A gate that writes down what is done with it. */
	function recorded(): { gate: Gate; calls: string[] } {
		const calls: string[] = [];
		const gate = createGate(1);
		return {
			calls,
			gate: {
				...gate,
				pause(until) {
					calls.push(`pause ${Math.round((until - Date.now()) / 1000)} s`);
					gate.pause(until);
				},
				leave(answered) {
					calls.push(answered ? 'leave' : 'leave unanswered');
					gate.leave(answered);
				},
			},
		};
	}
	const judged =
		(outcome: Judged): Attempt =>
		async () =>
			await Promise.resolve(outcome);

	it('pauses all after a 429 before the next one is let in', async () => {
		const { gate, calls } = recorded();
		await withGate(withDecision(judged(limited), rules), gate)(list, turn());
		expect(calls).toEqual(['pause 7 s', 'leave']);
	});

	it('pauses all where an answer says that a budget runs low', async () => {
		const { gate, calls } = recorded();
		const low = { answer: { status: 200, headers: {}, body: {}, rest: 3000 } };
		await withGate(judged(low), gate)(list, turn());
		expect(calls).toEqual(['pause 3 s', 'leave']);
	});

	it('lets one at a time through until Trackunit has answered', async () => {
		const { gate, calls } = recorded();
		await withGate(judged(unreachable), gate)(list, turn());
		await withGate(judged(missing), gate)(list, turn());
		expect(calls).toEqual(['leave unanswered', 'leave']);
	});

	it('does not take the answer of a token endpoint for one of Trackunit', async () => {
		const { gate, calls } = recorded();
		const broken = failed({ kind: 'signIn', delivery: 'not sent', status: 500 });
		await withGate(judged(broken), gate)(list, turn());
		expect(calls).toEqual(['leave unanswered']);
	});

	it('lets nobody in before a final failure has been dealt with, which may close it', async () => {
		const { gate } = recorded();
		const gated = withGate(withDecision(judged(missing), rules), gate);
		const first = gated(list, turn()).then(() => gate.close());
		const second = gated(list, turn());
		await first;
		await expect(second).rejects.toBeInstanceOf(Stopped);
		expect(gate.counts.attempts).toBe(1);
	});

	it('says of a request that is stopped whether it may have been carried out', async () => {
		const { gate } = recorded();
		gate.close();
		const { failure } = reset as Extract<Attempted, { failure: Failure }>;
		const gated = withGate(judged(answer), gate);
		await expect(gated(create, turn())).rejects.toMatchObject({ inDoubt: false });
		await expect(gated(create, { ...turn(), failures: [failure] })).rejects.toMatchObject({
			inDoubt: true,
		});
	});

	it('keeps no place for a fault of ours', async () => {
		const { gate, calls } = recorded();
		const faulty: Attempt = async () => await Promise.reject(new Error('ours'));
		await expect(withGate(faulty, gate)(list, turn())).rejects.toThrow('ours');
		expect(calls).toEqual(['leave']);
	});

	it('gives no answer after a cancellation', async () => {
		const { gate, calls } = recorded();
		const controller = new AbortController();
		const cancelling: Attempt = async () => {
			controller.abort();
			return await Promise.resolve(answer);
		};
		await expect(withGate(cancelling, gate, controller.signal)(list, turn())).rejects.toThrow(
			'cancelled',
		);
		expect(calls).toEqual(['leave']);
	});
});
