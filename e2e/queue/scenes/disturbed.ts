/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { strict as assert } from 'node:assert';

import { print } from '../../../scripts/n8n/progress';
import type { Imported } from '../imports';
import type { Stack, Worker } from '../stack';
import {
	assertMended,
	countsOf,
	endsAfter,
	executionsOf,
	inProgress,
	latestId,
	untilThereAre,
	type Counts,
	type Stage,
} from './scene';

/** More parts than run at once, so that some wait in the queue. */
const AMOUNT = { rows: 2000, part: 100 };
/** Milliseconds for a run in which something broke; n8n may never end it. */
const PATIENCE = 120_000;

/** A run in whose middle something broke, and the one after it. */
export interface Disturbed {
	what: string;
	/** How the execution that sends the parts ended. */
	status: string;
	seconds: number;
	/** How many parts came back, and how many did not, with what n8n said of them. */
	parts: { ended: number; broken: number; words: string[] };
	counts: Counts;
	/** By n8n's status, of all executions of the run. */
	executions: Record<string, number>;
	again: Counts;
}

/** Starts a run, breaks something when a quarter of its rows are written, and runs it once more. */
async function disturb(
	stage: Stage,
	what: string,
	breakIt: (parent: string) => Promise<void>,
): Promise<Disturbed> {
	const { stack, bulk } = stage;
	print(what);
	stack.trackunit.reset();
	await bulk.set(AMOUNT);
	const before = await latestId(stack);
	const since = performance.now();
	const parent = await bulk.start();
	await untilThereAre(stack, AMOUNT.rows / 4);
	await breakIt(parent);
	const first = await bulk.ended(parent, since, PATIENCE);
	const executions = await endsAfter(stack, before);
	const words = [...new Set(first.broken.map((one) => one.whatHappened))];
	print(
		`  ${first.status} after ${first.seconds.toFixed(1)} s: ${first.parts.length} parts came back, ${first.broken.length} did not ${JSON.stringify(words)}; executions ${JSON.stringify(executions)}; ${stack.trackunit.state.customers.size} of ${AMOUNT.rows} rows are there`,
	);
	assertNothingDoubled(stack, first);
	return {
		what,
		status: first.status,
		seconds: first.seconds,
		parts: { ended: first.parts.length, broken: first.broken.length, words },
		counts: countsOf(first),
		executions,
		again: await assertMended(stage, AMOUNT),
	};
}

function assertNothingDoubled({ trackunit: { state } }: Stack, { parts }: Imported): void {
	const references = [...state.customers.values()].map((one) => one.externalReference);
	assert.equal(new Set(references).size, references.length, 'No row is there twice');
	assert.equal(new Set(parts.map(({ part }) => part)).size, parts.length);
}

/** A worker that does parts, and not the execution that sends them, is gone in the middle of them. */
export async function killWorker(stage: Stage): Promise<Disturbed> {
	const { stack } = stage;
	const killed = await disturb(stage, 'A worker is killed', async (parent) => {
		const [victim] = stack.workers
			.filter((one) => !executionsOf(one).has(parent))
			.sort((one, other) => inProgress(other).length - inProgress(one).length);
		assert.ok(victim, 'There is a worker that only runs parts');
		const parts = inProgress(victim).length;
		assert.ok(parts > 0, 'It runs some');
		await stack.kill(victim);
		print(`  ${victim.name} ran ${parts} parts`);
	});
	await stack.haveWorkers(3);
	return killed;
}

/** The worker is gone that runs the execution which sends the parts. */
export async function killParent(stage: Stage): Promise<Disturbed> {
	const { stack } = stage;
	const killed = await disturb(
		stage,
		'The worker that sends the parts is killed',
		async (parent) => {
			await stack.kill(ranBy(stack, parent));
		},
	);
	await stack.haveWorkers(3);
	return killed;
}

function ranBy({ workers }: Stack, execution: string): Worker {
	const worker = workers.find((one) => executionsOf(one).has(execution));
	assert.ok(worker, 'One of the workers runs it');
	return worker;
}

export async function restartRedis(stage: Stage): Promise<Disturbed> {
	return await disturb(stage, 'Redis is restarted', async () => {
		print(`  Redis was away for ${await stage.stack.redis.restart()} ms`);
	});
}

export async function restartPostgres(stage: Stage): Promise<Disturbed> {
	return await disturb(stage, 'PostgreSQL is restarted', async () => {
		print(`  PostgreSQL was away for ${await stage.stack.postgres.restart()} ms`);
	});
}
