import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../json';
import { createPace, type Pace } from '../yielding';
import { canonical, digest } from './digest';
import { CUSTOMER_LISTS, LISTS, type CustomerListName, type ListName } from './events';
import { HASH_LENGTH, marksOf, watchedFields, type RowSnapshot } from './snapshot';
import {
	bytesOf,
	columnAt,
	decodeIds,
	decodeValues,
	encodeIds,
	encodeValues,
	type EncodedIds,
} from './textCodec';

/**
 * What is known of a customer's lists. One that was not read yet is left out, and its first reading reports
 * nothing; of a customer that is new it is empty, so that all its rows are.
 */
export type CustomerLists = Partial<Record<CustomerListName, Map<string, RowSnapshot>>>;

/** What a trigger remembers from one poll to the next. */
export interface TriggerState {
	/** Undefined where only one customer's lists are watched. */
	customers?: Map<string, RowSnapshot>;
	/** The lists of each customer, in the order in which they are read. */
	listsByCustomer: Map<string, CustomerLists>;
	/** The customer to go on with; undefined at the beginning of a round. */
	cursor?: string;
	/** Lists that so many rows were missing from that it takes a second poll to believe it. */
	unconfirmed: ListName[];
}

/** The rows of a list, or of all customers' lists one after another; each text has a place for each row. */
type EncodedRows = {
	ids: EncodedIds;
	/** Whether the filters let the row through, '1' or '0'; left out where they let all through. */
	matches?: string;
	hashes?: string;
	/** The keys that values and marks belong to, in their order. */
	keys: string;
	/** Marks in one text; or where they fit, of each row its values, or its marks if they did not fit when it was read. */
	known?: string | Array<Array<IDataObject[string]> | string>;
};

type EncodedState = Partial<Record<ListName, EncodedRows>> & {
	version: number;
	fingerprint: string;
	/** Left out where they are the same as the customers. */
	customerIds?: EncodedIds;
	/** How many rows the list of each customer has, or that it is UNREAD. */
	sizes: Partial<Record<CustomerListName, number[]>>;
	cursor?: string;
	unconfirmed: ListName[];
	/** Shows that nothing was changed or cut off. */
	check?: string;
};

const VERSION = 1;
const CHECK_LENGTH = 8;
const UNREAD = -1;

/** Bytes of JSON up to which values are kept, so that `changes` can say what was before. */
const VALUES_UP_TO = 390_000;

type Entry = [id: string, row: RowSnapshot];

/** What to keep of a state in n8n's static data: a few long texts, and the rows' values as far as they fit. */
export async function encodeState(
	{ customers, listsByCustomer, cursor, unconfirmed }: TriggerState,
	fingerprint: string,
): Promise<IDataObject> {
	const pace = createPace();
	const encoded: EncodedState = { version: VERSION, fingerprint, sizes: {}, cursor, unconfirmed };
	const customerIds = [...listsByCustomer.keys()];
	const ofCustomers = [...(customers?.keys() ?? [])];
	if (
		customerIds.length !== ofCustomers.length ||
		customerIds.some((id, index) => id !== ofCustomers[index])
	) {
		encoded.customerIds = await encodeIds(pace, customerIds);
	}
	const rows = new Map<ListName, Entry[]>();
	if (customers) rows.set('customers', [...customers]);
	for (const list of CUSTOMER_LISTS) {
		const known = customerIds.map((id) => listsByCustomer.get(id)?.[list]);
		if (known.every((one) => one === undefined)) continue;
		encoded.sizes[list] = known.map((one) => one?.size ?? UNREAD);
		const entries = known.flatMap((one) => [...(one ?? [])]);
		rows.set(list, entries);
	}
	for (const [list, entries] of rows) encoded[list] = await encodeRows(pace, list, entries);
	await replaceMarks(pace, encoded, rows);
	const check = await checkOf(pace, encoded);
	// n8n writes it to its database in the same stretch.
	await pace.giveTurn();
	return { ...encoded, check };
}

function keysOf(list: ListName): string[] {
	return watchedFields(LISTS[list].fields).map(({ key }) => key);
}

/** Rows with marks, which always fit. */
async function encodeRows(pace: Pace, list: ListName, entries: Entry[]): Promise<EncodedRows> {
	const ids = entries.map(([id]) => id);
	const rows = entries.map(([, row]) => row);
	const encoded: EncodedRows = { ids: await encodeIds(pace, ids), keys: keysOf(list).join() };
	if (rows.some(({ matches }) => !matches)) {
		encoded.matches = rows.map(({ matches }) => (matches ? '1' : '0')).join('');
	}
	if (rows.some(({ hash }) => hash !== undefined)) {
		encoded.hashes = rows.map(({ hash = '' }) => hash.padEnd(HASH_LENGTH)).join('');
		const { fields } = LISTS[list];
		const nothing = ' '.repeat(keysOf(list).length);
		const marks = await pace.map(rows, (row) =>
			row.values ? marksOf(row.values, fields) : (row.marks ?? nothing),
		);
		encoded.known = marks.join('');
	}
	return encoded;
}

