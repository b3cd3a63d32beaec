import { RATE_LIMITED, type Failure } from '../failure/failure';

export interface RetryRules {
	/** Attempts after the first one. */
	maxRetries: number;
	/** Milliseconds from the first attempt, within which a further one may start; waits for GraphQL's budget aside. */
	budget: number;
}

export interface Attempt {
	/** Attempts made so far, at least 1. */
	made: number;
	/** Milliseconds since the first attempt started, without those that it waited for GraphQL's budget. */
	elapsed: number;
	/** Whether sending the request twice does no harm; asked only where its fate is unknown. */
	repeatable: boolean;
	/** Whether it only reads: an answer of 2xx that cannot be read says that a write was done. */
	reads: boolean;
	/** Statuses of the attempts before this one, so that a 500 is retried once. */
	statuses: readonly number[];
}

export type Decision =
	| { retry: true; wait: number; pauseAll: boolean }
	| { retry: false; because: 'final' | 'retries' | 'budget' | 'retryAfter'; retryAfter?: number };

const SECOND = 1000;
export const RETRY_BUDGET = 300 * SECOND;
const BASE = 0.5 * SECOND;
const CAP = 30 * SECOND;
const RETRY_AFTER_FLOOR = 0.5 * SECOND;
const RETRY_AFTER_CAP = 120 * SECOND;
/** GraphQL's budget is new every ten minutes: whoever waits loses nothing of what was read before. */
export const RESET_CAP = 610 * SECOND;
/** What servers and gateways return when they are busy, limited or restarting. */
const TRANSIENT = new Set([408, 429, 500, 502, 503, 504]);

/** Milliseconds that a Retry-After header asks to wait: seconds or an HTTP date; undefined for anything else. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
	const trimmed = value?.trim() ?? '';
	if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed) * SECOND;
	// Date.parse takes far more than HTTP dates ("-5" is a year), so a weekday has to lead.
	if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(trimmed)) return undefined;
	const date = Date.parse(trimmed);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Whether the same request may fare better later. */
function isTransient(failure: Failure, { reads, statuses }: Attempt): boolean {
	switch (failure.kind) {
		// Connections break, and servers are slow, for reasons that pass.
		case 'network':
		case 'timeout':
			return true;
		// A gateway's page or a response cut off passes too; but a status of 2xx says that a write was done.
		case 'unreadable':
			return reads;
		// A budget is new after a while; any other error is about the document, which stays the same.
		case 'graphql':
			return failure.code === RATE_LIMITED;
		// Without a status the token endpoint was not reached; what it refuses, it refuses again.
		case 'signIn':
			return failure.status === undefined
				? failure.networkCode !== undefined
				: isTransientStatus(failure.status, statuses);
		case 'status':
			return isTransientStatus(failure.status, statuses);
		// Where a redirect leads, and how large a response is, does not change by asking again.
		case 'redirect':
		case 'tooLarge':
			return false;
	}
}

function isTransientStatus(status: number | undefined, statuses: readonly number[]): boolean {
	// A 500 may be an accident, or a fault in what is sent: so it is tried again once.
	if (status === 500 && statuses.includes(500)) return false;
	return status !== undefined && TRANSIENT.has(status);
}

/** Milliseconds that Trackunit asks to wait where that is longer than a run may, whatever the request is. */
export function tooLongAsked(failure: Failure, now: number): number | undefined {
	const { status = 0, code, resetIn, retryAfter } = failure;
	if (!TRANSIENT.has(status) && code !== RATE_LIMITED) return undefined;
	const asked = resetIn ?? parseRetryAfter(retryAfter, now) ?? 0;
	return asked > (resetIn === undefined ? RETRY_AFTER_CAP : RESET_CAP) ? asked : undefined;
}

/**
 * Whether to send a request again, and when. The rule to rely on: a request that is not repeatable is
 * sent again only if the one before certainly was not carried out.
 */
export function decide(
	failure: Failure,
	attempt: Attempt,
	rules: RetryRules,
	clock: { now: number; random: number },
): Decision {
	const safe = attempt.repeatable || failure.delivery !== 'unknown';
	if (!safe || !isTransient(failure, attempt)) return { retry: false, because: 'final' };

	const { resetIn } = failure;
	const tooLong = tooLongAsked(failure, clock.now);
	if (tooLong !== undefined) return { retry: false, because: 'retryAfter', retryAfter: tooLong };
	const asked = resetIn ?? parseRetryAfter(failure.retryAfter, clock.now);
	if (attempt.made > rules.maxRetries) return { retry: false, because: 'retries' };

	const backOff = Math.min(CAP, BASE * 2 ** (attempt.made - 1)) * clock.random;
	const wait = asked === undefined ? backOff : Math.max(asked, RETRY_AFTER_FLOOR);
	// The request itself is well: how long others used up GraphQL's budget for says nothing against it.
	const isOver = resetIn === undefined && attempt.elapsed + wait > rules.budget;
	if (isOver) return { retry: false, because: 'budget' };
	const pauseAll = failure.status === 429 || failure.code === RATE_LIMITED;
	return { retry: true, wait, pauseAll };
}
