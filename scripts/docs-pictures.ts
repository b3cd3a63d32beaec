/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

import { readPageNames } from './docs/pages';
import { scenesOfVideo } from './docs/scenes';

const PICTURES = 'docs/pictures';
/** Where the end-to-end tests leave what they have seen. */
const SEEN = 'e2e/artefacts';
const VIDEO = path.join(SEEN, 'video');

/** The files of the pictures that a page shows. */
function picturesIn(page: string): string[] {
	return [...page.matchAll(/!\[[^\]]*\]\((?:docs\/)?pictures\/([^)\s/]+\.png)\)/g)].map(
		([, file = '']) => file,
	);
}

/** Numbers the video's scenes, so that they are looked at and re-recorded in order; how many there are. */
async function numberScenes(): Promise<number> {
	const scenes = scenesOfVideo(await readFile('docs/publishing.md', 'utf8'));
	await rm(VIDEO, { recursive: true, force: true });
	await mkdir(VIDEO);
	for (const [index, name] of scenes.entries()) {
		const number = String(index + 1).padStart(2, '0');
		await copyFile(path.join(SEEN, `${name}.png`), path.join(VIDEO, `${number}-${name}.png`));
	}
	return scenes.length;
}

/** Takes the pictures that the docs show from the last run of the end-to-end tests; those that none shows go. */
async function main(): Promise<void> {
	const pages = await Promise.all(
		readPageNames().map(async (page) => await readFile(page, 'utf8')),
	);
	const shown = [...new Set(pages.flatMap(picturesIn))];
	// All are read before any goes: where one was not seen, the docs keep what they have.
	const pictures = await Promise.all(
		shown.map(async (file) => [file, await readFile(path.join(SEEN, file))] as const),
	);
	await rm(PICTURES, { recursive: true, force: true });
	await mkdir(PICTURES, { recursive: true });
	for (const [file, picture] of pictures) await writeFile(path.join(PICTURES, file), picture);
	process.stdout.write(`${pictures.length} pictures in ${PICTURES}\n`);
	process.stdout.write(`${await numberScenes()} scenes in ${VIDEO}\n`);
}

void main().catch((error: unknown) => {
	process.stderr.write(`${String(error)}\nRun the end-to-end tests first: npm run test:e2e\n`);
	process.exitCode = 1;
});
