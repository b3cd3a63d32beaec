/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { toSvg } from '../../bench/report/chart';
import { table } from '../../bench/report/tables';
import { describeMachine } from '../../bench/results';
import type { Disturbed } from './scenes/disturbed';
import type { RateLimited, Renewed } from './scenes/limits';
import type { Throughput } from './scenes/throughput';
import type { Told } from './scenes/trigger';

const FOLDER = path.join('bench', 'results');
const WIDTH = 860;
const HEIGHT = 300;

export interface QueueResults {
	throughput: Throughput[];
	rateLimited: RateLimited[];
	renewed: Renewed;
	disturbed: Disturbed[];
	/** While nothing broke. */
	told: Told;
	/** With what was told while workers and servers went away. */
	toldInTheEnd: Told;
}

const listed = (counts: object): string =>
	Object.entries(counts)
		.map(([name, count]) => `${name}: ${String(count)}`)
		.join(', ');

function draw(throughput: readonly Throughput[], machine: string): string {
	return toSvg(
		{
			animation: false,
			backgroundColor: '#ffffff',
			title: { left: 0, text: 'Rows a second, by workers', subtext: machine },
			grid: { left: 60, right: 24, top: 72, bottom: 48 },
			xAxis: {
				type: 'category',
				name: 'workers',
				nameLocation: 'middle',
				nameGap: 28,
				data: throughput.map(({ workers }) => String(workers)),
			},
			yAxis: { type: 'value', min: 0 },
			series: [
				{
					type: 'bar',
					barWidth: '40%',
					itemStyle: { color: '#d9730d' },
					label: { show: true, position: 'top' },
					data: throughput.map(({ rowsPerSecond }) => rowsPerSecond),
				},
			],
		},
		WIDTH,
		HEIGHT,
	);
}

function tables(results: QueueResults, machine: string): string {
	const { throughput, rateLimited, renewed, disturbed, told, toldInTheEnd } = results;
	const sections: Array<[string, string]> = [
		[
			'New customers in parts of 500',
			table(
				['Workers', 'Rows', 'Time, s', 'Rows a second', 'Requests', 'Parts'],
				throughput.map((one) => [
					one.workers,
					one.rows,
					one.seconds.toFixed(1),
					one.rowsPerSecond,
					one.requests,
					listed(one.parts),
				]),
			),
		],
		[
			'Something breaks in the middle',
			table(
				['What', 'It ended as', 'Parts back', 'Their rows', 'Not back', 'Executions', 'Run again'],
				disturbed.map((one) => [
					one.what,
					`${one.status} after ${one.seconds.toFixed(0)} s`,
					one.parts.ended,
					listed(one.counts),
					`${one.parts.broken} ${one.parts.words.join('; ')}`,
					listed(one.executions),
					listed(one.again),
				]),
			),
		],
		[
			'A rate limit that all workers share',
			table(
				['Allowed a second', 'Each part', 'Time, s', 'Refused', 'Rows', 'Half-time', 'Requests'],
				rateLimited.map((one) => [
					one.allowed,
					one.ceiling ?? 'default',
					one.seconds.toFixed(1),
					`${one.refused} of ${one.requests}`,
					listed(one.counts),
					`${one.halfTime.least} to ${one.halfTime.most} rows a part`,
					listed(one.byWorker),
				]),
			),
		],
		[
			'Tokens that expire',
			`Each token lives ${renewed.lifetime} s: ${renewed.parts} parts in ${renewed.seconds.toFixed(1)} s, ${renewed.refused} requests refused, ${renewed.tokens} tokens asked for.`,
		],
		['The trigger', [told, toldInTheEnd].map(events).join('\n\n')],
	];
	const texts = sections.map(([title, text]) => `## ${title}\n\n${text}`);
	return `${[`${machine}.`, ...texts].join('\n\n')}\n`;
}

function events({ changes, events: told, executions, missing, twice }: Told): string {
	return `${changes} changes, ${told} events in ${executions} executions; ${missing.length} not told, ${twice.length} told twice.`;
}

/** Writes `queue.json`, `queue.md` and `queue.svg` beside the benchmarks' results. */
export async function writeQueue(results: QueueResults): Promise<void> {
	const machine = `${describeMachine()}, all of it on one machine`;
	await mkdir(FOLDER, { recursive: true });
	const json = `${JSON.stringify({ machine, ...results }, undefined, '\t')}\n`;
	await writeFile(path.join(FOLDER, 'queue.json'), json);
	await writeFile(path.join(FOLDER, 'queue.md'), tables(results, machine));
	await writeFile(path.join(FOLDER, 'queue.svg'), draw(results.throughput, machine));
}
