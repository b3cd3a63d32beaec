import { UnrecognizedNodeTypeError } from 'n8n-core';
import {
	NodeHelpers,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
} from 'n8n-workflow';

import { standIns } from './standIns';

export type GivenNodeTypes = Record<string, INodeType | IVersionedNodeType>;

/** The node types given, by their full names, and the runner's stand-ins for n8n's own. */
export function createNodeTypes(given: GivenNodeTypes): INodeTypes {
	const types = new Map(Object.entries({ ...standIns, ...given }));

	function getByName(name: string): INodeType | IVersionedNodeType {
		const type = types.get(name) ?? asTool(types.get(name.replace(/Tool$/, '')));
		if (type) return type;
		const [packageName = '', nodeName = ''] = name.split('.');
		throw new UnrecognizedNodeTypeError(packageName, nodeName);
	}

	return {
		getByName,
		getByNameAndVersion: (name, version) =>
			NodeHelpers.getVersionedNodeType(getByName(name), version),
		getKnownTypes: () => Object.fromEntries([...types.keys()].map((name) => [name, {}])),
	};
}

/**
 * n8n makes another node type, with 'Tool' behind its name, of each that is usable as an AI agent's
 * tool. This one keeps the inputs and outputs, so that it runs in a workflow as any node does.
 */
function asTool(type: INodeType | IVersionedNodeType | undefined): INodeType | undefined {
	if (!type || 'nodeVersions' in type || !type.description.usableAsTool) return undefined;
	const { execute, methods, description } = type;
	const { name, displayName } = description;
	return {
		execute,
		methods,
		description: { ...description, name: `${name}Tool`, displayName: `${displayName} Tool` },
	};
}
