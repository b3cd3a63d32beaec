import type { IDataObject } from 'n8n-workflow';

import { idOf } from '../ids';
import type { Client } from '../transport/client';
import { readFirstPage, readRows, type Listing, type Reading } from '../transport/pages';
import type { LookupOptions } from './lookup';
import type { Run } from './operation';

/** Whether the server knows a filter, by the list and what it is filtered by; found out once a run. */
export type KnownFilters = Map<string, Promise<boolean>>;

const NOT_FILTERED =
	"Trackunit returned rows that do not match 'Filters'; they were removed. Reading the whole list takes longer.";

/** See `Run.list`. */
export async function readList(
	client: Client,
	{ accept, isAskedFor = () => true, filter = {}, ...listing }: Parameters<Run['list']>[0],
	{ pageSize, hint, known }: LookupOptions & { known: KnownFilters },
): Promise<Reading> {
	let isEmpty = Object.keys(filter).length > 0;
	const checked = (row: IDataObject): boolean => {
		isEmpty = false;
		if (!isAskedFor(row)) hint(NOT_FILTERED);
		return accept?.(row) ?? true;
	};
	// A page of the limit's size would be too few where rows are left out here.
	const most = accept ? Infinity : (listing.limit ?? Infinity);
	const whole = { ...listing, pageSize: Math.min(pageSize, most), accept: checked };
	let reading = await readRows(client, { ...whole, query: { ...listing.query, ...filter } });
	if (isEmpty && accept && !(await isKnown(client, whole, filter, known))) {
		reading = await readRows(client, whole);
	}
	if (reading.short !== undefined) hint(reading.short);
	return reading;
}

/** Asked where nothing was found: that is the answer of some servers to a filter that they do not know. */
async function isKnown(
	client: Client,
	listing: Listing,
	filter: IDataObject,
	known: KnownFilters,
): Promise<boolean> {
	const keys = Object.keys(filter);
	const key = JSON.stringify([listing.path, listing.ids, keys]);
	const answer = known.get(key) ?? findsWhatIsThere(client, listing, keys);
	known.set(key, answer);
	return await answer;
}

/** Whether a list that is filtered by what one of its records has gives that record. */
async function findsWhatIsThere(
	client: Client,
	{ path, ids, query, pageSize }: Listing,
	keys: readonly string[],
): Promise<boolean> {
	const listing = { path, ids, query, pageSize };
	const { rows } = await readFirstPage(client, listing);
	if (rows.length === 0) return true;
	const one = rows.find((row) => keys.every((key) => isText(row[key])));
	if (!one) return false;
	const filter = Object.fromEntries(keys.map((key) => [key, one[key]]));
	// In the same order, so that it is among the first of those that are like it.
	const found = await readFirstPage(client, { ...listing, query: { ...query, ...filter } });
	return found.rows.some((row) => idOf(row) === idOf(one));
}

function isText(value: unknown): boolean {
	return typeof value === 'string' && value !== '';
}
