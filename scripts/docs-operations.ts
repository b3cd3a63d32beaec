/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';

import { operationsPage, PAGE } from './docs/operations';

/** Writes docs/operations.md; with --check, only tells whether it is as it should be. */
function main(check: boolean): number {
	const file = resolve(PAGE);
	const page = operationsPage();
	if (!check) {
		writeFileSync(file, page);
		return 0;
	}
	if (readFileSync(file, 'utf8') === page) return 0;
	process.stderr.write(`${PAGE} is stale: run npm run docs:operations\n`);
	return 1;
}

process.exitCode = main(process.argv.includes('--check'));
