/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

import { jsonParse } from 'n8n-workflow';

import { isObject } from '../../nodes/TrackunitCustomer/json';
import { valueAt } from '../engine/objects';
import { Problem } from './problem';

/** Beside a folder of n8n's data, and not in it: the folder may be deleted. */
const noteOf = (folder: string): string => `${path.resolve(folder)}.running`;

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return valueAt(error, 'code') === 'EPERM';
	}
}

/**
 * Notes that this process uses a folder of n8n's data, until `release`. Throws Problem where another one
 * does, which would ruin the database that both write.
 */
export async function claimFolder(
	folder: string,
	url: string,
): Promise<{ release(): Promise<void> }> {
	const note = noteOf(folder);
	const text = await readFile(note, 'utf8').catch(() => '{}');
	const other: unknown = jsonParse(text, { fallbackValue: {} });
	if (isObject(other) && typeof other.pid === 'number' && isAlive(other.pid)) {
		throw new Problem(
			`There is an n8n with this data already, at ${String(other.url)} (process ${other.pid}). Use that one, or end it with Ctrl-C. If it is another program, delete ${note}.`,
		);
	}
	await mkdir(path.dirname(note), { recursive: true });
	await writeFile(note, JSON.stringify({ pid: process.pid, url }));
	return { release: async () => await rm(note, { force: true }) };
}
