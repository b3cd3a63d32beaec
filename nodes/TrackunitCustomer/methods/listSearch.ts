import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { readAuthentication } from '../parameters/authentication';
import { createClient } from '../transport/client';
import { toNodeError } from '../transport/errors';
import { idOf, readPage } from '../transport/pages';

/** A picker's page; small, since the editor shows it in a list to scroll. */
const PAGE_SIZE = 100;
/** With a filter, pages are read until one has a match, at most so many a call; then the editor asks on. */
const PAGES_A_CALL = 10;
const SEARCH_PAGE_SIZE = 1000;
const CLIENT_OPTIONS = { maxConcurrency: 1, timeout: 20000, maxRetries: 2 };

/**
 * The customers that a picker offers, a page at a time. Whether Trackunit can search by name is not
 * known, so the pages are searched here: by name, external reference or id, whatever the case.
 */
export async function searchCustomers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	try {
		const authentication = readAuthentication(
			(name) => this.getCurrentNodeParameter(name) ?? 'oAuth2',
		);
		const client = await createClient(this, authentication, CLIENT_OPTIONS);
		const wanted = filter?.trim().toLowerCase() ?? '';
		const pageSize = wanted === '' ? PAGE_SIZE : SEARCH_PAGE_SIZE;
		const listing = { path: '/api/customer/v1/customers' as const, pageSize };

		const results: INodeListSearchItems[] = [];
		let token = paginationToken;
		for (let read = 0; read < PAGES_A_CALL && results.length === 0; read++) {
			const { number, after } = parseToken(token);
			const page = await readPage(client, listing, { number, after });
			for (const { name, externalReference, ...row } of page.rows) {
				const id = idOf(row);
				if (id === undefined) continue;
				const texts = [name, externalReference, id].map((text) => String(text ?? ''));
				if (!texts.some((text) => text.toLowerCase().includes(wanted))) continue;
				results.push({
					name: String(name ?? id),
					value: id,
					...(externalReference && { description: String(externalReference) }),
				});
			}
			token = nextToken(page.rows.length, number, page.after, page.pages);
			if (token === undefined) break;
		}
		return { results, paginationToken: token };
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

/** A token is a page's number, or a cursor behind a colon: n8n's pickers hand on text only. */
function parseToken(token: string | undefined): { number: number; after?: string } {
	if (token === undefined) return { number: 0 };
	return token.startsWith(':') ? { number: 0, after: token.slice(1) } : { number: Number(token) };
}

function nextToken(
	rows: number,
	number: number,
	after: string | undefined,
	pages: number | undefined,
): string | undefined {
	if (rows === 0) return undefined;
	if (after !== undefined) return `:${after}`;
	return pages === undefined || number + 1 < pages ? String(number + 1) : undefined;
}
