/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

import { installN8n } from '../../scripts/n8n/install';
import { print } from '../../scripts/n8n/progress';
import { endInTime, startAnywhere, temporaryUserFolder } from '../../scripts/n8n/temporary';
import { handOver, theSetting } from './setting';

/** Minutes that the tests may take, without what is installed for them. */
const LIMIT = 30;

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
	endInTime('The tests', LIMIT);
	const userFolder = await temporaryUserFolder();
	const outside = path.join(userFolder, 'outside.txt');
	await writeFile(outside, '');
	process.env.E2E_OUTSIDE = outside;
	const n8n = await startAnywhere({
		userFolder,
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
