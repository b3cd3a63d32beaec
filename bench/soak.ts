/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import process from 'node:process';
import { parseArgs } from 'node:util';

import { createEngine } from '../scripts/engine';
import { loadPackage } from '../scripts/loadPackage';
import { Problem, wordsOf } from '../scripts/n8n/problem';
import { print } from '../scripts/n8n/progress';
import { endInTime } from '../scripts/n8n/temporary';
import { openAccount } from './soak/account';
import { slopes, writeSoak } from './soak/report';
import { createRounds } from './soak/rounds';
import { HELD, look, slopeOf, type Held } from './soak/watch';

const USAGE = 'Usage: npm run soak -- [--minutes 5] [--seed 1]';
/** What counts as flat: what is held rises by less than a twentieth over the run. */
const MOST_GROWTH = 0.05;
/** A run is over when a round is; the last one may be slow. */
const SPARE_MINUTES = 5;

function readOptions(): { minutes: number; seed: number } {
	const { values } = parseArgs({
		options: {
			minutes: { type: 'string', default: '5' },
			seed: { type: 'string', default: '1' },
		},
	});
	const [minutes, seed] = [values.minutes, values.seed].map((text) =>
		/^\d{1,4}$/.test(text) ? Number(text) : 0,
	);
	if (!minutes || !seed)
		throw new Problem(`--minutes and --seed are numbers from 1 to 9999\n${USAGE}`);
	return { minutes, seed };
}

async function soak(minutes: number, seed: number): Promise<string[]> {
	const account = await openAccount();
	try {
		const rounds = await createRounds(
			createEngine(await loadPackage(process.cwd())),
			account,
			seed,
		);
		const start = performance.now();
		const minute = (): number => (performance.now() - start) / 60_000;
		const held: Held[] = [];
		for (let told = 0; minute() < minutes; ) {
			await rounds.next();
			held.push(await look(minute()));
			if (Math.floor(minute()) <= told) continue;
			told = Math.floor(minute());
			print(`${told} min: ${rounds.tally.rounds} rounds, ${rounds.tally.items} items`);
		}
		const wrong = await rounds.settle();
		const { tally } = rounds;
		await writeSoak(held, tally);
		print(
			`\n${tally.rounds} rounds: ${tally.items} items, of which ${tally.failed} failed; ${tally.polls} polls, of which ${tally.failedPolls} failed; ${tally.requests} requests\n${slopes(held)}`,
		);
		for (const measure of HELD) {
			const { growth } = slopeOf(held, measure);
			if (growth > MOST_GROWTH) wrong.push(`${measure} grew by ${(growth * 100).toFixed(1)} %`);
		}
		return wrong;
	} finally {
		await account.close();
	}
}

async function main(): Promise<void> {
	const { minutes, seed } = readOptions();
	endInTime('The soak', minutes + SPARE_MINUTES);
	const wrong = await soak(minutes, seed);
	for (const sentence of wrong) print(`NOT OK: ${sentence}`);
	if (wrong.length === 0) print('Nothing was lost, doubled or left untold, and nothing grew.');
	process.exit(wrong.length === 0 ? 0 : 1);
}

void main().catch((error: unknown) => {
	print(`\n${wordsOf(error)}`);
	process.exit(1);
});
