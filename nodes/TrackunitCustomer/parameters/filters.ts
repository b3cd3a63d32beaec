import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { toKey } from '../records/differences';
import type { AnyField, Filter } from '../records/field';
import { valueAt } from '../records/simplify';
import { fieldsProperty, readFields } from './fields';
import type { Parameters } from './itemParameters';
import { isEmpty } from './values';

const FILTERS = 'Filters';

/** What to ask the server for, and the check of each row that it answers. */
export interface Filters {
	query: IDataObject;
	/** Undefined where there is no filter. */
	accept?: (row: IDataObject) => boolean;
}

/** The collection of a list's filters; nothing where it has none. */
export function filtersProperties(
	fields: readonly AnyField[],
	filters: readonly Filter[],
): INodeProperties[] {
	const filterable = fields.flatMap((field) => {
		const filter = filters.find(({ key }) => key === field.key);
		if (!filter) return [];
		const help =
			filter.compare === 'contains'
				? 'Any part of the value, ignoring case'
				: 'The exact value in Trackunit';
		return [{ ...field, help }];
	});
	return filterable.length === 0
		? []
		: [
				fieldsProperty(
					'filters',
					FILTERS,
					'Conditions that a record must meet; each needs a value, but an AI model may leave one empty',
					filterable,
					'Add filter',
				),
			];
}

/**
 * An item's filters. One that was added and has no value is refused, since all records would pass; a model names what
 * it looks for by some of the filters that it is offered, and the others are left out.
 */
export function readFilters(
	p: Parameters,
	fields: readonly AnyField[],
	filters: readonly Filter[],
): Filters {
	const values = readFields(p, 'filters', FILTERS, fields);
	const checks: Array<(row: IDataObject) => boolean> = [];
	const query: IDataObject = {};
	for (const { key, compare } of filters) {
		const value = values[key];
		const field = fields.find((one) => one.key === key);
		if (!(key in values) || !field) continue;
		if (isEmpty(value)) {
			if (p.isTool) continue;
			throw new Refusal(
				`'${field.label}' in '${FILTERS}' is empty`,
				'An empty filter would let every record through. Give it a value, or remove the filter.',
			);
		}
		query[key] = value;
		const anyCase = compare === 'contains' || typeof field.kind === 'object';
		const compared = { ...field, same: anyCase ? 'ignoreCase' : field.same };
		const wanted = toKey(value, compared);
		checks.push((row) => {
			const found = toKey(valueAt(row, field.path), compared);
			return compare === 'equals' ? found === wanted : found.includes(wanted);
		});
	}
	if (checks.length === 0) return { query };
	return { query, accept: (row) => checks.every((check) => check(row)) };
}
