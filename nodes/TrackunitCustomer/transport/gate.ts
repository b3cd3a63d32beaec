import { sleep } from 'n8n-workflow';

import { Cancelled, Stopped } from '../failure/failure';
import { createSlots, type Slots } from './slots';
import type { Started } from './width';

/** Bounds how many HTTP attempts are under way. Whoever waits or backs off holds no slot. */
export interface Gate extends Pick<Slots, 'pause' | 'counts'> {
	/** Resolves when an attempt may start, not before `notBefore` (ms since the epoch). Rejects once closed. */
	enter(notBefore?: number): Promise<Started>;
	/** Ends an attempt. */
	leave: Slots['free'];
	/** Rejects all that wait, and all that come. What is under way goes on. */
	close(): void;
}

interface Waiting {
	notBefore: number;
	start: (started: Started) => void;
	refuse: (reason: Error) => void;
}

/** The longest sleep at a stretch: hosts before n8n 2.35 do not wake a sleep when the execution is cancelled. */
const TICK = 50;

/**
 * A gate that never lets more than `maxConcurrency` be under way, or start in a second. Until the first attempt has come back it lets one through at a time, so
 * that a token is asked for once and not by every worker.
 */
export function createGate(
	maxConcurrency: number,
	signal?: AbortSignal,
	maxRequestsPerSecond = Infinity,
): Gate {
	const slots = createSlots({ maxConcurrency, maxRequestsPerSecond });
	const queue: Waiting[] = [];
	let closed: Error | undefined;

	function refuseAll(reason: Error): void {
		closed = reason;
		for (const waiting of queue.splice(0)) waiting.refuse(reason);
	}

	function due(): number | undefined {
		if (queue.length === 0 || slots.isFull()) return undefined;
		return Math.max(slots.next(), Math.min(...queue.map(({ notBefore }) => notBefore)));
	}

	function admit(): void {
		if (signal?.aborted) refuseAll(new Cancelled());
		const now = Date.now();
		while (!slots.isFull() && now >= slots.next()) {
			const index = queue.findIndex((waiting) => waiting.notBefore <= now);
			const [next] = index < 0 ? [] : queue.splice(index, 1);
			if (!next) break;
			next.start(slots.take(now));
		}
	}

	const admitWhenDue = createTimer(due, admit, signal);
	function schedule(): void {
		admit();
		void admitWhenDue();
	}

	return {
		counts: slots.counts,
		async enter(notBefore = 0) {
			if (closed) throw closed;
			return await new Promise<Started>((start, refuse) => {
				queue.push({ notBefore, start, refuse });
				schedule();
			});
		},
		leave(answered, ended) {
			slots.free(answered, ended);
			schedule();
		},
		pause: slots.pause,
		close() {
			refuseAll(new Stopped());
		},
	};
}

/**
 * Acts each time that `due` tells, as long as it tells one. One timer for all that wait: a sleep for each would add a
 * listener for each to n8n's signal.
 */
function createTimer(
	due: () => number | undefined,
	act: () => void,
	signal?: AbortSignal,
): () => Promise<void> {
	let ticking = false;
	return async () => {
		if (ticking) return;
		ticking = true;
		for (let next = due(); next !== undefined; next = due()) {
			try {
				await sleep(Math.min(TICK, Math.max(1, next - Date.now())), signal);
			} catch {
				// The execution was cancelled, which `act` sees by itself.
			}
			act();
		}
		ticking = false;
	};
}
