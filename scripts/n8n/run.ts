/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { rm } from 'node:fs/promises';

import { startSimulator, type Simulator } from '../../simulator';
import { stock, YARD } from '../demo/stock';
import { signIn, unless, type Owner } from './api';
import { keepCredentials, trackunitCredentials } from './credentials';
import { installN8n } from './install';
import { installPackage } from './package';
import { DATA } from './places';
import { claimPort, freePort } from './ports';
import { Problem } from './problem';
import { print, withProgress } from './progress';
import { claimFolder, type Claim } from './running';
import { startN8n, urlAt, type N8n } from './start';
import { addressOf, FIRST_EXAMPLE, keepExamples } from './workflows';

/** Of an n8n that only this machine can reach. */
export const OWNER: Owner = {
	email: 'owner@example.com',
	password: 'Trackunit1',
	firstName: 'Local',
	lastName: 'Owner',
};

export interface RunOptions {
	port: number;
	trackunitPort: number;
	/** Whether to forget all that n8n has. */
	fresh: boolean;
}

/** Installs what is missing, starts n8n with a local Trackunit, and keeps them up until the signal. Throws Problem. */
export async function runN8n(options: RunOptions, signal: AbortSignal): Promise<void> {
	// First, since an n8n that is about to end still has its port.
	const claim = await claimFolder(DATA, urlAt(options.port));
	try {
		await claimPort(options.port, 'n8n', '--port');
		await claimPort(options.trackunitPort, 'the local Trackunit', '--trackunit-port');
		if (options.fresh) await rm(DATA, { recursive: true, force: true });
		await installN8n(print, signal);
		await installPackage(DATA, print, signal);
		await serve(options, claim, signal);
	} finally {
		await claim.release();
	}
}

async function serve(
	{ port, trackunitPort }: RunOptions,
	{ note }: Claim,
	signal: AbortSignal,
): Promise<void> {
	const trackunit = await startSimulator({ port: trackunitPort });
	try {
		const n8n = await withProgress('Starting n8n', print, async () => {
			const place = { userFolder: DATA, port, brokerPort: await freePort() };
			return await startN8n({ ...place, onSpawn: note }, signal);
		});
		try {
			await stock(trackunit.state);
			const isFurnished = await furnish(n8n, trackunit);
			print(describe(n8n, trackunit, isFurnished));
			await untilStopped(n8n, signal);
		} finally {
			print('Stopping …');
			await n8n.stop();
		}
	} finally {
		await trackunit.close();
	}
}

/** Brings credentials and examples up to date; false where the owner's account is no longer as it was made. */
async function furnish({ url }: N8n, { credentials }: Simulator): Promise<boolean> {
	const api = await unless(signIn(url, OWNER), (status) => status === 401);
	if (!api) return false;
	const references = await keepCredentials(api, trackunitCredentials(credentials));
	const added = await keepExamples(api, references);
	if (added.length > 0) print(`Imported the examples ${added.join(', ')}`);
	return true;
}

function describe({ url }: N8n, trackunit: Simulator, isFurnished: boolean): string {
	const account = isFurnished
		? `  Email      ${OWNER.email}
  Password   ${OWNER.password}`
		: `  With the email and the password that you have chosen for its owner. Since they are unknown here, examples
  and credentials were left as they are; npm run n8n -- --fresh makes everything anew.`;
	return `
n8n with the Trackunit nodes: ${url}

${account}

Begin with the sync of 2000 customers from an ERP: ${addressOf(url, FIRST_EXAMPLE)}

The example workflows are in it, with credentials for a local Trackunit that has ${trackunit.state.customers.size}
customers: ${trackunit.url}. That one forgets what you change when it stops; n8n keeps your workflows.
To try something of your own, it has the customer with the external reference ${YARD.customer}, and assets with the
serial numbers ${YARD.machines.join(' and ')}.

Ctrl-C stops both.
`;
}

async function untilStopped(n8n: N8n, signal: AbortSignal): Promise<void> {
	const stopped = new Promise<void>((resolve) => {
		if (signal.aborted) resolve();
		signal.addEventListener('abort', () => resolve(), { once: true });
	});
	const reason = await Promise.race([stopped, n8n.ended]);
	if (signal.aborted) return;
	throw new Problem(`n8n has ended: ${String(reason)}. The end of its log:\n\n${n8n.log(25)}`);
}
