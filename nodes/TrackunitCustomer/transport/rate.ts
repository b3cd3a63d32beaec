/** How quickly attempts may follow each other, as the answers of one run tell. */
export interface Rate {
	/** The most attempts in a second. */
	perSecond(): number;
	start(now: number): void;
	answered(now: number): void;
	/** An attempt, by when it started, was refused since there were too many. */
	limited(startedAt: number, now: number): void;
	/** Nothing starts for a while; a refusal soon after it is one at once. */
	pause(): void;
}

export const SECOND = 1000;
/** What is kept of a rate that Trackunit refused after a while, and of one that it refused at once. */
const SLOWER = 0.96;
const MUCH_SLOWER = 0.8;
const SLOWEST = 1;
/** A first rate is no slower: a refusal among the first requests says little. */
const SLOWEST_AT_FIRST = 10;
/** How long a rate is kept after Trackunit refused one: at first, at most, and by how much longer each time. */
const HOLD = 4 * SECOND;
const LONGEST_HOLD = 60 * SECOND;
const LONGER = 3;
/** By how much the rate grows in a second after that, and how long a refusal is remembered then. */
const FASTER = 0.2;
const REMEMBERED = 10 * SECOND;

/**
 * A refusal sets a rate by what went through; it is kept for a while, longer each time, and then tried a little
 * faster. Tried and worse: a rate that counts the time waited, which is too slow.
 */
export function createRate(): Rate {
	const recent: number[] = [];
	let rate = Infinity;
	let heldUntil = -Infinity;
	let limitedAt = -Infinity;
	let hold = HOLD;
	let isPaused = false;
	let resumedAt = -Infinity;

	function slowDown(now: number): void {
		const isAtOnce = now - Math.max(resumedAt, limitedAt) < SECOND;
		if (isAtOnce && rate !== Infinity) {
			rate *= MUCH_SLOWER;
		} else {
			// No limit is by less than a second.
			const measured = recent.filter((time) => time > now - SECOND).length;
			rate = Math.min(rate, Math.max(SLOWEST_AT_FIRST, measured)) * SLOWER;
			hold = now - limitedAt < hold + REMEMBERED ? Math.min(LONGEST_HOLD, hold * LONGER) : HOLD;
		}
		rate = Math.max(SLOWEST, rate);
		limitedAt = now;
		heldUntil = now + hold;
	}

	return {
		perSecond: () => rate,
		start(now) {
			if (isPaused) resumedAt = now;
			isPaused = false;
		},
		answered(now) {
			recent.push(now);
			while ((recent[0] ?? now) < now - SECOND) recent.shift();
			if (rate === Infinity || now <= heldUntil) return;
			rate *= 1 + (FASTER * (now - heldUntil)) / SECOND;
			heldUntil = now;
		},
		limited(startedAt, now) {
			if (startedAt > limitedAt) slowDown(now);
		},
		pause() {
			isPaused = true;
		},
	};
}
