import type { IDataObject } from 'n8n-workflow';

import type { Reference } from '../records/reference';

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
