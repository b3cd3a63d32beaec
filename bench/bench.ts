/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

import { installN8n } from '../scripts/n8n/install';
import { Problem, wordsOf } from '../scripts/n8n/problem';
import { print } from '../scripts/n8n/progress';
import { endInTime } from '../scripts/n8n/temporary';
import type { WorkResult } from './report/result';
import { writeResults } from './results';
import { runWork } from './run';
import { openStand } from './stand/stand';
import type { Work } from './work';
import { allWorks, quickWorks } from './works';

const USAGE = 'Usage: npm run bench -- [--quick] [--only W1,W3] [--rounds 5]';
const RESULTS = path.join('bench', 'results');

interface Options {
	works: Work[];
	rounds: number;
	folder: string;
	/** Minutes after which it ends, whatever is left. */
	limit: number;
}

function readOptions(): Options {
	const { values } = parseArgs({
		options: {
			quick: { type: 'boolean', default: false },
			only: { type: 'string' },
			rounds: { type: 'string' },
		},
	});
	const { quick, only, rounds = quick ? '1' : '5' } = values;
	if (!/^[1-9]\d?$/.test(rounds)) throw new Problem(`--rounds must be from 1 to 99\n${USAGE}`);
	return {
		works: chosen(quick ? quickWorks() : allWorks(), only?.split(',')),
		rounds: Number(rounds),
		// Small runs say nothing of speed; they are not to take the place of those that do.
		folder: quick ? path.join(RESULTS, 'quick') : RESULTS,
		limit: quick ? 10 : 240,
	};
}

function chosen(works: Work[], only: readonly string[] | undefined): Work[] {
	if (!only) return works;
	const unknown = only.find((id) => works.every((work) => work.id !== id));
	if (unknown === undefined) return works.filter(({ id }) => only.includes(id));
	const known = works.map(({ id }) => id).join(', ');
	throw new Problem(`There is no ${unknown} among ${known}\n${USAGE}`);
}

async function main(): Promise<void> {
	const { works, rounds, folder, limit } = readOptions();
	await installN8n(print);
	endInTime('The benchmarks', limit);
	const stand = await openStand();
	const results: WorkResult[] = [];
	try {
		for (const work of works) {
			results.push(await runWork(stand, work, rounds));
			await writeResults(folder, results);
		}
	} finally {
		await stand.close();
	}
	print(`\nTables and charts are in ${folder}.`);
}

main().then(
	// n8n's own connections, or a rival's, may still be open.
	() => process.exit(),
	(error: unknown) => {
		print(`\n${wordsOf(error)}`);
		process.exit(1);
	},
);
