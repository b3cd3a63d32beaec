import type { IDataObject } from 'n8n-workflow';

import { Refusal } from '../refusal';
import type { Client, Request } from '../transport/client';
import { RequestFailure } from '../transport/failure';
import {
	idOf,
	MAX_PAGE_SIZE,
	readPage,
	readPages,
	readRows,
	type Listing,
} from '../transport/pages';
import { inTurn } from './inTurn';

/** How records are found by a key other than their id. */
export interface Lookup extends Pick<Request, 'path' | 'ids'> {
	/** What a user calls the key: 'external reference'. */
	keyLabel: string;
	/** The query parameter that filters by the key; no row that it answers is trusted. */
	filter: string;
	keyOf(record: IDataObject): string | undefined;
}

/** A record named by a row: by id, or by a key that is looked up once for the whole run. */
export type Reference =
	| { label: string; id: string }
	| { label: string; lookup: Lookup; key: string };

export type Found = { records: IDataObject[] } | { error: unknown };

/** Without a count from the server, the number of keys from which reading the whole list is the better guess. */
const MANY_KEYS = 50;

/**
 * The records that have each of the given keys, compared exactly. Reads the whole list where that is
 * fewer requests than one a key, or where the server turns out to filter otherwise than it is asked to.
 */
export async function lookUp(
	client: Client,
	lookup: Lookup,
	keys: readonly string[],
): Promise<Map<string, Found>> {
	const { path, ids, filter, keyOf } = lookup;
	const all: Listing = { path, ids, pageSize: MAX_PAGE_SIZE };
	const found = new Map<string, Found>();

	async function readIndex(listing: Listing): Promise<void> {
		const index = new Map(keys.map((key): [string, IDataObject[]] => [key, []]));
		for await (const rows of readPages(client, listing)) {
			for (const row of rows) index.get(keyOf(row) ?? '')?.push(row);
		}
		for (const [key, records] of index) found.set(key, { records });
	}

	/** Whether the server's filter can be used: it answered the key's records and no others. */
	async function readKey(key: string): Promise<boolean> {
		try {
			const rows = await readRows(client, { ...all, query: { [filter]: key } });
			const records = rows.filter((row) => keyOf(row) === key);
			found.set(key, { records });
			return records.length === rows.length;
		} catch (error) {
			if (isRefusedFilter(error)) return false;
			found.set(key, { error });
			return true;
		}
	}

	try {
		let first;
		if (keys.length > 1) {
			first = await readPage(client, all);
			const pages = first.pages ?? (first.after === undefined ? 1 : MANY_KEYS);
			if (pages - 1 <= keys.length) {
				await readIndex({ ...all, first });
				return found;
			}
		}
		let isFiltering = true;
		await inTurn(
			keys.length,
			client.maxConcurrency,
			async (index) => {
				isFiltering = (await readKey(keys[index] ?? '')) && isFiltering;
			},
			() => !isFiltering,
		);
		if (!isFiltering) await readIndex({ ...all, first });
	} catch (error) {
		for (const key of keys) found.set(key, { error });
	}
	return found;
}

function isRefusedFilter(error: unknown): boolean {
	return error instanceof RequestFailure && error.failure.status === 400;
}

/** The ids of all references of a run: each lookup is made once, for all its keys together. */
export async function resolveReferences(
	client: Client,
	references: readonly Reference[],
): Promise<(reference: Reference) => string> {
	const keysOf = new Map<Lookup, Set<string>>();
	for (const reference of references) {
		if ('id' in reference) continue;
		const keys = keysOf.get(reference.lookup) ?? new Set();
		keysOf.set(reference.lookup, keys.add(reference.key));
	}
	const found = new Map<Lookup, Map<string, Found>>();
	for (const [lookup, keys] of keysOf) found.set(lookup, await lookUp(client, lookup, [...keys]));

	return (reference) => {
		if ('id' in reference) return reference.id;
		return oneId(reference, found.get(reference.lookup)?.get(reference.key) ?? { records: [] });
	};
}

function oneId({ label, lookup, key }: Extract<Reference, { key: string }>, found: Found): string {
	if ('error' in found) throw found.error;
	const ids = found.records.map((record) => idOf(record) ?? '');
	const [id, ...others] = ids;
	if (id === undefined) {
		throw new Refusal(
			`'${label}' was not found`,
			`Nothing in Trackunit has the ${lookup.keyLabel} '${key}'.`,
		);
	}
	if (others.length > 0) {
		throw new Refusal(
			`'${label}' is not unique`,
			`These have the ${lookup.keyLabel} '${key}': ${ids.join(', ')}. Choose one by its ID.`,
		);
	}
	return id;
}
