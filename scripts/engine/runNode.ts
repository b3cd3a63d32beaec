import type {
	ICredentialDataDecryptedObject,
	INode,
	INodeExecutionData,
	NodeExecutionHint,
} from 'n8n-workflow';

import { execute, type RunOptions } from './execution';
import type { Known } from './known';
import type { EngineResult } from './result';

/** The name of the node under test in the workflow that is made for it. */
export const NODE = 'Node';
const START = 'Start';

export interface NodeRunOptions extends Omit<RunOptions, 'workflow' | 'credentials'> {
	node: Partial<Omit<INode, 'credentials' | 'type'>> & {
		/** Full name, such as 'n8n-nodes-trackunit.trackunitCustomer'. */
		type: string;
		/** Their data, by the name of their type, which is also the id that they are stored under. */
		credentials?: Record<string, ICredentialDataDecryptedObject>;
	};
}

export interface NodeResult extends EngineResult {
	/** What the node gave on its first output. */
	output: INodeExecutionData[];
	/** What it gave on its error output, where it has one. */
	errorOutput: INodeExecutionData[];
	nodeHints: NodeExecutionHint[];
}

/** Runs one node behind a trigger that emits `input`. */
export async function runNode(
	known: Known,
	{ node: { credentials = {}, ...given }, ...options }: NodeRunOptions,
): Promise<NodeResult> {
	const { version } = known.nodeTypes.getByNameAndVersion(given.type).description;
	const start: INode = {
		id: START,
		name: START,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const node: INode = {
		id: NODE,
		name: NODE,
		typeVersion: Array.isArray(version) ? Math.max(...version) : version,
		position: [200, 0],
		parameters: {},
		...given,
		credentials: Object.fromEntries(
			Object.keys(credentials).map((type) => [type, { id: type, name: type }]),
		),
	};
	const result = await execute(known, {
		...options,
		workflow: {
			nodes: [start, node],
			connections: { [START]: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		},
		credentials: Object.fromEntries(
			Object.entries(credentials).map(([type, data]) => [type, { type, data }]),
		),
	});
	return {
		...result,
		output: result.items(node.name),
		errorOutput: result.items(node.name, 1),
		nodeHints: result.hints(node.name),
	};
}
