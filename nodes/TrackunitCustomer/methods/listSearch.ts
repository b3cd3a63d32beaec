import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { idOf } from '../ids';
import { CONTACTS, CUSTOMERS } from '../paths';
import type { Client } from '../transport/client';
import { MAX_PAGE_SIZE, readPage, type Listing, type Page } from '../transport/pages';
import { clientFor, customerIdFor, inOurWords } from './editor';

/** A picker's page; small, since the editor shows it in a list to scroll. */
const PAGE_SIZE = 100;
/** With a filter, pages are read until one has a match, at most so many a call; then the editor asks on. */
const PAGES_A_CALL = 10;

/** The customers that a picker offers, a page at a time. */
export async function searchCustomers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await inOurWords(this, async () => {
		return await search(
			await clientFor(this),
			{ path: CUSTOMERS },
			toCustomer,
			filter,
			paginationToken,
		);
	});
}

/** The contacts of the customer chosen above the picker. */
export async function searchContacts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await inOurWords(this, async () => {
		const client = await clientFor(this);
		const customerId = await customerIdFor(this, client);
		if (customerId === undefined) {
			throw new Refusal("'Customer' is empty", 'Choose the customer first, then its contact.');
		}
		return await search(
			client,
			{ path: CONTACTS, ids: { customerId } },
			toContact,
			filter,
			paginationToken,
		);
	});
}

/** What a picker shows of a record, and what it is found by. */
interface Shown {
	name: string;
	texts: string[];
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function toCustomer({ name, externalReference }: IDataObject): Shown {
	const texts = [textOf(name), textOf(externalReference)];
	return { name: label(textOf(name), textOf(externalReference)), texts };
}

function toContact({ name, email, phoneNumber }: IDataObject): Shown {
	const texts = [textOf(name), textOf(email), textOf(phoneNumber)];
	const first = texts.find((text) => text !== '') ?? '';
	return { name: label(first, textOf(email)), texts };
}

/** Two that have the same name are told apart by it; the editor does not show a description in its lists. */
function label(name: string, distinction: string): string {
	return name !== '' && distinction !== '' && distinction !== name
		? `${name} (${distinction})`
		: name || distinction;
}

/**
 * A page of a picker. Whether Trackunit can search by name is not known, so the pages are searched
 * here, whatever the case.
 */
async function search(
	client: Client,
	listing: Omit<Listing, 'pageSize'>,
	show: (record: IDataObject) => Shown,
	filter: string | undefined,
	paginationToken: string | undefined,
): Promise<INodeListSearchResult> {
	const wanted = filter?.trim().toLowerCase() ?? '';
	const pageSize = wanted === '' ? PAGE_SIZE : MAX_PAGE_SIZE;
	const results: INodeListSearchItems[] = [];
	let token = paginationToken;
	for (let read = 0; read < PAGES_A_CALL && results.length === 0; read++) {
		const where = parseToken(token);
		const page = await readPage(client, { ...listing, pageSize }, where);
		for (const row of page.rows) {
			const id = idOf(row);
			if (id === undefined) continue;
			const { name, texts } = show(row);
			if (![...texts, name, id].some((text) => text.toLowerCase().includes(wanted))) continue;
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
