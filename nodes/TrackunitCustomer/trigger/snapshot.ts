import type { IDataObject } from 'n8n-workflow';

import type { AnyField } from '../records/field';
import { readField } from '../records/simplify';
import { canonical, digest, isNothing } from './digest';

/** What is remembered of a row. */
export interface RowSnapshot {
	/** Whether the filters let it through when it was last read. */
	matches: boolean;
	/** Of the whole record, fields that nobody knows among them; only where changes are watched. */
	hash?: string;
	/** The values of the table's fields, by key, without the empty ones; only while they are few enough to keep. */
	values?: IDataObject;
	/** In place of the values: a character a field, in the order of `watchedFields`. */
	marks?: string;
}

/** What of a list's rows has to be remembered. */
export interface Tracking {
	fields: readonly AnyField[];
	/** Whether changes of rows are reported. */
	hashes: boolean;
	/** Whether it matters what rows were like before. */
	values: boolean;
}

/** Characters of a row's hash. */
export const HASH_LENGTH = 6;

/** The fields whose changes are named: all but the id. */
export function watchedFields(fields: readonly AnyField[]): AnyField[] {
	return fields.filter(({ key }) => key !== 'id');
}

/** What to remember of a row. */
export function takeSnapshot(
	row: IDataObject,
	{ fields, hashes, values }: Tracking,
	matches: boolean,
): RowSnapshot {
	return {
		matches,
		...(hashes && { hash: digest(canonical(row), HASH_LENGTH) }),
		...(values && { values: valuesOf(row, fields) }),
	};
}

function valuesOf(row: IDataObject, fields: readonly AnyField[]): IDataObject {
	const values: IDataObject = {};
	for (const field of watchedFields(fields)) {
		const value = readField(row, field);
		if (!isNothing(value)) values[field.key] = value;
	}
	return values;
}

/** The marks of values, a character a field. */
export function marksOf(values: IDataObject, fields: readonly AnyField[]): string {
	return watchedFields(fields)
		.map(({ key }) => digest(canonical(values[key]), 1))
		.join('');
}

/**
 * The fields that differ between a row's snapshot and the row as it is, each with what it was and is, null for nothing:
 * `{ city: { before: 'Aarhus', after: 'Odense' } }`. Without values from before it names what it can.
 */
export function changesBetween(
	before: RowSnapshot,
	row: IDataObject,
	fields: readonly AnyField[],
): IDataObject {
	const now = valuesOf(row, fields);
	const marks = marksOf(now, fields);
	const changes: IDataObject = {};
	for (const [index, { key }] of watchedFields(fields).entries()) {
		const after = now[key] ?? null;
		if (before.values) {
			const was = before.values[key] ?? null;
			if (canonical(was) !== canonical(after)) changes[key] = { before: was, after };
		} else if (before.marks && before.marks[index] !== marks[index]) {
			changes[key] = { after };
		}
	}
	return changes;
}
