import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../json';
import { headOf, placesOf } from './dialect';
import { isSame, leaves } from './differences';
import type { AnyField } from './field';
import { readField, valueAt } from './simplify';

/** A value of a body that did not arrive. */
export interface Lost {
	/** The field's key; the path of what is no field. */
	key: string;
	value: IDataObject[string];
	/** Whether the answer has no place for it at all, so that it may only not show it. */
	isAbsent: boolean;
}

/** The letters and digits of a text: what is left of a phone number or a name, however it is laid out. */
function gist(value: IDataObject[string]): string {
	return String(value ?? '')
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
}

function isNothing(value: IDataObject[string]): boolean {
	return value === undefined || value === null || value === '';
}

/** Whether an answer is a record rather than an id or a remark: it has one of the fields. */
export function isRecord(
	fields: readonly AnyField[],
	body: IDataObject | undefined,
): body is IDataObject {
	if (!body) return false;
	const heads = fields.flatMap(placesOf).map(headOf);
	return heads.some((head) => head !== 'id' && head !== 'assetId' && head in body);
}

/** The single values of a body, by the key of their field or by their path. */
export function valuesIn(
	fields: readonly AnyField[],
	body: IDataObject,
): Array<{ key: string; field?: AnyField; path: string; value: IDataObject[string] }> {
	return leaves(body).map(([path, value]) => {
		const field = fields.find((one) => one.path === path);
		return { key: field?.key ?? path, field, path, value };
	});
}

/**
 * What of a body the record does not show after it was written. A value that Trackunit puts in its own form arrived;
 * one that stayed as it was `before` did not, nor did one of which nothing came.
 */
export function lostIn(
	fields: readonly AnyField[],
	body: IDataObject,
	after: IDataObject,
	before: IDataObject | undefined,
): Lost[] {
	return valuesIn(fields, body).flatMap(({ key, field, path, value }): Lost[] => {
		const read = (record: IDataObject): IDataObject[string] =>
			field ? readField(record, field) : valueAt(record, path);
		const now = read(after);
		const lost = [{ key, value, isAbsent: now === undefined }];
		if (isSame(value, now, field)) return [];
		if (isNothing(now)) return lost;
		// How Trackunit writes lists and what the contract does not know cannot be told.
		if (!field || isObject(value) || Array.isArray(value)) return [];
		if (!isNothing(value) && gist(now) === gist(value)) return [];
		return before === undefined || isSame(now, read(before), field) ? lost : [];
	});
}
