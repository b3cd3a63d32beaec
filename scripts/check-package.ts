/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

import { inspect } from './package/inspect';
import { measurePeer, measureLoad, type Load } from './package/measure';
import { pack } from './package/pack';

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

function kilobytes(bytes: number): string {
	return `${(bytes / 1000).toFixed(1)} kB`;
}

interface Size {
	name: string;
	files: readonly string[];
	packed: number;
	unpacked: number;
}

function figures({ name, files, packed, unpacked }: Size, load: Load): string {
	const size = `${files.length} files, ${kilobytes(packed)} packed, ${kilobytes(unpacked)} unpacked`;
	return 'failed' in load
		? `${name}: ${size}; not loaded: ${load.failed}`
		: `${name}: ${size}, loaded in ${load.milliseconds} ms`;
}

/** Packages of others, such as `n8n-nodes-x@1.0.0`, from npm; one that is not to be had is no fault of ours. */
async function printPeers(peers: readonly string[]): Promise<void> {
	for (const peer of peers) {
		const target = await mkdtemp(path.join(tmpdir(), 'peer-'));
		try {
			const { packed, load } = await measurePeer(peer, process.cwd(), target);
			print(figures(packed, load));
		} catch (error) {
			print(`${peer}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
		} finally {
			await rm(target, { recursive: true, force: true });
		}
	}
}

/** Packs what is in dist/ and looks at the package as n8n would find it; the number of problems. */
async function checkPackage(): Promise<number> {
	if (!existsSync('dist')) {
		print('There is no dist/ to pack: run `npm run build` first.');
		return 1;
	}
	const target = await mkdtemp(path.join(tmpdir(), 'package-'));
	try {
		const packed = await pack(process.cwd(), target);
		print(figures(packed, await measureLoad(packed.directory)));
		await printPeers(process.argv.slice(2));
		const problems = await inspect(packed);
		for (const problem of problems) print(`  ${problem}`);
		print(problems.length === 0 ? 'Nothing is wrong with it.' : `${problems.length} wrong.`);
		return problems.length;
	} finally {
		await rm(target, { recursive: true, force: true });
	}
}

void checkPackage().then((problems) => {
	if (problems > 0) process.exitCode = 1;
});
