import type { Sample } from './measure';
import type { Figures } from './statistics';
import type { Stand } from './stand/stand';

/** What is to be reached, with what was reached. */
export interface Goal {
	text: string;
	reached: string;
	isMet: boolean;
}

/** One way of doing a work, by this package's node or by another one. */
export interface Way {
	name: string;
	isOurs: boolean;
	/** It does one part of so many, where all of it would take hours; its time and requests are multiplied. */
	parts?: number;
	/** The most rounds that it takes part in. */
	rounds?: number;
	/** Does it once. Throws where a row was lost or doubled. */
	run(stand: Stand): Promise<Sample>;
}

export interface Work {
	/** Such as 'W1'. */
	id: string;
	title: string;
	/** In the order in which they are done in each round. */
	ways: readonly Way[];
	goals(figures: FiguresByWay): Goal[];
	/** Whether a chart of the times says something. */
	isDrawn?: boolean;
}

/** By the name of the way; throws for one that was not measured. */
export type FiguresByWay = (way: string) => Figures;

/** A goal that a figure is at most so much. */
export function atMost(what: string, value: number, limit: number, unit = ''): Goal {
	return {
		text: `${what}: at most ${round(limit)}${unit}`,
		reached: `${round(value)}${unit}`,
		isMet: value <= limit,
	};
}

/** A goal that a figure is at least so much. */
export function atLeast(what: string, value: number, limit: number, unit = ''): Goal {
	return {
		text: `${what}: at least ${round(limit)}${unit}`,
		reached: `${round(value)}${unit}`,
		isMet: value >= limit,
	};
}

/** A number of rows, such as '100 000'. */
export function count(rows: number): string {
	return rows < 10_000 ? String(rows) : rows.toLocaleString('en').replaceAll(',', ' ');
}

/** Three digits are more than any of it is good for. */
export function round(value: number): string {
	if (Math.abs(value) >= 1000) return String(Math.round(value));
	return String(Number(value.toPrecision(3)));
}
