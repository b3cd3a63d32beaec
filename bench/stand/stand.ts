/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { transpile, ModuleKind, ScriptTarget } from 'typescript';

import { isObject } from '../../nodes/TrackunitCustomer/json';
import type { WorkflowJson } from '../../scripts/engine';
import { signIn, type Api } from '../../scripts/n8n/api';
import {
	addCredentials,
	type Credential,
	type CredentialReferences,
} from '../../scripts/n8n/credentials';
import { endedExecution, startExecution, type Execution } from '../../scripts/n8n/executions';
import { opened, type Ends } from '../../scripts/n8n/opened';
import { freePort } from '../../scripts/n8n/ports';
import { OWNER } from '../../scripts/n8n/run';
import { startAnywhere, temporaryUserFolder } from '../../scripts/n8n/temporary';
import { startSimulator, type Credentials, type Simulator } from '../../simulator';
import { CERTIFICATE } from '../../test/faults/certificate';
import { startDelayProxy } from './delayProxy';
import { createMeters, type Meters } from './meters';
import { startRowServer } from './rowServer';
import { startTlsFront } from './tlsFront';

/** Milliseconds: from n8n to Trackunit and back, and what Trackunit itself takes to answer. */
export const ROUND_TRIP = 40;
export const SERVER_TIME = 30;

/** What all works are measured at: a real n8n, and a local Trackunit that is far away. */
export interface Stand {
	api: Api;
	/** A token of the local Trackunit, as this package's node and as n8n's HTTP Request take it. */
	credentials: CredentialReferences;
	/** The local Trackunit as n8n sees it, such as `https://127.0.0.1:40001`. */
	baseUrl: string;
	/** Where workflows get their rows. */
	rows: { url: string; serve(rows: readonly object[]): void };
	meters: Meters;
	/** The folder in which n8n has this package. */
	installed: string;
	/** The most connections that n8n had open at once since the last `forget`. */
	connections: { mostOpen(): number; forget(): void };
	/** The local Trackunit as it was seeded, with so many customers. */
	fresh(customers: number): Promise<Simulator>;
	/** Runs a workflow from its trigger to its end. n8n keeps nothing of it. */
	run(workflow: WorkflowJson): Promise<Execution>;
	close(): Promise<void>;
}

/** The slowest of all ways, on a busy machine. */
const PATIENT = { patience: 900_000, pause: 1000 };

export async function openStand(): Promise<Stand> {
	return await opened(setUp);
}

async function setUp(ends: Ends): Promise<Omit<Stand, 'close'>> {
	const port = await freePort();
	const front = await startTlsFront(port);
	ends.push(front.close);
	const proxy = await startDelayProxy(front.port, ROUND_TRIP);
	ends.push(proxy.close);
	const rows = await startRowServer();
	ends.push(rows.close);
	const baseUrl = `https://127.0.0.1:${proxy.port}`;

	let trackunit: { is: Simulator; customers: number } | undefined;
	ends.push(async () => await trackunit?.is.close());
	async function fresh(customers: number): Promise<Simulator> {
		if (trackunit?.customers !== customers) {
			await trackunit?.is.close();
			trackunit = { is: await startSimulator({ customers, port }), customers };
		}
		const { is } = trackunit;
		is.reset();
		is.faults.add({ kind: 'latency', ms: SERVER_TIME, times: 'always' });
		return is;
	}

	const meters = createMeters(await freePort());
	const userFolder = await temporaryUserFolder();
	const n8n = await startAnywhere({
		userFolder,
		preload: path.resolve('bench', 'stand', 'meters.cjs'),
		environment: {
			NODE_EXTRA_CA_CERTS: await keepCertificate(userFolder),
			N8N_CUSTOM_EXTENSIONS: await buildSerialNode(userFolder),
			BENCH_METERS_PORT: String(meters.port),
		},
	});
	ends.push(n8n.stop);
	const api = await signIn(n8n.url, OWNER);
	const { credentials: given } = await fresh(0);
	const credentials = await addCredentials(api, credentialsFor(baseUrl, given.trackunitApi));
	const { mostOpen, forget } = proxy;
	return {
		api,
		credentials,
		baseUrl,
		rows,
		meters,
		installed: path.join(userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-trackunit'),
		connections: { mostOpen, forget },
		fresh,
		run: async (workflow) => await runOnce(api, workflow),
	};
}

/** A token, so that signing in is no part of what is measured. */
function credentialsFor(baseUrl: string, { apiToken }: Credentials['trackunitApi']): Credential[] {
	return [
		{ type: 'trackunitApi', name: 'Token', data: { apiToken, baseUrl } },
		{
			type: 'httpHeaderAuth',
			name: 'Token in a header',
			data: { name: 'Authorization', value: `Bearer ${apiToken}` },
		},
	];
}

async function keepCertificate(userFolder: string): Promise<string> {
	const file = path.join(userFolder, 'trackunit.pem');
	await writeFile(file, CERTIFICATE);
	return file;
}

/** A folder with the rival that is a node of ours, as n8n loads a user's own nodes. */
async function buildSerialNode(userFolder: string): Promise<string> {
	const folder = path.join(userFolder, 'rivals');
	await mkdir(folder);
	const source = await readFile(path.join('bench', 'rivals', 'serialCustomer.ts'), 'utf8');
	await writeFile(
		path.join(folder, 'SerialCustomer.node.js'),
		transpile(source, { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 }),
	);
	return folder;
}

async function runOnce(api: Api, workflow: WorkflowJson): Promise<Execution> {
	const saved = await api.post('/workflows', workflow);
	if (!isObject(saved)) throw new Error(`n8n did not answer the workflow ${workflow.name}`);
	const id = String(saved.id);
	const execution = await endedExecution(api, await startExecution(api, id), PATIENT);
	await api.post('/executions/delete', { ids: [execution.id] });
	await api.post(`/workflows/${id}/archive`);
	await api.remove(`/workflows/${id}`);
	return execution;
}
