/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

import { PICTURES, picturesIn } from './docs/pictures';

/** Where the end-to-end tests leave what they have seen. */
const SEEN = 'e2e/artefacts';

/** Takes the pictures that the docs show from the last run of the end-to-end tests; those that none shows go. */
async function main(): Promise<void> {
	const docs = (await readdir('docs')).filter((file) => file.endsWith('.md'));
	const pages = ['README.md', ...docs.map((file) => path.join('docs', file))];
	const texts = await Promise.all(pages.map(async (page) => await readFile(page, 'utf8')));
	const shown = new Set(texts.flatMap(picturesIn));
	await rm(PICTURES, { recursive: true, force: true });
	await mkdir(PICTURES, { recursive: true });
	for (const name of shown) {
		await copyFile(path.join(SEEN, `${name}.png`), path.join(PICTURES, `${name}.png`));
	}
	process.stdout.write(`${shown.size} pictures in ${PICTURES}\n`);
}

void main().catch((error: unknown) => {
	process.stderr.write(`${String(error)}\nRun the end-to-end tests first: npm run test:e2e\n`);
	process.exitCode = 1;
});
