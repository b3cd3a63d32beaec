import type { IDataObject } from 'n8n-workflow';

import { Refusal, RequestFailure } from '../failure/failure';
import { idOf } from '../ids';
import { isObject } from '../json';
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
	/** How many pages the server promises; undefined where it does not say. */
	pages?: number;
	/** How many rows the server promises. */
	total?: number;
	/** How many rows the server puts on a page, which may be fewer than asked for. */
	size: number;
	/** The cursor of the next page. */
	after?: string;
	/** Whether a list of cursors ends here; one of numbered pages ends otherwise. */
	isLast: boolean;
}

export const MAX_PAGE_SIZE = 1000;
/** Ends a list that never ends: ten million rows at 1000 a page. */
const MAX_PAGES = 10_000;

/** Throws Refusal where so many pages were read that the list does not seem to end. */
export function refuseEndless(read: number): void {
	if (read <= MAX_PAGES) return;
	throw new Refusal(
		`Trackunit returned more than ${MAX_PAGES} pages`,
		"The list does not seem to end. Set a 'Limit', or raise 'Page Size' in options.",
	);
}

function count(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** Reads a page, by number or, where `after` is given, by cursor. */
export async function readPage(
	client: Client,
	{ path, ids, query, pageSize }: Listing,
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
		throw new RequestFailure(
			{ kind: 'unreadable', delivery: 'refused', status },
			{ method: 'GET', path },
			1,
		);
	}
	const rows = body.content.filter(isObject);
	const answered = count(body.size) ?? count(body.limit) ?? rows.length;
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
		total,
		pages: pages < 0 ? undefined : pages,
		size: given,
		after: next,
		isLast: hasCursors && next === undefined,
	};
}

type Settled = { page: Page } | { error: unknown };

/**
 * The rows of a list, in the server's order, each once, a page at a time. Page 0 goes alone; then up
 * to the client's concurrency are read ahead. Ends with an empty page, the last page, no cursor, a
 * page without a new row, or the limit; `hint` hears when rows are missing at the end.
 */
export async function* readPages(
	client: Client,
	listing: Listing,
	hint: (text: string) => void = () => undefined,
): AsyncGenerator<IDataObject[], void> {
	const { limit = Infinity, accept = () => true } = listing;
	const seen = new Set<string>();
	const ahead: Array<Promise<Settled>> = [];
	let received = 0;
	let accepted = 0;
	let promised = 0;

	/** The page's rows that were not seen before; undefined where there is none, which ends the list. */
	function fresh({ rows }: Page): IDataObject[] | undefined {
		let isNew = false;
		const kept: IDataObject[] = [];
		for (const row of rows) {
			const key = idOf(row) ?? JSON.stringify(row);
			if (seen.has(key)) continue;
			seen.add(key);
			isNew = true;
			received += 1;
			if (accept(row)) kept.push(row);
		}
		if (!isNew) return undefined;
		const wanted = kept.slice(0, limit - accepted);
		accepted += wanted.length;
		return wanted;
	}

	async function settle(where: {
		number?: number;
		after?: string;
		size: number;
	}): Promise<Settled> {
		try {
			return { page: await readPage(client, listing, where) };
		} catch (error) {
			return { error };
		}
	}

	let page = listing.first ?? (await readPage(client, listing));
	let pages = page.pages;
	let read = 1;
	let next = 1;
	// Page numbers count pages of one size: the one that the server gave the first page.
	const { size } = page;
	try {
		for (;;) {
			// The most that was promised: where rows are deleted meanwhile, others move up and are missed.
			promised = Math.max(page.total ?? 0, promised);
			const rows = fresh(page);
			if (!rows) break;
			if (rows.length > 0) yield rows;
			if (accepted >= limit) return;
			if (page.isLast) break;

			if (page.after !== undefined) {
				ahead.push(settle({ after: page.after, size: listing.pageSize }));
			} else {
				pages = page.pages ?? pages;
				const needed = Math.ceil((limit - accepted) / size);
				const width = pages === undefined ? 1 : Math.min(client.maxConcurrency, needed);
				while (ahead.length < width && next < (pages ?? next + 1)) {
					ahead.push(settle({ number: next, size }));
					next += 1;
				}
			}
			const settled = await ahead.shift();
			if (!settled) break;
			if ('error' in settled) throw settled.error;
			page = settled.page;
			read += 1;
			refuseEndless(read);
		}
		if (received < promised) {
			hint(
				`Trackunit announced ${promised} records but returned ${received}. Records may have changed while they were read; run it again to be sure.`,
			);
		}
	} finally {
		// Nothing is left under way when the reader ends early.
		await Promise.all(ahead);
	}
}

/** All rows of a list at once; see `readPages`. */
export async function readRows(
	client: Client,
	listing: Listing,
	hint?: (text: string) => void,
): Promise<IDataObject[]> {
	const all: IDataObject[] = [];
	for await (const rows of readPages(client, listing, hint)) {
		for (const row of rows) all.push(row);
	}
	return all;
}
