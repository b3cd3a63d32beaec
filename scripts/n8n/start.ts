/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { environmentOf, type Place } from './environment';
import { nodeForN8n } from './node';
import { MODULES } from './places';
import { Problem } from './problem';
import { startProgram, type Program } from './program';

/** An n8n that runs. */
export interface N8n extends Program {
	/** Such as `http://127.0.0.1:5678`. */
	url: string;
}

/** The first start makes the database, which takes a slow machine a minute. */
const START_TIME = 240_000;

export interface StartOptions extends Place {
	/** A script for n8n's process to load before anything else. */
	preload?: string;
	/** What n8n's environment has beyond the usual. */
	environment?: Record<string, string>;
	/** Hears the id of n8n's process as soon as there is one. */
	onSpawn?: (pid: number) => Promise<void>;
	/** n8n's command with its options; if not given, the one that serves the editor. */
	command?: readonly string[];
	/** The paths that answer JSON once it is up. */
	health?: readonly string[];
}

const ENDS_WITH_STARTER = path.resolve('scripts', 'n8n', 'endsWithStarter.cjs');

export function urlAt(port: number): string {
	return `http://127.0.0.1:${port}`;
}

/** Starts n8n and waits until it answers; throws Problem where it does not come up. */
export async function startN8n(options: StartOptions, signal?: AbortSignal): Promise<N8n> {
	const { binary } = nodeForN8n();
	const { userFolder, port, preload, environment, onSpawn } = options;
	const { command = ['start'], health = ['/healthz', '/rest/settings'] } = options;
	await mkdir(userFolder, { recursive: true });
	const preloads = [ENDS_WITH_STARTER, ...(preload === undefined ? [] : [preload])];
	const args = [
		...preloads.flatMap((script) => ['--require', script]),
		path.join(MODULES, 'n8n', 'bin', 'n8n'),
		...command,
	];
	const program = startProgram(binary, args, {
		cwd: userFolder,
		env: { ...environmentOf(options, binary), ...environment },
		log: path.join(userFolder, 'n8n.log'),
	});
	const url = urlAt(port);
	const failure = await failureOf(
		(async () => {
			if (program.pid !== undefined) await onSpawn?.(program.pid);
			await untilUp(
				health.map((where) => url + where),
				program.ended,
				signal,
			);
		})(),
	);
	if (failure !== undefined) {
		await program.stop();
		if (!(failure instanceof Problem)) throw failure;
		throw new Problem(`${failure.message} The end of its log:\n\n${program.log(25)}`);
	}
	return { ...program, url };
}

async function failureOf(work: Promise<void>): Promise<Error | undefined> {
	return await work.then(
		() => undefined,
		(error: unknown) => (error instanceof Error ? error : new Error(String(error))),
	);
}

async function untilUp(
	urls: readonly string[],
	ended: Promise<string>,
	signal?: AbortSignal,
): Promise<void> {
	let end: string | undefined;
	void ended.then((reason) => (end = reason));
	const deadline = Date.now() + START_TIME;
	while (Date.now() < deadline) {
		signal?.throwIfAborted();
		if (end !== undefined) throw new Problem(`n8n ended while it started: ${end}.`);
		const answers = await Promise.all(urls.map(answersJson));
		if (answers.every(Boolean)) return;
		await wait(250, undefined, { signal });
	}
	throw new Problem(`n8n did not answer within ${START_TIME / 1000} s.`);
}

/** While it starts, n8n answers a page that says so. */
async function answersJson(url: string): Promise<boolean> {
	try {
		const response = await fetch(url, {
			headers: { connection: 'close' },
			signal: AbortSignal.timeout(5000),
		});
		return response.ok && (response.headers.get('content-type') ?? '').includes('json');
	} catch {
		return false;
	}
}
