/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';

import { architecturePicture, PICTURE } from './architecture/drawing';
import { importsOf, readSources } from './architecture/imports';
import { SHIPPED } from './architecture/rooms';

/** Writes docs/architecture.svg; with --check, only tells whether it is as it should be. */
function main(check: boolean): number {
	const file = resolve(PICTURE);
	const picture = architecturePicture(importsOf(readSources(SHIPPED)));
	if (!check) {
		writeFileSync(file, picture);
		return 0;
	}
	if (existsSync(file) && readFileSync(file, 'utf8') === picture) return 0;
	process.stderr.write(`${PICTURE} is stale: run npm run docs:architecture\n`);
	return 1;
}

process.exitCode = main(process.argv.includes('--check'));
