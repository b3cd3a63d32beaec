import { isObject } from '../../nodes/TrackunitCustomer/json';
import { valueAt } from '../../scripts/engine/objects';
import { standIn } from '../../scripts/engine/standIns';

/** n8n-workflow evaluates the conditions, as it does for n8n's own node. */
export const filter = standIn(
	{
		name: 'filter',
		version: 2.2,
		properties: [
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
	},
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
export const sort = standIn(
	{
		name: 'sort',
		version: 1,
		properties: [{ displayName: 'Fields', name: 'sortFieldsUi', type: 'json', default: {} }],
	},
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
