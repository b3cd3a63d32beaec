/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- development only: what the rule guards, n8n's process, never loads it */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

import { environmentOf, type Place } from './environment';
import { nodeForN8n } from './node';
import { MODULES } from './places';
import { lastLines, Problem } from './problem';

/** An n8n that runs. */
export interface N8n {
	/** Such as `http://127.0.0.1:5678`. */
	url: string;
	/** The end of what it has printed. */
	log(lines?: number): string;
	/** Settled when the process has ended, with the reason. */
	ended: Promise<string>;
	/** Ends it and all that it has started; resolves when they are gone. */
	stop(): Promise<void>;
}

/** The first start makes the database, which takes a slow machine a minute. */
const START_TIME = 240_000;
const STOP_TIME = 15_000;
const KEPT_LOG = 200_000;

export interface StartOptions extends Place {
	/** A script for n8n's process to load before anything else. */
	preload?: string;
	/** What n8n's environment has beyond the usual. */
	environment?: Record<string, string>;
	/** Hears the id of n8n's process as soon as there is one. */
	onSpawn?: (pid: number) => Promise<void>;
}

const ENDS_WITH_STARTER = path.resolve('scripts', 'n8n', 'endsWithStarter.cjs');

export function urlAt(port: number): string {
	return `http://127.0.0.1:${port}`;
}

/** Starts n8n and waits until it answers; throws Problem where it does not come up. */
export async function startN8n(options: StartOptions, signal?: AbortSignal): Promise<N8n> {
	const { binary } = nodeForN8n();
	const { userFolder, port, preload, environment, onSpawn } = options;
	await mkdir(userFolder, { recursive: true });
	const preloads = [ENDS_WITH_STARTER, ...(preload === undefined ? [] : [preload])];
	const args = [
		...preloads.flatMap((script) => ['--require', script]),
		path.join(MODULES, 'n8n', 'bin', 'n8n'),
		'start',
	];
	const child = spawn(binary, args, {
		cwd: userFolder,
		env: { ...environmentOf(options, binary), ...environment },
		stdio: ['ignore', 'pipe', 'pipe'],
		// A group of its own, so that it can be ended with its task runners, and Ctrl-C does not reach it first.
		detached: true,
	});
	const log = keepLog(child, path.join(userFolder, 'n8n.log'));
	const ended = new Promise<string>((resolve) => {
		child.once('error', ({ message }) => resolve(message));
		child.once('exit', (code, signal) => resolve(`${signal ?? `exit code ${code}`}`));
	});
	const killAtExit = (): void => kill(child, 'SIGKILL');
	// Before anything else that is to be done then: n8n writes into its folder as long as it lives.
	process.prependOnceListener('exit', killAtExit);

	async function stop(): Promise<void> {
		kill(child, 'SIGTERM');
		await Promise.race([ended, wait(STOP_TIME, undefined, { ref: false })]);
		// What n8n has started may outlive it.
		kill(child, 'SIGKILL');
		await ended;
		process.off('exit', killAtExit);
	}

	const url = urlAt(port);
	const failure = await failureOf(
		(async () => {
			if (child.pid !== undefined) await onSpawn?.(child.pid);
			await untilUp(url, ended, signal);
		})(),
	);
	if (failure !== undefined) {
		await stop();
		if (!(failure instanceof Problem)) throw failure;
		throw new Problem(`${failure.message} The end of its log:\n\n${log(25)}`);
	}
	return { url, log, ended, stop };
}

async function failureOf(work: Promise<void>): Promise<Error | undefined> {
	return await work.then(
		() => undefined,
		(error: unknown) => (error instanceof Error ? error : new Error(String(error))),
	);
}

function keepLog(child: ChildProcess, file: string): (lines?: number) => string {
	const stream = createWriteStream(file);
	let kept = '';
	for (const output of [child.stdout, child.stderr]) {
		output?.setEncoding('utf8').on('data', (text: string) => {
			kept = (kept + text).slice(-KEPT_LOG);
			stream.write(text);
		});
	}
	child.once('close', () => stream.end());
	return (lines = 60) => lastLines(kept, lines);
}

/** Sends a signal to the process and to all of its group. */
function kill({ pid }: ChildProcess, signal: NodeJS.Signals): void {
	if (pid === undefined) return;
	try {
		process.kill(process.platform === 'win32' ? pid : -pid, signal);
	} catch {
		// It is gone.
	}
}

async function untilUp(url: string, ended: Promise<string>, signal?: AbortSignal): Promise<void> {
	let end: string | undefined;
	void ended.then((reason) => (end = reason));
	const deadline = Date.now() + START_TIME;
	while (Date.now() < deadline) {
		signal?.throwIfAborted();
		if (end !== undefined) throw new Problem(`n8n ended while it started: ${end}.`);
		if ((await answersJson(`${url}/healthz`)) && (await answersJson(`${url}/rest/settings`)))
			return;
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
