/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { runNpm } from '../n8n/child';
import { fingerprint, makeFrom } from '../n8n/fingerprint';
import { npmProblem } from '../n8n/problem';
import { withProgress, type Tell } from '../n8n/progress';

/** n8n's scanner brings an ESLint and a TypeScript of its own: in a folder of its own it changes nothing here. */
const TOOLS = path.resolve('scan');
const STAMP = path.join(TOOLS, 'node_modules', '.installed');

/** Installs what verification needs as the lockfile says, unless it is there. Throws Problem. */
export async function installTools(tell: Tell): Promise<void> {
	const lock = ['package.json', 'package-lock.json'].map((name) => path.join(TOOLS, name));
	const wanted = await fingerprint(lock);
	await makeFrom(wanted, STAMP, async () => {
		await withProgress("Installing n8n's scanner", tell, async () => {
			const args = ['ci', '--ignore-scripts', '--loglevel=error', '--prefer-offline'];
			const { code, output } = await runNpm(args, { cwd: TOOLS });
			if (code !== 0) throw npmProblem("n8n's scanner could not be installed", output);
		});
	});
}

/** Loads a package of the tools' folder, whose types are not here. */
export async function loadTool<Module>(name: string): Promise<Module> {
	const resolve = createRequire(path.join(TOOLS, 'package.json')).resolve;
	return (await import(pathToFileURL(resolve(name)).href)) as Module;
}
