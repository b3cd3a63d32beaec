import { max, median, medianAbsoluteDeviation, min } from 'simple-statistics';

import { MEASURES, type Measure, type Sample } from './measure';

export interface Summary {
	median: number;
	/** The median distance from the median: the spread that a single outlier does not move. */
	deviation: number;
	least: number;
	most: number;
}

/** All measures of one way, over its rounds. */
export type Figures = Partial<Record<Measure, Summary>>;

export function summarise(values: readonly number[]): Summary {
	const all = [...values];
	return {
		median: median(all),
		deviation: medianAbsoluteDeviation(all),
		least: min(all),
		most: max(all),
	};
}

/** What grows with the part of the work that was done. */
const GROWING: readonly Measure[] = ['time', 'requests', 'refused', 'cpu', 'rows'];

/** Of a way that did one part of so many, as if it had done all. */
export function figuresOf(samples: readonly Sample[], parts = 1): Figures {
	const figures: Figures = {};
	for (const measure of MEASURES) {
		const values = samples.flatMap((sample) => sample[measure] ?? []);
		if (values.length === 0) continue;
		const factor = GROWING.includes(measure) ? parts : 1;
		figures[measure] = summarise(values.map((value) => value * factor));
	}
	return figures;
}

/** The median of a measure; throws where it was not taken. */
export function medianOf(figures: Figures, measure: Measure): number {
	const summary = figures[measure];
	if (!summary) throw new Error(`${measure} was not measured`);
	return summary.median;
}
