/** Upper bounds that a user sets: attempts under way, and attempts started in a second. */
export interface Ceilings {
	maxConcurrency: number;
	maxRequestsPerSecond: number;
}

/** What is remembered of an attempt while it is under way. */
export interface Started {
	/** When it started; milliseconds since the epoch. */
	at: number;
	/** How many attempts had been answered by then. */
	answered: number;
}

/** What came of an attempt. */
export interface Ended {
	/** 'limited' where Trackunit said that there are too many requests, 'failed' where that says nothing. */
	outcome: 'answered' | 'limited' | 'failed' | 'not sent';
	/** What it was about: attempts of one kind take about as long as each other. */
	kind: string;
	/** Whether as many were under way as might be. */
	isFull: boolean;
}

/** How many attempts may be under way, and how quickly they may follow, as the answers of one run tell. */
export interface Width {
	/** How many attempts may be under way. */
	attempts(): number;
	/** Milliseconds from the start of an attempt to that of the next. */
	gap(): number;
	start(now: number): Started;
	end(started: Started, now: number, ended: Ended): void;
	/** Nothing starts for a while; a refusal soon after it is one at once. */
	pause(): void;
}

const SECOND = 1000;
/** What any server is trusted to bear, and how far slow answers alone lower the width. */
const START = 5;
/** Attempts under way for each that is needed to have as many answers, if all were as quick as the quickest. */
const ROOM = 2;
/** How much of the width is kept, once in the time of an answer, where there are more than that. */
const NARROWER = 0.9;
/** What is kept of a pace that Trackunit refused after a while, and of one that it refused at once. */
const SLOWER = 0.96;
const MUCH_SLOWER = 0.8;
const SLOWEST = 1;
/** A first pace is no slower: a refusal among the first requests says little. */
const SLOWEST_AT_FIRST = 10;
/** How long a pace is kept after Trackunit refused one: at first, at most, and by how much longer each time. */
const HOLD = 4 * SECOND;
const LONGEST_HOLD = 60 * SECOND;
const LONGER = 3;
/** By how much the pace grows in a second after that, and how long a refusal is remembered then. */
const FASTER = 0.2;
const REMEMBERED = 10 * SECOND;

/**
 * The width grows by one with each answer while all of it is used, so it doubles in the time of an answer, as
 * long as more under way brings more answers: a server that queues answers later, not more. A refusal sets a
 * pace by what went through; it is kept for a while, longer each time, and then tried a little faster.
 *
 * Tried and worse: a fixed width; halving the width at a refusal, which then is refused again and again; an
 * average of the latency against the quickest, which notices a queue too late; a pace that counts the time
 * waited, which is too slow; growing carefully towards the pace that was refused, which gained nothing.
 */
export function createWidth({ maxConcurrency, maxRequestsPerSecond }: Ceilings): Width {
	const quickest = new Map<string, number>();
	const recent: number[] = [];
	let width = Math.min(START, maxConcurrency);
	let narrowedAt = 0;
	let answered = 0;
	let pace = Infinity;
	let heldUntil = -Infinity;
	let limitedAt = -Infinity;
	let hold = HOLD;
	let isPaused = false;
	let resumedAt = -Infinity;

	function limit(now: number): void {
		const isAtOnce = now - Math.max(resumedAt, limitedAt) < SECOND;
		if (isAtOnce && pace !== Infinity) {
			pace *= MUCH_SLOWER;
		} else {
			// No limit is by less than a second.
			const measured = recent.filter((time) => time > now - SECOND).length;
			pace = Math.min(pace, Math.max(SLOWEST_AT_FIRST, measured)) * SLOWER;
			hold = now - limitedAt < hold + REMEMBERED ? Math.min(LONGEST_HOLD, hold * LONGER) : HOLD;
		}
		pace = Math.max(SLOWEST, pace);
		limitedAt = now;
		heldUntil = now + hold;
	}

	function quicken(now: number): void {
		if (pace === Infinity || now <= heldUntil) return;
		pace *= 1 + (FASTER * (now - heldUntil)) / SECOND;
		heldUntil = now;
	}

	function widen(started: Started, now: number, kind: string): void {
		const took = Math.max(1, now - started.at);
		const least = Math.min(took, quickest.get(kind) ?? took);
		quickest.set(kind, least);
		// As many as were answered meanwhile, had this one been as quick as the quickest.
		const useful = (ROOM * (answered - started.answered) * least) / took;
		if (width < useful) {
			width = Math.min(maxConcurrency, width + 1);
		} else if (width > START && started.at > narrowedAt) {
			width = Math.max(START, useful, width * NARROWER);
			narrowedAt = now;
			// What is slow with so few is not slow for being crowded.
			if (width === START) quickest.clear();
		}
	}

	return {
		attempts: () => Math.max(1, Math.floor(width)),
		gap: () => SECOND / Math.min(pace, maxRequestsPerSecond),
		start(at) {
			if (isPaused) resumedAt = at;
			isPaused = false;
			return { at, answered };
		},
		pause() {
			isPaused = true;
		},
		end(started, now, { outcome, kind, isFull }) {
			if (outcome === 'limited' && started.at > limitedAt) limit(now);
			if (outcome !== 'answered') return;
			answered += 1;
			recent.push(now);
			while ((recent[0] ?? now) < now - SECOND) recent.shift();
			quicken(now);
			if (isFull) widen(started, now, kind);
		},
	};
}
