import { DEEPEST, isObject } from '../json';

/** The digits of all encoded text: safe in JSON and in addresses. */
export const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Whether a value says nothing: an API may write null, leave a field out, or return an empty text for the same. */
export function isNothing(value: unknown, depth = 0): boolean {
	if (value === undefined || value === null || value === '') return true;
	if (Array.isArray(value)) return value.length === 0;
	if (!isObject(value) || depth === DEEPEST) return false;
	return Object.values(value).every((one) => isNothing(one, depth + 1));
}

/**
 * JSON that is the same for the same data: keys in order, and nothing of what says nothing. What order a list
 * has is not said either, unless its places matter.
 */
export function canonical(
	value: unknown,
	lists: 'anyOrder' | 'inPlace' = 'anyOrder',
	depth = 0,
): string {
	if (typeof value === 'object' && depth === DEEPEST) return '…';
	if (Array.isArray(value)) {
		const elements = value.map((element) => canonical(element, lists, depth + 1));
		return `[${(lists === 'inPlace' ? elements : elements.sort()).join(',')}]`;
	}
	if (!isObject(value)) return JSON.stringify(value ?? null);
	const parts = Object.keys(value)
		.filter((key) => !isNothing(value[key]))
		.sort()
		.map((key) => `${JSON.stringify(key)}:${canonical(value[key], lists, depth + 1)}`);
	return `{${parts.join(',')}}`;
}

// Taken once: where globals are looked up in a sandbox, each look-up is slow.
const { imul } = Math;

/** Two words of 32 bits (cyrb53, by bryc, in the public domain). Not for secrets: it can be guessed back. */
function words(text: string): [number, number] {
	let one = 0xdeadbeef;
	let two = 0x41c6ce57;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		one = imul(one ^ code, 0x9e3779b1);
		two = imul(two ^ code, 0x5f356495);
	}
	one = imul(one ^ (one >>> 16), 0x85ebca6b) ^ imul(two ^ (two >>> 13), 0xc2b2ae35);
	two = imul(two ^ (two >>> 16), 0x85ebca6b) ^ imul(one ^ (one >>> 13), 0xc2b2ae35);
	return [one >>> 0, two >>> 0];
}

/** A short mark of a text, six bits a character; `length` is 10 at most. */
export function digest(text: string, length: number): string {
	const [one, two] = words(text);
	let marks = '';
	for (let index = 0; index < length; index++) {
		// Five characters a word, from the top: the upper bits are mixed best.
		marks += DIGITS.charAt(((index < 5 ? one : two) >>> (26 - 6 * (index % 5))) & 63);
	}
	return marks;
}