/** Puts values in place of marks, list by list, as long as all of it stays within the limit. */
async function replaceMarks(
	pace: Pace,
	encoded: EncodedState,
	rows: ReadonlyMap<ListName, Entry[]>,
): Promise<void> {
	let bytes = bytesOf(encoded);
	for (const [list, entries] of rows) {
		const withMarks = encoded[list];
		if (bytes > VALUES_UP_TO || !withMarks || !entries.some(([, { values }]) => values)) continue;
		const keys = keysOf(list);
		const values = await pace.map(entries, ([, row]) =>
			row.values ? encodeValues(row.values, keys) : (row.marks ?? ''),
		);
		const withValues = { ...withMarks, known: values };
		const all = bytes + bytesOf(withValues) - bytesOf(withMarks);
		if (all > VALUES_UP_TO) continue;
		encoded[list] = withValues;
		bytes = all;
	}
}

/** So that a state that was cut off or written over is seen to be. */
async function checkOf(pace: Pace, state: IDataObject): Promise<string> {
	await pace.giveTurn();
	const text = canonical({ ...state, check: undefined }, 'inPlace');
	await pace.giveTurn();
	return digest(text, CHECK_LENGTH);
}

/** What a kept state says: nothing yet, a state, that it belongs to other settings, or that it cannot be read. */
export type DecodedState =
	| { kind: 'none' }
	| { kind: 'state'; state: TriggerState }
	| { kind: 'other' }
	| { kind: 'unreadable'; because: string };

/** Reads what `encodeState` gave; never throws, whatever it is given. */
export async function decodeState(kept: unknown, fingerprint: string): Promise<DecodedState> {
	if (kept === undefined || kept === null) return { kind: 'none' };
	if (!isObject(kept)) return { kind: 'unreadable', because: 'it is not an object' };
	if (kept.version !== VERSION) {
		return { kind: 'unreadable', because: `its version ${String(kept.version)} is unknown` };
	}
	const pace = createPace();
	const check = await checkOf(pace, kept);
	if (!isIntact(kept, check)) return { kind: 'unreadable', because: 'it is damaged' };
	if (kept.fingerprint !== fingerprint) return { kind: 'other' };
	return { kind: 'state', state: await decode(pace, kept) };
}

/** Whether it is as `encodeState` gave it: what has this check nobody else has written. */
function isIntact(kept: IDataObject, check: string): kept is EncodedState {
	return kept.check === check;
}

async function decode(pace: Pace, encoded: EncodedState): Promise<TriggerState> {
	const { customers, customerIds, sizes, cursor, unconfirmed } = encoded;
	const entries = customers && (await decodeRows(pace, 'customers', customers));
	const ids =
		customerIds === undefined
			? (entries ?? []).map(([id]) => id)
			: await decodeIds(pace, customerIds);
	const listsByCustomer = new Map<string, CustomerLists>(ids.map((id) => [id, {}]));
	for (const list of CUSTOMER_LISTS) {
		const encodedRows = encoded[list];
		if (!encodedRows) continue;
		const rows = await decodeRows(pace, list, encodedRows);
		let start = 0;
		for (const [index, lists] of [...listsByCustomer.values()].entries()) {
			const size = sizes[list]?.[index] ?? UNREAD;
			if (size !== UNREAD) lists[list] = new Map(rows.slice(start, (start += size)));
		}
	}
	return { customers: entries && new Map(entries), listsByCustomer, cursor, unconfirmed };
}

async function decodeRows(pace: Pace, list: ListName, encoded: EncodedRows): Promise<Entry[]> {
	const keys = keysOf(list);
	// With another table of fields than it was written by, nobody knows which value is whose.
	const isSameTable = encoded.keys === keys.join();
	const ids = await decodeIds(pace, encoded.ids);
	return await pace.map(ids, (id, index): Entry => {
		const row: RowSnapshot = { matches: encoded.matches?.charAt(index) !== '0' };
		const hash = columnAt(encoded.hashes ?? '', index, HASH_LENGTH).trim();
		if (hash) row.hash = hash;
		const known =
			typeof encoded.known === 'string'
				? columnAt(encoded.known, index, keys.length).trim()
				: encoded.known?.[index];
		if (isSameTable && typeof known === 'object') row.values = decodeValues(known, keys);
		if (isSameTable && typeof known === 'string' && known !== '') row.marks = known;
		return [id, row];
	});
}
