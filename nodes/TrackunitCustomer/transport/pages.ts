import type { IDataObject } from 'n8n-workflow';

import {
	asError,
	isNotFound,
	isRefusedByApi,
	reasonsOf,
	Refusal,
	RequestFailure,
	type Failure,
} from '../failure/failure';
import { idOf, textOfId } from '../ids';
import { isObject } from '../json';
import { CUSTOMER_ASSETS } from '../paths';
import { createPace } from '../yielding';
import type { Client } from './client';
import type { Request } from './request';

/** A list to read. Rows are told apart by their `id`, or `assetId` where they have none. */
export interface Listing extends Pick<Request, 'path' | 'ids' | 'query'> {
	/** Rows to ask for at once; the server may give fewer. */
	pageSize: number;
	/** Rows that are enough. */
	limit?: number;
	/** Leaves out rows; those left out do not count towards the limit. */
	accept?: (row: IDataObject) => boolean;
	/** The first page, where it has been read before. */
	first?: Page;
}

/** One answer of a list, of either style: numbered pages, or cursors. */
export interface Page {
	rows: IDataObject[];
	/** What the list was asked for, its order included: the pages after it are pages of the same. */
	query: IDataObject;
	/** How many pages the server promises; undefined where it does not say. */
	pages?: number;
	/** How many rows the server promises. */
	total?: number;
	/** How many rows the server puts on a page, which may be fewer than asked for. */
	size: number;
	/** Whether it has as many as the server says that a page has, or else as were asked for. */
	isFull: boolean;
	/** The cursor of the next page. */
	after?: string;
	/** Whether a list of cursors ends here; one of numbered pages ends otherwise. */
	isLast: boolean;
}

/** What was read of a list, and why it is not all of it. */
export interface Reading {
	rows: IDataObject[];
	short?: string;
}

export const MAX_PAGE_SIZE = 1000;
/** These end a list that never ends, before the memory of n8n does. */
const MAX_PAGES = 10_000;
const MAX_ROWS = 1_000_000;

/** Throws Refusal where so many pages or rows were read that the list does not seem to end. */
export function refuseEndless(pages: number, rows: number): void {
	if (rows > MAX_ROWS) {
		throw new Refusal(
			`Trackunit returned more than ${MAX_ROWS} records`,
			"The list does not seem to end, and n8n's memory does. Set a 'Limit' or 'Filters'.",
		);
	}
	if (pages <= MAX_PAGES) return;
	throw new Refusal(
		`Trackunit returned more than ${MAX_PAGES} pages`,
		"The list does not seem to end. Set a 'Limit', or raise 'Page Size' in options.",
	);
}

/** For a response to a GET that is JSON, but not what was asked for. */
export function unreadable(path: Request['path'], status: number): RequestFailure {
	const failure: Failure = { kind: 'unreadable', delivery: 'refused', status };
	return new RequestFailure(failure, { method: 'GET', path }, 1);
}

