import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { PolledNode, PolledNodeOptions } from '../../scripts/engine';
import type { Simulator } from '../../simulator';
import { engine, TRIGGER_TYPE, typeFor, type Authentication } from '../support/trackunit';

export interface TriggerOptions extends Pick<PolledNodeOptions, 'budget' | 'keeps'> {
	authentication?: Authentication;
	/** Over the local Trackunit's own. */
	credential?: IDataObject;
	parameters?: INodeParameters;
}

/** The trigger in an active workflow, which nobody has polled yet. */
export function triggerOn(
	{ credentials }: Pick<Simulator, 'credentials'>,
	events: string[],
	{ authentication = 'apiToken', parameters = {}, credential, ...options }: TriggerOptions = {},
): PolledNode {
	const type = typeFor(authentication);
	return engine.polledNode({
		type: TRIGGER_TYPE,
		parameters: parametersFor(events, authentication, parameters),
		credentials: { [type]: { ...credentials[type], ...credential } },
		...options,
	});
}

export function parametersFor(
	events: string[],
	authentication: Authentication = 'apiToken',
	parameters: INodeParameters = {},
): INodeParameters {
	return { authentication, triggerOn: events, ...parameters };
}

export const ALL = [
	'assetAssigned',
	'assetUnassigned',
	'contactCreated',
	'contactDeleted',
	'contactUpdated',
	'customerCreated',
	'customerDeleted',
	'customerUpdated',
];

/** What was told, or nothing. */
export function told(items: INodeExecutionData[] | null): IDataObject[] {
	return (items ?? []).map(({ json }) => json);
}
