/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import process from 'node:process';
import { parseArgs } from 'node:util';

import { runN8n, type RunOptions } from './n8n/run';
import { Problem } from './n8n/problem';

const USAGE = 'Usage: npm run n8n -- [--port N] [--trackunit-port N] [--fresh]';

function readPort(name: string, text: string): number {
	const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
	if (port >= 1 && port <= 65_535) return port;
	throw new Problem(`--${name} must be a port from 1 to 65535, not '${text}'\n${USAGE}`);
}

function readOptions(): RunOptions {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '5678' },
			'trackunit-port': { type: 'string', default: '8091' },
			fresh: { type: 'boolean', default: false },
		},
	});
	const port = readPort('port', values.port);
	const trackunitPort = readPort('trackunit-port', values['trackunit-port']);
	if (port === trackunitPort) {
		throw new Problem(`n8n and the local Trackunit need a port each, not both ${port}\n${USAGE}`);
	}
	return { port, trackunitPort, fresh: values.fresh };
}

function inWords(error: unknown): string {
	if (error instanceof Problem) return error.message;
	if (!(error instanceof Error)) return String(error);
	const isMisused = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
	return isMisused ? `${error.message}\n${USAGE}` : (error.stack ?? error.message);
}

async function main(): Promise<void> {
	const options = readOptions();
	const stopping = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => stopping.abort());
	}
	await runN8n(options, stopping.signal).catch((error: unknown) => {
		// What was under way when the user pressed Ctrl-C ends with an error of its own.
		if (!stopping.signal.aborted) throw error;
	});
}

void main().catch((error: unknown) => {
	process.stderr.write(`\n${inWords(error)}\n`);
	process.exitCode = 1;
});
