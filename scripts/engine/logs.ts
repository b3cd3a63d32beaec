/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface LogLine {
	level: 'error' | 'warn' | 'info' | 'debug';
	message: string;
	metadata?: unknown;
}

/** n8n has one logger a process; executions run side by side, so each finds its own lines here. */
const current = new AsyncLocalStorage<LogLine[]>();

export function capture(line: LogLine): void {
	current.getStore()?.push(line);
}

/** Runs `work`, and writes to `lines` what n8n or a node logs meanwhile. */
export async function capturing<Result>(
	lines: LogLine[],
	work: () => Promise<Result>,
): Promise<Result> {
	return await current.run(lines, work);
}
