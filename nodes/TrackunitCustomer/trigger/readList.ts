import type { IDataObject } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { idOf, toId } from '../ids';
import type { Client } from '../transport/client';
import { MAX_PAGE_SIZE, readPages, type Listing } from '../transport/pages';
import { isChanged, type RowSnapshots } from './missing';
import { takeSnapshot, type RowSnapshot, type Tracking } from './snapshot';

/** What a list is like now. */
export interface ListReading {
	seen: Map<string, RowSnapshot>;
	/** The records themselves of rows that are new or not as they were. */
	records: Map<string, IDataObject>;
}

interface SingleReading extends ListReading {
	/** Why it is not the whole list. */
	short: string | undefined;
}

/** How a list is read: what was known of it before, and what to remember of each row. */
export interface ListRequest {
	listing: Pick<Listing, 'path' | 'ids'>;
	tracking: Tracking;
	/** Undefined where the list is looked at for the first time: then no record is kept. */
	before: RowSnapshots | undefined;
	accept?: (row: IDataObject) => boolean;
}

/**
 * Reads a list whole. Where rows move from page to page meanwhile, one may be missed: so if any is
 * missing, the list is read once more, and only what both readings miss is gone. Throws Refusal where
 * the server gives fewer rows than it promises twice.
 */
export async function readList(client: Client, wanted: ListRequest): Promise<ListReading> {
	const { before = new Map() } = wanted;
	const first = await readOnce(client, wanted);
	const isAllThere = [...before.keys()].every((id) => first.seen.has(id));
	if (first.short === undefined && isAllThere) return first;

	const second = await readOnce(client, wanted);
	if (second.short !== undefined) {
		throw new Refusal('Trackunit gave fewer rows than it promised', second.short);
	}
	for (const [id, seen] of first.seen) {
		if (second.seen.has(id)) continue;
		second.seen.set(id, seen);
		const record = first.records.get(id);
		if (record) second.records.set(id, record);
	}
	return second;
}

async function readOnce(
	client: Client,
	{ listing, tracking, before, accept = () => true }: ListRequest,
): Promise<SingleReading> {
	const once: SingleReading = { seen: new Map(), records: new Map(), short: undefined };
	const pages = readPages(client, { ...listing, pageSize: MAX_PAGE_SIZE }, (hint) => {
		once.short = hint;
	});
	for await (const rows of pages) {
		for (const row of rows) {
			const id = idOf(row);
			// Without an id nobody can tell whether it is the same row at the next poll.
			if (id === undefined) continue;
			const key = toId(id);
			const seen = takeSnapshot(row, tracking, accept(row));
			once.seen.set(key, seen);
			const known = before?.get(key);
			if (before && (!known || isChanged(known, seen))) once.records.set(key, row);
		}
	}
	return once;
}
