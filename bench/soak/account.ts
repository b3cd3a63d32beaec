/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- development only: what the rule guards, n8n's process, never loads it */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { isObject } from '../../nodes/TrackunitCustomer/json';
import type { Credentials, Fault } from '../../simulator';

/** What the process of the local Trackunit says when it is ready. */
export interface Ready {
	url: string;
	credentials: Credentials;
}

/** A local Trackunit in a process of its own, so that its memory is not taken for the node's. */
export interface Account extends Ready {
	/** From now on these faults, and no others; what was logged before is forgotten. */
	trouble(faults: readonly Fault[]): Promise<void>;
	/** How many requests came in since the last trouble. */
	requests(): Promise<number>;
	close(): Promise<void>;
}

export async function openAccount(): Promise<Account> {
	const child = fork(path.resolve('bench', 'soak', 'localTrackunit.ts'), {
		execArgv: ['--import', 'tsx'],
	});
	const messages: unknown[] = await once(child, 'message');
	const [ready] = messages;
	if (!isReady(ready)) throw new Error('The local Trackunit did not start');

	const control = async (method: string, what: string, body?: unknown): Promise<unknown> => {
		const response = await fetch(`${ready.url}/_control/${what}`, {
			method,
			...(body === undefined
				? {}
				: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		if (!response.ok) throw new Error(`${method} ${what}: ${await response.text()}`);
		return await response.json();
	};

	return {
		...ready,
		async trouble(faults) {
			await control('DELETE', 'faults');
			await control('DELETE', 'log');
			await control('POST', 'faults', faults);
		},
		async requests() {
			const log = await control('GET', 'log');
			return isObject(log) && Array.isArray(log.entries) ? log.entries.length : 0;
		},
		async close() {
			child.disconnect();
			await once(child, 'exit');
		},
	};
}

function isReady(message: unknown): message is Ready {
	return isObject(message) && typeof message.url === 'string' && isObject(message.credentials);
}
