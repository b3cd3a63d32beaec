import type { IDataObject } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { idOf, toId } from '../ids';
import { createPace } from '../yielding';
import type { Client } from '../transport/client';
import { MAX_PAGE_SIZE, readPages } from '../transport/pages';
import { LISTS, type ListName } from './events';
import type { Settings } from './settings';
import { takeSnapshot, type RowSnapshot } from './snapshot';

/** Rows by id, in the list's order. */
export type RowSnapshots = ReadonlyMap<string, RowSnapshot>;

/** Which list to read, and what is known of it. */
export interface KnownRows {
	list: ListName;
	/** Whose list it is; left out for the list of customers. */
	customerId?: string;
	/** Undefined where the list is read for the first time: then nothing of it is a change. */
	before: RowSnapshots | undefined;
}

/** A list as it was and as it is now. */
export interface ListChange extends KnownRows {
	rows: Map<string, RowSnapshot>;
	/** The records of rows that are new or changed. */
	records: Map<string, IDataObject>;
	/** The rows that are no longer there, as they were. */
	deleted: Array<[id: string, before: RowSnapshot]>;
}

/**
 * Reads a list whole. Where rows move from page to page meanwhile, one may be missed: so if any is
 * missing, the list is read once more, and only what both readings miss is deleted. Throws Refusal
 * where the server returns fewer rows than it announces twice.
 */
export async function readList(
	client: Client,
	settings: Settings,
	known: KnownRows,
): Promise<ListChange> {
	const change: ListChange = { ...known, rows: new Map(), records: new Map(), deleted: [] };
	const deleted = () => [...(known.before ?? [])].filter(([id]) => !change.rows.has(id));
	let short = await readInto(change, client, settings);
	if (short !== undefined || deleted().length > 0) short = await readInto(change, client, settings);
	if (short !== undefined) {
		throw new Refusal('Trackunit returned fewer records than announced', short);
	}
	return { ...change, deleted: deleted() };
}

/** Adds a list's rows; what it returns says why they are not all. */
async function readInto(
	{ list, customerId, before, rows, records }: ListChange,
	client: Client,
	{ accept, tracking }: Settings,
): Promise<string | undefined> {
	let short: string | undefined;
	const ids = customerId === undefined ? undefined : { customerId };
	const listing = { path: LISTS[list].path, ids, pageSize: MAX_PAGE_SIZE };
	const pace = createPace();

	function take(record: IDataObject): void {
		const id = idOf(record);
		// Without an id nobody can tell whether it is the same row at the next poll.
		if (id === undefined) return;
		const key = toId(id);
		const row = takeSnapshot(record, tracking[list], list !== 'customers' || accept(record));
		rows.set(key, row);
		if (before && isNewOrChanged(before.get(key), row)) records.set(key, record);
		else records.delete(key);
	}

	for await (const page of readPages(client, listing, (hint) => (short = hint))) {
		await pace.each(page, take);
	}
	return short;
}

/** A row whose changes nobody watches has no hash, and never changes. */
function isNewOrChanged(before: RowSnapshot | undefined, now: RowSnapshot): boolean {
	return before === undefined || (before.hash !== undefined && before.hash !== now.hash);
}
