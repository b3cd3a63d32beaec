/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

import { measurePeer } from '../../scripts/package/measure';
import type { Sample } from '../measure';
import { medianOf } from '../statistics';
import { atMost, type Way, type Work } from '../work';

const OURS = 'This package';
/** Of vendors, for their own services, with as few dependencies: none. The second has customers and assets too. */
const PEERS = ['@mendable/n8n-nodes-firecrawl@2.1.2', '@thingsboard/n8n-nodes-thingsboard@1.1.1'];

/** Packs a package, or fetches it from npm, and loads it as n8n does at its start. */
async function load(packageOrFolder: string): Promise<Sample> {
	const target = await mkdtemp(path.join(tmpdir(), 'package-'));
	try {
		const { packed, load: loaded } = await measurePeer(packageOrFolder, process.cwd(), target);
		if ('failed' in loaded) throw new Error(`${packageOrFolder}: ${loaded.failed}`);
		return { time: loaded.milliseconds, size: packed.packed };
	} finally {
		await rm(target, { recursive: true, force: true });
	}
}

/** What the package costs an n8n that only has it installed. */
export function packageSize(): Work {
	const peers = PEERS.map(
		(peer): Way => ({ name: peer, isOurs: false, run: async () => await load(peer) }),
	);
	return {
		id: 'W8',
		title: 'Time to load the package, and its size',
		ways: [
			{ name: OURS, isOurs: true, run: async ({ installed }) => await load(installed) },
			...peers,
		],
		goals(of) {
			const time = (name: string): number => medianOf(of(name), 'time');
			return [
				atMost(
					'Load time beside the slower peer',
					time(OURS) / Math.max(...PEERS.map(time)),
					1,
					' ×',
				),
				atMost('Packed', medianOf(of(OURS), 'size') / 1000, 100, ' kB'),
			];
		},
	};
}
