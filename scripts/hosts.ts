/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- development only: what the rule guards, n8n's process, never loads it */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

import { jsonParse } from 'n8n-workflow';

import { chosenHosts, installHost, olderHosts, type Host } from './hosts/hosts';
import { runProgram } from './n8n/child';
import { Problem } from './n8n/problem';
import { print } from './n8n/progress';
import { pack } from './package/pack';

const OWN: Host = { version: 'own', folder: process.cwd() };

/** How many nodes and credential types n8n is told to load. */
function shipped(): number {
	const { n8n } = jsonParse<{ n8n: Record<'nodes' | 'credentials', string[]> }>(
		readFileSync('package.json', 'utf8'),
	);
	return n8n.nodes.length + n8n.credentials.length;
}

/** That both nodes and the three credential types load, with the host's n8n-workflow. Throws Problem. */
async function load({ version, folder }: Host, directory: string): Promise<void> {
	const args = ['scripts/hosts/load.cjs', folder, directory];
	const env = { ...process.env, N8N_LOG_LEVEL: 'silent', N8N_USER_FOLDER: path.dirname(directory) };
	const { code, output } = await runProgram(process.execPath, args, { cwd: process.cwd(), env });
	if (code !== 0) throw new Problem(`n8n ${version} does not load the package:\n${output}`);
	const { required, loaded } = jsonParse<{ required: string; loaded: string[] }>(output);
	if (loaded.length !== shipped() || !required.startsWith(path.join(folder, 'node_modules'))) {
		throw new Problem(`n8n ${version} loads ${loaded.join(', ')} with ${required}`);
	}
	print(`n8n ${version} loads ${loaded.join(', ')}`);
}

/** Runs the tests in the host; whether all of them passed. */
async function runTests({ folder }: Host, directory: string): Promise<boolean> {
	return await new Promise((resolve, reject) => {
		const args = ['node_modules/jest/bin/jest.js', '--config', 'hosts/jest.config.js'];
		const env = { ...process.env, HOST_FOLDER: folder, HOST_PACKAGE: directory };
		const child = spawn(process.execPath, args, { env, stdio: 'inherit' });
		child.once('error', reject);
		child.once('close', (code) => resolve(code === 0));
	});
}

async function tryIn(host: Host): Promise<boolean> {
	if (host !== OWN) await installHost(host);
	const target = await mkdtemp(path.join(tmpdir(), 'host-'));
	try {
		const started = performance.now();
		const { directory } = await pack(process.cwd(), target, {
			modules: path.join(host.folder, 'node_modules'),
		});
		await load(host, directory);
		const passed = await runTests(host, directory);
		const seconds = Math.round((performance.now() - started) / 1000);
		print(`n8n ${host.version}: ${passed ? 'passed' : 'FAILED'} after ${seconds} s`);
		return passed;
	} finally {
		await rm(target, { recursive: true, force: true });
	}
}

/** Runs the package as it would be published in the engines of older n8ns, and in the one here ('own'). */
async function main(): Promise<void> {
	for (const host of chosenHosts([...olderHosts(), OWN], process.argv.slice(2))) {
		if (!(await tryIn(host))) process.exitCode = 1;
	}
}

main().catch((error: unknown) => {
	if (!(error instanceof Problem)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
});
