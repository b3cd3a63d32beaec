/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { strict as assert } from 'node:assert';
import process from 'node:process';
import { parseArgs } from 'node:util';

import { Problem, wordsOf } from '../../scripts/n8n/problem';
import { print } from '../../scripts/n8n/progress';
import { endInTime } from '../../scripts/n8n/temporary';
import { createImport } from './imports';
import { writeQueue, type QueueResults } from './report';
import { killParent, killWorker, restartPostgres, restartRedis } from './scenes/disturbed';
import { expireTokens, shareRateLimit } from './scenes/limits';
import type { Stage } from './scenes/scene';
import { ALL, measure } from './scenes/throughput';
import { startWatch, type Watch } from './scenes/trigger';
import { openStack } from './stack';

/** Minutes that it may take, without what is installed for it. */
const LIMIT = 24;
/** Requests a second for each part, so that all that run at once stay below what is allowed. */
const SHARE = 4;

/** Rows for one worker, and for two; three have all, for which one would take long. */
const SOME = 2000;

/** One scene after another; throws where one does not hold. */
async function play(stage: Stage, watch: Watch, all: number): Promise<QueueResults> {
	const throughput = [];
	for (const [index, rows] of [SOME, SOME, all].entries()) {
		const workers = index + 1;
		print(`${rows} rows, ${workers} workers`);
		watch.change();
		throughput.push(await measure(stage, workers, rows));
	}
	const told = await watch.told();
	assert.deepEqual(told.missing, [], 'The trigger told each change');
	assert.deepEqual(told.twice, [], 'It told none twice');
	const rateLimited = [await shareRateLimit(stage), await shareRateLimit(stage, SHARE)];
	const renewed = await expireTokens(stage);
	const disturbed = [];
	for (const scene of [killWorker, killParent, restartRedis, restartPostgres]) {
		watch.change();
		disturbed.push(await scene(stage));
	}
	return { throughput, rateLimited, renewed, disturbed, told, toldInTheEnd: await watch.told() };
}

function readRows(): number {
	const { values } = parseArgs({ options: { rows: { type: 'string', default: String(ALL) } } });
	if (/^[1-9]\d{3,4}$/.test(values.rows)) return Number(values.rows);
	throw new Problem('Usage: npm run test:queue -- [--rows 20000], from 1000 to 99999');
}

async function main(): Promise<void> {
	const rows = readRows();
	// Each program and folder ends with this process.
	process.setMaxListeners(50);
	endInTime('The tests of queue mode', LIMIT);
	const stack = await openStack();
	let hasHeld = false;
	try {
		const watch = await startWatch(stack);
		const results = await play({ stack, bulk: await createImport(stack) }, watch, rows);
		await watch.close();
		await writeQueue(results);
		hasHeld = true;
	} finally {
		if (!hasHeld) print(`\n${stack.logs()}`);
		await stack.close();
	}
}

void main().then(
	() => {
		print('\nEvery row is there once, after whatever happened.');
		process.exit(0);
	},
	(error: unknown) => {
		print(`\n${wordsOf(error)}`);
		process.exit(1);
	},
);
