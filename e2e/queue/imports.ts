import { randomUUID } from 'node:crypto';

import { jsonParse, type IDataObject, type INode, type INodeParameters } from 'n8n-workflow';

import type { WorkflowJson } from '../../scripts/engine';
import { valueAt } from '../../scripts/engine/objects';
import { itemsOf } from '../../scripts/engine/result';
import {
	addCredentials,
	trackunitCredentials,
	type CredentialReferences,
} from '../../scripts/n8n/credentials';
import { endedExecution, startExecution, type Execution } from '../../scripts/n8n/executions';
import { NODE_TYPE } from '../../scripts/n8n/flow';
import { readExample, withCredentials } from '../../scripts/n8n/workflows';
import type { Stack } from './stack';

export const EXAMPLE = 'bulk-import';
/** How much a run has to do, and how. */
export interface Amount {
	rows: number;
	/** Rows in a part. */
	part: number;
	/** Of the example's Trackunit node. */
	options?: INodeParameters;
}

/** A part that has ended, as its execution told it. */
export interface Part {
	part: number;
	/** The id of the execution that ran it. */
	execution: string;
	created: number;
	updated: number;
	unchanged: number;
	failed: number;
}

/** One run of the example. */
export interface Imported {
	/** Of the execution that sends the parts. */
	status: string;
	/** From its start to its end. */
	seconds: number;
	/** The parts whose outcome came back. */
	parts: Part[];
	/** The others, with what n8n said. */
	broken: Array<{ part: number; whatHappened: string }>;
}

export interface Import {
	set(amount: Amount): Promise<void>;
	/** The id of the execution that sends the parts. */
	start(): Promise<string>;
	/**
	 * What a run that was started has come to; `since` is of `performance.now()`. One that has not ended after
	 * so many milliseconds is stopped, as a user does in n8n's list of executions.
	 */
	ended(id: string, since: number, patience?: number): Promise<Imported>;
	/** Starts it, and waits for its end. */
	run(): Promise<Imported>;
}

/** The longest that any run may take. */
const PATIENCE = 900_000;

/** Gives n8n the example, as a user who imports and publishes it. */
export async function createImport({ api, url, trackunit }: Stack): Promise<Import> {
	const references = await addCredentials(api, [
		...trackunitCredentials(trackunit.credentials),
		{ type: 'httpHeaderAuth', name: 'Parts', data: { name: 'X-Parts', value: randomUUID() } },
	]);
	const example = await readExample(EXAMPLE);
	const saved = await api.post('/workflows', example);
	const id = String(valueAt(saved, 'id'));

	async function ended(executionId: string, since: number, patience = PATIENCE): Promise<Imported> {
		const execution = await endedExecution(api, executionId, { patience, pause: 1000 }).catch(
			async () => {
				await api.post(`/executions/${executionId}/stop`);
				return await endedExecution(api, executionId);
			},
		);
		const seconds = (performance.now() - since) / 1000;
		await api.post('/executions/delete', { ids: [executionId] });
		return { ...outcome(execution), seconds };
	}

	async function start(): Promise<string> {
		return await startExecution(api, id);
	}

	return {
		start,
		ended,
		async set(amount) {
			const workflow = furnished(example, references, url, amount);
			const changed = await api.patch(`/workflows/${id}`, workflow);
			await api.post(`/workflows/${id}/activate`, { versionId: valueAt(changed, 'versionId') });
		},
		async run() {
			const since = performance.now();
			return await ended(await start(), since);
		},
	};
}

/** The example as its notes ask for it to be set up. */
function furnished(
	example: WorkflowJson,
	references: CredentialReferences,
	url: string,
	{ rows, part, options = {} }: Amount,
): WorkflowJson {
	const { httpHeaderAuth } = references;
	if (!httpHeaderAuth) throw new Error('There is no credential for the parts');
	const workflow = withCredentials(example, references);
	const nodes = workflow.nodes.map((node): INode => {
		const { parameters } = node;
		switch (node.type) {
			case 'n8n-nodes-base.httpRequest':
				return {
					...node,
					parameters: { ...parameters, url: `${url}/webhook/trackunit-part` },
					credentials: { httpHeaderAuth },
				};
			case 'n8n-nodes-base.webhook':
				return { ...node, credentials: { httpHeaderAuth } };
			case NODE_TYPE:
				return { ...node, parameters: { ...parameters, options } };
			default:
				return withText(node, {
					'length: 20000': `length: ${rows}`,
					'size = 500': `size = ${part}`,
				});
		}
	});
	return { ...workflow, nodes };
}

/** The node with other words in its parameters' texts. */
function withText(node: INode, words: Record<string, string>): INode {
	const text = Object.entries(words).reduce(
		(all, [before, after]) => all.replace(before, after),
		JSON.stringify(node.parameters),
	);
	return { ...node, parameters: jsonParse<INodeParameters>(text) };
}

function outcome({ status, runData, error }: Execution): Omit<Imported, 'seconds'> {
	const json = (node: string, output = 0): IDataObject[] =>
		itemsOf(runData, node, output).map((item) => item.json);
	if (error !== undefined) {
		return { status: `${status}: ${String(valueAt(error, 'message'))}`, parts: [], broken: [] };
	}
	return {
		status,
		parts: json('Run the part').map((one) => ({
			part: Number(one.part),
			execution: String(one.execution),
			created: Number(one.created),
			updated: Number(one.updated),
			unchanged: Number(one.unchanged),
			failed: Number(one.failed),
		})),
		broken: json('Parts to run again').map(({ part, whatHappened }) => ({
			part: Number(part),
			whatHappened: String(whatHappened),
		})),
	};
}
