import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../json';
import { placesOf } from './dialect';
import type { AnyField } from './field';

/** A record's value at a dotted path; undefined where it has none. */
export function valueAt(record: IDataObject, path: string): IDataObject[string] {
	return path
		.split('.')
		.reduce<
			IDataObject[string]
		>((value, key) => (isObject(value) ? value[key] : undefined), record);
}

/** A field's value, at the first of its places that the record has; undefined where it has none. */
export function readField(record: IDataObject, field: AnyField): IDataObject[string] {
	for (const place of placesOf(field)) {
		const value = valueAt(record, place);
		if (value !== undefined) return value;
	}
	return undefined;
}

/** A record's most telling fields, flat; null where the record has no value, so that all rows are alike. */
export function simplify(fields: readonly AnyField[], record: IDataObject): IDataObject {
	return pick(
		fields
			.filter(({ simple }) => simple !== undefined)
			.sort((a, b) => (a.simple ?? 0) - (b.simple ?? 0)),
		record,
	);
}

/** The given fields of a record, flat. */
export function pick(fields: readonly AnyField[], record: IDataObject): IDataObject {
	return Object.fromEntries(fields.map((field) => [field.key, readField(record, field) ?? null]));
}
