import { sleep } from 'n8n-workflow';

import { Cancelled, Stopped } from '../failure/failure';

/** Bounds how many HTTP attempts are under way. Whoever waits or backs off holds no slot. */
export interface Gate {
	/** Resolves when an attempt may start, not before `notBefore` (ms since the epoch). Rejects once closed. */
	enter(notBefore?: number): Promise<void>;
	/** Ends an attempt; `answered` once anything came back, which lets more than one run at a time. */
	leave(answered: boolean): void;
	/** Lets no attempt start before `until`. */
	pause(until: number): void;
	/** Rejects all that wait, and all that come. What is under way goes on. */
	close(): void;
	/** How many attempts were let in so far, and the milliseconds that all were made to wait. */
	readonly counts: { attempts: number; paused: number };
}

interface Waiting {
	notBefore: number;
	start: () => void;
	refuse: (reason: Error) => void;
}

/** The longest sleep at a stretch: hosts before n8n 2.35 do not wake a sleep when the execution is cancelled. */
const TICK = 50;

/**
 * A gate of the given width. Until the first attempt has come back it lets one through at a time, so
 * that a token is asked for once and not by every worker.
 */
export function createGate(width: number, signal?: AbortSignal): Gate {
	const queue: Waiting[] = [];
	const counts = { attempts: 0, paused: 0 };
	let running = 0;
	let open = false;
	let pausedUntil = 0;
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
			const next = Math.max(pausedUntil, Math.min(...queue.map((waiting) => waiting.notBefore)));
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
		return open ? width : 1;
	}

	function admit(): void {
		if (signal?.aborted) refuseAll(new Cancelled());
		const now = Date.now();
		while (running < limit() && now >= pausedUntil) {
			const index = queue.findIndex((waiting) => waiting.notBefore <= now);
			const [next] = index < 0 ? [] : queue.splice(index, 1);
			if (!next) break;
			running += 1;
			counts.attempts += 1;
			next.start();
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
			await new Promise<void>((start, refuse) => {
				queue.push({ notBefore, start, refuse });
				schedule();
			});
		},
		leave(answered) {
			running -= 1;
			open ||= answered;
			schedule();
		},
		pause(until) {
			const now = Date.now();
			counts.paused += Math.max(0, until - Math.max(now, pausedUntil));
			pausedUntil = Math.max(pausedUntil, until);
		},
		close() {
			refuseAll(new Stopped());
		},
	};
}
