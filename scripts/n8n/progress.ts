/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import process from 'node:process';
import { clearInterval, setInterval } from 'node:timers';

/** Tells the user what goes on, a line each. */
export type Tell = (line: string) => void;

const OFTEN = 1000;
const SELDOM = 30_000;

function duration(ms: number): string {
	const seconds = Math.round(ms / 1000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Does it, and tells how long it has been at it: every second in place on a terminal, every half minute
 * on a line of its own elsewhere. `more` is what can be said beyond the time.
 */
export async function withProgress<Value>(
	what: string,
	tell: Tell,
	work: () => Promise<Value>,
	more: () => Promise<string> = async () => await Promise.resolve(''),
): Promise<Value> {
	const started = Date.now();
	const isTerminal = process.stdout.isTTY && tell === print;
	async function tick(): Promise<void> {
		const line = `${what} … ${duration(Date.now() - started)}${await more()}`;
		if (isTerminal) process.stdout.write(`\r\x1b[K${line}`);
		else tell(line);
	}
	tell(`${what} …`);
	const timer = setInterval(() => void tick(), isTerminal ? OFTEN : SELDOM);
	try {
		const value = await work();
		if (isTerminal) process.stdout.write('\r\x1b[K');
		tell(`${what}: done after ${duration(Date.now() - started)}`);
		return value;
	} finally {
		clearInterval(timer);
	}
}

export function print(line: string): void {
	process.stdout.write(`${line}\n`);
}
