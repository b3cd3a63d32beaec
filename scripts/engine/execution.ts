import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	Workflow,
	WorkflowOperationError,
	type ExecutionError,
	type ExecutionStatus,
	type IDataObject,
	type INodeExecutionData,
	type IRun,
	type ITaskData,
	type IWorkflowBase,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { additionalDataFor } from './additionalData';
import { CredentialsHelper } from './credentialsHelper';
import { createCredentialStore, type StoredCredential } from './credentialStore';
import type { Known } from './known';
import { capturing, type LogLine } from './logs';
import { finalStatus, runDataFor } from './olderHosts';
import { createResult, type EngineResult } from './result';

/** A workflow as n8n exports it. */
export type WorkflowJson = Pick<IWorkflowBase, 'nodes' | 'connections'> & Partial<IWorkflowBase>;

export interface RunOptions {
	workflow: WorkflowJson;
	/** By id; a node's reference leads to one by its id or name, or to the only one of its type. */
	credentials?: Record<string, StoredCredential>;
	/** What the trigger emits: items, or their JSON. One empty item by default. */
	input?: INodeExecutionData[] | IDataObject[];
	/** Cancels the execution as n8n's stop button does. The result comes when the running node ends. */
	abortSignal?: AbortSignal;
	/** 'manual' by default, as from the editor. */
	mode?: WorkflowExecuteMode;
	onNodeStart?(nodeName: string): void;
	onNodeEnd?(nodeName: string, data: ITaskData): void;
}

/** Runs a workflow from its first node on, which has to be a trigger. */
export async function execute(known: Known, options: RunOptions): Promise<EngineResult> {
	const { mode = 'manual', credentials = {}, input = [{}], abortSignal } = options;
	const store = createCredentialStore(credentials);
	const data = { ...blank, ...structuredClone(options.workflow) };
	for (const node of data.nodes) {
		for (const [type, reference] of Object.entries(node.credentials ?? {})) {
			reference.id = store.idOf(reference, type) ?? reference.id;
		}
	}
	const workflow = new Workflow({ ...data, nodeTypes: known.nodeTypes });
	const [start] = data.nodes;
	const node = start && workflow.nodes[start.name];
	if (!node) throw new Error('The workflow has no nodes');

	let savedStatus: ExecutionStatus | undefined;
	const hooks = new ExecutionLifecycleHooks(mode, '1', data);
	hooks.addHandler('nodeExecuteBefore', (name) => options.onNodeStart?.(name));
	hooks.addHandler('nodeExecuteAfter', (name, task) => options.onNodeEnd?.(name, task));
	// A cancelled execution ends twice: when it is cancelled, which n8n saves, and when the node ends.
	hooks.addHandler('workflowExecuteAfter', ({ status }) => {
		savedStatus ??= status;
	});

	const runExecutionData = runDataFor(
		[{ node, data: { main: [input.map(asItem)] }, source: null }],
		data.pinData,
	);
	const execution = new WorkflowExecute(
		additionalDataFor(new CredentialsHelper(known.credentialTypes, store), { hooks }),
		mode,
		runExecutionData,
	);

	const logs: LogLine[] = [];
	const outcome = await capturing(
		logs,
		async () => await runToEnd(execution, workflow, abortSignal),
	);
	const { resultData } = runExecutionData;
	return createResult({
		status: finalStatus(
			savedStatus ?? ('run' in outcome ? outcome.run.status : 'error'),
			resultData.error,
		),
		error: 'run' in outcome ? resultData.error : outcome.refusal,
		runData: resultData.runData,
		logs,
		credentials: store.all(),
	});
}

const blank: Omit<IWorkflowBase, 'nodes' | 'connections'> = {
	id: 'workflow',
	name: 'Workflow',
	active: false,
	isArchived: false,
	activeVersionId: null,
	createdAt: new Date(0),
	updatedAt: new Date(0),
	settings: { executionOrder: 'v1' },
};

function asItem(given: INodeExecutionData | IDataObject): INodeExecutionData {
	return isItem(given) ? given : { json: given };
}

function isItem(given: INodeExecutionData | IDataObject): given is INodeExecutionData {
	return typeof given.json === 'object' && given.json !== null;
}

type Outcome = { run: IRun } | { refusal: ExecutionError };

async function runToEnd(
	execution: WorkflowExecute,
	workflow: Workflow,
	abortSignal: AbortSignal | undefined,
): Promise<Outcome> {
	let running: ReturnType<WorkflowExecute['processRunExecutionData']>;
	try {
		running = execution.processRunExecutionData(workflow);
	} catch (error) {
		return { refusal: asRefusal(error) };
	}
	const cancel = () => running.cancel();
	if (abortSignal?.aborted) cancel();
	abortSignal?.addEventListener('abort', cancel, { once: true });
	try {
		return { run: await running };
	} finally {
		abortSignal?.removeEventListener('abort', cancel);
	}
}

/** n8n starts no workflow with an issue that the editor would mark red, such as an empty required field. */
function asRefusal(error: unknown): ExecutionError {
	if (error instanceof WorkflowOperationError) return error;
	throw new Error('The workflow could not be started', { cause: error });
}
