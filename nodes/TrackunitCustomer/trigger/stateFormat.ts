import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../json';
import { CHUNK, createPace, type Pace } from '../run/yielding';
import { canonical, digest } from './digest';
import { CUSTOMER_LISTS, LISTS, type CustomerListName, type ListName } from './events';
import { HASH_LENGTH, marksOf, watchedFields, type RowSnapshot } from './snapshot';
import {
	BETWEEN_ROWS,
	bytesOf,
	DamagedState,
	decodeCounts,
	decodeFlags,
	decodeIds,
	decodeValues,
	encodeCounts,
	encodeFlags,
	encodeIds,
	encodeValues,
} from './textCodec';

/**
 * What is remembered of one list of one customer: its rows; or that it has not been looked at yet, where
 * the first look either tells nothing (`awaited`) or, the customer being new, tells all that there is (`new`).
 */
export type KnownList = Map<string, RowSnapshot> | 'awaited' | 'new';
export type CustomerLists = Partial<Record<CustomerListName, KnownList>>;

/** What a trigger remembers from one poll to the next. */
export interface TriggerState {
	/** Undefined where only one customer's lists are watched. */
	customers?: Map<string, RowSnapshot>;
	/** The lists of each customer, in the order in which they are gone round. */
	listsByCustomer: Map<string, CustomerLists>;
	/** The customer to go on with; undefined at the beginning of a round. */
	cursor?: string;
	/** Lists that so many rows were gone from that the answer was not believed. */
	unconfirmed: ListName[];
}

const VERSION = 1;

/** Bytes of JSON up to which values are kept, so that `changes` can say what was before. */
const VALUES_UP_TO = 390_000;

const CHECK_LENGTH = 8;
const ID_LENGTH = 22;
const AWAITED = -1;
const NEW = -2;

/** Packs a memory into a few long texts, with values where they fit: all, or the customers' alone, or none. */
export async function encodeState(memory: TriggerState, fingerprint: string): Promise<IDataObject> {
	const pace = createPace();
	for (const listsWithValues of valueTiers(memory)) {
		const state = await encodeWith(pace, memory, fingerprint, listsWithValues);
		await pace.giveTurn();
		if (bytesOf(JSON.stringify(state)) <= VALUES_UP_TO) return state;
	}
	return await encodeWith(pace, memory, fingerprint, []);
}

/** The lists whose values may be kept, the most first. */
function valueTiers(memory: TriggerState): ListName[][] {
	if (hasNoRoomForValues(memory)) return [];
	const own: ListName[] = ['customers'];
	return memory.listsByCustomer.size === 0 ? [own] : [[...own, ...CUSTOMER_LISTS], own];
}

/** Whether there are so many customers that their ids alone leave no room for values. */
function hasNoRoomForValues({ customers, listsByCustomer }: TriggerState): boolean {
	return Math.max(customers?.size ?? 0, listsByCustomer.size) * ID_LENGTH > VALUES_UP_TO;
}

async function encodeWith(
	pace: Pace,
	{ customers, listsByCustomer, cursor, unconfirmed }: TriggerState,
	fingerprint: string,
	listsWithValues: readonly ListName[],
): Promise<IDataObject> {
	const state: IDataObject = { version: VERSION, fingerprint };
	// Where all customers have lists, their ids stand once.
	const areSame = customers !== undefined && haveSameKeys(customers, listsByCustomer);
	const ids = [...(areSame ? customers : listsByCustomer).keys()];
	if (customers) {
		const keepsValues = listsWithValues.includes('customers');
		state.customers = await encodeRows(pace, [customers], 'customers', keepsValues);
	}
	if (!areSame) state.listsByCustomer = await pace.join(ids, encodeIds);
	for (const part of CUSTOMER_LISTS) {
		const lists = ids.map((id) => listsByCustomer.get(id)?.[part]);
		if (lists.every((list) => list === undefined)) continue;
		state[part] = {
			counts: encodeCounts(lists.map(countOf)),
			...(await encodeRows(pace, lists.filter(isRead), part, listsWithValues.includes(part))),
		};
	}
	if (cursor !== undefined) state.cursor = cursor;
	if (unconfirmed.length > 0) state.unconfirmed = unconfirmed.join(',');
	await pace.giveTurn();
	return { ...state, check: checkOf(state) };
}

