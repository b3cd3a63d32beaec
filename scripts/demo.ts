/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import process from 'node:process';

import { demoChanges } from './demo/changes';
import { customers } from './demo/customers';
import { erpSync } from './demo/erpSync';
import { fleetHandover } from './demo/fleetHandover';
import { headings, print, seconds } from './demo/report';
import { runDemo } from './demo/run';
import { createEngine } from './engine';
import { loadPackage } from './loadPackage';

const DEMOS = [customers, erpSync, fleetHandover];

async function main(): Promise<void> {
	const start = performance.now();
	const engine = createEngine(await loadPackage(process.cwd()));
	print("n8n's engine runs the examples with the package as it is in dist/,");
	print('each against a local Trackunit of its own, which fails now and then.');
	print(`\n${headings}`);

	let count = 0;
	const wrong: string[] = [];
	const scenes = [
		...DEMOS.map((demo) => ({ name: demo.file, play: async () => await runDemo(demo, engine) })),
		{ name: 'The trigger', play: async () => await demoChanges(engine) },
	];
	for (const { name, play } of scenes) {
		const checks = await play();
		count += checks.length;
		for (const { claim, objection } of checks) {
			if (objection !== undefined) wrong.push(`${name}: ${claim}`);
		}
	}

	if (wrong.length === 0) {
		print();
		for (const { shows } of DEMOS) print(shows);
		const time = seconds(performance.now() - start);
		print(`\nAll ${count} checks hold, after ${time}; npm run demo -- --verbose lists them.`);
	} else {
		print('\nNot as it should be:');
		for (const claim of wrong) print(`  - ${claim}`);
		process.exitCode = 1;
	}
}

void main().catch((error: unknown) => {
	print(`\nThe demo could not run: ${error instanceof Error ? error.stack : String(error)}`);
	process.exitCode = 1;
});
