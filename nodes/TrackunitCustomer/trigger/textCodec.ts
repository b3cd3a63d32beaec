import type { IDataObject } from 'n8n-workflow';

import type { Pace } from '../run/yielding';
import { DIGITS } from './digest';

/** Ids in one text, 22 characters each, where all are UUIDs in small letters; otherwise as they are. */
export type EncodedIds = string | string[];

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
/** Characters of a UUID: 128 bits, six each. */
const UUID_LENGTH = 22;

export async function encodeIds(pace: Pace, ids: string[]): Promise<EncodedIds> {
	if (!ids.every((id) => UUID.test(id))) return ids;
	return (await pace.map(ids, encodeUuid)).join('');
}

export async function decodeIds(pace: Pace, encoded: EncodedIds): Promise<string[]> {
	if (typeof encoded !== 'string') return [...encoded];
	const places = Array.from({ length: encoded.length / UUID_LENGTH }, (_, index) => index);
	return await pace.map(places, (index) => decodeUuid(columnAt(encoded, index, UUID_LENGTH)));
}

/** Three digits of hex are two of ours. */
function encodeUuid(uuid: string): string {
	const hex = `${uuid.replaceAll('-', '')}0`;
	let encoded = '';
	for (let at = 0; at < hex.length; at += 3) {
		const bits = parseInt(hex.slice(at, at + 3), 16);
		encoded += DIGITS.charAt(bits >> 6) + DIGITS.charAt(bits & 63);
	}
	return encoded;
}

function decodeUuid(encoded: string): string {
	let hex = '';
	for (let at = 0; at < encoded.length; at += 2) {
		const bits = (DIGITS.indexOf(encoded.charAt(at)) << 6) | DIGITS.indexOf(encoded.charAt(at + 1));
		hex += bits.toString(16).padStart(3, '0');
	}
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

/** The bytes that something takes as JSON in UTF-8. */
export function bytesOf(value: unknown): number {
	const text = JSON.stringify(value);
	let bytes = text.length;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
	}
	return bytes;
}
