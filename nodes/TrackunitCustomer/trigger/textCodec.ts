import { jsonParse, type IDataObject } from 'n8n-workflow';

import { DIGITS } from './digest';

/** What packed text may be unpacked to is only what was packed; anything else throws this. */
export class DamagedState extends Error {
	constructor(what: string) {
		super(`The state is damaged: ${what}`);
		this.name = 'DamagedState';
	}
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
/** Characters that a UUID is packed to: 128 bits, six each. */
const PACKED_ID = 22;
/** Stands around an id that is no UUID. */
const QUOTE = '!';

/** Ids after one another: 22 characters for a UUID in small letters, any other as it is. */
export function encodeIds(ids: readonly string[]): string {
	return ids
		.map((id) => (UUID.test(id) ? encodeUuid(id) : QUOTE + encode(id, /!/g) + QUOTE))
		.join('');
}

export function* decodeIds(packed: string): Generator<string> {
	let at = 0;
	while (at < packed.length) {
		const isQuoted = packed.charAt(at) === QUOTE;
		const end = isQuoted ? packed.indexOf(QUOTE, at + 1) : at + PACKED_ID;
		if (end < 0 || end > packed.length) throw new DamagedState('an id is cut off');
		yield isQuoted ? decode(packed.slice(at + 1, end)) : decodeUuid(packed.slice(at, end));
		at = isQuoted ? end + 1 : end;
	}
}

/** Three digits of hex are two of ours. In tables, since there are so many ids. */
const TRIPLES = Array.from({ length: 64 * 64 }, (_, bits): [hex: string, packed: string] => [
	bits.toString(16).padStart(3, '0'),
	DIGITS.charAt(bits >> 6) + DIGITS.charAt(bits & 63),
]);
const PACKED_BY_HEX = new Map(TRIPLES);
const HEX_BY_PACKED = new Map(TRIPLES.map(([hex, packed]) => [packed, hex]));

function encodeUuid(uuid: string): string {
	const hex = `${uuid.replaceAll('-', '')}0`;
	let packed = '';
	for (let at = 0; at < hex.length; at += 3) {
		packed += PACKED_BY_HEX.get(hex.slice(at, at + 3)) ?? '';
	}
	return packed;
}

function decodeUuid(packed: string): string {
	let hex = '';
	for (let at = 0; at < PACKED_ID; at += 2) {
		const triple = HEX_BY_PACKED.get(packed.slice(at, at + 2));
		if (triple === undefined) throw new DamagedState('a character is none of ours');
		hex += triple;
	}
	return [
		[0, 8],
		[8, 12],
		[12, 16],
		[16, 20],
		[20, 32],
	]
		.map(([start, end]) => hex.slice(start, end))
		.join('-');
}

function digitOf(character: string): number {
	const digit = character === '' ? -1 : DIGITS.indexOf(character);
	if (digit < 0) throw new DamagedState('a character is none of ours');
	return digit;
}

/** Yes or no for each, six a character. */
export function encodeFlags(flags: readonly boolean[]): string {
	let packed = '';
	for (let at = 0; at < flags.length; at += 6) {
		let bits = 0;
		for (let bit = 0; bit < 6; bit++) if (flags[at + bit]) bits |= 1 << bit;
		packed += DIGITS.charAt(bits);
	}
	return packed;
}

export function decodeFlags(packed: string, count: number): boolean[] {
	if (packed.length !== Math.ceil(count / 6)) throw new DamagedState('flags are missing');
	return Array.from({ length: count }, (_, index) => {
		const bits = digitOf(packed.charAt(Math.floor(index / 6)));
		return (bits & (1 << index % 6)) !== 0;
	});
}

/** Small counts, a character each up to 35; -1 and -2 stand for two things that are no counts. */
export function encodeCounts(counts: readonly number[]): string {
	return counts
		.map((count) => {
			if (count === -1) return '-';
			if (count === -2) return '+';
			return count < 36 ? count.toString(36) : `(${count})`;
		})
		.join('');
}

export function decodeCounts(packed: string): number[] {
	const tokens = packed.match(/[-+0-9a-z]|\(\d+\)/g) ?? [];
	if (tokens.join('').length !== packed.length) throw new DamagedState('a count is not one');
	return tokens.map((token) => {
		if (token === '-') return -1;
		if (token === '+') return -2;
		return token.startsWith('(') ? Number(token.slice(1, -1)) : parseInt(token, 36);
	});
}

/** All but what stands for itself in JSON and divides neither values nor rows. */
const UNSAFE = /[^ !#$&-[\]-{}\u007f-\uffff]/g;

function encode(text: string, further?: RegExp): string {
	const safe = text.replace(UNSAFE, asCode);
	return further ? safe.replace(further, asCode) : safe;
}

function asCode(character: string): string {
	return `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

function decode(text: string): string {
	return text.replace(/%([\da-f]{2})/g, (_, code: string) =>
		String.fromCharCode(parseInt(code, 16)),
	);
}

const JSON_AHEAD = '%j';
const NO_VALUES = '%-';
/** Stands between the values of two rows. */
export const BETWEEN_ROWS = '~';

/** The rows' values, in the order of `keys`; a row without any is remembered as such. */
export function encodeValues(
	rows: ReadonlyArray<IDataObject | undefined>,
	keys: readonly string[],
): string {
	return rows
		.map((values) => {
			if (!values) return NO_VALUES;
			return keys.map((key) => encodeValue(values[key])).join('|');
		})
		.join(BETWEEN_ROWS);
}

function encodeValue(value: IDataObject[string]): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'string' ? encode(value) : JSON_AHEAD + encode(JSON.stringify(value));
}

export function decodeValues(
	packed: string,
	count: number,
	keys: readonly string[],
): Array<IDataObject | undefined> {
	const rows = count === 0 && packed === '' ? [] : packed.split(BETWEEN_ROWS);
	if (rows.length !== count) throw new DamagedState('values are missing');
	return rows.map((row) => {
		if (row === NO_VALUES) return undefined;
		const texts = row.split('|');
		if (texts.length !== keys.length) throw new DamagedState('a value is missing');
		const values: IDataObject = {};
		keys.forEach((key, index) => {
			const text = texts[index] ?? '';
			if (text !== '') values[key] = decodeValue(text);
		});
		return values;
	});
}

function decodeValue(text: string): IDataObject[string] {
	if (!text.startsWith(JSON_AHEAD)) return decode(text);
	return jsonParse<IDataObject[string]>(decode(text.slice(JSON_AHEAD.length)));
}

/** The bytes of a text in UTF-8. */
export function bytesOf(text: string): number {
	let bytes = text.length;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
	}
	return bytes;
}
