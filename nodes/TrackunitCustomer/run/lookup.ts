import type { IDataObject } from 'n8n-workflow';

import { asError, isNotFound, isRefusedByApi, Refusal, RequestFailure } from '../failure/failure';
import { idOf } from '../ids';
import type { Lookup, Reference, Way } from '../records/reference';
import type { Client } from '../transport/client';
import { readPage, readPages, type Listing } from '../transport/pages';
import { inTurn } from './inTurn';

export type Found = { records: IDataObject[] } | { error: unknown };

export interface LookupOptions {
	pageSize: number;
	/** Hears when a list that was searched came short. */
	hint: (text: string) => void;
}

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
	{ pageSize, hint }: LookupOptions,
): Promise<Map<string, Found>> {
	const { path, ids, by, keyOf } = lookup;
	const all: Listing = { path, ids, pageSize };
	const found = new Map<string, Found>();

	async function readIndex(listing: Listing): Promise<void> {
		const index = new Map(keys.map((key) => [key, new Map<string, IDataObject>()]));
		let short: string | undefined;
		// A row that moved up to a page read before is missed; taken for new, it would be created twice.
		for (let pass = 0; pass < 2 && (pass === 0 || short !== undefined); pass++) {
			short = undefined;
			const pages = readPages(client, pass === 0 ? listing : all, (text) => (short = text));
			for await (const rows of pages) {
				for (const row of rows) index.get(keyOf(row) ?? '')?.set(idOf(row) ?? '', row);
			}
		}
		if (short !== undefined) hint(short);
		for (const [key, records] of index) found.set(key, { records: [...records.values()] });
	}

	/** Whether the server can be asked for a key: it answers the key's records and no others. */
	async function readKey(key: string): Promise<boolean> {
		if (!by) return false;
		const records: IDataObject[] = [];
		try {
			for await (const rows of askFor(key, by)) {
				if (!rows.every((row) => isAskedFor(row, key, by))) return false;
				for (const row of rows) if (keyOf(row) === key) records.push(row);
			}
			found.set(key, { records });
		} catch (error) {
			const isRefused = error instanceof RequestFailure && isRefusedByApi(error.failure, 400);
			if (isRefused && 'filter' in by) return false;
			found.set(key, isNotFound(error) && 'record' in by ? { records: [] } : { error });
		}
		return true;
	}

	async function* askFor(key: string, way: Way): AsyncGenerator<IDataObject[]> {
		if ('filter' in way) {
			yield* readPages(client, { ...all, query: { [way.filter]: key } });
			return;
		}
		const request = { path: way.record, ids: { ...ids, [way.idName]: key } };
		const { body } = await client.send({ method: 'GET', repeatable: true, ...request });
		yield body ? [body] : [];
	}

	function isAskedFor(row: IDataObject, key: string, way: Way): boolean {
		if (keyOf(row) === key) return true;
		const contains = 'filter' in way && way.contains === true;
		return contains && (keyOf(row) ?? '').toLowerCase().includes(key.toLowerCase());
	}

	if (keys.length === 0) return found;
	try {
		let first;
		let isAnswering = by !== undefined;
		if (keys.length > 1 || !by) {
			first = await readPage(client, all);
			const pages = first.pages ?? (first.after === undefined ? 1 : MANY_KEYS);
			if (pages - 1 <= keys.length) isAnswering = false;
		}
		// The first goes alone: it shows whether the others need be asked for at all.
		const [one = '', ...others] = keys;
		isAnswering &&= await readKey(one);
		await inTurn(
			others.length,
			client.maxConcurrency,
			async (index) => {
				isAnswering = (await readKey(others[index] ?? '')) && isAnswering;
			},
			() => !isAnswering,
		);
		if (!isAnswering) await readIndex({ ...all, first });
	} catch (error) {
		for (const key of keys) found.set(key, { error });
	}
	return found;
}

/** The id of what a reference names, or why there is none. */
export type Resolve = (reference: Reference) => { id: string } | { error: unknown };

/** The ids of all references of a run: each lookup is made once, for all its keys together. */
export async function resolveReferences(
	client: Client,
	references: readonly Reference[],
	options: LookupOptions,
): Promise<Resolve> {
	const keysOf = new Map<Lookup, Set<string>>();
	for (const reference of references) {
		if ('id' in reference) continue;
		const keys = keysOf.get(reference.lookup) ?? new Set();
		keysOf.set(reference.lookup, keys.add(reference.key));
	}
	const found = new Map<Lookup, Map<string, Found>>();
	for (const [lookup, keys] of keysOf)
		found.set(lookup, await lookUp(client, lookup, [...keys], options));

	return (reference) => {
		if ('id' in reference) return reference;
		return oneId(reference, found.get(reference.lookup)?.get(reference.key) ?? { records: [] });
	};
}

/** The id of what a single reference names; throws where there is none. */
export async function resolveReference(
	client: Client,
	reference: Reference,
	options: LookupOptions,
): Promise<string> {
	const resolved = (await resolveReferences(client, [reference], options))(reference);
	if ('error' in resolved) throw asError(resolved.error);
	return resolved.id;
}

function oneId(
	{ label, lookup, key }: Extract<Reference, { key: string }>,
	found: Found,
): ReturnType<Resolve> {
	if ('error' in found) return found;
	const ids = found.records.map((record) => idOf(record) ?? '');
	const [id, ...others] = ids;
	if (id === undefined) {
		const error = new Refusal(
			`No ${label.toLowerCase()} with this ${lookup.keyLabel}`,
			`Nothing in Trackunit has the ${lookup.keyLabel} '${key}'.`,
		);
		return { error };
	}
	if (others.length > 0) {
		const error = new Refusal(
			`More than one ${label.toLowerCase()} with this ${lookup.keyLabel}`,
			`These have the ${lookup.keyLabel} '${key}': ${ids.join(', ')}. Choose one by its ID.`,
		);
		return { error };
	}
	return { id };
}
