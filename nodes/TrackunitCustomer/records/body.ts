import type { IDataObject } from 'n8n-workflow';

import { DEEPEST, isObject } from '../json';
import type { AnyField } from './field';

/** A request body from values by field key: undefined is left out, null clears. */
export function toBody(fields: readonly AnyField[], values: IDataObject): IDataObject {
	let body: IDataObject = {};
	for (const { key, path } of fields) {
		const value = values[key];
		if (value !== undefined) body = merge(body, nest(path.split('.'), value));
	}
	return body;
}

/** What a record's body is made of: values by field key, and the user's further body fields, which go over them. */
export interface Draft {
	values: IDataObject;
	further: IDataObject;
}

/** The body that a draft gives, with the fields where the table has them. */
export function bodyOf(fields: readonly AnyField[], { values, further }: Draft): IDataObject {
	return merge(toBody(fields, values), further);
}

/** An object with a value at a path: `['address', 'city']`. */
function nest([head = '', ...rest]: string[], value: IDataObject[string]): IDataObject {
	return { [head]: rest.length === 0 ? value : nest(rest, value) };
}

/** `over` on top of `base`, objects merged at every depth; neither is changed. */
export function merge(base: IDataObject, over: IDataObject, depth = 0): IDataObject {
	const merged = { ...base };
	for (const [key, value] of Object.entries(over)) {
		const below = merged[key];
		const isBoth = isObject(value) && isObject(below) && depth < DEEPEST;
		merged[key] = isBoth ? merge(below, value, depth + 1) : value;
	}
	return merged;
}

/**
 * Whether a body has some parts of a nested object but not all, as far as is known. Nobody says that
 * PATCH merges deeply: a city sent alone might cost the street.
 */
export function isPartial(fields: readonly AnyField[], body: IDataObject): boolean {
	return Object.entries(body).some(([parent, nested]) => {
		if (!isObject(nested)) return false;
		const parts = fields.map(({ path }) => path.split('.')).filter(([head]) => head === parent);
		return parts.length === 0 || parts.some(([, part = '']) => !(part in nested));
	});
}

/** Whether a body has parts of a nested object that the record does not show at all, as a list may leave it out. */
export function isBlind(body: IDataObject, record: IDataObject): boolean {
	return Object.entries(body).some(([key, value]) => isObject(value) && !(key in record));
}

/** The body with its nested objects filled up from the record as it is. */
export function complete(body: IDataObject, current: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(body).map(([key, value]) => {
			const before = current[key];
			return [key, isObject(value) && isObject(before) ? merge(before, value) : value];
		}),
	);
}