function count(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** A row of a list, which may be nothing but an id. */
function rowOf(row: unknown): IDataObject[] {
	if (isObject(row)) return [row];
	const id = textOfId(row);
	return id === undefined ? [] : [{ id }];
}

/** Reads a page, by number or, where `after` is given, by cursor. */
export async function readPage(
	client: Client,
	{ path, ids, query = {}, pageSize }: Listing,
	{ number = 0, after, size = pageSize }: { number?: number; after?: string; size?: number } = {},
): Promise<Page> {
	const paging = after === undefined ? { page: number, size } : { after, limit: size };
	const { status, body } = await client.send({
		method: 'GET',
		path,
		ids,
		query: { ...query, ...paging },
		repeatable: true,
	});
	if (!Array.isArray(body?.content)) {
		throw unreadable(path, status);
	}
	const rows = body.content.flatMap(rowOf);
	const told = count(body.size) ?? count(body.limit);
	const answered = told ?? rows.length;
	const total = count(body.totalElements);
	const given = answered > 0 ? Math.min(answered, size) : size;
	const pages = Math.max(
		count(body.totalPages) ?? -1,
		total === undefined ? -1 : Math.ceil(total / given),
	);
	const next = typeof body.after === 'string' && body.after !== '' ? body.after : undefined;
	const hasCursors = after !== undefined || ('after' in body && pages < 0);
	return {
		rows,
		query,
		total,
		pages: pages < 0 ? undefined : pages,
		size: given,
		isFull: rows.length >= (told ?? size),
		after: next,
		isLast: hasCursors && next === undefined,
	};
}

/** By client, the lists that were refused for their order, so that they are asked for it once a run. */
const unordered = new WeakMap<Client, Set<string>>();

/**
 * The first page of a list that is to be read whole: in an order that stays the same from page to page, or else
 * rows at the edges of pages are missed or come twice. The user's own order stands, and none is asked for where
 * the server refuses it.
 */
export async function readFirstPage(client: Client, listing: Listing): Promise<Page> {
	const { path, query = {} } = listing;
	const lists = unordered.get(client) ?? new Set();
	if (isGiven(query.sort) || lists.has(path)) return await readPage(client, listing);
	const sort = path === CUSTOMER_ASSETS ? 'assetId' : 'id';
	try {
		return await readPage(client, { ...listing, query: { ...query, sort } });
	} catch (error) {
		if (!mayBeForOrder(error, query)) throw asError(error);
		const page = await readPage(client, listing);
		unordered.set(client, lists.add(path));
		return page;
	}
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null;
}

/** Whether a list may have been refused for its order: not where all that is named is of the user's query. */
function mayBeForOrder(error: unknown, query: IDataObject): boolean {
	if (!(error instanceof RequestFailure) || !isRefusedByApi(error.failure, 400)) return false;
	const { violations } = reasonsOf(error.failure);
	return violations.length === 0 || violations.some(({ field }) => !(field in query));
}

/** A row without an id is known by all that it has. */
function keyOf(row: IDataObject): string {
	return idOf(row) ?? JSON.stringify(row);
}

/** Takes pages in, each row once, up to the limit. */
function createCollector({ limit = Infinity, accept = () => true }: Listing) {
	const seen = new Set<string>();
	let wanted = limit;
	return {
		received: () => seen.size,
		wanted: () => wanted,
		/** The page's rows that were not seen before; undefined where there is none, which ends the list. */
		take({ rows }: Page): IDataObject[] | undefined {
			const before = seen.size;
			const kept: IDataObject[] = [];
			for (const row of rows) {
				const key = keyOf(row);
				if (seen.has(key)) continue;
				seen.add(key);
				if (accept(row)) kept.push(row);
			}
			if (seen.size === before) return undefined;
			const taken = kept.slice(0, wanted);
			wanted -= taken.length;
			return taken;
		},
	};
}

type Settled = { page: Page } | { error: unknown };

/** Asks for the pages after the first: numbered ones ahead of their turn, never all of them at once. */
function createAhead(client: Client, listing: Listing, first: Page) {
	// Page numbers count pages of one size: the one that the server gave the first page.
	const { size, query } = first;
	const ahead: Array<Promise<Settled>> = [];
	let pages = first.pages;
	let next = 1;

	async function settle(where: Parameters<typeof readPage>[2]): Promise<Settled> {
		try {
			return { page: await readPage(client, { ...listing, query }, where) };
		} catch (error) {
			// Beyond the pages that it counts, a server may say that there is no such page.
			const isCounted = pages === undefined || (where?.number ?? 0) < pages;
			if (isCounted || !isNotFound(error)) return { error };
			return { page: { rows: [], query, size, isFull: false, isLast: true } };
		}
	}

	return {
		/** Whether the server said that there is a page of this number. */
		isCounted: (number: number) => number < (pages ?? 0),
		/** The page after this one, undefined where there is none; `wanted` is how many rows are. */
		async after(page: Page, wanted: number): Promise<Page | undefined> {
			if (page.isLast) return undefined;
			if (page.after !== undefined) {
				ahead.push(settle({ after: page.after, size: listing.pageSize }));
			} else {
				pages = page.pages ?? pages;
				const width =
					pages === undefined ? 1 : Math.min(client.maxConcurrency, Math.ceil(wanted / size));
				// A server may count no further than a page that is full.
				const isMore = (): boolean =>
					next < (pages ?? next + 1) || (ahead.length === 0 && page.rows.length >= size);
				while (ahead.length < width && isMore()) {
					ahead.push(settle({ number: next, size }));
					next += 1;
				}
			}
			const settled = await ahead.shift();
			if (!settled) return undefined;
			if ('error' in settled) throw settled.error;
			return settled.page;
		},
		async settled(): Promise<void> {
			await Promise.all(ahead);
		},
	};
}

/**
 * The rows of a list, in the server's order, each once, a page at a time. Page 0 goes alone; then up
 * to the client's concurrency are read ahead. Ends with an empty page, the last page, no cursor, a
 * page without a new row, or the limit; a full last page is followed by one more look. `tellShort`
 * hears why it is not the whole list: then nothing is known of what was not seen.
 */
export async function* readPages(
	client: Client,
	listing: Listing,
	tellShort: (why: string) => void = () => undefined,
): AsyncGenerator<IDataObject[], void> {
	const collector = createCollector(listing);
	const first = listing.first ?? (await readFirstPage(client, listing));
	const ahead = createAhead(client, listing, first);
	let page: Page | undefined = first;
	let promised: number | undefined;
	let isBrokenOff = false;
	const pace = createPace();
	try {
		for (let number = 0; page; number += 1) {
			// The most that was promised: where rows are deleted meanwhile, others move up and are missed.
			if (page.total !== undefined) promised = Math.max(page.total, promised ?? 0);
			const rows = collector.take(page);
			refuseEndless(number + 1, collector.received());
			if (!rows) {
				// A server without pages gives all that it has each time; one that has pages fills the first.
				const isRepeated = first.isFull && page.rows.length > 0 && !page.isLast;
				const isDue = number > 0 && ahead.isCounted(number);
				isBrokenOff = page.after !== undefined || isRepeated || isDue;
				break;
			}
			if (rows.length > 0) yield rows;
			if (collector.wanted() <= 0) return;
			page = await ahead.after(page, collector.wanted());
			// Pages that are there already would follow one another without a turn for others.
			if (page) await pace.giveTurn();
		}
		const received = collector.received();
		if (promised !== undefined ? received < promised : isBrokenOff) {
			tellShort(
				`Trackunit announced ${promised ?? `more than ${received}`} records but returned ${received}. Records may have changed while they were read; run it again to be sure.`,
			);
		}
	} finally {
		// Nothing is left under way when the reader ends early.
		await ahead.settled();
	}
}

async function readOnce(client: Client, listing: Listing): Promise<Reading> {
	const reading: Reading = { rows: [] };
	for await (const rows of readPages(client, listing, (why) => (reading.short = why))) {
		for (const row of rows) reading.rows.push(row);
	}
	return reading;
}

/** All rows of a list, which is read again where it came short: a row that moved meanwhile is then seen. */
export async function readRows(client: Client, listing: Listing): Promise<Reading> {
	const first = await readOnce(client, listing);
	if (first.short === undefined) return first;
	const second = await readOnce(client, { ...listing, first: undefined });
	if (second.short === undefined) return second;
	const rows = new Map([...first.rows, ...second.rows].map((row) => [keyOf(row), row]));
	return { rows: [...rows.values()].slice(0, listing.limit), short: second.short };
}

/** For what cannot be told from a list that came short. */
export function incomplete(short: string, consequence: string): Refusal {
	return new Refusal('Trackunit returned fewer records than announced', `${consequence} ${short}`);
}
