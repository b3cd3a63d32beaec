/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { jsonParse } from 'n8n-workflow';

import { runNpm } from './child';
import { fingerprint, makeFrom } from './fingerprint';
import { lastLines, npmProblem, Problem } from './problem';
import { withProgress, type Tell } from './progress';

/** Everything that the package is made of. */
const SOURCES = [
	'README.md',
	'LICENSE.md',
	'package.json',
	'tsconfig.json',
	'gulpfile.js',
	'credentials',
	'icons',
	'nodes',
];

/**
 * Installs this package as a community package for the n8n of a user folder, unless what is there was made
 * from the same sources. Throws Problem.
 */
export async function installPackage(
	userFolder: string,
	tell: Tell,
	signal?: AbortSignal,
): Promise<void> {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	const stamp = path.join(nodes, '.made-from');
	const sources = await fingerprint(SOURCES);
	await makeFrom(sources, stamp, async () => {
		await withProgress('Building the package and installing it in n8n', tell, async () => {
			const folder = await mkdtemp(path.join(tmpdir(), 'package-'));
			try {
				await install(await pack(folder, signal), nodes, signal);
			} finally {
				await rm(folder, { recursive: true, force: true });
			}
		});
	});
}

/**
 * The tarball that would be published. It is built from a copy, for a build that runs in this folder at the
 * same time begins by deleting `dist`.
 */
async function pack(folder: string, signal?: AbortSignal): Promise<string> {
	for (const name of SOURCES) await cp(name, path.join(folder, name), { recursive: true });
	await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'), 'junction');
	const build = await runNpm(['run', 'build'], { cwd: folder, signal });
	if (build.code !== 0) {
		throw new Problem(`The package cannot be built:\n\n${lastLines(build.output, 20)}`);
	}
	const args = ['pack', '--json', '--loglevel=error'];
	const { code, output } = await runNpm(args, { cwd: folder, signal });
	if (code !== 0) throw npmProblem('The package cannot be packed', output);
	const [report] = jsonParse<Array<{ filename: string }>>(output);
	return path.join(folder, report?.filename ?? '');
}

/** As n8n itself does it when a user installs a community package. */
async function install(tarball: string, nodes: string, signal?: AbortSignal): Promise<void> {
	await rm(path.join(nodes, 'node_modules'), { recursive: true, force: true });
	await rm(path.join(nodes, 'package-lock.json'), { force: true });
	await writeFile(
		path.join(nodes, 'package.json'),
		JSON.stringify({ name: 'installed-nodes', private: true }),
	);
	const { code, output } = await runNpm(
		[
			'install',
			tarball,
			'--ignore-scripts',
			'--omit=dev',
			'--omit=peer',
			'--legacy-peer-deps',
			'--audit=false',
			'--fund=false',
			'--offline',
		],
		{ cwd: nodes, signal },
	);
	if (code !== 0) throw npmProblem('The package cannot be installed in n8n', output);
}
