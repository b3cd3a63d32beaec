/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';

import { jsonParse } from 'n8n-workflow';

import { pack, type Packed } from './pack';

const run = promisify(execFile);
const RUNS = 5;

export type Load = { milliseconds: number } | { failed: string };

/** Loads each node and credential as n8n does, in a process that has loaded n8n-workflow already, as n8n's has. */
const LOADER = `
const { n8n } = require('./package.json');
require('n8n-workflow');
const started = process.hrtime.bigint();
for (const file of [...n8n.credentials ?? [], ...n8n.nodes]) {
	const name = file.split('/').pop().split('.')[0];
	new (require('./' + file)[name])();
}
process.stdout.write(JSON.stringify(Number(process.hrtime.bigint() - started) / 1e6));
`;

/** How long a package that is unpacked takes to load: the median of five processes. */
export async function measureLoad(directory: string): Promise<Load> {
	const times: number[] = [];
	try {
		for (let count = 0; count < RUNS; count += 1) {
			const { stdout } = await run(process.execPath, ['-e', LOADER], { cwd: directory });
			times.push(jsonParse<number>(stdout));
		}
	} catch (error) {
		const words = error instanceof Error ? error.message : String(error);
		return { failed: /^\w*Error: .*$/m.exec(words)?.[0] ?? 'it ended early' };
	}
	times.sort((a, b) => a - b);
	return { milliseconds: Math.round(times[Math.floor(RUNS / 2)] ?? 0) };
}

/** Fetches a package from npm, and measures it as ours. Throws where it is not to be had. */
export async function measurePeer(
	peer: string,
	root: string,
	target: string,
): Promise<{ packed: Packed; load: Load }> {
	const packed = await pack(root, target, { published: peer });
	return { packed, load: await measureLoad(packed.directory) };
}
