/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { readdir } from 'node:fs/promises';
import process from 'node:process';

import { linearRegression, median } from 'simple-statistics';

/** What n8n's process holds at a moment at which nothing is in progress. */
export interface Held {
	/** Minutes since the beginning. */
	minute: number;
	/** Bytes in use after a collection of garbage. */
	heap: number;
	/** Timers, sockets and whatever else would keep the process alive. */
	handles: number;
	/** Open file descriptors, sockets among them; 0 where the system does not say. */
	descriptors: number;
}

export const HELD = ['heap', 'handles', 'descriptors'] as const;
export type Measure = (typeof HELD)[number];

export interface Slope {
	median: number;
	/** By which the line through all moments rises in an hour. */
	perHour: number;
	/** By which it rises from the first of these moments to the last, as a part of the median. */
	growth: number;
}

/** Needs `--expose-gc`. */
export async function look(minute: number): Promise<Held> {
	if (typeof gc !== 'function') throw new Error('Run it with --expose-gc');
	gc();
	gc();
	const descriptors = await readdir('/proc/self/fd').catch(() => []);
	return {
		minute,
		heap: process.memoryUsage().heapUsed,
		handles: process.getActiveResourcesInfo().length,
		descriptors: descriptors.length,
	};
}

/** Of the moments after the first quarter, in which caches fill. */
export function slopeOf(all: readonly Held[], measure: Measure): Slope {
	const later = all.slice(Math.floor(all.length / 4));
	const { m } = linearRegression(later.map((held) => [held.minute, held[measure]]));
	const middle = median(later.map((held) => held[measure]));
	const minutes = (later.at(-1)?.minute ?? 0) - (later[0]?.minute ?? 0);
	return { median: middle, perHour: m * 60, growth: (m * minutes) / Math.max(middle, 1) };
}
