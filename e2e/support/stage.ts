/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import type { Browser } from 'playwright-core';

import { isObject } from '../../nodes/TrackunitCustomer/json';
import type { WorkflowJson } from '../../scripts/engine';
import { signIn, type Api } from '../../scripts/n8n/api';
import {
	addCredentials,
	trackunitCredentials,
	type Credential,
	type CredentialReferences,
} from '../../scripts/n8n/credentials';
import { opened, type Ends } from '../../scripts/n8n/opened';
import { lastLines } from '../../scripts/n8n/problem';
import { OWNER } from '../../scripts/n8n/run';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';
import { launchBrowser, openContext, type Theme } from './browser';
import { createEditor, type Editor } from './editor';
import { flow, type Flow } from '../../scripts/n8n/flow';
import { theSetting } from './setting';

const ARTEFACTS = path.resolve('e2e', 'artefacts');

/** What a file of tests works with: the run's n8n, a local Trackunit of its own, and a browser. */
export interface Stage {
	api: Api;
	trackunit: Simulator;
	/** Of the local Trackunit, as n8n has them. */
	credentials: CredentialReferences;
	editor: Editor;
	/** Another window, in which n8n looks otherwise. */
	inTheme(theme: Theme): Promise<Editor>;
	/** Gives n8n a workflow until the stage is closed; its id. */
	keep(workflow: WorkflowJson): Promise<string>;
	/** Gives n8n credentials until the stage is closed. */
	keepCredentials(given: readonly Credential[]): Promise<CredentialReferences>;
	/** Opens a workflow without nodes, in the same window or in another one. */
	openEmpty(editor?: Editor): Promise<void>;
	/** Gives n8n a workflow that runs the node on some rows, and opens it; its id. */
	show(name: string, about: Flow): Promise<string>;
	/** Ends all that it has started; n8n has again what it had before. */
	close(): Promise<void>;
}

export interface StageOptions extends SimulatorOptions {
	/** Whether n8n has credentials for the local Trackunit from the start. */
	hasCredentials?: boolean;
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
	return await opened(async (ends) => await setUp(options, ends));
}

/** All of a stage, which adds to `ends` how to end what it starts. */
async function setUp(
	{ hasCredentials = true, ...options }: StageOptions,
	ends: Ends,
): Promise<Omit<Stage, 'close'>> {
	mkdirSync(ARTEFACTS, { recursive: true });
	const api = await signIn(theSetting().url, OWNER);
	const trackunit = await startSimulator({ customers: 250, ...options });
	ends.push(trackunit.close);

	const workflows: string[] = [];
	const before = await idsOfCredentials(api);
	ends.push(async () => {
		for (const id of workflows) {
			await api.post(`/workflows/${id}/archive`);
			await api.remove(`/workflows/${id}`);
		}
		// Those that were made in the editor too: a new node of another test would choose them.
		for (const id of await idsOfCredentials(api)) {
			if (!before.includes(id)) await api.remove(`/credentials/${id}`);
		}
	});

	const keepCredentials = async (given: readonly Credential[]): Promise<CredentialReferences> =>
		await addCredentials(api, given);

	const credentials = hasCredentials
		? await keepCredentials(trackunitCredentials(trackunit.credentials))
		: {};
	const browser = await launchBrowser();
	ends.push(async () => await browser.close());
	const editor = await openEditor(browser, api, 'light');

	async function keep(workflow: WorkflowJson): Promise<string> {
		const saved = await api.post('/workflows', workflow);
		if (!isObject(saved)) throw new Error(`n8n did not answer the workflow ${workflow.name}`);
		const id = String(saved.id);
		workflows.push(id);
		return id;
	}

	return {
		api,
		trackunit,
		credentials,
		editor,
		inTheme: async (theme) => await openEditor(browser, api, theme),
		keep,
		keepCredentials,
		async openEmpty(inWindow = editor) {
			const empty = { name: 'My workflow', nodes: [], connections: {}, settings: {} };
			await inWindow.page.goto(`${theSetting().url}/workflow/${await keep(empty)}`, {
				waitUntil: 'commit',
			});
		},
		async show(name, about) {
			const id = await keep(flow(name, about, credentials));
			await editor.open(id);
			return id;
		},
	};
}

async function idsOfCredentials(api: Api): Promise<string[]> {
	const all = await api.get('/credentials');
	return Array.isArray(all) ? all.filter(isObject).map(({ id }) => String(id)) : [];
}

async function openEditor(browser: Browser, { session }: Api, theme: Theme): Promise<Editor> {
	const { url } = theSetting();
	const context = await openContext(browser, url, session, theme);
	const page = await context.newPage();
	page.setDefaultTimeout(60_000);
	return createEditor(page, url, ARTEFACTS);
}

/** A test whose failure leaves a picture of the editor, and tells the end of n8n's log. */
export function scene(
	name: string,
	stage: () => Stage,
	play: (stage: Stage) => Promise<void>,
): void {
	test(name, async () => {
		await play(stage()).catch(async (error: unknown) => {
			const picture = `failed ${name.replace(/[^a-z0-9]+/gi, ' ').trim()}`;
			await stage()
				.editor.picture(picture)
				.catch(() => undefined);
			const { log } = theSetting();
			if (log !== '') {
				const end = lastLines(readFileSync(log, 'utf8'), 30);
				process.stderr.write(`\nThe end of n8n's log, after '${name}':\n${end}\n`);
			}
			throw error;
		});
	});
}
