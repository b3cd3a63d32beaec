/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { strict as assert } from 'node:assert';

import { isObject } from '../../../nodes/TrackunitCustomer/json';
import { eventually } from '../../../scripts/n8n/eventually';
import { print } from '../../../scripts/n8n/progress';
import type { Amount, Import, Imported, Part } from '../imports';
import type { Stack, Worker } from '../stack';

/** What all scenes play on. */
export interface Stage {
	stack: Stack;
	bulk: Import;
}

export type Counts = Record<'created' | 'updated' | 'unchanged' | 'failed', number>;

/** What became of the rows of all parts that came back. */
export function countsOf({ parts }: Imported): Counts {
	const sum = (key: keyof Counts): number => parts.reduce((all, part) => all + part[key], 0);
	return {
		created: sum('created'),
		updated: sum('updated'),
		unchanged: sum('unchanged'),
		failed: sum('failed'),
	};
}

/** Throws unless the local Trackunit has each row as one customer, and nothing else. */
export function assertEachOnce({ trackunit: { state, violations } }: Stack, rows: number): void {
	const references = [...state.customers.values()].map((one) => one.externalReference);
	const expected = Array.from({ length: rows }, (_, row) => `ERP-${100_001 + row}`);
	assert.equal(references.length, rows, 'There are as many customers as rows');
	assert.deepEqual(new Set(references), new Set(expected), 'Each row is a customer');
	assert.deepEqual(violations, [], 'The local Trackunit was used as its contract says');
}

/** Throws unless every part came back and no row of it failed. */
export function assertComplete(imported: Imported, { rows, part }: Amount): void {
	assert.equal(imported.status, 'success');
	assert.deepEqual(imported.broken, []);
	assert.equal(imported.parts.length, Math.ceil(rows / part));
	const { created, updated, unchanged, failed } = countsOf(imported);
	assert.equal(failed, 0, 'No row failed');
	assert.equal(created + updated + unchanged, rows, 'Each row has an outcome');
}

/** Runs it again, which has to end complete, with each row there once. */
export async function assertMended({ stack, bulk }: Stage, amount: Amount): Promise<Counts> {
	const { rows } = amount;
	const again = await bulk.run();
	assertComplete(again, amount);
	assertEachOnce(stack, rows);
	const counts = countsOf(again);
	print(
		`  run again: ${counts.created} created, ${counts.unchanged} unchanged, each of ${rows} rows is there once`,
	);
	return counts;
}

/** Which worker ran which executions, by their logs. */
export function executionsOf({ n8n }: Worker): Set<string> {
	const started = n8n.log(100_000).matchAll(/Worker started execution (\d+) /g);
	return new Set([...started].map(([, id = '']) => id));
}

/** The executions that a worker has begun and not ended. */
export function inProgress(worker: Worker): string[] {
	const ended = worker.n8n.log(100_000).matchAll(/(?:finished|running) execution (\d+) /g);
	const done = new Set([...ended].map(([, id = '']) => id));
	return [...executionsOf(worker)].filter((id) => !done.has(id));
}

/** A count of the parts that each worker ran, by its name. */
export function byWorker(
	{ workers }: Stack,
	{ parts }: Imported,
	countOf: (ran: readonly Part[]) => number,
): Record<string, number> {
	return Object.fromEntries(
		workers.map((worker) => {
			const ran = executionsOf(worker);
			return [worker.name, countOf(parts.filter(({ execution }) => ran.has(execution)))];
		}),
	);
}

/** Resolves when so many customers are there. */
export async function untilThereAre({ trackunit }: Stack, customers: number): Promise<void> {
	await eventually(
		() => {
			if (trackunit.state.customers.size < customers) throw new Error('Too few rows were written');
		},
		{ patience: 120_000, pause: 20 },
	);
}

export interface Listed {
	id: string;
	status: string;
}

/** The latest hundred executions of n8n, of one workflow where its id is given; the latest comes first. */
export async function latestExecutions({ api }: Stack, workflowId?: string): Promise<Listed[]> {
	const filter = JSON.stringify(workflowId === undefined ? {} : { workflowId });
	const answer = await api.get(`/executions?limit=100&filter=${encodeURIComponent(filter)}`);
	const results = isObject(answer) && Array.isArray(answer.results) ? answer.results : [];
	return results
		.filter(isObject)
		.map(({ id, status }) => ({ id: String(id), status: String(status) }));
}

/** The greatest id of an execution so far. */
export async function latestId(stack: Stack): Promise<number> {
	return Math.max(0, ...(await latestExecutions(stack)).map(({ id }) => Number(id)));
}

/**
 * How many executions after the one with this id came to which end. Waits until none is in progress, for a
 * while: n8n may leave one as it was.
 */
export async function endsAfter(stack: Stack, id: number): Promise<Record<string, number>> {
	async function ends(): Promise<Record<string, number>> {
		const counts: Record<string, number> = {};
		for (const one of await latestExecutions(stack)) {
			if (Number(one.id) > id) counts[one.status] = (counts[one.status] ?? 0) + 1;
		}
		return counts;
	}
	return await eventually(
		async () => {
			const now = await ends();
			if (now.running || now.new) throw new Error('Executions go on');
			return now;
		},
		{ patience: 20_000, pause: 1000 },
	).catch(ends);
}
