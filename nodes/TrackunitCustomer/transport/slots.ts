import { createWidth, type Ceilings, type Ended, type Started } from './width';

/** The slots that attempts hold: how many there are, and when the next may be taken. */
export interface Slots {
	/** Whether all are held. */
	isFull(): boolean;
	/** When the next may be taken, as far as the rate and pauses go (ms since the epoch). */
	next(): number;
	take(now: number): Started;
	/**
	 * Ends an attempt; `answered` once anything came back, which lets more than one run at a time. What came
	 * of the attempt that started decides how many more, and how quickly.
	 */
	free(answered: boolean, ended?: Omit<Ended, 'isFull'> & { started: Started }): void;
	/** Lets no attempt start before `until`. */
	pause(until: number): void;
	/** How many attempts started so far, and the milliseconds that all were made to wait. */
	readonly counts: { attempts: number; paused: number };
}

/** How much an attempt that starts late, since the process was busy, may bring the next ones forward. */
const LATE = 50;

/** There is one slot until the first attempt was answered. */
export function createSlots(ceilings: Ceilings): Slots {
	const width = createWidth(ceilings);
	const counts = { attempts: 0, paused: 0 };
	let running = 0;
	let open = false;
	let pausedUntil = 0;
	let lastSlot = 0;

	function isFull(): boolean {
		return running >= (open ? width.attempts() : 1);
	}

	return {
		counts,
		isFull,
		next: () => Math.max(pausedUntil, lastSlot + width.gap()),
		take(now) {
			running += 1;
			counts.attempts += 1;
			lastSlot = Math.max(lastSlot + width.gap(), now - LATE);
			return width.start(now);
		},
		free(answered, ended) {
			if (ended) width.end(ended.started, Date.now(), { ...ended, isFull: isFull() });
			// Rows that are refused here, without a request, need no pace.
			if (ended?.outcome === 'not sent') lastSlot -= width.gap();
			running -= 1;
			open ||= answered;
		},
		pause(until) {
			const now = Date.now();
			counts.paused += Math.max(0, until - Math.max(now, pausedUntil));
			pausedUntil = Math.max(pausedUntil, until);
			// Those that waited come one by one after it.
			lastSlot = Math.max(lastSlot, pausedUntil);
			width.pause();
		},
	};
}
