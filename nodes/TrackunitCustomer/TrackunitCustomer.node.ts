import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { searchCustomers } from './methods/listSearch';
import { authenticationProperty, credentialDescriptions } from './parameters/authentication';
import { describe, findOperation, subtitle } from './run/registry';
import { run } from './run/run';
import { toNodeError } from './transport/errors';

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
		description: 'Create, read, update and delete the customers of a Trackunit account',
		defaults: {
			name: 'Trackunit Customer',
		},
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialDescriptions,
		properties: [authenticationProperty, ...describe()],
	};

	methods = {
		listSearch: { searchCustomers },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run(this, operationOf(this));
	}
}

function operationOf(context: IExecuteFunctions): ReturnType<typeof findOperation> {
	try {
		return findOperation(
			context.getNodeParameter('resource', 0),
			context.getNodeParameter('operation', 0),
		);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
