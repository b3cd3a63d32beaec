/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import process from 'node:process';
import { parseArgs } from 'node:util';

import { DIALECTS, settingsOf, startSimulator, type Settings, type Simulator } from '../simulator';
import { valueAt } from './engine/objects';

const USAGE = 'Usage: npm run trackunit -- [--port N] [--customers N] [--dialect WORD,WORD]';
const DEFAULT_PORT = '8091';

/** A command line that makes no sense; its message is for the user. */
class Misused extends Error {}

function readNumber(name: string, text: string, most: number): number {
	if (/^\d+$/.test(text) && Number(text) <= most) return Number(text);
	throw new Misused(`--${name} must be a whole number from 0 to ${most}, not '${text}'`);
}

function readDialect(words: string): Partial<Settings> {
	const settings = words === '' ? {} : settingsOf(words);
	if (settings !== undefined) return settings;
	throw new Misused(`--dialect takes words of these: ${Object.keys(DIALECTS).join(', ')}`);
}

function readOptions(): { port: number; customers: number; settings: Partial<Settings> } {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: DEFAULT_PORT },
			customers: { type: 'string', default: '10000' },
			dialect: { type: 'string', default: '' },
		},
	});
	return {
		port: readNumber('port', values.port, 65_535),
		customers: readNumber('customers', values.customers, 1_000_000),
		settings: readDialect(values.dialect),
	};
}

function describe({ url, credentials, state }: Simulator): string {
	const { trackunitApi, trackunitOAuth2Api, trackunitApiUserApi } = credentials;
	const bearer = `-H 'Authorization: Bearer ${trackunitApi.apiToken}'`;
	const fault = JSON.stringify({ kind: 'rateLimit', retryAfter: '2', times: 3 });
	const json = `-H 'Content-Type: application/json'`;
	const query = JSON.stringify({
		query: '{ customers(first: 2) { edges { node { id name } } pageInfo { count } } }',
	});
	return `
Local Trackunit with ${state.customers.size} customers: ${url}

Trackunit (API Key) OAuth2 API
  Client ID          ${trackunitOAuth2Api.clientId}
  Client Secret      ${trackunitOAuth2Api.clientSecret}
  Scope              ${trackunitOAuth2Api.scope}
  Access Token URL   ${trackunitOAuth2Api.accessTokenUrl}
  Base URL           ${trackunitOAuth2Api.baseUrl}

Trackunit (User Login) API
  Client ID          ${trackunitApiUserApi.clientId}
  Client Secret      ${trackunitApiUserApi.clientSecret}
  Username           ${trackunitApiUserApi.username}
  Password           ${trackunitApiUserApi.password}
  Token URL          ${trackunitApiUserApi.tokenUrl}
  Base URL           ${trackunitApiUserApi.baseUrl}

Trackunit (Access Token) API
  Access Token       ${trackunitApi.apiToken}
  Base URL           ${trackunitApi.baseUrl}

Try it:
  curl ${bearer} '${url}/api/customer/v1/customers?size=2'
  curl -X POST ${bearer} ${json} -d '${query}' '${url}/api/graphql/'

Make the next three requests return 429, see all requests, start over:
  curl -X POST ${json} -d '${fault}' '${url}/_control/faults'
  curl '${url}/_control/log'
  curl -X POST '${url}/_control/reset'

Ctrl-C stops it.
`;
}

function fail(message: string): void {
	process.stderr.write(`${message}\n`);
	process.exitCode = 1;
}

async function main(): Promise<void> {
	const { port, customers, settings } = readOptions();
	let simulator: Simulator;
	try {
		simulator = await startSimulator({ port, customers, settings });
	} catch (error) {
		const isTaken = valueAt(error, 'code') === 'EADDRINUSE';
		return fail(
			isTaken
				? `Port ${port} is in use; choose another one with --port N`
				: `Could not start: ${String(error)}`,
		);
	}
	process.stdout.write(describe(simulator));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void simulator.close());
	}
}

main().catch((error: unknown) => {
	const reason = error instanceof Error ? error.message : String(error);
	fail(`${reason}\n${USAGE}`);
});
