import type { Failure } from '../../nodes/TrackunitCustomer/failure/failure';
import {
	decide,
	parseRetryAfter,
	RETRY_BUDGET,
	type Attempt,
} from '../../nodes/TrackunitCustomer/transport/retry';

const now = Date.parse('2026-01-01T00:00:00Z');
const clock = { now, random: 0.5 };
const rules = { maxRetries: 4, budget: RETRY_BUDGET };

const create: Attempt = { made: 1, elapsed: 0, repeatable: false, reads: false, statuses: [] };
const update: Attempt = { ...create, repeatable: true };
const read: Attempt = { ...update, reads: true };

const status = (code: number, retryAfter?: string): Failure => ({
	kind: 'status',
	status: code,
	delivery: code >= 500 || code === 408 ? 'unknown' : 'refused',
	retryAfter,
});
const graphql = (code: string, resetIn?: number): Failure => ({
	kind: 'graphql',
	status: 200,
	delivery: 'refused',
	code,
	resetIn,
});
const network = (delivery: Failure['delivery']): Failure => ({ kind: 'network', delivery });
const unreadable: Failure = { kind: 'unreadable', delivery: 'unknown', status: 200 };

describe('whether a request is sent again', () => {
	it.each<[what: string, failure: Failure, attempt: Attempt, again: boolean]>([
		['a read after 408', status(408), read, true],
		['a read after 429', status(429), read, true],
		['a read after 500', status(500), read, true],
		['a read after a second 500', status(500), { ...read, made: 2, statuses: [500] }, false],
		['a read after 502', status(502), read, true],
		['a read after 503', status(503), read, true],
		['a read after 504', status(504), read, true],
		['a read after 501', status(501), read, false],
		['a read after 400', status(400), read, false],
		['a read after 401', status(401), read, false],
		['a read after 404', status(404), read, false],
		['a read after a reset', network('unknown'), read, true],
		['a read after a timeout', { kind: 'timeout', delivery: 'unknown' }, read, true],
		['a read after an answer that is no JSON', unreadable, read, true],
		['a read after an answer too large for n8n', { ...unreadable, kind: 'tooLarge' }, read, false],
		[
			'a read after a redirect',
			{ kind: 'redirect', delivery: 'refused', status: 302 },
			read,
			false,
		],
		['a query whose budget is used up', graphql('RATE_LIMITED', 1000), read, true],
		['a mutation whose budget is used up', graphql('RATE_LIMITED', 1000), create, true],
		[
			'a mutation that was done in part',
			{ ...graphql('RATE_LIMITED', 1000), delivery: 'unknown' },
			create,
			false,
		],
		['a query that costs too much', graphql('QUERY_COMPLEXITY_REACHED'), read, false],
		['a query with another error', graphql('NOT_FOUND'), read, false],
		['an update after 503', status(503), update, true],
		['an update after a reset', network('unknown'), update, true],
		['an update whose answer of 200 is no JSON', unreadable, update, false],
		['a create after 429', status(429), create, true],
		['a create after 500', status(500), create, false],
		['a create after 503', status(503), create, false],
		['a create after 408', status(408), create, false],
		['a create after a reset', network('unknown'), create, false],
		['a create after a timeout', { kind: 'timeout', delivery: 'unknown' }, create, false],
		['a create whose answer of 201 is no JSON', unreadable, create, false],
		['a create that could not connect', network('not sent'), create, true],
		[
			'a create after a refused sign-in',
			{ kind: 'signIn', delivery: 'not sent', status: 401 },
			create,
			false,
		],
		[
			'a create after a sign-in that met 503',
			{ kind: 'signIn', delivery: 'not sent', status: 503 },
			create,
			true,
		],
		[
			'a create after a sign-in that could not connect',
			{ kind: 'signIn', delivery: 'not sent', networkCode: 'ECONNREFUSED' },
			create,
			true,
		],
	])('%s', (_, failure, attempt, again) => {
		expect(decide(failure, attempt, rules, clock).retry).toBe(again);
	});

	it('gives up after the retries that are set', () => {
		const attempt = { ...read, made: 5, statuses: [503, 503, 503, 503] };
		expect(decide(status(503), { ...attempt, made: 4 }, rules, clock)).toMatchObject({
			retry: true,
		});
		expect(decide(status(503), attempt, rules, clock)).toEqual({
			retry: false,
			because: 'retries',
		});
	});

	it('gives up when the next attempt would start after the budget', () => {
		const attempt = { ...read, elapsed: RETRY_BUDGET - 100 };
		expect(decide(status(503), attempt, rules, clock)).toEqual({ retry: false, because: 'budget' });
	});
});

describe('how long it waits', () => {
	it.each([
		[1, 250],
		[2, 500],
		[3, 1000],
		[4, 2000],
	])(
		'before retry %i: %i ms, half of the doubling back-off at a jitter of a half',
		(made, wait) => {
			expect(decide(status(503), { ...read, made }, rules, clock)).toMatchObject({ wait });
		},
	);

	it('never more than 30 s of its own', () => {
		const many = { maxRetries: 10, budget: RETRY_BUDGET };
		const decision = decide(status(503), { ...read, made: 10 }, many, { now, random: 1 });
		expect(decision).toMatchObject({ wait: 30_000 });
	});

	it.each([
		['seconds', '7', 7000],
		['zero, with a floor', '0', 500],
		['a date', 'Thu, 01 Jan 2026 00:00:09 GMT', 9000],
		['a date that has passed, with a floor', 'Wed, 31 Dec 2025 23:59:00 GMT', 500],
	])('as long as Retry-After says in %s', (_, header, wait) => {
		expect(decide(status(429, header), create, rules, clock)).toEqual({
			retry: true,
			wait,
			pauseAll: true,
		});
	});

	it.each(['soon', '', '-5', 'NaN'])('its own time where Retry-After is %j', (header) => {
		expect(decide(status(429, header), read, rules, clock)).toMatchObject({ wait: 250 });
	});

	it('not at all where Retry-After is absurd', () => {
		expect(decide(status(429, '86400'), read, rules, clock)).toEqual({
			retry: false,
			because: 'retryAfter',
			retryAfter: 86_400_000,
		});
	});

	it("as long as GraphQL's budget needs, and all wait with it", () => {
		expect(decide(graphql('RATE_LIMITED', 200_000), read, rules, clock)).toEqual({
			retry: true,
			wait: 200_000,
			pauseAll: true,
		});
	});

	it.each([
		['almost as long as a run may try again', 299_900, 1000],
		['the ten minutes of a budget', 600_000, 0],
		['the ten minutes of a budget, late', 600_000, RETRY_BUDGET - 100],
	])("as long as GraphQL's budget needs, even %s", (_, resetIn, elapsed) => {
		const decision = decide(graphql('RATE_LIMITED', resetIn), { ...read, elapsed }, rules, clock);
		expect(decision).toEqual({ retry: true, wait: resetIn, pauseAll: true });
	});

	it("not at all where GraphQL's budget is new only after more than its ten minutes", () => {
		expect(decide(graphql('RATE_LIMITED', 700_000), read, rules, clock)).toEqual({
			retry: false,
			because: 'retryAfter',
			retryAfter: 700_000,
		});
	});

	it('pauses all only for a rate limit', () => {
		expect(decide(status(503), read, rules, clock)).toMatchObject({ pauseAll: false });
	});
});

it('reads fractions of seconds in Retry-After', () => {
	expect(parseRetryAfter('1.5', now)).toBe(1500);
});
