/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { createServer } from 'node:net';

import { valueAt } from '../engine/objects';
import { Problem } from './problem';

const LOOPBACK = '127.0.0.1';

async function listen(port: number): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, LOOPBACK, () => {
			const address = server.address();
			const taken = typeof address === 'object' && address ? address.port : port;
			server.close(() => resolve(taken));
		});
	});
}

/** A port of this machine that nobody listens at. */
export async function freePort(): Promise<number> {
	return await listen(0);
}

/** Throws Problem where the port cannot be listened at; `option` is how to choose another one. */
export async function claimPort(port: number, what: string, option: string): Promise<void> {
	await listen(port).catch((error: unknown) => {
		const code = valueAt(error, 'code');
		throw new Problem(
			code === 'EADDRINUSE'
				? `Port ${port} is taken, and ${what} needs it. End what listens there, or choose another one: npm run n8n -- ${option} ${port + 10}`
				: `Port ${port} cannot be used (${String(code)}), and ${what} needs one: choose another with ${option}.`,
		);
	});
}
