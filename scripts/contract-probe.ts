/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import process from 'node:process';
import { parseArgs } from 'node:util';

import { probe } from './contract/probe';

const USAGE =
	'Usage: npm run contract:probe -- --token ACCESS_TOKEN [--base-url https://iris.trackunit.com]';

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			token: { type: 'string' },
			'base-url': { type: 'string', default: 'https://iris.trackunit.com' },
		},
	});
	const { token, 'base-url': base } = values;
	if (token === undefined) throw new Error('--token is missing');
	const lines = await probe(async (address) => {
		const response = await fetch(new URL(address, base), {
			redirect: 'error',
			headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
		});
		if (response.ok) return await response.json();
		throw new Error(`GET ${new URL(address, base).pathname} answered ${response.status}`);
	});
	process.stdout.write(`${lines.join('\n')}\n`);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
	process.exitCode = 1;
});
