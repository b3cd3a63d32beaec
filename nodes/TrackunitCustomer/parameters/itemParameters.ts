import type { IDataObject } from 'n8n-workflow';

import type { Reference } from '../records/reference';
import { isGarbled } from '../records/text';
import { listed } from './values';

/** One item's parameters, as n8n resolves them; read once for each item, before the first request. */
export interface Parameters {
	readonly item: number;
	/** Whether an AI model calls the node; it is offered `output` instead of `simplify`. */
	readonly isTool: boolean;
	/** The item's own data, for mapping columns automatically. */
	readonly json: IDataObject;
	get(name: string, fallback: unknown): unknown;
	/** A parameter as it is stored, expressions as they are written; the same for all items. */
	raw(name: string): unknown;
	/** Has the reference looked up, with those of all other items, before the first row is executed. */
	refer(reference: Reference): Reference;
}

/** Parameters whose options, which several readers ask for, are resolved once; `garbled` hears of text in a wrong encoding. */
export function watched(parameters: Parameters, garbled: () => void): Parameters {
	let options: { value: unknown } | undefined;
	function seen<Value>(value: Value): Value {
		if (isGarbled(value)) garbled();
		return value;
	}
	return {
		...parameters,
		get json() {
			return seen(parameters.json);
		},
		get(name, fallback) {
			if (name !== 'options') return seen(parameters.get(name, fallback));
			return (options ??= { value: seen(parameters.get(name, fallback)) }).value;
		},
	};
}

/** Warns of items whose text was read in a wrong encoding. */
export function garbledHint(items: ReadonlySet<number>): string {
	const named = `${items.size > 1 ? 'items' : 'item'} ${listed([...items])}`;
	return `The text of ${named} has the sign \uFFFD, which stands for letters that were read in a wrong encoding. Check the encoding where the file or response is read.`;
}
