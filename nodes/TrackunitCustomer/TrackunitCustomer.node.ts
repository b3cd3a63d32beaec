import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { toNodeError } from './failure/nodeError';
import { describe, findOperation, methods, subtitle } from './operations/registry';
import { authenticationProperty, credentialDescriptions } from './parameters/authentication';
import { runAllItems } from './run/runAllItems';

export class TrackunitCustomer implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Trackunit Customer',
		name: 'trackunitCustomer',
		icon: {
			light: 'file:../../icons/trackunit.svg',
			dark: 'file:../../icons/trackunit.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: subtitle(),
		description: 'Manage Trackunit customers, contacts, assigned assets and portal access',
		defaults: {
			name: 'Trackunit Customer',
		},
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialDescriptions,
		properties: [authenticationProperty, ...describe()],
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runAllItems(this, operationOf(this));
	}
}

function operationOf(context: IExecuteFunctions): ReturnType<typeof findOperation> {
	try {
		return findOperation(
			context.getNodeParameter('resource', 0, ''),
			context.getNodeParameter('operation', 0, ''),
		);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
