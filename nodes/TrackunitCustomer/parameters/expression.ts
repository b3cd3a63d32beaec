import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../json';

/** What an expression gives of an item; `LEFT` where only n8n can say it. */
export type Plain = (json: IDataObject) => unknown;

/** Stands for what is left to n8n. */
export const LEFT = Symbol('left to n8n');

/** Whether a parameter, as it is stored, is an expression. */
export function isExpression(raw: unknown): raw is string {
	return typeof raw === 'string' && raw.startsWith('=');
}

const KEY = /\.([\p{ID_Start}_$][\p{ID_Continue}$]*)|\["([^"\\\n\r]*)"\]|\['([^'\\\n\r]*)'\]/uy;

/**
 * An expression, as n8n stores it behind its `=`, that only takes values out of the item, alone or with text around them (`=No. {{ $json.no }}`),
 * as a function; undefined for all others.
 */
export function compileExpression(expression: string): Plain | undefined {
	// What a backslash escapes depends on where it stands.
	if (expression.includes('\\')) return undefined;
	const [head = '', ...pieces] = expression.slice(1).split('{{');
	const parts = pieces.map(compilePiece);
	if (!parts.every((part) => part !== undefined)) return undefined;
	const [only, ...others] = parts;
	if (only && others.length === 0 && head === '' && only.text === '') return only.value;
	return (json) => {
		let text = head;
		for (const part of parts) {
			const value = part.value(json);
			if (value === LEFT) return LEFT;
			text += inText(value) + part.text;
		}
		return text;
	};
}

/** A value as n8n writes it into text. */
function inText(value: unknown): string {
	return value || value === 0 || value === false ? String(value) : '';
}

/** What stands behind `{{`: a path, `}}` and text. */
function compilePiece(piece: string): { value: Plain; text: string } | undefined {
	const end = piece.indexOf('}}');
	const keys = end < 0 ? undefined : readKeys(piece.slice(0, end).trim());
	return keys && { value: (json) => valueAt(json, keys), text: piece.slice(end + 2) };
}

const ITEM = '$json';

/** The keys of `$json.a["b c"]`; undefined for any other code. */
function readKeys(code: string): string[] | undefined {
	if (!code.startsWith(ITEM)) return undefined;
	const keys: string[] = [];
	let end = ITEM.length;
	while (end < code.length) {
		KEY.lastIndex = end;
		const [match, ...spellings] = KEY.exec(code) ?? [];
		const key = spellings.find((spelling) => spelling !== undefined);
		if (match === undefined || key === undefined) return undefined;
		keys.push(key);
		end += match.length;
	}
	return keys.length > 0 ? keys : undefined;
}

/** Text, a number, true, false, null or nothing of an item; all else is n8n's to show. */
function valueAt(json: IDataObject, keys: readonly string[]): unknown {
	let value: unknown = json;
	for (const key of keys) {
		if (!isObject(value)) return LEFT;
		// What is inherited may be forbidden.
		if (!Object.hasOwn(value, key) && key in value) return LEFT;
		value = value[key];
	}
	return typeof value === 'object' && value !== null ? LEFT : value;
}
