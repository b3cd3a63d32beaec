import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { toKey } from '../records/differences';
import type { AnyField, Filter } from '../records/field';
import { valueAt } from '../records/simplify';
import { fieldsProperty, readFields } from './fields';
import type { Parameters } from './itemParameters';

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
					'Conditions that a record must meet; empty ones are ignored',
					filterable,
					'Add filter',
				),
			];
}

/** An item's filters; an empty one does not filter. */
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
		if (value === undefined || value === null || !field) continue;
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
