import { createRate, SECOND, type Rate } from './rate';

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
	pause: Rate['pause'];
}

/** What any server is trusted to bear, and how far slow answers alone lower the width. */
const START = 5;
/** Attempts under way for each that is needed to have as many answers, if all were as quick as the quickest. */
const ROOM = 2;
/** How much of the width is kept, once in the time of an answer, where there are more than that. */
const NARROWER = 0.9;

/**
 * The width grows by one with each answer while all of it is used, so it doubles in the time of an answer, as
 * long as more under way brings more answers: a server that queues answers later, not more.
 *
 * Tried and worse: a fixed width; halving the width at a refusal, which then is refused again and again; an
 * average of the latency against the quickest, which notices a queue too late; growing carefully towards the pace
 * that was refused, which gained nothing.
 */
export function createWidth({ maxConcurrency, maxRequestsPerSecond }: Ceilings): Width {
	const rate = createRate();
	const quickest = new Map<string, number>();
	let width = Math.min(START, maxConcurrency);
	let narrowedAt = 0;
	let answered = 0;

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
		gap: () => SECOND / Math.min(rate.perSecond(), maxRequestsPerSecond),
		start(at) {
			rate.start(at);
			return { at, answered };
		},
		pause: rate.pause,
		end(started, now, { outcome, kind, isFull }) {
			if (outcome === 'limited') rate.limited(started.at, now);
			if (outcome !== 'answered') return;
			answered += 1;
			rate.answered(now);
			if (isFull) widen(started, now, kind);
		},
	};
}
