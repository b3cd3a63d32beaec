import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	NodeConnectionTypes,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialTestRequest,
	type INode,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeType,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { additionalDataFor } from './additionalData';
import type { CredentialsHelper } from './credentialsHelper';
import { createNodeTypes } from './nodeTypes';
import { valueAt } from './objects';
import { noRunData } from './olderHosts';

interface Tested {
	/** Under which it is stored; an OAuth2 credential is tested as it is stored. */
	id: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

function failed(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}

/**
 * Does what the server does when a credential is saved or 'Retry' is clicked: sends the test request
 * of the type from a node made up for it, and words the outcome by the test's rules.
 */
export async function testCredential(
	helper: CredentialsHelper,
	test: ICredentialTestRequest | undefined,
	credential: Tested,
): Promise<INodeCredentialTestResult> {
	if (!test) return failed('No testing function found for this credential.');
	let output: INodeExecutionData[][] | undefined;
	try {
		const additionalData = additionalDataFor(helper);
		const { data, type } = credential;
		const filled = helper.applyDefaults(additionalData, data, type, 'internal');
		const node = routingNodeFor(additionalData, test, { ...credential, data: filled });
		output = await node.runNode();
	} catch (error) {
		return failed(wordsFor(error, test));
	}
	for (const { type, properties } of test.rules ?? []) {
		if (type !== 'responseSuccessBody' || !('key' in properties)) continue;
		if (valueAt(output?.[0]?.[0]?.json, properties.key) === properties.value) {
			return failed(properties.message);
		}
	}
	return { status: 'OK', message: 'Connection successful!' };
}

function routingNodeFor(
	additionalData: IWorkflowExecuteAdditionalData,
	test: ICredentialTestRequest,
	{ id, type, data }: Tested,
): RoutingNode {
	const nodeType: INodeType = {
		description: {
			displayName: 'No Operation, do nothing',
			// Without the package's name, so that the server's `preAuthentication` does not see a test in it.
			name: 'noOp',
			group: ['organization'],
			version: 1,
			description: 'No Operation',
			defaults: { name: 'No Operation, do nothing' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: type, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					routing: { request: test.request },
					default: '',
				},
			],
		},
	};
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: 'noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type]: { id, name: type } },
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: createNodeTypes({ noOp: nodeType }),
	});
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		noRunData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	return new RoutingNode(context, nodeType, { id, name: type, type, data });
}

/** A rule's words for the status, else the status as HTTP words it, else the code of the network. */
function wordsFor(error: unknown, { rules = [] }: ICredentialTestRequest): string {
	const response = valueAt(error, 'cause.response');
	const code = valueAt(error, 'cause.code');
	if (response) {
		const status = valueAt(response, 'status');
		for (const { type, properties } of rules) {
			if (type === 'responseCode' && properties.value === status) return properties.message;
		}
		return String(
			valueAt(response, 'statusText') || `Received HTTP status code: ${String(status)}`,
		);
	}
	return String(code ? code : valueAt(error, 'message'));
}
