/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import { runProgram } from '../../../scripts/n8n/child';
import { lastLines, Problem } from '../../../scripts/n8n/problem';
import { withProgress, type Tell } from '../../../scripts/n8n/progress';

const REDIS = '/usr/bin/redis-server';
/** Debian keeps each version of PostgreSQL in a folder of its own. */
const POSTGRES = '/usr/lib/postgresql';
const PACKAGES = ['redis-server', 'postgresql'];

/** Where the servers' programs are. */
export interface ServerPrograms {
	redis: string;
	/** The folder with `initdb` and `postgres`. */
	postgres: string;
}

function find(): ServerPrograms | undefined {
	const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES) : [];
	const postgres = versions
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => path.join(POSTGRES, version, 'bin'))
		.find((folder) => existsSync(path.join(folder, 'initdb')));
	return existsSync(REDIS) && postgres !== undefined ? { redis: REDIS, postgres } : undefined;
}

/** Finds Redis and PostgreSQL, and installs them from Debian's packages where they are not there. Throws Problem. */
export async function findServers(tell: Tell): Promise<ServerPrograms> {
	const found = find();
	if (found) return found;
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
		throw new Problem(
			`This needs Redis and PostgreSQL. On Debian: apt-get install ${PACKAGES.join(' ')}`,
		);
	}
	await withProgress('Installing Redis and PostgreSQL', tell, async () => {
		await apt('update');
		await apt('install', '--yes', '--no-install-recommends', ...PACKAGES);
	});
	const installed = find();
	if (installed) return installed;
	throw new Problem(`Neither ${REDIS} nor ${POSTGRES} has what Debian's packages put there.`);
}

async function apt(...args: string[]): Promise<void> {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const { code, output } = await runProgram('apt-get', args, { cwd: '/', env });
	if (code !== 0) {
		throw new Problem(`apt-get ${args.join(' ')} failed:\n\n${lastLines(output, 15)}`);
	}
}
