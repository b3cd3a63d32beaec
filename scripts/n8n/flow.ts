import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowJson } from '../engine';
import type { CredentialReferences } from './credentials';

export const NODE_TYPE = 'n8n-nodes-trackunit.trackunitCustomer';
export const START = 'When clicking ‘Execute workflow’';
/** The node whose pinned data is the input. */
export const ROWS = 'Rows';
/** The node under test. */
export const NODE = 'Trackunit Customer';

export interface Flow {
	resource?: string;
	operation: string;
	parameters?: INodeParameters;
	/** Items of the node; one empty item by default. */
	input?: IDataObject[];
	authentication?: 'oAuth2' | 'apiUser' | 'apiToken';
	/** More of the node itself, such as `onError`. */
	settings?: Partial<INode>;
	/** Nodes behind each of the node's outputs. */
	then?: INode[][];
}

export function node(name: string, type: string, more: Partial<INode> = {}): INode {
	return {
		id: `node ${name}`,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	};
}

/** Connections of one node, by output. */
export function connect(...outputs: string[][]): WorkflowJson['connections'][string] {
	return {
		main: outputs.map((names) => names.map((name) => ({ node: name, type: 'main', index: 0 }))),
	};
}

/** Nodes one behind another, behind the trigger. */
export function chain(name: string, nodes: readonly INode[]): WorkflowJson {
	const all = [node(START, 'n8n-nodes-base.manualTrigger'), ...nodes];
	const connections = all.map((one, index) => {
		const next = all[index + 1];
		return [one.name, connect(next ? [next.name] : [])];
	});
	return {
		name,
		nodes: all,
		connections: Object.fromEntries(connections),
		settings: { executionOrder: 'v1' },
	};
}

/** A workflow that runs the node once, on rows that are pinned. */
export function flow(
	name: string,
	{
		resource = 'customer',
		operation,
		parameters = {},
		input = [{}],
		authentication = 'oAuth2',
		settings = {},
		then = [],
	}: Flow,
	credentials: CredentialReferences,
): WorkflowJson {
	return {
		name,
		nodes: [
			node(START, 'n8n-nodes-base.manualTrigger', { position: [0, 0] }),
			node(ROWS, 'n8n-nodes-base.noOp', { position: [220, 0] }),
			node(NODE, NODE_TYPE, {
				position: [440, 0],
				parameters: { authentication, resource, operation, ...parameters },
				credentials,
				...settings,
			}),
			...then.flat(),
		],
		connections: {
			[START]: connect([ROWS]),
			[ROWS]: connect([NODE]),
			[NODE]: connect(...then.map((nodes) => nodes.map((one) => one.name))),
		},
		pinData: { [ROWS]: input.map((json) => ({ json })) },
		settings: { executionOrder: 'v1' },
	};
}
