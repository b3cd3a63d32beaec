/* eslint-disable @n8n/community-nodes/no-restricted-globals -- tests run on Node and never ship */
import type { Parameters } from 'fast-check';

/** How much is tried: as much as time allows by `npm run test:faults`, a share of it by `npm test`. */
const isLong = process.env.FAULTS === 'all';

export const SCHEDULES = isLong ? 10_000 : 300;

/** Of an account and its trigger. */
export const HISTORIES = isLong ? 1000 : 60;

/** What a failure prints, with a colon between: the seed, and the path to the case. */
const [given, ...path] = (process.env.FAULTS_SEED ?? '').split(':');

/** A change is judged by the same cases each time; `npm run test:faults` looks for others. */
export const SEED = given ? Number(given) : isLong ? Date.now() % 2 ** 31 : 1;

/** Whether a single case is run, which a failure has printed. */
export const isReplay = path.length > 0;

/** So many cases; only the one that is given, where one is. */
export function chances<Values>(runs: number): Parameters<Values> {
	if (!isReplay) return { numRuns: runs, seed: SEED };
	return { numRuns: 1, seed: SEED, path: path.join(':') };
}
