/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readdirSync } from 'node:fs';
import path from 'node:path';

import { stock } from '../scripts/demo/stock';
import type { WorkflowJson } from '../scripts/engine';
import { createResult } from '../scripts/engine/result';
import { readExample, withCredentials } from '../scripts/n8n/workflows';
import { ARRANGEMENTS, type Arrangement } from './support/arrangements';
import { startChatModel, type ChatModel } from './support/chatModel';
import { endedExecution, startExecution, type Execution } from './support/executions';
import { openStage, scene, type Stage } from './support/stage';

let stage: Stage;
let model: ChatModel;
/** Ids of the workflows in n8n. */
const kept = new Map<string, string>();

beforeAll(async () => {
	stage = await openStage();
	await stock(stage.trackunit.state);
	model = await startChatModel();
});
afterAll(async () => {
	await model.close();
	await stage.close();
});

/** As its user imports it, with what it is given from outside. */
async function imported(
	workflow: WorkflowJson,
	{ pinned = {} }: Arrangement,
): Promise<WorkflowJson> {
	const pinData = Object.entries(pinned).map(([node, rows]) => [
		node,
		rows.map((json) => ({ json })),
	]);
	const { nodes, ...rest } = withCredentials(workflow, stage.credentials);
	const served = nodes.map(async (one) => await model.inPlaceOf(stage.api, one));
	return { ...rest, nodes: await Promise.all(served), pinData: Object.fromEntries(pinData) };
}

/** Gives n8n the example, the first time; its id. */
async function keptId(name: string, arrangement: Arrangement): Promise<string> {
	const id =
		kept.get(name) ?? (await stage.keep(await imported(await readExample(name), arrangement)));
	kept.set(name, id);
	return id;
}

/** Starts it as a user does, in the editor. */
async function startInEditor(id: string): Promise<string> {
	await stage.editor.open(id);
	return await stage.editor.startWorkflow();
}

/** An execution when it has ended; all of its nodes have to have succeeded. */
async function succeeded(executionId: string): Promise<Execution> {
	const execution = await endedExecution(stage.api, executionId);
	const failed = Object.entries(execution.runData).flatMap(([node, tasks]) =>
		tasks.flatMap(({ error, executionStatus }) =>
			error || executionStatus !== 'success' ? [{ node, executionStatus, error }] : [],
		),
	);
	expect({ status: execution.status, error: execution.error, failed }).toEqual({
		status: 'success',
		error: undefined,
		failed: [],
	});
	return execution;
}

async function play(name: string, again: boolean): Promise<void> {
	const arrangement = ARRANGEMENTS[name];
	if (!arrangement) {
		throw new Error(
			`Nothing says how to run examples/${name}.json, and what it has to bring about: add it to e2e/support/arrangements.ts`,
		);
	}
	const { trackunit, editor } = stage;
	const id = await keptId(name, arrangement);
	const before = new Set(trackunit.state.customers.keys());
	trackunit.log.clear();
	model.learn(...(arrangement.turns ?? []));
	const started = again ? await startExecution(stage.api, id) : await startInEditor(id);
	const { runData } = await succeeded(started);
	if (!again) {
		await editor.zoomToFit();
		await editor.picture(`example-${name}`);
	}
	const { items } = createResult({ status: 'success', runData, logs: [], credentials: {} });
	const json = (node: string, output?: number) => items(node, output).map((item) => item.json);
	arrangement.check({ trackunit, json, before, again, readByModel: model.results() });
	expect(trackunit.violations).toEqual([]);
}

const NAMES = readdirSync('examples').map((file) => path.basename(file, '.json'));

// All of them in one Trackunit, one after another: none is in another's way, nor in its own the second time.
describe.each(['first', 'second'])('every example, the %s time', (time) => {
	for (const name of NAMES) {
		scene(
			`${name} runs to success, the ${time} time`,
			() => stage,
			async () => await play(name, time === 'second'),
		);
	}
});
