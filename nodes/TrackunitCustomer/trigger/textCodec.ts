import type { IDataObject } from 'n8n-workflow';

import type { Pace } from '../yielding';
import { DIGITS } from './digest';

/** Ids in one text, 22 characters each, where all are UUIDs in small letters; otherwise as they are. */
export type EncodedIds = string | string[];

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

export async function encodeIds(pace: Pace, ids: string[]): Promise<EncodedIds> {
	const areUuids = await pace.map(ids, (id) => UUID.test(id));
	if (areUuids.includes(false)) return ids;
	return (await pace.map(ids, encodeUuid)).join('');
}

export async function decodeIds(pace: Pace, encoded: EncodedIds): Promise<string[]> {
	if (typeof encoded !== 'string') return [...encoded];
	return await pace.map(encoded.match(/.{22}/g) ?? [], decodeUuid);
}

/** Three digits of hex are two of ours. */
function encodeUuid(uuid: string): string {
	return `${uuid.replaceAll('-', '')}0`.replace(/.{3}/g, (three) => {
		const bits = parseInt(three, 16);
		return DIGITS.charAt(bits >> 6) + DIGITS.charAt(bits & 63);
	});
}

function decodeUuid(encoded: string): string {
	const hex = encoded.replace(/../g, (two) => {
		const bits = (DIGITS.indexOf(two.charAt(0)) << 6) | DIGITS.indexOf(two.charAt(1));
		return bits.toString(16).padStart(3, '0');
	});
	return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The text of a place, where each place has the same width. */
export function columnAt(text: string, index: number, width: number): string {
	return text.slice(index * width, (index + 1) * width);
}

/** A row's values in the order of `keys`; empty text stands for none, which no value is. */
export function encodeValues(
	values: IDataObject,
	keys: readonly string[],
): Array<IDataObject[string]> {
	return keys.map((key) => values[key] ?? '');
}

export function decodeValues(
	encoded: ReadonlyArray<IDataObject[string]>,
	keys: readonly string[],
): IDataObject {
	const values: IDataObject = {};
	keys.forEach((key, index) => {
		if (encoded[index] !== '') values[key] = encoded[index];
	});
	return values;
}

/** The bytes that something takes as JSON in UTF-8; each half of a surrogate pair takes two. */
export function bytesOf(value: unknown): number {
	const ofThree = /[\u0800-\ud7ff\ue000-\uffff]/g;
	const ofTwo = /[\u0080-\u07ff\ud800-\udfff]/g;
	return JSON.stringify(value).replace(ofThree, '...').replace(ofTwo, '..').length;
}
