import { jsonParse } from 'n8n-workflow';

import { isObject } from '../../nodes/TrackunitCustomer/json';
import type { Sample } from '../measure';
import type { Figures, Summary } from '../statistics';
import type { Goal } from '../work';

export interface WayResult {
	name: string;
	isOurs: boolean;
	/** How many parts there are where it did one; figures are of all of them, samples of the one. */
	parts: number;
	samples: Sample[];
	figures: Figures;
}

export interface WorkResult {
	id: string;
	title: string;
	/** The day, such as '2026-01-31'. */
	day: string;
	machine: string;
	/** Milliseconds that the same loop took between the runs. */
	calibration: Summary;
	isDrawn: boolean;
	ways: WayResult[];
	goals: Goal[];
}

/** The works of a file of results. */
export function readWorks(text: string): WorkResult[] {
	const works: unknown = jsonParse(text);
	return Array.isArray(works) ? works.filter(isWork) : [];
}

function isWork(value: unknown): value is WorkResult {
	return isObject(value) && Array.isArray(value.ways) && Array.isArray(value.goals);
}
