import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { customerLocator } from './operations/customer/locator';
import { credentialDescriptions } from './parameters/authentication';
import { poll } from './trigger/poll';
import { subtitle, triggerProperties } from './trigger/settings';

export class TrackunitCustomerTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Trackunit Customer Trigger',
		name: 'trackunitCustomerTrigger',
		icon: {
			light: 'file:../../icons/trackunit.svg',
			dark: 'file:../../icons/trackunit.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: subtitle(),
		// The nodes panel shows the node and its trigger as one, with this description.
		description:
			'Manage Trackunit customers, their contacts and assets, or start a workflow when they change',
		defaults: {
			name: 'Trackunit Customer Trigger',
		},
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialDescriptions,
		properties: triggerProperties,
	};

	methods = {
		listSearch: { [customerLocator.picker.method]: customerLocator.picker.search },
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
