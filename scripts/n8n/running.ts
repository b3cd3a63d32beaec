/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

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

/** How long an n8n is waited for that lost the script which started it, and so is about to end. */
const PATIENCE = 15_000;

export interface Claim {
	/** Notes the process of the n8n that uses the folder, for a later claim. */
	note(n8n: number): Promise<void>;
	release(): Promise<void>;
}

/**
 * Notes that this process uses a folder of n8n's data, until `release`. Throws Problem where another one
 * does, which would ruin the database that both write.
 */
export async function claimFolder(
	folder: string,
	url: string,
	patience = PATIENCE,
): Promise<Claim> {
	const file = noteOf(folder);
	const text = await readFile(file, 'utf8').catch(() => '{}');
	const other: unknown = jsonParse(text, { fallbackValue: {} });
	if (isObject(other) && typeof other.pid === 'number' && isAlive(other.pid)) {
		throw new Problem(
			`There is an n8n with this data already, at ${String(other.url)} (process ${other.pid}). Use that one, or end it with Ctrl-C. If it is another program, delete ${file}.`,
		);
	}
	const left = isObject(other) && typeof other.n8n === 'number' ? other.n8n : undefined;
	if (left !== undefined && !(await hasEnded(left, patience))) {
		throw new Problem(
			`An n8n of an earlier start is still running (process ${left}). End it with kill ${left}. If it is another program, delete ${file}.`,
		);
	}
	const note = async (more: object): Promise<void> =>
		await writeFile(file, JSON.stringify({ pid: process.pid, url, ...more }));
	await mkdir(path.dirname(file), { recursive: true });
	await note({});
	return {
		note: async (n8n) => await note({ n8n }),
		release: async () => await rm(file, { force: true }),
	};
}

async function hasEnded(pid: number, patience: number): Promise<boolean> {
	const deadline = Date.now() + patience;
	while (isAlive(pid) && Date.now() < deadline) await wait(100);
	return !isAlive(pid);
}
