/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import process from 'node:process';

import { drawTimes } from './report/chart';
import { tables } from './report/tables';
import { readWorks, type WorkResult } from './report/result';

/** Such as '2 × Intel Xeon, Node.js 20'. */
export function describeMachine(): string {
	const [first] = cpus();
	const [major] = process.versions.node.split('.');
	return `${cpus().length} × ${first?.model.trim() ?? 'processor'}, Node.js ${major}`;
}

/** By the number in the id. */
const inOrder = (a: WorkResult, b: WorkResult): number =>
	Number(a.id.slice(1)) - Number(b.id.slice(1));

/** Writes JSON, tables and charts. Works that were measured another day, and not now, stay. */
export async function writeResults(folder: string, measured: readonly WorkResult[]): Promise<void> {
	await mkdir(folder, { recursive: true });
	const file = path.join(folder, 'results.json');
	const before = readWorks(await readFile(file, 'utf8').catch(() => '[]'));
	const isOld = ({ id }: WorkResult): boolean => measured.every((one) => one.id !== id);
	const works = [...before.filter(isOld), ...measured].sort(inOrder);
	await writeFile(file, `${JSON.stringify(works, undefined, '\t')}\n`);
	await writeFile(path.join(folder, 'results.md'), tables(works));
	for (const work of measured.filter(({ isDrawn }) => isDrawn)) {
		await writeFile(path.join(folder, `${work.id.toLowerCase()}.svg`), drawTimes(work));
	}
}
