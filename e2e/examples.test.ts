/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readdirSync } from 'node:fs';
import path from 'node:path';

import type { IDataObject, INode } from 'n8n-workflow';

import { isObject } from '../nodes/TrackunitCustomer/json';
import { stock } from '../scripts/demo/stock';
import type { WorkflowJson } from '../scripts/engine';
import { itemsOf } from '../scripts/engine/result';
import type { CredentialReferences } from '../scripts/n8n/credentials';
import { readExample, withCredentials } from '../scripts/n8n/workflows';
import { ARRANGEMENTS, type Arrangement } from './support/arrangements';
import { startChatModel, type ChatModel } from './support/chatModel';
import { endedExecution, startExecution, type Execution } from '../scripts/n8n/executions';
import { connect, node, NODE_TYPE, START } from '../scripts/n8n/flow';
import { openStage, scene, type Stage } from './support/stage';

let stage: Stage;
let model: ChatModel;
let modelCredentials: CredentialReferences;
/** Ids of the workflows in n8n. */
const kept = new Map<string, string>();

beforeAll(async () => {
	stage = await openStage();
	await stock(stage.trackunit.state);
	model = await startChatModel();
	modelCredentials = await stage.keepCredentials([model.credential]);
});
afterAll(async () => {
	await model.close();
	await stage.close();
});

function pinDataOf(pinned: Record<string, IDataObject[]>): WorkflowJson['pinData'] {
	return Object.fromEntries(
		Object.entries(pinned).map(([name, rows]) => [name, rows.map((json) => ({ json }))]),
	);
}

/** The local Trackunit has no limit that the node would have to keep to. */
function withoutPace(one: INode): INode {
	if (one.type !== NODE_TYPE) return one;
	const { options } = one.parameters;
	const given = isObject(options) ? options : {};
	return {
		...one,
		parameters: { ...one.parameters, options: { ...given, maxRequestsPerSecond: 500 } },
	};
}

/** As its user imports it, with what it is given from outside. */
function imported(workflow: WorkflowJson, { pinned = {}, upload }: Arrangement): WorkflowJson {
	const { nodes, ...rest } = withCredentials(workflow, stage.credentials);
	const whole: WorkflowJson = {
		...rest,
		nodes: nodes.map((one) => withoutPace(model.inPlaceOf(modelCredentials, one))),
		pinData: pinDataOf(pinned),
	};
	return upload ? withUpload(whole, upload) : whole;
}

/** The workflow with a node that makes the file in place of the form that takes it. */
function withUpload(
	{ nodes, connections, ...rest }: WorkflowJson,
	{ form, rows }: NonNullable<Arrangement['upload']>,
): WorkflowJson {
	return {
		...rest,
		nodes: [
			node(START, 'n8n-nodes-base.manualTrigger', { position: [-220, 0] }),
			...nodes.map((one) =>
				one.name === form
					? node(form, 'n8n-nodes-base.convertToFile', {
							typeVersion: 1.1,
							position: one.position,
							parameters: { operation: 'xlsx', binaryPropertyName: 'Spreadsheet', options: {} },
						})
					: one,
			),
		],
		connections: { ...connections, [START]: connect([form]) },
		pinData: pinDataOf({ [START]: rows }),
	};
}

/** Gives n8n the example, the first time; its id. */
async function keptId(name: string, arrangement: Arrangement): Promise<string> {
	const id = kept.get(name) ?? (await stage.keep(imported(await readExample(name), arrangement)));
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
	if (again && !kept.has(name)) await play(name, false);
	const { trackunit, editor } = stage;
	const id = await keptId(name, arrangement);
	const before = new Set(trackunit.state.customers.keys());
	trackunit.log.clear();
	model.learn(...(arrangement.turns ?? []));
	if (arrangement.hasOtherTrigger) await editor.open(id);
	const byApi = again || arrangement.hasOtherTrigger === true;
	const started = byApi ? await startExecution(stage.api, id) : await startInEditor(id);
	const { runData } = await succeeded(started);
	if (!again) {
		await editor.zoomToFit();
		await editor.picture(`example-${name}`);
		const { nodes } = await readExample(name);
		const apartFromNotes = nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
		await editor.picture(
			`example-${name}-nodes`,
			apartFromNotes.map((one) => editor.canvasNode(one.name)),
		);
	}
	const json = (node: string, output?: number) =>
		itemsOf(runData, node, output).map((item) => item.json);
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
