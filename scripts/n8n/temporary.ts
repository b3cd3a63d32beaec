/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers';

import { installPackage } from './package';
import { freePort } from './ports';
import { print } from './progress';
import { startN8n, type N8n, type StartOptions } from './start';

/** An empty folder that is deleted when this process ends, however it ends. */
export async function temporaryFolder(prefix: string): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), prefix));
	// The processes that write into it have been ended by then.
	process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
	return folder;
}

/** One for an n8n, with this package installed. */
export async function temporaryUserFolder(): Promise<string> {
	const userFolder = await temporaryFolder('n8n-');
	await installPackage(userFolder, print);
	return userFolder;
}

/** Starts an n8n with a folder, at ports that are free. */
export async function startAnywhere(
	options: Omit<StartOptions, 'port' | 'brokerPort'>,
): Promise<N8n> {
	return await startN8n({ ...options, port: await freePort(), brokerPort: await freePort() });
}

/** Ends this process, and n8n with it, after so many minutes or when it is asked to end. */
export function endInTime(what: string, minutes: number): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => process.exit(130));
	}
	setTimeout(() => {
		print(`\n${what} have not ended within ${minutes} minutes.`);
		process.exit(1);
	}, minutes * 60_000).unref();
}
