import type { INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { idOf } from '../ids';
import type { Picker } from '../parameters/locator';
import { normalForm } from '../records/text';
import type { Client } from '../transport/client';
import { MAX_PAGE_SIZE, readPage, type Listing, type Page } from '../transport/pages';
import { inOurWords, openEditor, type Editor } from './editor';

type List = Omit<Listing, 'pageSize'>;

/** A picker's page; small, since the editor shows it in a list to scroll. */
const PAGE_SIZE = 50;
/** With a filter, pages are read until one has a match, at most so many a call; then the editor asks on. */
const PAGES_PER_CALL = 10;

/**
 * A picker of a list's records, a page at a time. `keys` are what a record is shown and found by: the
 * first that it has is its name, and the second tells apart two of one name.
 */
export function createPicker(
	method: string,
	listOf: (editor: Editor) => Promise<List> | List,
	keys: readonly string[],
): Picker {
	return {
		method,
		async search(filter, paginationToken) {
			return await inOurWords(this, async () => {
				const editor = await openEditor(this);
				return await search(editor.client, await listOf(editor), keys, filter, paginationToken);
			});
		},
	};
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The editor does not show a description in its lists. */
function nameOf(texts: readonly string[]): string {
	const name = texts.find((text) => text !== '') ?? '';
	const [, distinction = ''] = texts;
	return distinction === '' || distinction === name ? name : `${name} (${distinction})`;
}

function searchable(text: string): string {
	return normalForm(text).toLowerCase();
}

/**
 * A page of a picker. Whether Trackunit can search by name is not known, so the pages are searched
 * here, whatever the case.
 */
async function search(
	client: Client,
	list: List,
	keys: readonly string[],
	filter: string | undefined,
	paginationToken: string | undefined,
): Promise<INodeListSearchResult> {
	const wanted = searchable(filter ?? '');
	const pageSize = wanted === '' ? PAGE_SIZE : MAX_PAGE_SIZE;
	const results: INodeListSearchItems[] = [];
	let token = paginationToken;
	for (let read = 0; read < PAGES_PER_CALL && results.length === 0; read++) {
		const where = parseToken(token);
		const page = await readPage(client, { ...list, pageSize }, where);
		for (const row of page.rows) {
			const id = idOf(row);
			if (id === undefined) continue;
			const texts = keys.map((key) => textOf(row[key]));
			const name = nameOf(texts);
			if (![...texts, name, id].some((text) => searchable(text).includes(wanted))) continue;
			results.push({ name: name || id, value: id });
		}
		token = nextToken(page, where.number);
		if (token === undefined) break;
	}
	return { results, paginationToken: token };
}

/** A token is a page's number, or a cursor behind a colon: n8n's pickers hand on text only. */
function parseToken(token: string | undefined): { number: number; after?: string } {
	if (token === undefined) return { number: 0 };
	return token.startsWith(':') ? { number: 0, after: token.slice(1) } : { number: Number(token) };
}

function nextToken({ rows, after, pages, isLast }: Page, number: number): string | undefined {
	if (rows.length === 0 || isLast) return undefined;
	if (after !== undefined) return `:${after}`;
	return pages === undefined || number + 1 < pages ? String(number + 1) : undefined;
}
