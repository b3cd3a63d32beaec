/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { chown, cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

import { runProgram } from '../../scripts/n8n/child';
import { signIn, type Api } from '../../scripts/n8n/api';
import { installN8n } from '../../scripts/n8n/install';
import { opened, type Ends } from '../../scripts/n8n/opened';
import { freePort } from '../../scripts/n8n/ports';
import { print, withProgress } from '../../scripts/n8n/progress';
import { OWNER } from '../../scripts/n8n/run';
import { startN8n, type N8n } from '../../scripts/n8n/start';
import { startAnywhere, temporaryFolder, temporaryUserFolder } from '../../scripts/n8n/temporary';
import { startSimulator, type Simulator } from '../../simulator';
import { findServers } from './servers/debian';
import { DATABASE_USER, startPostgres } from './servers/postgres';
import { startRedis } from './servers/redis';
import { SERVER_USER, type Server } from './servers/server';

/** How many parts of the work a worker does at once; n8n's own default is 10. */
export const CONCURRENCY = 5;

/**
 * Seconds after which n8n takes a worker for gone that no longer says it is there, and between two looks for
 * such: n8n's own are 60 and 30, for which a test need not wait.
 */
const GONE_AFTER = 10;
const LOOK_EVERY = 5;

export interface Worker {
	/** Such as 'worker 1'. */
	name: string;
	n8n: N8n;
}

/** n8n in queue mode, as many processes as machines would be: Redis, PostgreSQL, a main instance and workers. */
export interface Stack {
	/** Where the main instance answers. */
	url: string;
	api: Api;
	main: N8n;
	/** Those that run. */
	workers: readonly Worker[];
	redis: Server;
	postgres: Server;
	/** Without customers at first. */
	trackunit: Simulator;
	/** Starts workers until there are so many. */
	haveWorkers(count: number): Promise<void>;
	/** Ends a worker as a power cut does, without a word to anybody. */
	kill(worker: Worker): Promise<void>;
	/** The ends of the logs of all that has been started. */
	logs(): string;
	close(): Promise<void>;
}

export async function openStack(): Promise<Stack> {
	return await opened(setUp);
}

async function setUp(ends: Ends): Promise<Omit<Stack, 'close'>> {
	await installN8n(print);
	const programs = await findServers(print);
	const trackunit = await startSimulator({ customers: 0 });
	ends.push(trackunit.close);
	const redis = await startRedis(programs.redis, await serverFolder('redis'));
	ends.push(redis.stop);
	const postgres = await startPostgres(programs.postgres, await serverFolder('postgres'));
	ends.push(postgres.stop);

	const userFolder = await temporaryUserFolder();
	const environment = environmentWith(redis, postgres);
	const main = await withProgress(
		'Starting the main instance',
		print,
		async () => await startAnywhere({ userFolder, environment }),
	);
	ends.push(main.stop);

	const workers: Worker[] = [];
	const started: Worker[] = [];
	ends.push(async () => {
		await Promise.all(started.map(async ({ n8n }) => await n8n.stop()));
	});
	async function addWorker(): Promise<void> {
		const name = `worker ${started.length + 1}`;
		const folder = await withPackageOf(userFolder, await temporaryFolder('n8n-worker-'));
		const n8n = await startWorker(folder, environment);
		const worker = { name, n8n };
		workers.push(worker);
		started.push(worker);
	}

	return {
		url: main.url,
		api: await signIn(main.url, OWNER),
		main,
		workers,
		redis,
		postgres,
		trackunit,
		async haveWorkers(count) {
			await withProgress(`Starting workers, ${count} in all`, print, async () => {
				while (workers.length < count) await addWorker();
			});
		},
		async kill(worker) {
			worker.n8n.signal('SIGKILL');
			await worker.n8n.ended;
			workers.splice(workers.indexOf(worker), 1);
		},
		logs: () =>
			[{ name: 'main', n8n: main }, ...started]
				.map(({ name, n8n }) => `--- The end of the log of ${name}:\n${n8n.log(40)}`)
				.join('\n\n'),
	};
}

/** What all instances have in common. */
function environmentWith(redis: Server, postgres: Server): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		// A start by the editor's button is then queued, as one by a schedule is.
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_WORKER_LOCK_DURATION: String(GONE_AFTER * 1000),
		QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
		QUEUE_WORKER_STALLED_INTERVAL: String(LOOK_EVERY * 1000),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_USER: DATABASE_USER,
		DB_POSTGRESDB_DATABASE: 'postgres',
	};
}

async function startWorker(userFolder: string, environment: Record<string, string>): Promise<N8n> {
	const port = await freePort();
	return await startN8n({
		userFolder,
		port,
		brokerPort: await freePort(),
		command: ['worker', `--concurrency=${CONCURRENCY}`],
		health: ['/healthz/readiness'],
		environment: {
			...environment,
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		},
	});
}

/** The folder, with the same package installed. */
async function withPackageOf(userFolder: string, folder: string): Promise<string> {
	const nodes = path.join('.n8n', 'nodes');
	await cp(path.join(userFolder, nodes), path.join(folder, nodes), { recursive: true });
	return folder;
}

/** A folder of the user that the servers run as. */
async function serverFolder(name: string): Promise<string> {
	const around = await temporaryFolder(`queue-${name}-`);
	chmodSync(around, 0o755);
	const folder = path.join(around, name);
	await mkdir(folder, { mode: 0o700 });
	if (process.getuid?.() === 0) {
		const [uid, gid] = await Promise.all([idOf('-u'), idOf('-g')]);
		await chown(folder, uid, gid);
	}
	return folder;
}

async function idOf(which: '-u' | '-g'): Promise<number> {
	const { output } = await runProgram('id', [which, SERVER_USER], { cwd: '/' });
	return Number(output);
}
