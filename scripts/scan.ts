/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

import { Problem } from './n8n/problem';
import { print } from './n8n/progress';
import { pack } from './package/pack';
import { scanPackage } from './verification/scanner';
import { installTools } from './verification/tools';

/** Scans the source, and what is in dist/ as it would be published, with n8n's own scanner; the number of findings. */
async function scan(): Promise<number> {
	if (!existsSync('dist')) throw new Problem('There is no dist/ to scan: run `npm run scan`.');
	await installTools(print);
	const target = await mkdtemp(path.join(tmpdir(), 'scan-'));
	try {
		const { directory, name } = await pack(process.cwd(), target);
		let found = 0;
		for (const { leg, files, findings } of await scanPackage(process.cwd(), directory, target)) {
			print(`${leg === 'source' ? 'Source' : name}: ${files} files, ${findings.length} findings`);
			for (const finding of findings) print(`  ${finding}`);
			found += findings.length;
		}
		return found;
	} finally {
		await rm(target, { recursive: true, force: true });
	}
}

scan().then(
	(found) => {
		if (found > 0) process.exitCode = 1;
	},
	(error: unknown) => {
		if (!(error instanceof Problem)) throw error;
		process.stderr.write(`${error.message}\n`);
		process.exitCode = 1;
	},
);
