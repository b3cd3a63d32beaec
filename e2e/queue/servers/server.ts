/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { connect } from 'node:net';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

import { eventually } from '../../../scripts/n8n/eventually';
import { Problem } from '../../../scripts/n8n/problem';
import { startProgram, type Program } from '../../../scripts/n8n/program';

/** Redis or PostgreSQL, at one port and with one folder of data however often it is started. */
export interface Server {
	port: number;
	stop(): Promise<void>;
	/** Ends it as a system does that restarts it, and starts it again with what it had; the milliseconds without it. */
	restart(): Promise<number>;
}

export interface ServerOptions {
	name: string;
	port: number;
	folder: string;
	program: string;
	args: readonly string[];
	/** What it takes as a request to end at once, and in order. */
	endWith: NodeJS.Signals;
	/** Milliseconds between end and start of a restart. */
	pause?: number;
}

const UP_TIME = 30_000;

/** PostgreSQL does not run as root; a user that both programs may be. */
export const SERVER_USER = 'postgres';

/** The command that runs a program as an ordinary user, and ends it with its starter however that ends. */
export function asOrdinaryUser(
	program: string,
	args: readonly string[],
	endWith: NodeJS.Signals = 'SIGKILL',
): [string, string[]] {
	const user =
		process.getuid?.() === 0
			? [`--reuid=${SERVER_USER}`, `--regid=${SERVER_USER}`, '--clear-groups']
			: [];
	return ['setpriv', [...user, `--pdeathsig=${endWith.slice(3)}`, '--', program, ...args]];
}

/** Starts it and waits until it accepts connections. Throws Problem. */
export async function startServer(options: ServerOptions): Promise<Server> {
	const { name, port, folder, program, args, endWith, pause = 3000 } = options;
	let running: Program | undefined;

	async function start(): Promise<void> {
		const [command, all] = asOrdinaryUser(program, args, endWith);
		const started = startProgram(command, all, {
			cwd: folder,
			log: `${folder}.log`,
			endWith,
		});
		running = started;
		await eventually(async () => await answers(port), { patience: UP_TIME, pause: 100 }).catch(
			async () => {
				await started.stop();
				throw new Problem(`${name} did not start. The end of its log:\n\n${started.log(25)}`);
			},
		);
	}

	async function stop(): Promise<void> {
		await running?.stop();
		running = undefined;
	}

	await start();
	return {
		port,
		stop,
		async restart() {
			const since = performance.now();
			await stop();
			await wait(pause);
			await start();
			return Math.round(performance.now() - since);
		},
	};
}

async function answers(port: number): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('error', reject);
		socket.once('connect', () => {
			socket.destroy();
			resolve();
		});
	});
}
