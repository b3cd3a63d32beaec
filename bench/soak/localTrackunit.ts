/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import process from 'node:process';

import { startSimulator } from '../../simulator';
import type { Ready } from './account';
import { ASSETS, OTHERS, serialNumber } from './business';

/** The local Trackunit of a soak: says where it is, and ends with the process that started it. */
async function main(): Promise<void> {
	const { url, credentials, state, close } = await startSimulator({ customers: OTHERS });
	for (let number = 0; number < ASSETS; number += 1) {
		state.addAsset({ name: `Excavator ${number}`, serialNumber: serialNumber(number) });
	}
	process.once('disconnect', () => void close().then(() => process.exit()));
	process.send?.({ url, credentials } satisfies Ready);
}

void main();
