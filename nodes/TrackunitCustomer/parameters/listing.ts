import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { isObject } from '../json';
import type { AnyField } from '../records/field';
import { byName } from './alphabetical';
import type { Parameters } from './itemParameters';
import { readBoolean, readInteger, show } from './values';

/** How many rows to answer: all, or up to a limit. */
export const limitProperties: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { returnAll: [false] } },
		default: 50,
		description: 'Max number of results to return',
	},
];

/** Undefined for all. */
export function readLimit(p: Parameters): number | undefined {
	if (readBoolean(p.get('returnAll', false), 'Return All')) return undefined;
	return readInteger(p.get('limit', 50), 'Limit', 1, Infinity);
}

/** A list's order: rules, the first counts most. */
export function sortProperty(fields: readonly AnyField[]): INodeProperties {
	return {
		displayName: 'Sort',
		name: 'sort',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add rule',
		default: {},
		description: 'The order of the results; the first rule counts most',
		options: [
			{
				displayName: 'Rule',
				name: 'rules',
				values: [
					{
						displayName: 'Field',
						name: 'field',
						type: 'options',
						options: fields.map(({ key, label }) => ({ name: label, value: key })).sort(byName),
						default: 'name',
						description: 'The field to sort by',
					},
					{
						displayName: 'Direction',
						name: 'direction',
						type: 'options',
						options: [
							{ name: 'Ascending', value: 'asc' },
							{ name: 'Descending', value: 'desc' },
						],
						default: 'asc',
						description: 'The direction to sort in',
					},
				],
			},
		],
	};
}

/** What a list is put in order by: a field's key, or an attribute that the table does not have. */
export interface SortRule {
	field: string;
	sign: '' | '-';
}

/** The `sort` query parameter, such as `name` and `-address.city`, to be repeated; none where there are no rules. */
export function sortQuery(rules: readonly SortRule[], fields: readonly AnyField[]): IDataObject {
	const attributes = rules.map(
		({ field, sign }) => sign + (fields.find(({ key }) => key === field)?.path ?? field),
	);
	return attributes.length > 0 ? { sort: attributes } : {};
}

/** The rules of a list's order. */
export function readSort(p: Parameters): SortRule[] {
	const sort = p.get('sort', {});
	const rules: unknown = isObject(sort) ? (sort.rules ?? []) : undefined;
	if (!Array.isArray(rules)) throw new Refusal("'Sort' has no rules", `It is ${show(sort)}.`);
	return rules.map((rule: unknown): SortRule => {
		const { field, direction = 'asc' } = isObject(rule) ? rule : {};
		if (typeof field !== 'string' || !/^[A-Za-z0-9_.]+$/.test(field)) {
			throw new Refusal("'Sort' has an unknown field", `It is ${show(field)}.`);
		}
		if (direction !== 'asc' && direction !== 'desc') {
			throw new Refusal(
				"'Sort' has an unknown direction",
				`It is ${show(direction)}. Use asc or desc.`,
			);
		}
		return { field, sign: direction === 'desc' ? '-' : '' };
	});
}
