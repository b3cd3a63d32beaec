/* eslint-disable @n8n/community-nodes/node-usable-as-tool, @n8n/community-nodes/node-connection-type-literal -- for the benchmarks only, which load it from where it finds no package */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

function text(displayName: string, name: string): INodeProperties {
	return { displayName, name, type: 'string', default: '' };
}

/** Creates customers as n8n's own nodes create records: in a loop, a request an item, each after the one before. */
export class SerialCustomer implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Serial Customer',
		name: 'serialCustomer',
		group: ['output'],
		version: 1,
		description: 'Creates customers, one after another',
		defaults: { name: 'Serial Customer' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'trackunitApi', required: true }],
		properties: [
			text('Name', 'name'),
			text('External Reference', 'externalReference'),
			text('Type', 'type'),
			text('Email', 'email'),
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { baseUrl: baseURL } = await this.getCredentials<{ baseUrl: string }>('trackunitApi');
		const returned: INodeExecutionData[] = [];
		for (let item = 0; item < this.getInputData().length; item += 1) {
			const body: IDataObject = {};
			for (const name of ['name', 'externalReference', 'type', 'email']) {
				body[name] = this.getNodeParameter(name, item);
			}
			const json: IDataObject = await this.helpers.httpRequestWithAuthentication.call(
				this,
				'trackunitApi',
				{ method: 'POST', baseURL, url: '/api/customer/v1/customers', body, json: true },
			);
			returned.push({ json, pairedItem: { item } });
		}
		return [returned];
	}
}