function haveSameKeys(
	some: ReadonlyMap<string, unknown>,
	others: ReadonlyMap<string, unknown>,
): boolean {
	return some.size === others.size && [...some.keys()].every((key) => others.has(key));
}

function isRead(part: KnownList | undefined): part is Map<string, RowSnapshot> {
	return part instanceof Map;
}

function countOf(part: KnownList | undefined): number {
	if (isRead(part)) return part.size;
	return part === 'new' ? NEW : AWAITED;
}

/** The rows of a list, or of many customers' lists after one another. */
async function encodeRows(
	pace: Pace,
	lists: ReadonlyArray<ReadonlyMap<string, RowSnapshot>>,
	list: ListName,
	keepsValues: boolean,
): Promise<IDataObject> {
	const rows = lists.flatMap((one) => [...one.values()]);
	const ids = lists.flatMap((one) => [...one.keys()]);
	const packed: IDataObject = { ids: await pace.join(ids, encodeIds) };
	if (rows.some(({ matches }) => !matches)) {
		packed.matches = encodeFlags(rows.map(({ matches }) => matches));
	}
	const isWatched = rows.some(({ hash }) => hash !== undefined);
	if (isWatched) {
		const hashes = await pace.map(rows, ({ hash = '' }) => hash.padEnd(HASH_LENGTH));
		packed.hashes = hashes.join('');
	}

	const { fields } = LISTS[list];
	const keys = keysOf(list);
	const hasValues = keepsValues && rows.some(({ values }) => values !== undefined);
	if (hasValues) {
		const values = rows.map((row) => row.values);
		packed.values = await pace.join(values, (chunk) => encodeValues(chunk, keys), BETWEEN_ROWS);
	}
	// Marks stand in for values: of all rows, or of those that were last looked at when values did not fit.
	const nothing = ' '.repeat(keys.length);
	const marks = await pace.map(rows, (row) => {
		if (row.values) return hasValues ? nothing : marksOf(row.values, fields);
		return row.marks ?? nothing;
	});
	const hasMarks = isWatched && marks.some((mark) => mark !== nothing);
	if (hasMarks) packed.marks = marks.join('');
	if (hasValues || hasMarks) packed.keys = keys.join(',');
	return packed;
}

function keysOf(list: ListName): string[] {
	return watchedFields(LISTS[list].fields).map(({ key }) => key);
}

/** So that a state that was cut off or written over is seen to be. */
function checkOf(state: IDataObject): string {
	return digest(canonical({ ...state, check: undefined }), CHECK_LENGTH);
}

/** What a kept state says: nothing yet, a memory, that it belongs to other settings, or that it cannot be read. */
export type DecodedState =
	| { kind: 'none' }
	| { kind: 'memory'; memory: TriggerState }
	| { kind: 'other' }
	| { kind: 'unreadable'; because: string };

/** Reads what `encodeState` gave; never throws, whatever it is given. */
export async function decodeState(state: unknown, fingerprint: string): Promise<DecodedState> {
	if (state === undefined || state === null) return { kind: 'none' };
	try {
		if (!isObject(state)) throw new DamagedState('it is no object');
		const pace = createPace();
		if (state.check !== checkOf(state)) throw new DamagedState('its check does not fit');
		await pace.giveTurn();
		if (state.version !== VERSION) {
			throw new DamagedState(`its version ${String(state.version)} is unknown`);
		}
		if (state.fingerprint !== fingerprint) return { kind: 'other' };
		return { kind: 'memory', memory: await decode(pace, state) };
	} catch (error) {
		return { kind: 'unreadable', because: error instanceof Error ? error.message : String(error) };
	}
}

