import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { isObject, valueAt } from '../../scripts/engine/objects';

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

function toy(
	name: string,
	version: number,
	properties: INodeTypeDescription['properties'],
	execute: Execute,
): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version,
			description: `Does what the examples need of n8n-nodes-base.${name}`,
			defaults: { name },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties,
		},
		execute,
	};
}

/** n8n-workflow evaluates the conditions, as it does for n8n's own node. */
export const filter = toy(
	'filter',
	2.2,
	[
		{
			displayName: 'Conditions',
			name: 'conditions',
			type: 'filter',
			default: {},
			typeOptions: {
				filter: { caseSensitive: true, typeValidation: 'strict', version: 2 },
			},
		},
	],
	async function () {
		const keeps = (item: number) =>
			this.getNodeParameter('conditions', item, false, { extractValue: true }) === true;
		return [
			this.getInputData().flatMap(({ json }, item) =>
				keeps(item) ? [{ json, pairedItem: { item } }] : [],
			),
		];
	},
);

/** By one number, the largest first. */
export const sort = toy(
	'sort',
	1,
	[{ displayName: 'Fields', name: 'sortFieldsUi', type: 'json', default: {} }],
	async function () {
		const list = valueAt(this.getNodeParameter('sortFieldsUi', 0), 'sortField');
		const [first] = Array.isArray(list) ? list : [];
		if (!isObject(first) || first.order !== 'descending') {
			throw new Error('This toy only sorts by one field, in descending order');
		}
		const key = String(first.fieldName);
		const items = this.getInputData().map(({ json }, item) => ({ json, pairedItem: { item } }));
		return [items.sort((a, b) => Number(b.json[key]) - Number(a.json[key]))];
	},
);
