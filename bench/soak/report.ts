/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { toSvg } from '../report/chart';
import { describeMachine } from '../results';
import { round } from '../work';
import type { Tally } from './rounds';
import { HELD, slopeOf, type Held, type Measure } from './watch';

const FOLDER = path.join('bench', 'results');
const MEGABYTE = 1e6;
const WIDTH = 860;
const HEIGHT = 340;

const TITLES: Record<Measure, string> = {
	heap: 'Heap in use, MB',
	handles: 'Handles',
	descriptors: 'File descriptors',
};

/** In the unit of the title. */
const inUnit = (measure: Measure, value: number): number =>
	measure === 'heap' ? value / MEGABYTE : value;

/** A line a measure: where it begins and ends, and how it rises. */
export function slopes(all: readonly Held[]): string {
	return HELD.map((measure) => {
		const { median, perHour, growth } = slopeOf(all, measure);
		const figure = (value: number): string => inUnit(measure, value).toFixed(1);
		const first = all[0]?.[measure] ?? 0;
		const last = all.at(-1)?.[measure] ?? 0;
		return `${TITLES[measure]}: ${figure(first)} at first, ${figure(median)} in the middle, ${figure(last)} at last; ${figure(perHour)} an hour, ${(growth * 100).toFixed(1)} % of it over the run`;
	}).join('\n');
}

function draw(all: readonly Held[], seconds: string): string {
	return toSvg(
		{
			animation: false,
			backgroundColor: '#ffffff',
			title: { left: 0, text: 'What n8n\u2019s engine holds between rounds', subtext: seconds },
			legend: { top: 24, right: 24 },
			grid: { left: 60, right: 60, top: 88, bottom: 48 },
			xAxis: { type: 'value', name: 'minutes', nameLocation: 'middle', nameGap: 28 },
			yAxis: [
				{ type: 'value', name: 'MB', min: 0 },
				{ type: 'value', name: 'count', min: 0, splitLine: { show: false } },
			],
			series: HELD.map((measure) => ({
				type: 'line' as const,
				name: TITLES[measure],
				showSymbol: false,
				yAxisIndex: measure === 'heap' ? 0 : 1,
				data: all.map((held) => [round(held.minute), round(inUnit(measure, held[measure]))]),
			})),
		},
		WIDTH,
		HEIGHT,
	);
}

/** Writes `soak.json` and `soak.svg` beside the benchmarks' results. */
export async function writeSoak(all: readonly Held[], tally: Tally): Promise<void> {
	const machine = describeMachine();
	const summary = `${tally.rounds} rounds, ${tally.items} items, ${tally.requests} requests; ${machine}`;
	await mkdir(FOLDER, { recursive: true });
	const json = `${JSON.stringify({ machine, tally, held: all }, undefined, '\t')}\n`;
	await writeFile(path.join(FOLDER, 'soak.json'), json);
	await writeFile(path.join(FOLDER, 'soak.svg'), draw(all, summary));
}
