import type { IDataObject } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { toId } from '../ids';
import { isObject } from '../json';
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
	return withoutUndefined(parsed);
}

/** What a JSON text says, or why it says nothing. */
export function parseJson(text: string): { json: unknown } | { reason: string } {
	try {
		return { json: JSON.parse(text) };
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

const LONGEST_SHOWN = 60;

/** A value as an error's description shows it: short, and told from text. */
export function show(value: unknown): string {
	if (value === undefined) return 'empty';
	if (value === '') return 'empty text';
	// JSON has no NaN and no Infinity.
	const json = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
	return json.length > LONGEST_SHOWN ? `${json.slice(0, LONGEST_SHOWN)}…` : json;
}
