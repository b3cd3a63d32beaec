import type { IDataObject } from 'n8n-workflow';

import { asError, isNotFound, isRefusedByApi, Refusal, RequestFailure } from '../failure/failure';
import { idOf } from '../ids';
import type { Lookup, Reference, Way } from '../records/reference';
import type { Client } from '../transport/client';
import {
	incomplete,
	readFirstPage,
	readRows,
	type Listing,
	type Page,
	type Reading,
} from '../transport/pages';
import { inTurn } from './inTurn';
import { refusalOf, type Unresolved } from './unresolved';
import { createPace } from '../yielding';

export type Found = { records: IDataObject[] } | { error: unknown };

export interface LookupOptions {
	pageSize: number;
	/** Hears when a list that was searched came short. */
	hint: (text: string) => void;
}

/** Without a count from the server, the number of keys from which reading the whole list is the better guess. */
const MANY_KEYS = 50;

/** What a look-up is at. */
interface Search extends LookupOptions {
	client: Client;
	lookup: Lookup;
	keys: readonly string[];
	found: Map<string, Found>;
	first?: Page;
	/** Whether the list has been read, and did not tell. */
	isListed?: boolean;
}

/**
 * The records that have each of the given keys, compared exactly. Reads the whole list where that is
 * fewer requests than one a key, or where the server turns out to filter otherwise than it is asked to.
 * A key that is not in a list that came short is asked for by itself; where the server cannot be asked for
 * it, it is an error: nobody knows whether a record has it.
 */
export async function lookUp(
	client: Client,
	lookup: Lookup,
	keys: readonly string[],
	options: LookupOptions,
): Promise<Map<string, Found>> {
	const search: Search = { client, lookup, keys, found: new Map(), ...options };
	const { found } = search;
	if (keys.length === 0) return found;
	try {
		const isListBetter =
			(keys.length > 1 || !lookup.by) && pagesAfter(await firstPage(search)) <= keys.length;
		if (isListBetter || !(await askForEach(search))) {
			const { short, missing } = await readIndex(search);
			const isKnown = isListBetter && (await askForMissing(search, missing));
			if (short !== undefined && !isKnown) options.hint(short);
		}
	} catch (error) {
		for (const key of keys) found.set(key, { error });
	}
	return found;
}

/** Asks for one key after another; false where that says nothing, whatever was found so far. */
async function askForEach(search: Search): Promise<boolean> {
	const { client, lookup, keys } = search;
	// The first goes alone: it shows whether the others need be asked for at all.
	const [one = '', ...others] = keys;
	let isAnswering = lookup.by !== undefined && (await readKey(search, one));
	await inTurn(
		others.length,
		client.maxConcurrency,
		async (index) => {
			isAnswering = (await readKey(search, others[index] ?? '')) && isAnswering;
		},
		() => !isAnswering,
	);
	if (!isAnswering || !isInNeedOfProof(search)) return isAnswering;
	return await isProven(search, await firstPage(search));
}

/** The first page of the list, which is read once. */
async function firstPage(search: Search): Promise<Page> {
	search.first ??= await readFirstPage(search.client, listOf(search));
	return search.first;
}

function listOf({ lookup: { path, ids }, pageSize }: Search): Listing {
	return { path, ids, pageSize };
}

/** How many pages come after the first. */
function pagesAfter({ pages, after }: Page): number {
	return (pages ?? (after === undefined ? 1 : MANY_KEYS)) - 1;
}

function enter({ lookup, found }: Search, key: string, { rows, short }: Reading): void {
	const records = rows.filter((row) => lookup.keyOf(row) === key);
	const { keyLabel } = lookup;
	if (records.some((row) => idOf(row) === undefined)) {
		const description = `Trackunit lists a record with the ${keyLabel} '${key}' without one.`;
		found.set(key, { error: new Refusal('An ID is missing or invalid', description) });
	} else if (records.length === 0 && short !== undefined) {
		const consequence = `Whether a record has the ${keyLabel} '${key}' is not known.`;
		found.set(key, { error: incomplete(short, consequence) });
	} else found.set(key, { records });
}

/** Why the list came short, if it did, and the keys of which it then says nothing. */
async function readIndex(search: Search): Promise<{ short?: string; missing: string[] }> {
	const { client, keys, lookup, first } = search;
	const pace = createPace();
	const wanted = new Set<string>();
	await pace.each(keys, (key) => wanted.add(key));
	const accept = (row: IDataObject): boolean => wanted.has(lookup.keyOf(row) ?? '');
	const { rows, short } = await readRows(client, { ...listOf(search), first, accept });
	const index = await pace.groupBy(rows, (row) => lookup.keyOf(row) ?? '');
	await pace.each(keys, (key) => enter(search, key, { rows: index.get(key) ?? [], short }));
	return { short, missing: short === undefined ? [] : keys.filter((key) => !index.has(key)) };
}

