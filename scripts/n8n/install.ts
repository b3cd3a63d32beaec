/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { clearInterval, setInterval } from 'node:timers';

import { runNpm, runProgram } from './child';
import { fingerprint, makeFrom } from './fingerprint';
import { nodeForN8n } from './node';
import { HOME, MODULES } from './places';
import { isUnreachable, lastLines, noSpace, npmProblem, Problem } from './problem';
import { withProgress, type Tell } from './progress';

/** What n8n takes on the disk, and what it takes with npm's cache of it. */
const SIZE = 3.0e9;
const NEEDED = 4.2e9;
/** With less on the disk, an installation comes to nothing. */
const LEAST_LEFT = 50e6;

const STAMP = path.join(MODULES, '.installed');

/** npm waits a minute and more before it gives up on a request; a user has long pressed Ctrl-C. */
const PATIENCE = ['--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000'];

function gigabytes(bytes: number): string {
	return (bytes / 1e9).toFixed(1);
}

async function freeSpace(): Promise<number> {
	const { bavail, bsize } = await statfs(HOME);
	return bavail * bsize;
}

/** Installs n8n as its lockfile says, unless it is there. Throws Problem. */
export async function installN8n(tell: Tell, signal?: AbortSignal): Promise<void> {
	const lock = ['package.json', 'package-lock.json'].map((name) => path.join(HOME, name));
	const wanted = await fingerprint(lock, process.platform, process.arch);
	await makeFrom(wanted, STAMP, async () => await install(tell, signal));
}

async function install(tell: Tell, signal?: AbortSignal): Promise<void> {
	const before = await freeSpace();
	if (before < NEEDED) {
		throw new Problem(
			`n8n needs ${gigabytes(NEEDED)} GB on the disk, its cache included, and there are ${gigabytes(before)} GB. Make room, then run it again.`,
		);
	}
	tell(
		`The first start installs n8n and the Node.js that it needs, once: about six minutes, ${gigabytes(NEEDED)} GB of disk with npm's cache, and access to the npm registry. Where its database driver cannot be downloaded ready-made, it is built, which takes Python, make and a C++ compiler.`,
	);
	await withProgress(
		'Installing n8n',
		tell,
		async () => await fetchModules(signal),
		async () => {
			const taken = Math.min(Math.max(before - (await freeSpace()), 0), SIZE);
			return `, about ${gigabytes(taken)} of ${gigabytes(SIZE)} GB`;
		},
	);
	await withProgress('Building its database driver', tell, async () => await buildDriver(signal));
}

async function fetchModules(signal?: AbortSignal): Promise<void> {
	// Of thousands of packages, npm tries for each whether there is a registry, which takes minutes.
	const ping = await runNpm(['ping', '--fetch-retries=1', ...PATIENCE], { cwd: HOME, signal });
	const from = isUnreachable(ping.output) ? '--offline' : '--prefer-offline';
	const args = ['ci', '--ignore-scripts', '--loglevel=error', from, ...PATIENCE];
	const { code, output } = await whileThereIsSpace(
		async (stop) => await runNpm(args, { cwd: HOME, signal: stop, killSignal: 'SIGKILL' }),
		signal,
	);
	if (code !== 0) throw npmProblem('n8n could not be installed', output);
}

/** Stops the work when the disk is full: npm would go on trying for ever, and says nothing. Throws Problem. */
async function whileThereIsSpace<Value>(
	work: (stop: AbortSignal) => Promise<Value>,
	signal?: AbortSignal,
): Promise<Value> {
	const full = new AbortController();
	const timer = setInterval(() => {
		void freeSpace().then((left) => {
			if (left < LEAST_LEFT) full.abort();
		});
	}, 1000);
	try {
		return await work(AbortSignal.any([full.signal, ...(signal ? [signal] : [])]));
	} catch (error) {
		throw full.signal.aborted ? noSpace('n8n could not be installed') : error;
	} finally {
		clearInterval(timer);
	}
}

/** The one script of n8n's packages that it cannot do without. */
async function buildDriver(signal?: AbortSignal): Promise<void> {
	const { binary, headers } = nodeForN8n();
	const env = {
		...process.env,
		PATH: [path.dirname(binary), process.env.PATH].join(path.delimiter),
		...(headers !== undefined && { npm_config_nodedir: headers }),
	};
	const { output } = await runNpm(['rebuild', 'sqlite3', '--ignore-scripts=false'], {
		cwd: HOME,
		env,
		signal,
	});
	const loaded = await runProgram(binary, ['-e', "require('sqlite3')"], { cwd: HOME, signal });
	if (loaded.code !== 0) {
		// It asks other places than the registry for one that is ready-made; that it was not there is no cause.
		throw new Problem(
			`The database driver of n8n (sqlite3) could not be built. Where none is to be had ready-made, that takes Python, make and a C++ compiler: install them, then run it again. npm's last words:\n\n${lastLines(output, 15)}`,
		);
	}
}
