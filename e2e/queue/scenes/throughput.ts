/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { strict as assert } from 'node:assert';

import { print } from '../../../scripts/n8n/progress';
import { assertComplete, assertEachOnce, byWorker, type Stage } from './scene';

/** As the example has it. */
export const ALL = 20_000;
const PART = 500;

export interface Throughput {
	workers: number;
	rows: number;
	seconds: number;
	rowsPerSecond: number;
	requests: number;
	/** Parts by worker. */
	parts: Record<string, number>;
}

/** So many rows into an empty account, with so many workers. */
export async function measure(
	{ stack, bulk }: Stage,
	workers: number,
	rows: number,
): Promise<Throughput> {
	const amount = { rows, part: PART };
	await stack.haveWorkers(workers);
	stack.trackunit.reset();
	await bulk.set(amount);
	const imported = await bulk.run();
	assertComplete(imported, amount);
	assertEachOnce(stack, rows);
	const parts = byWorker(stack, imported, (ran) => ran.length);
	for (const [name, count] of Object.entries(parts)) assert.ok(count > 0, `${name} ran parts`);
	const rowsPerSecond = Math.round(rows / imported.seconds);
	const requests = stack.trackunit.log.entries.length;
	print(
		`  ${workers} workers: ${rows} rows in ${imported.seconds.toFixed(1)} s, ${rowsPerSecond} rows a second, ${requests} requests; parts: ${JSON.stringify(parts)}`,
	);
	return { workers, rows, seconds: imported.seconds, rowsPerSecond, requests, parts };
}
