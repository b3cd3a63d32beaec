/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

import { inspect } from './package/inspect';
import { pack } from './package/pack';

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

function kilobytes(bytes: number): string {
	return `${(bytes / 1000).toFixed(1)} kB`;
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
		const { name, files, packed: size, unpacked } = packed;
		print(
			`${name}: ${files.length} files, ${kilobytes(size)} packed, ${kilobytes(unpacked)} unpacked`,
		);
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
