/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- development only: what the rule guards, n8n's process, never loads it */
import { spawn } from 'node:child_process';
import process from 'node:process';

/** How a program ended, and all that it printed. */
export interface Ended {
	code: number | null;
	output: string;
}

export interface ProgramOptions {
	cwd: string;
	env?: NodeJS.ProcessEnv;
	signal?: AbortSignal;
	/** What the program is sent when the signal comes; if not given, SIGTERM. */
	killSignal?: NodeJS.Signals;
}

/** Runs a program to its end; rejects where it cannot be started, or is stopped by the signal. */
export async function runProgram(
	program: string,
	args: readonly string[],
	{ cwd, env = process.env, ...ending }: ProgramOptions,
): Promise<Ended> {
	return await new Promise((resolve, reject) => {
		const child = spawn(program, args, { cwd, env, ...ending, stdio: ['ignore', 'pipe', 'pipe'] });
		const output: string[] = [];
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
		}
		child.once('error', reject);
		child.once('close', (code) => resolve({ code, output: output.join('') }));
	});
}

/** Runs npm as it is run itself, wherever this one was started from. */
export async function runNpm(args: readonly string[], options: ProgramOptions): Promise<Ended> {
	const npm = process.env.npm_execpath;
	const env = withoutParent(options.env ?? process.env);
	return npm === undefined || !/npm/.test(npm)
		? await runProgram('npm', args, { ...options, env })
		: await runProgram(process.execPath, [npm, ...args], { ...options, env });
}

/** An npm in an npm takes the folder and the script of the outer one for its own. */
function withoutParent(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const isParents = /^npm_(lifecycle|package|command|config_(local_prefix|prefix|userconfig)$)/;
	return Object.fromEntries(Object.entries(env).filter(([name]) => !isParents.test(name)));
}
