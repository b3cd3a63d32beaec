import type { IDataObject } from 'n8n-workflow';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What GraphQL writes before the UUID of a record: `___Customer___`. */
const TYPE = /^___[A-Za-z]+___(?=[\da-f-]{36}$)/i;

/**
 * An id as ids are compared, and as REST has it: a UUID is the same in capitals, as some databases write it, and
 * with its type before it, as GraphQL does.
 */
export function toId(id: string): string {
	const plain = id.replace(TYPE, '');
	return UUID.test(plain) ? plain.toLowerCase() : id;
}

/** Whether a text is a UUID, as most ids of Trackunit are. */
export function isUuid(text: string): boolean {
	return UUID.test(text);
}

/** An id as text, which an API may give as a number; empty text is none. */
export function textOfId(id: unknown): string | undefined {
	return (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : undefined;
}

/** The id that a row of a list of REST goes by, as text. */
export function idOf(row: IDataObject): string | undefined {
	return textOfId(row.id ?? row.assetId);
}
