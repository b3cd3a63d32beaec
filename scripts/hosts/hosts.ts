/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { readdirSync } from 'node:fs';
import path from 'node:path';

import { runNpm } from '../n8n/child';
import { fingerprint, makeFrom } from '../n8n/fingerprint';
import { npmProblem, Problem } from '../n8n/problem';
import { print, withProgress } from '../n8n/progress';

const FOLDER = 'hosts';

/** An engine of n8n, by the n8n that it belongs to, such as '2.22', and the folder of its package.json. */
export interface Host {
	version: string;
	folder: string;
}

/** Those in hosts/, oldest first; the one that everything else here runs in is not among them. */
export function olderHosts(): Host[] {
	return readdirSync(FOLDER, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => ({ version: name, folder: path.resolve(FOLDER, name) }))
		.sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
}

/** The hosts of these versions, all if there are none; throws Problem for one that is unknown. */
export function chosenHosts(hosts: readonly Host[], versions: readonly string[]): Host[] {
	const unknown = versions.find((version) => !hosts.some((host) => host.version === version));
	if (unknown !== undefined) {
		throw new Problem(
			`There is no n8n ${unknown} here: ${hosts.map((one) => one.version).join(', ')}`,
		);
	}
	return hosts.filter(({ version }) => versions.length === 0 || versions.includes(version));
}

/** Installs a host as its lockfile says, unless it is there. Throws Problem. */
export async function installHost({ version, folder }: Host): Promise<void> {
	const lock = ['package.json', 'package-lock.json'].map((name) => path.join(folder, name));
	const stamp = path.join(folder, 'node_modules', '.installed');
	await makeFrom(await fingerprint(lock), stamp, async () => {
		await withProgress(`Installing the engine of n8n ${version}`, print, async () => {
			const args = ['ci', '--ignore-scripts', '--loglevel=error', '--prefer-offline'];
			const { code, output } = await runNpm(args, { cwd: folder });
			if (code !== 0)
				throw npmProblem(`The engine of n8n ${version} could not be installed`, output);
		});
	});
}
