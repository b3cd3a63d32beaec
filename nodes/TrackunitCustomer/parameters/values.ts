import type { IDataObject } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { toId } from '../ids';
import { isObject } from '../json';
import { leaves } from '../records/differences';
import { normalForm } from '../records/text';

/** Whether a field was left without a value: by an expression that gave none, or by nothing typed in. */
export function isEmpty(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && normalForm(value) === '')
	);
}

/** Text; empty for nothing at all. */
export function readText(value: unknown, label: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	throw new Refusal(`'${label}' is not text`, `It is ${show(value)}.`);
}

/** Beyond it, two numbers in a row of digits may be one to JavaScript. */
function isBeyondSafe(number: number): boolean {
	return !(Math.abs(number) <= Number.MAX_SAFE_INTEGER);
}

/**
 * A number as text, as an ERP gives keys; anything else as it is. One that may have lost digits is refused, of a
 * key a fraction too: 10.10 arrives as 10.1. `place` says where in the parameter it is.
 */
export function writtenOut(
	value: unknown,
	label: string,
	{ isKey = true, place = '' }: { isKey?: boolean; place?: string } = {},
): unknown {
	if (typeof value === 'bigint') return String(value);
	if (typeof value !== 'number') return value;
	if (isBeyondSafe(value) || (isKey && !Number.isInteger(value))) {
		throw new Refusal(
			`'${label}' is a number that may have lost digits`,
			`It is ${place}${show(value)}. Make the column text, so that every digit is kept.`,
		);
	}
	return String(value);
}

/** An ID that can stand in an address as it is, as IDs are compared; one with a slash would lead elsewhere. */
export function readId(id: string, label: string): string {
	if (!/[/\\]/.test(id) && id !== '.' && id !== '..') return toId(id);
	throw new Refusal(
		`'${label}' is not an ID`,
		`It is ${show(id)}. An ID has no slashes and is not just dots.`,
	);
}

/** A number as text, as expressions give it, as a number; anything else as it is. */
export function readNumber(value: unknown): unknown {
	return typeof value === 'string' && !isEmpty(value) ? Number(normalForm(value)) : value;
}

/** A whole number within bounds; numbers as text are taken, as expressions give them. */
export function readInteger(value: unknown, label: string, min: number, max: number): number {
	const number = readNumber(value);
	if (typeof number !== 'number' || !Number.isInteger(number) || number < min || number > max) {
		const bounds = max === Infinity ? `from ${min}` : `from ${min} to ${max}`;
		throw new Refusal(`'${label}' is not a whole number ${bounds}`, `It is ${show(value)}.`);
	}
	return number;
}

/** True or false, also as text, as an AI model or an expression may give it. */
export function readBoolean(value: unknown, label: string): boolean {
	if (typeof value === 'boolean') return value;
	const text = typeof value === 'string' && normalForm(value);
	if (text === 'true' || text === 'false') return text === 'true';
	throw new Refusal(`'${label}' is neither true nor false`, `It is ${show(value)}.`);
}

/** Keys that would reach into JavaScript's own objects when they are merged. */
const UNSAFE_KEYS = ['__proto__', 'constructor', 'prototype'];

/** A JSON object, as text or as an object from an expression; nothing at all is an empty one. */
export function readJsonObject(value: unknown, label: string): IDataObject {
	if (isEmpty(value)) return {};
	const read = typeof value === 'string' ? parseJson(value) : { json: value };
	if ('reason' in read) throw new Refusal(`'${label}' is not valid JSON`, read.reason);
	const parsed = read.json;
	if (!isObject(parsed)) {
		throw new Refusal(
			`'${label}' is not a JSON object`,
			`It must look like { "key": "value" }. It is ${show(value)}.`,
		);
	}
	const unsafe = findUnsafe(parsed);
	if (unsafe) throw new Refusal(`'${label}' has a key that is not allowed`, `Remove '${unsafe}'.`);
	const [lossy] = leaves(parsed).filter(([, value]) => hasLostDigits(value));
	if (lossy) {
		throw new Refusal(
			`'${label}' has a number that may have lost digits`,
			`It is in ${lossy[0]}: ${show(lossy[1])}. Write it as text, in quotes.`,
		);
	}
	return withoutUndefined(parsed);
}

function hasLostDigits(value: unknown): boolean {
	if (Array.isArray(value)) return value.some(hasLostDigits);
	if (isObject(value)) return !('toJSON' in value) && Object.values(value).some(hasLostDigits);
	return typeof value === 'number' && isBeyondSafe(value);
}

const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[\d.]+(?:e[+-]?\d+)?/gi;

/** Whole numbers of a JSON text that JavaScript would round, as text. */
function withAllDigits(text: string): string {
	return text.replace(TEXT_OR_NUMBER, (part) =>
		/^-?\d+$/.test(part) && isBeyondSafe(Number(part)) ? `"${part}"` : part,
	);
}

/** What a JSON text says, numbers with too many digits as text, or why it says nothing. */
export function parseJson(text: string): { json: unknown } | { reason: string } {
	try {
		const json: unknown = JSON.parse(text);
		return { json: /\d{16}/.test(text) ? JSON.parse(withAllDigits(text)) : json };
	} catch (error) {
		return { reason: error instanceof Error ? error.message : '' };
	}
}

/** Without what expressions gave nothing for; dates and the like, which know their JSON, stay as they are. */
function withoutUndefined(object: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(object)
			.filter(([, value]) => value !== undefined)
			.map(([key, value]) => [
				key,
				isObject(value) && !('toJSON' in value) ? withoutUndefined(value) : value,
			]),
	);
}

function findUnsafe(value: unknown): string | undefined {
	if (Array.isArray(value)) return value.map(findUnsafe).find((key) => key !== undefined);
	if (!isObject(value)) return undefined;
	for (const key of Object.keys(value)) {
		const unsafe = UNSAFE_KEYS.includes(key) ? key : findUnsafe(value[key]);
		if (unsafe) return unsafe;
	}
	return undefined;
}

/** Names as a message shows them: so many at the most, and how many more there are. */
export function listed(names: readonly unknown[], most = 10): string {
	const rest = names.length - most;
	return names.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

const LONGEST_SHOWN = 60;

/** A value as an error's description shows it: short, and told from text. */
export function show(value: unknown): string {
	if (value === undefined) return 'empty';
	if (value === '') return 'empty text';
	// JSON has no NaN, no Infinity and no bigint.
	const isNumber = typeof value === 'number' || typeof value === 'bigint';
	const json = isNumber ? String(value) : (JSON.stringify(value) ?? String(value));
	return json.length > LONGEST_SHOWN ? `${json.slice(0, LONGEST_SHOWN)}…` : json;
}
