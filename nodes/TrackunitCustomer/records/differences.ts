import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../json';
import type { AnyField } from './field';
import { readField } from './simplify';
import { normalForm } from './text';

type Value = IDataObject[string];

/** The dotted paths of a body to its single values and lists. */
export function leaves(body: IDataObject, prefix = ''): Array<[path: string, value: Value]> {
	return Object.entries(body).flatMap(
		([key, value]): Array<[string, Value]> =>
			isObject(value) && Object.keys(value).length > 0
				? leaves(value, `${prefix}${key}.`)
				: [[prefix + key, value]],
	);
}

/**
 * A value in a form in which values are compared: text in its normal form, numbers as text, nothing for what is
 * empty. The order of a list, or of an object's keys, tells nothing.
 */
function comparable(value: Value, ignoreCase: boolean): string {
	if (value === undefined || value === null) return '';
	const inner = (one: Value): string => comparable(one, ignoreCase);
	if (Array.isArray(value)) return JSON.stringify(value.map(inner).sort());
	if (isObject(value) && !('toJSON' in value)) {
		const entries = Object.entries(value).map(([key, one]) => [key, inner(one)]);
		return JSON.stringify(entries.sort());
	}
	const text = typeof value === 'object' ? JSON.stringify(value) : normalForm(String(value));
	return ignoreCase ? text.toLowerCase() : text;
}

/** A key as keys are compared, by the rule of the field that it stands in. */
export function toKey(value: Value, { same }: AnyField): string {
	return comparable(value, same === 'ignoreCase');
}

/** Whether two values are the same to Trackunit, by the rule of the field; exactly, where there is none. */
export function isSame(one: Value, other: Value, { same, alike }: Partial<AnyField> = {}): boolean {
	const [first, second] = [one, other].map((value) => comparable(value, same === 'ignoreCase'));
	if (first === second) return true;
	return (
		alike?.some((words) => [first, second].every((word) => words.includes(word ?? ''))) ?? false
	);
}

/** The part of a body that would change the record. `prefix` is the path of what is compared, `whole` the record. */
export function differences(
	fields: readonly AnyField[],
	body: IDataObject,
	record: IDataObject,
	prefix = '',
	whole = record,
): IDataObject {
	const changed: IDataObject = {};
	for (const [key, value] of Object.entries(body)) {
		const path = prefix + key;
		const before = record[key];
		if (isObject(value) && Object.keys(value).length > 0) {
			const below = isObject(before) ? before : {};
			const inner = differences(fields, value, below, `${path}.`, whole);
			if (Object.keys(inner).length > 0) changed[key] = inner;
			continue;
		}
		const field = fields.find((one) => one.path === path);
		const known = field ? readField(whole, field) : before;
		if (!isSame(value, known, field)) changed[key] = value;
	}
	return changed;
}
