import type { IDataObject } from 'n8n-workflow';

import type { Request } from '../transport/request';
import { normalForm } from './text';

/** A filter of the list; it may also answer rows that only contain the key where it `contains`. No row is trusted. */
interface Filtered {
	filter: string;
	contains?: true;
}

/** How to ask for one key: by a filter of the list, or by the record's own path. */
export type Way = Filtered | { record: Request['path']; idName: string };

/** How records are found by a key other than their id. */
export interface Lookup extends Pick<Request, 'path' | 'ids'> {
	/** What a user calls the key: 'external reference'. */
	keyLabel: string;
	/** How to ask for one key: by a filter of the list, or by the record's own path. Without it the list is read. */
	by?: Way;
	/** The key as keys are compared; undefined for a record without one. */
	keyOf(record: IDataObject): string | undefined;
}

/** The value of a record's key as keys are compared; an API may give numbers. */
export function keyAt(name: string): Lookup['keyOf'] {
	return ({ [name]: value }) =>
		typeof value === 'string' || typeof value === 'number' ? normalForm(String(value)) : undefined;
}

/** A record named by a row: by id, or by a key that is looked up once for the whole run. */
export type Reference =
	| { label: string; id: string }
	| { label: string; lookup: Lookup; key: string };
