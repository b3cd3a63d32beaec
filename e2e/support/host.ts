/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers';

import { installN8n } from '../../scripts/n8n/install';
import { installPackage } from '../../scripts/n8n/package';
import { freePort } from '../../scripts/n8n/ports';
import { print } from '../../scripts/n8n/progress';
import { startN8n } from '../../scripts/n8n/start';
import { handOver, theSetting } from './setting';

/** Minutes that the tests may take, without what is installed for them. */
const LIMIT = 20;

/** The n8n of a run of the tests. */
export interface Host {
	stop(): Promise<void>;
}

/**
 * Starts an n8n with an empty folder of its own, and tells the tests of it. Where E2E_URL names one that
 * `npm run n8n` has started, the tests use that: they begin at once, and leave it as it was.
 */
export async function startHost(): Promise<Host> {
	if (theSetting().url !== '') return { stop: async () => await Promise.resolve() };
	await installN8n(print);
	const userFolder = await mkdtemp(path.join(tmpdir(), 'n8n-'));
	// However the run ends; n8n's process has been ended by then.
	process.once('exit', () => rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 }));
	endInTime();
	await installPackage(userFolder, print);
	const outside = path.join(userFolder, 'outside.txt');
	await writeFile(outside, '');
	process.env.E2E_OUTSIDE = outside;
	const n8n = await startN8n({
		userFolder,
		port: await freePort(),
		brokerPort: await freePort(),
		preload: path.resolve('e2e/support/loopbackOnly.cjs'),
	});
	handOver({ url: n8n.url, log: path.join(userFolder, 'n8n.log') });
	return {
		async stop() {
			await n8n.stop();
			forbid(await readFile(outside, 'utf8'));
		},
	};
}

/** Hosts that n8n itself asks for news, whatever its settings say; none was reached. */
const OF_N8N = /(^|\.)n8n\.io$/;

/** Throws where n8n was made to call anything but this machine. */
function forbid(tried: string): void {
	const hosts = new Set(tried.split('\n').filter((host) => host !== '' && !OF_N8N.test(host)));
	if (hosts.size > 0) throw new Error(`Beyond this machine, n8n called ${[...hosts].join(', ')}`);
}

/** Ends the run after its time, or when it is asked to end, and n8n with it. */
function endInTime(): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => process.exit(130));
	}
	setTimeout(() => {
		print(`\nThe tests have not ended within ${LIMIT} minutes.`);
		process.exit(1);
	}, LIMIT * 60_000).unref();
}