async function decode(pace: Pace, state: IDataObject): Promise<TriggerState> {
	const customers = isObject(state.customers)
		? (await decodeRows(pace, state.customers, 'customers', undefined))[0]
		: undefined;
	const ids =
		typeof state.listsByCustomer === 'string'
			? await pace.collect(decodeIds(state.listsByCustomer))
			: [...(customers?.keys() ?? [])];
	const listsByCustomer = new Map<string, CustomerLists>(ids.map((id) => [id, {}]));
	for (const part of CUSTOMER_LISTS) {
		const packed = state[part];
		if (!isObject(packed)) continue;
		const counts = decodeCounts(textOf(packed.counts));
		if (counts.length !== ids.length) throw new DamagedState('customers are missing');
		const lists = await decodeRows(
			pace,
			packed,
			part,
			counts.filter((count) => count >= 0),
		);
		let read = 0;
		counts.forEach((count, index) => {
			const parts = listsByCustomer.get(ids[index] ?? '');
			if (!parts) return;
			if (count < 0) parts[part] = count === NEW ? 'new' : 'awaited';
			else parts[part] = lists[read++];
		});
	}
	return {
		customers,
		listsByCustomer,
		cursor: typeof state.cursor === 'string' ? state.cursor : undefined,
		unconfirmed: textOf(state.unconfirmed)
			.split(',')
			.filter((name): name is ListName => Object.hasOwn(LISTS, name)),
	};
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** Divides the rows into lists of the given lengths; without lengths they are one list. */
async function decodeRows(
	pace: Pace,
	packed: IDataObject,
	list: ListName,
	lengths: readonly number[] | undefined,
): Promise<Array<Map<string, RowSnapshot>>> {
	const ids = await pace.collect(decodeIds(textOf(packed.ids)));
	const flags =
		packed.matches === undefined ? undefined : decodeFlags(textOf(packed.matches), ids.length);
	const hashes = divided(packed.hashes, ids.length, HASH_LENGTH);
	// With another table of fields than it was written by, nobody knows which value is whose.
	const isSameTable = packed.keys === keysOf(list).join(',');
	const width = isSameTable ? keysOf(list).length : textOf(packed.keys).split(',').length;
	const marks = divided(packed.marks, ids.length, width);
	const values =
		packed.values === undefined || !isSameTable
			? undefined
			: decodeValues(textOf(packed.values), ids.length, keysOf(list));

	const seen = await pace.map(ids, (_, index): RowSnapshot => {
		const hash = hashes?.(index).trim();
		const mark = isSameTable ? marks?.(index) : undefined;
		const kept = values?.[index];
		return {
			matches: flags?.[index] ?? true,
			...(hash && { hash }),
			...(kept && { values: kept }),
			...(mark?.trim() && { marks: mark }),
		};
	});
	let start = 0;
	const lists: Array<Map<string, RowSnapshot>> = [];
	for (const length of lengths ?? [ids.length]) {
		const rows = new Map<string, RowSnapshot>();
		for (let index = start; index < start + length; index++) {
			const [id, row] = [ids[index], seen[index]];
			if (id === undefined || !row) throw new DamagedState('rows are missing');
			rows.set(id, row);
			if (index % CHUNK === 0) await pace.giveTurn();
		}
		lists.push(rows);
		start += length;
	}
	if (start !== ids.length) throw new DamagedState('rows are left over');
	return lists;
}

/** Texts of one length, by their place. */
function divided(
	packed: unknown,
	count: number,
	length: number,
): ((index: number) => string) | undefined {
	if (packed === undefined) return undefined;
	const text = textOf(packed);
	if (text.length !== count * length) throw new DamagedState('a text is cut off');
	return (index) => text.slice(index * length, (index + 1) * length);
}