/**
 * While others write, a list hardly ever comes whole; a server that filters says of each key all the same whether
 * it is there. False where it does not, which leaves those keys as they were.
 */
async function askForMissing(search: Search, missing: readonly string[]): Promise<boolean> {
	const asked: Search = { ...search, keys: missing, found: new Map(), isListed: true };
	if (missing.length > 0 && !(await askForEach(asked))) return false;
	for (const [key, found] of asked.found) search.found.set(key, found);
	return true;
}

/** Whether the server can be asked for a key: it answers the key's records and no others. */
async function readKey(search: Search, key: string): Promise<boolean> {
	const { lookup, found } = search;
	const { by } = lookup;
	if (!by) return false;
	try {
		const reading = await askFor(search, key, by);
		if (!reading.rows.every((row) => isAskedFor(lookup, row, key))) return false;
		enter(search, key, reading);
	} catch (error) {
		const isRefused = error instanceof RequestFailure && isRefusedByApi(error.failure, 400);
		if (isRefused && 'filter' in by) return false;
		found.set(key, isNotFound(error) && 'record' in by ? { records: [] } : { error });
	}
	return true;
}

async function askFor(search: Search, key: string, way: Way): Promise<Reading> {
	const { client, lookup } = search;
	if ('filter' in way) {
		const filtered = { ...listOf(search), query: { [way.filter]: key } };
		const first = await readFirstPage(client, filtered);
		// Where the filter is ignored, one page of the whole list shows it.
		const isObeyed = first.rows.every((row) => isAskedFor(lookup, row, key));
		return isObeyed ? await readRows(client, { ...filtered, first }) : first;
	}
	const request = { path: way.record, ids: { ...lookup.ids, [way.idName]: key } };
	const { body } = await client.send({ method: 'GET', repeatable: true, ...request });
	return { rows: body ? [body] : [] };
}

function isAskedFor({ by, keyOf }: Lookup, row: IDataObject, key: string): boolean {
	if (keyOf(row) === key) return true;
	const contains = by !== undefined && 'filter' in by && by.contains === true;
	return contains && (keyOf(row) ?? '').toLowerCase().includes(key.toLowerCase());
}

/** Whether a filter found nothing at all so far: a server may answer so to one that it does not know. */
function isInNeedOfProof({ lookup: { by }, found }: Search): boolean {
	if (!by || !('filter' in by)) return false;
	const counts = [...found.values()].map((one) => ('records' in one ? one.records.length : -1));
	return counts.includes(0) && counts.every((count) => count <= 0);
}

/** Whether the filter finds a record that a page of the list shows to be there; not asked where reading the list costs no more. */
async function isProven(search: Search, first: Page): Promise<boolean> {
	const { by, keyOf } = search.lookup;
	const known = first.rows.map(keyOf).find((key) => key !== undefined && key !== '');
	if (!by || known === undefined || search.found.has(known)) return false;
	if (!search.isListed && pagesAfter(first) <= 1) return false;
	const { rows } = await askFor(search, known, by);
	return rows.some((row) => keyOf(row) === known);
}

/** The id of what a reference names, with its record where it was looked up; or why there is none. */
export type Resolve = (
	reference: Reference,
) => { id: string; record?: IDataObject } | { error: unknown; unresolved?: Unresolved };

/** The ids of all references of a run: each lookup is made once, for all its keys together. */
export async function resolveReferences(
	client: Client,
	references: readonly Reference[],
	options: LookupOptions,
): Promise<Resolve> {
	const keysOf = new Map<Lookup, Set<string>>();
	await createPace().each(references, (reference) => {
		if ('id' in reference) return;
		const keys = keysOf.get(reference.lookup) ?? new Set();
		keysOf.set(reference.lookup, keys.add(reference.key));
	});
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

function oneId(reference: Unresolved['reference'], found: Found): ReturnType<Resolve> {
	if ('error' in found) return found;
	const { records } = found;
	const [record, ...others] = records;
	if (record && others.length === 0) return { id: idOf(record) ?? '', record };
	const unresolved = { reference, records };
	return { error: refusalOf([unresolved]), unresolved };
}
