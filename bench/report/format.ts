import type { Measure } from '../measure';
import type { Summary } from '../statistics';
import { round } from '../work';

/** Milliseconds, as they are read best. */
export function duration(milliseconds: number): string {
	if (milliseconds >= 600_000) return `${round(milliseconds / 60_000)} min`;
	return milliseconds >= 1000
		? `${round(milliseconds / 1000)} s`
		: `${Math.round(milliseconds)} ms`;
}

function megabytes(bytes: number): string {
	return bytes < 1e6 ? `${round(bytes / 1e3)} kB` : `${round(bytes / 1e6)} MB`;
}

const UNITS: Partial<Record<Measure, (value: number) => string>> = {
	time: duration,
	cpu: duration,
	blocked: duration,
	heap: megabytes,
	size: megabytes,
};

/** A median with its spread, where there is one. */
export function figure(measure: Measure, { median, deviation }: Summary): string {
	const write = UNITS[measure] ?? round;
	return deviation === 0 ? write(median) : `${write(median)} ± ${write(deviation)}`;
}
