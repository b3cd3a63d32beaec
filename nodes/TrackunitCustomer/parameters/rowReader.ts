import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { compileExpression, isExpression, LEFT } from './expression';

/** A parameter's value for an item, as n8n's getNodeParameter gives it. */
export type ReadRow = (name: string, item: number, json: IDataObject, fallback: unknown) => unknown;

/** Of a part of a parameter; `LEFT` where the parameter has to be read whole by n8n. */
type Read = (item: number, json: IDataObject) => unknown;
type Part = { constant: unknown } | { read: Read };
type Parameter = Part | 'missing';

type Context = Pick<IExecuteFunctions, 'getNodeParameter' | 'evaluateExpression'>;

const MISSING = {};

/**
 * Reads parameters of many items. n8n takes a quarter of a millisecond for each expression of each item, in which its
 * process does nothing else; so each parameter is compiled once, and n8n is asked only where it alone knows the
 * answer. What is the same for all items is handed out frozen.
 */
export function createRowReader(context: Context): ReadRow {
	const parameters = new Map<string, Parameter>();

	function compileParameter(name: string): Parameter {
		const raw: unknown = context.getNodeParameter(name, 0, MISSING, { rawExpressions: true });
		return raw === MISSING ? 'missing' : compile(raw, context);
	}

	return (name, item, json, fallback) => {
		const part = parameters.get(name) ?? compileParameter(name);
		parameters.set(name, part);
		if (part === 'missing') return fallback;
		if ('constant' in part) return part.constant;
		const value = part.read(item, json);
		return value === LEFT ? context.getNodeParameter(name, item, fallback) : value;
	};
}

function compile(raw: unknown, context: Context): Part {
	if (isExpression(raw)) return leaf(raw, context);
	if (typeof raw !== 'object' || raw === null) return { constant: raw };
	const parts = Object.entries(raw).map(([key, value]): [string, Part] => [
		key,
		compile(value, context),
	]);
	if (parts.some(([key]) => key === '__proto__')) return { read: () => LEFT };
	const isList = Array.isArray(raw);
	const whole = (entries: Array<[string, unknown]>): unknown =>
		isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
	const constants = parts.flatMap(
		([key, part]): Array<[string, unknown]> => ('constant' in part ? [[key, part.constant]] : []),
	);
	if (constants.length === parts.length) return { constant: Object.freeze(whole(constants)) };
	return {
		read(item, json) {
			const entries: Array<[string, unknown]> = [];
			for (const [key, part] of parts) {
				const value = 'constant' in part ? part.constant : part.read(item, json);
				if (value === LEFT) return LEFT;
				entries.push([key, value]);
			}
			return whole(entries);
		},
	};
}

/** Names of what n8n looks up beside the expression, in the same parameter. */
const BESIDE = /parameter/i;

/** An expression. What it is compiled to counts once n8n has given the same for an item; n8n may forbid names. */
function leaf(expression: string, context: Context): Part {
	if (BESIDE.test(expression)) return { read: () => LEFT };
	let plain = compileExpression(expression);
	let isProven = false;

	function ask(item: number): unknown {
		try {
			const value: unknown = context.evaluateExpression(expression.slice(1), item);
			return typeof value === 'object' && value !== null ? LEFT : value;
		} catch {
			// n8n says it anew, with the parameter's name.
			return LEFT;
		}
	}

	return {
		read(item, json) {
			const own = plain ? plain(json) : LEFT;
			if (isProven && own !== LEFT) return own;
			const asked = ask(item);
			if (own !== LEFT) {
				isProven = Object.is(own, asked);
				if (!isProven) plain = undefined;
			}
			return asked;
		},
	};
}
