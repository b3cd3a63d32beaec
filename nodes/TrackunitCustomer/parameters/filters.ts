import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { toKey } from '../records/differences';
import type { AnyField, Filter } from '../records/field';
import { readField } from '../records/simplify';
import { fieldsProperty, readFields } from './fields';
import type { Parameters } from './itemParameters';
import { isEmpty } from './values';

const FILTERS = 'Filters';

/** What to ask the server for, and the checks of each row that it answers. */
export interface Filters {
	query: IDataObject;
	/** All values by field key, those that the server is not asked for too. */
	values: IDataObject;
	/** Whether a row meets all of them; undefined where there is no filter. */
	accept?: (row: IDataObject) => boolean;
	/** Whether a row is one that the server was asked for. */
	isAskedFor?: (row: IDataObject) => boolean;
}

/** The fields that are filters, as the editor shows them. */
function asFilters(fields: readonly AnyField[], filters: readonly Filter[]): AnyField[] {
	return fields.flatMap((field) => {
		const filter = filters.find(({ key }) => key === field.key);
		if (!filter) return [];
		// What cannot be written can be asked for all the same.
		const asked: AnyField = { ...field, use: 'writable' };
		if (filter.compare === 'equals') return [{ ...asked, help: 'The whole value in Trackunit' }];
		const [example] = field.example?.split(' ') ?? [];
		const label = `${field.label} Contains`;
		return [{ ...asked, label, example, help: 'Any part of the value, ignoring case' }];
	});
}

/** The collection of a list's filters; nothing where it has none. */
export function filtersProperties(
	fields: readonly AnyField[],
	filters: readonly Filter[],
): INodeProperties[] {
	const filterable = asFilters(fields, filters);
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
	const filterable = asFilters(fields, filters).map(withoutForm);
	const values = readFields(p, 'filters', FILTERS, filterable);
	const checks: Array<(row: IDataObject) => boolean> = [];
	const asked: typeof checks = [];
	const query: IDataObject = {};
	const given: IDataObject = {};
	for (const { key, compare, asked: isAsked = false } of filters) {
		const value = values[key];
		const field = filterable.find((one) => one.key === key);
		if (!(key in values) || !field) continue;
		if (isEmpty(value)) {
			if (p.isTool) continue;
			throw new Refusal(
				`'${field.label}' in '${FILTERS}' is empty`,
				'An empty filter would let every record through. Give it a value, or remove the filter.',
			);
		}
		given[key] = value;
		const anyCase = compare === 'contains' || typeof field.kind === 'object' || !isAsked;
		const compared = { ...field, same: anyCase ? 'ignoreCase' : field.same };
		const wanted = toKey(value, compared);
		const check = (row: IDataObject): boolean => {
			const found = toKey(readField(row, field), compared);
			return compare === 'equals' ? found === wanted : found.includes(wanted);
		};
		checks.push(check);
		if (!isAsked) continue;
		query[key] = value;
		asked.push(check);
	}
	if (checks.length === 0) return { query, values: given };
	return { query, values: given, accept: all(checks), isAskedFor: all(asked) };
}

/** A part of an email address is none. */
function withoutForm(field: AnyField): AnyField {
	return field.kind === 'email' ? { ...field, kind: 'text' } : field;
}

function all(checks: ReadonlyArray<(row: IDataObject) => boolean>): (row: IDataObject) => boolean {
	return (row) => checks.every((check) => check(row));
}
