import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import type { Engine, NodeResult, PolledNode } from '../../scripts/engine';
import type { Credentials } from '../../simulator';
import { automatic, mapped } from '../../test/support/columns';
import { reference, ROWS } from './business';

const PACKAGE = 'n8n-nodes-trackunit';
const CUSTOMER = { __rl: true, mode: 'externalReference', value: '={{ $json.customer }}' };

/** What a round does, each as a workflow would. */
export interface Workflows {
	/** *Create or Update* of the ERP's rows. */
	sync(rows: readonly IDataObject[]): Promise<NodeResult>;
	/** *Set* of the assets that each customer has. */
	handOver(rows: readonly IDataObject[]): Promise<NodeResult>;
	/** *Create or Update* of contacts. */
	keepContacts(rows: readonly IDataObject[]): Promise<NodeResult>;
	/** All customers. */
	list(): Promise<NodeResult>;
	/** New, changed and deleted customers. */
	trigger: PolledNode;
}

export function createWorkflows(engine: Engine, given: Credentials): Workflows {
	const credentials: Record<string, ICredentialDataDecryptedObject> = {
		trackunitOAuth2Api: { ...given.trackunitOAuth2Api },
	};

	async function run(
		parameters: INodeParameters,
		rows: readonly IDataObject[],
	): Promise<NodeResult> {
		return await engine.runNode({
			node: {
				type: `${PACKAGE}.trackunitCustomer`,
				parameters: { options: { maxRequestsPerSecond: 200 }, ...parameters },
				credentials,
				onError: 'continueErrorOutput',
			},
			input: [...rows],
		});
	}

	return {
		sync: async (rows) =>
			await run(
				{
					resource: 'customer',
					operation: 'upsert',
					columns: automatic('externalReference'),
				},
				rows,
			),
		handOver: async (rows) =>
			await run(
				{
					resource: 'asset',
					operation: 'set',
					customerId: CUSTOMER,
					assetIdentifier: 'serialNumber',
					assets: '={{ $json.assets }}',
				},
				rows,
			),
		keepContacts: async (rows) =>
			await run(
				{
					resource: 'contact',
					operation: 'upsert',
					customerId: CUSTOMER,
					columns: mapped('email', { email: '={{ $json.email }}', name: '={{ $json.name }}' }),
				},
				rows,
			),
		list: async () =>
			await run({ resource: 'customer', operation: 'getAll', returnAll: true, simplify: true }, [
				{},
			]),
		trigger: engine.polledNode({
			type: `${PACKAGE}.trackunitCustomerTrigger`,
			parameters: { triggerOn: ['customerCreated', 'customerUpdated', 'customerDeleted'] },
			credentials,
		}),
	};
}

/** How many items each of the ERP's customers is; a sound list has one of each. */
export function countReferences(items: NodeResult['output']): Map<string, number> {
	const counts = new Map<string, number>();
	for (let row = 0; row < ROWS; row += 1) counts.set(reference(row), 0);
	for (const { json } of items) {
		const key = String(json.externalReference);
		const count = counts.get(key);
		if (count !== undefined) counts.set(key, count + 1);
	}
	return counts;
}
