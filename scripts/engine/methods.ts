import { LoadOptionsContext } from 'n8n-core';
import {
	Workflow,
	type INode,
	type INodeListSearchResult,
	type INodeParameters,
	type INodePropertyOptions,
	type INodeType,
	type ResourceMapperFields,
} from 'n8n-workflow';

import { additionalDataFor } from './additionalData';
import { CredentialsHelper } from './credentialsHelper';
import { createCredentialStore, type StoredCredential } from './credentialStore';
import type { Known } from './known';

export interface MethodCall {
	/** Full name, such as 'n8n-nodes-trackunit.trackunitCustomer'. */
	nodeType: string;
	/** The method's name among the node's methods of its kind. */
	method: string;
	/** Those of the node as they stand in the editor; defaults are added. */
	parameters?: INodeParameters;
	/** By id; one of each type at most, which the node then uses. */
	credentials?: Record<string, StoredCredential>;
	/** The parameter that the editor asks for. */
	path?: string;
	typeVersion?: number;
}

export interface ListSearchCall extends MethodCall {
	filter?: string;
	paginationToken?: string;
}

/** What the editor calls while a user fills in a node; rejects as the node's method does. */
export interface LoadMethod {
	(kind: 'listSearch', call: ListSearchCall): Promise<INodeListSearchResult>;
	(kind: 'loadOptions', call: MethodCall): Promise<INodePropertyOptions[]>;
	(kind: 'resourceMapping', call: MethodCall): Promise<ResourceMapperFields>;
}

export function createLoadMethod(known: Known): LoadMethod {
	async function load(kind: 'listSearch', call: ListSearchCall): Promise<INodeListSearchResult>;
	async function load(kind: 'loadOptions', call: MethodCall): Promise<INodePropertyOptions[]>;
	async function load(kind: 'resourceMapping', call: MethodCall): Promise<ResourceMapperFields>;
	async function load(kind: Kind, call: ListSearchCall): Promise<unknown> {
		const type = known.nodeTypes.getByNameAndVersion(call.nodeType, call.typeVersion);
		const context = contextFor(known, type, call);
		const { listSearch, loadOptions, resourceMapping } = type.methods ?? {};
		switch (kind) {
			case 'listSearch':
				return await existing(listSearch, call).call(context, call.filter, call.paginationToken);
			case 'loadOptions':
				return await existing(loadOptions, call).call(context);
			case 'resourceMapping':
				return await existing(resourceMapping, call).call(context);
		}
	}
	return load;
}

type Kind = 'listSearch' | 'loadOptions' | 'resourceMapping';

function existing<Method>(
	methods: Record<string, Method> | undefined,
	{ nodeType, method: name }: MethodCall,
): Method {
	const method = methods?.[name];
	if (!method) throw new Error(`${nodeType} has no such method as ${name}`);
	return method;
}

function contextFor(
	{ nodeTypes, credentialTypes }: Known,
	{ description: { version } }: INodeType,
	{ nodeType, parameters = {}, path = '', typeVersion, credentials = {} }: MethodCall,
): LoadOptionsContext {
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: nodeType,
		typeVersion: typeVersion ?? (Array.isArray(version) ? Math.max(...version) : version),
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(
			Object.entries(credentials).map(([id, { type: name }]) => [name, { id, name }]),
		),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const helper = new CredentialsHelper(credentialTypes, createCredentialStore(credentials));
	// n8n-core fills in the node's defaults, and the editor those that it sends beside them.
	const additionalData = additionalDataFor(helper, { currentNodeParameters: node.parameters });
	return new LoadOptionsContext(workflow, node, additionalData, path);
}
