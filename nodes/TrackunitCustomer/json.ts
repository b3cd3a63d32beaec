import type { IDataObject } from 'n8n-workflow';

/** Deeper than any record; without a bound, one that is nested without measure would end a run. */
export const DEEPEST = 100;

/** Whether a value is a JSON object: neither a list nor null. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
