import { sleep } from 'n8n-workflow';

import { Cancelled, Stopped } from '../failure/failure';
import { createWidth, type Ended, type Started } from './width';

/** Bounds how many HTTP attempts are under way. Whoever waits or backs off holds no slot. */
export interface Gate {
	/** Resolves when an attempt may start, not before `notBefore` (ms since the epoch). Rejects once closed. */
	enter(notBefore?: number): Promise<Started>;
	/**
	 * Ends an attempt; `answered` once anything came back, which lets more than one run at a time. What came
	 * of the attempt that started decides how many more, and how quickly.
	 */
	leave(answered: boolean, ended?: Omit<Ended, 'isFull'> & { started: Started }): void;
	/** Lets no attempt start before `until`. */
	pause(until: number): void;
	/** Rejects all that wait, and all that come. What is under way goes on. */
	close(): void;
	/** How many attempts were let in so far, and the milliseconds that all were made to wait. */
	readonly counts: { attempts: number; paused: number };
}

interface Waiting {
	notBefore: number;
	start: (started: Started) => void;
	refuse: (reason: Error) => void;
}

/** The longest sleep at a stretch: hosts before n8n 2.35 do not wake a sleep when the execution is cancelled. */
const TICK = 50;

/** How much an attempt that starts late, since the process was busy, may bring the next ones forward. */
const LATE = 50;

/**
 * A gate that never lets more than `maxConcurrency` be under way, or start in a second. Until the first attempt has come back it lets one through at a time, so
 * that a token is asked for once and not by every worker.
 */
export function createGate(
	maxConcurrency: number,
	signal?: AbortSignal,
	maxRequestsPerSecond = Infinity,
): Gate {
	const width = createWidth({ maxConcurrency, maxRequestsPerSecond });
	const queue: Waiting[] = [];
	const counts = { attempts: 0, paused: 0 };
	let running = 0;
	let open = false;
	let pausedUntil = 0;
	let lastSlot = 0;
	let closed: Error | undefined;
	let ticking = false;

	function refuseAll(reason: Error): void {
		closed = reason;
		for (const waiting of queue.splice(0)) waiting.refuse(reason);
	}

	// One timer for all that wait: a sleep for each would add a listener for each to n8n's signal.
	async function tick(): Promise<void> {
		if (ticking) return;
		ticking = true;
		while (queue.length > 0 && running < limit()) {
			const first = Math.min(...queue.map((waiting) => waiting.notBefore));
			const next = Math.max(pausedUntil, lastSlot + width.gap(), first);
			try {
				await sleep(Math.min(TICK, Math.max(1, next - Date.now())), signal);
			} catch {
				refuseAll(new Cancelled());
			}
			admit();
		}
		ticking = false;
	}

	function limit(): number {
		return open ? width.attempts() : 1;
	}

	function admit(): void {
		if (signal?.aborted) refuseAll(new Cancelled());
		const now = Date.now();
		while (running < limit() && now >= Math.max(pausedUntil, lastSlot + width.gap())) {
			const index = queue.findIndex((waiting) => waiting.notBefore <= now);
			const [next] = index < 0 ? [] : queue.splice(index, 1);
			if (!next) break;
			running += 1;
			counts.attempts += 1;
			lastSlot = Math.max(lastSlot + width.gap(), now - LATE);
			next.start(width.start(now));
		}
	}

	function schedule(): void {
		admit();
		if (queue.length > 0 && running < limit()) void tick();
	}

	return {
		counts,
		async enter(notBefore = 0) {
			if (closed) throw closed;
			return await new Promise<Started>((start, refuse) => {
				queue.push({ notBefore, start, refuse });
				schedule();
			});
		},
		leave(answered, ended) {
			const isFull = running >= limit();
			if (ended) width.end(ended.started, Date.now(), { ...ended, isFull });
			// Rows that are refused here, without a request, need no pace.
			if (ended?.outcome === 'not sent') lastSlot -= width.gap();
			running -= 1;
			open ||= answered;
			schedule();
		},
		pause(until) {
			const now = Date.now();
			counts.paused += Math.max(0, until - Math.max(now, pausedUntil));
			pausedUntil = Math.max(pausedUntil, until);
			// Those that waited come one by one after it.
			lastSlot = Math.max(lastSlot, pausedUntil);
			width.pause();
		},
		close() {
			refuseAll(new Stopped());
		},
	};
}
