/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- development only: what the rule guards, n8n's process, never loads it */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

import { lastLines } from './problem';

/** A program that runs until it is stopped; it ends with this process, however that ends by itself. */
export interface Program {
	pid: number | undefined;
	/** The end of what it has printed. */
	log(lines?: number): string;
	/** Settled when it has ended, with the reason. */
	ended: Promise<string>;
	/** Sends a signal to it and to all that it has started. */
	signal(signal: NodeJS.Signals): void;
	/** Ends it and all that it has started; resolves when they are gone. */
	stop(): Promise<void>;
}

export interface ProgramPlace {
	cwd: string;
	env?: NodeJS.ProcessEnv;
	/** The file that has all that it prints. */
	log: string;
	/** What asks it to end by itself; if not given, SIGTERM. */
	endWith?: NodeJS.Signals;
}

const STOP_TIME = 15_000;
const KEPT_LOG = 200_000;

export function startProgram(
	program: string,
	args: readonly string[],
	{ cwd, env = process.env, log: file, endWith = 'SIGTERM' }: ProgramPlace,
): Program {
	const child = spawn(program, args, {
		cwd,
		env,
		stdio: ['ignore', 'pipe', 'pipe'],
		// A group of its own, so that it can be ended with all that it starts, and Ctrl-C does not reach it first.
		detached: true,
	});
	const log = keepLog(child, file);
	const ended = new Promise<string>((resolve) => {
		child.once('error', ({ message }) => resolve(message));
		child.once('exit', (code, signal) => resolve(`${signal ?? `exit code ${code}`}`));
	});
	const killAtExit = (): void => kill(child, 'SIGKILL');
	// Before anything else that is to be done then: n8n writes into its folder as long as it lives.
	process.prependOnceListener('exit', killAtExit);
	return {
		pid: child.pid,
		log,
		ended,
		signal: (signal) => kill(child, signal),
		async stop() {
			kill(child, endWith);
			await Promise.race([ended, wait(STOP_TIME, undefined, { ref: false })]);
			// What it has started may outlive it.
			kill(child, 'SIGKILL');
			await ended;
			process.off('exit', killAtExit);
		},
	};
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

function kill({ pid }: ChildProcess, signal: NodeJS.Signals): void {
	if (pid === undefined) return;
	try {
		process.kill(process.platform === 'win32' ? pid : -pid, signal);
	} catch {
		// It is gone.
	}
}
