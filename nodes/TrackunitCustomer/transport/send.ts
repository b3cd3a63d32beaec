import { sleep } from 'n8n-workflow';

import { Cancelled, isRead, isRefusedByApi, Stopped, type Failure } from '../failure/failure';
import type { Gate } from './gate';
import type { Request } from './request';
import type { Attempted } from './response';
import { decide, RESET_CAP, tooLongAsked, type Decision, type RetryRules } from './retry';
import type { Renewal, TokenGate } from './token';
import type { Ended } from './width';

/** What an attempt knows of those of its request before it. */
export interface Turn {
	/** It may not start before; milliseconds since the epoch. */
	notBefore: number;
	/** How the attempts before it failed. */
	failures: readonly Failure[];
	/** When the first one started; undefined until one has. */
	started?: number;
	/** Milliseconds that the attempts before it waited for GraphQL's budget. */
	waitedForBudget: number;
	/** Lets n8n renew the token. */
	renewToken?: boolean;
}

/** An outcome, and after a failure what follows from it. */
export type Judged = Attempted & { next?: Decision };

/** One attempt to send a request. Each layer here makes one of another one. */
export type Attempt = (request: Request, turn: Turn) => Promise<Judged>;

/** Whether any of the attempts may have been carried out. */
export function isAnyInDoubt(failures: readonly Failure[]): boolean {
	return failures.some(({ delivery }) => delivery === 'unknown');
}

/** With the token renewed once for all attempts that meet a 401 together, where the node has to renew it. */
export function withToken(attempt: Attempt, token: TokenGate, renewal: Renewal): Attempt {
	return async (request, turn) =>
		await token.run(async (renewToken) => await attempt(request, { ...turn, renewToken }), renewal);
}

/**
 * With what holds for all: once Trackunit has asked to wait longer than a run may, requests that come before that
 * time is over fail in the same words, and are not sent.
 */
export function withVerdict(attempt: Attempt): Attempt {
	let verdict: { judged: Judged; until: number } | undefined;
	return async (request, turn) => {
		if (verdict && Date.now() < verdict.until) return verdict.judged;
		const judged = await attempt(request, turn);
		const retryAfter = 'failure' in judged ? tooLongAsked(judged.failure, Date.now()) : undefined;
		if ('failure' in judged && retryAfter !== undefined) {
			verdict = {
				judged: {
					failure: { ...judged.failure, delivery: 'not sent' },
					next: { retry: false, because: 'retryAfter', retryAfter },
				},
				until: Date.now() + retryAfter,
			};
		}
		return judged;
	};
}

/** With the decision whether to send again; a status that says "done before" is an answer where it may have been. */
export function withDecision(attempt: Attempt, rules: RetryRules): Attempt {
	return async (request, turn) => {
		const { started = Date.now(), failures, waitedForBudget } = turn;
		const outcome = await attempt(request, turn);
		if ('answer' in outcome) return outcome;
		const { failure } = outcome;
		const { doneBefore: status } = request;
		if (status !== undefined && isRefusedByApi(failure, status) && isAnyInDoubt(failures)) {
			return { answer: { status, headers: {}, body: undefined } };
		}
		const next = decide(
			failure,
			{
				made: failures.length + 1,
				elapsed: Date.now() - started - waitedForBudget,
				repeatable: request.repeatable,
				reads: isRead(request),
				statuses: failures.map((one) => one.status ?? 0),
			},
			rules,
			{ now: Date.now(), random: Math.random() },
		);
		return { failure, next };
	};
}

/** Within the gate: waits to be let in, and tells it to pause all when Trackunit asks for it. */
export function withGate(
	attempt: Attempt,
	gate: Gate,
	signal?: AbortSignal,
	onAttempt?: (counts: Gate['counts']) => void,
): Attempt {
	return async (request, turn) => {
		const started = await gate.enter(turn.notBefore).catch((reason: unknown) => {
			throw reason instanceof Stopped ? new Stopped(isAnyInDoubt(turn.failures)) : reason;
		});
		turn.started ??= Date.now();
		let outcome: Judged | undefined;
		try {
			outcome = await attempt(request, turn);
			onAttempt?.(gate.counts);
			if (signal?.aborted) throw new Cancelled();
			const pause = pauseAfter(outcome);
			if (pause !== undefined) gate.pause(Date.now() + pause);
			return outcome;
		} finally {
			// Without an outcome it was a fault of ours, which must not keep its place for ever.
			const answered = outcome === undefined || isFromTrackunit(outcome);
			const ended = outcome && { started, outcome: outcomeOf(outcome), kind: kindOf(request) };
			// The next one is let in when a final failure has been dealt with: that may close the gate.
			if (outcome?.next?.retry === false) void sleep(0).then(() => gate.leave(answered, ended));
			else gate.leave(answered, ended);
		}
	};
}

/** Milliseconds in which nobody should send. */
function pauseAfter(outcome: Judged): number | undefined {
	if ('answer' in outcome) {
		const { rest } = outcome.answer;
		return rest === undefined ? undefined : Math.min(rest, RESET_CAP);
	}
	const { next } = outcome;
	return next?.retry && next.pauseAll ? next.wait : undefined;
}

/** What it says of how many requests Trackunit takes. A failure may be quicker than any answer, or slower. */
function outcomeOf(outcome: Attempted): Ended['outcome'] {
	if ('answer' in outcome) return 'answered';
	const { kind, status, delivery } = outcome.failure;
	if (delivery === 'not sent') return 'not sent';
	// A budget of GraphQL's points is waited for, and says nothing of the number of requests.
	return kind === 'status' && status === 429 ? 'limited' : 'failed';
}

/** Requests that take about as long as each other. */
function kindOf({ method, path }: Request): string {
	return `${method} ${path}`;
}

/** Whether a token was there to send with: only then may more than one request be in progress. */
function isFromTrackunit(outcome: Attempted): boolean {
	return (
		'answer' in outcome ||
		(outcome.failure.kind !== 'signIn' && outcome.failure.status !== undefined)
	);
}

/** Sends until there is an answer or it has been decided to give up; the failures are those of all attempts. */
export function withRetry(
	attempt: Attempt,
): (request: Request) => Promise<Attempted & { failures: readonly Failure[] }> {
	return async (request) => {
		const failures: Failure[] = [];
		const turn: Turn = { notBefore: 0, failures, waitedForBudget: 0 };
		for (;;) {
			const outcome = await attempt(request, turn);
			if ('answer' in outcome) return { ...outcome, failures };
			const { failure, next } = outcome;
			failures.push(failure);
			if (!next?.retry) return { failure: { ...failure, gaveUp: next?.because }, failures };
			turn.notBefore = Date.now() + next.wait;
			if (failure.resetIn !== undefined) turn.waitedForBudget += next.wait;
		}
	};
}
