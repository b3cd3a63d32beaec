import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../json';
import { canonical, digest } from './digest';
import { LISTS, PARTS, type ListName, type PartName } from './events';
import { CHUNK, createPace, type Pace } from './pace';
import {
	BETWEEN_ROWS,
	bytesOf,
	Damaged,
	packCounts,
	packFlags,
	packIds,
	packValues,
	unpackCounts,
	unpackFlags,
	unpackIds,
	unpackValues,
} from './pack';
import { HASH_LENGTH, marksOf, watchedFields, type Seen } from './snapshot';

/**
 * What is remembered of one list of one customer: its rows; or that it has not been looked at yet, where
 * the first look either tells nothing (`awaited`) or, the customer being new, tells all that there is (`new`).
 */
export type Part = Map<string, Seen> | 'awaited' | 'new';
export type Parts = Partial<Record<PartName, Part>>;

/** What a trigger remembers from one poll to the next. */
export interface Memory {
	/** Undefined where only one customer's lists are watched. */
	customers?: Map<string, Seen>;
	/** The lists of each customer, in the order in which they are gone round. */
	owners: Map<string, Parts>;
	/** The customer to go on with; undefined at the beginning of a round. */
	cursor?: string;
	/** Lists that so many rows were gone from that the answer was not believed. */
	doubts: ListName[];
}

const VERSION = 1;

/** Bytes of JSON up to which values are kept, so that `changes` can say what was before. */
const VALUES_UP_TO = 390_000;

const CHECK_LENGTH = 8;
const ID_LENGTH = 22;
const AWAITED = -1;
const NEW = -2;

/** Packs a memory into a few long texts, with values where they fit: all, or the customers' alone, or none. */
export async function pack(memory: Memory, fingerprint: string): Promise<IDataObject> {
	const pace = createPace();
	for (const listsWithValues of choicesFor(memory)) {
		const state = await packWith(pace, memory, fingerprint, listsWithValues);
		await pace.rest();
		if (bytesOf(JSON.stringify(state)) <= VALUES_UP_TO) return state;
	}
	return await packWith(pace, memory, fingerprint, []);
}

/** The lists whose values may be kept, the most first. */
function choicesFor(memory: Memory): ListName[][] {
	if (isHopeless(memory)) return [];
	const own: ListName[] = ['customers'];
	return memory.owners.size === 0 ? [own] : [[...own, ...PARTS], own];
}

/** Whether there are so many customers that their ids alone leave no room for values. */
function isHopeless({ customers, owners }: Memory): boolean {
	return Math.max(customers?.size ?? 0, owners.size) * ID_LENGTH > VALUES_UP_TO;
}

async function packWith(
	pace: Pace,
	{ customers, owners, cursor, doubts }: Memory,
	fingerprint: string,
	listsWithValues: readonly ListName[],
): Promise<IDataObject> {
	const state: IDataObject = { version: VERSION, fingerprint };
	// Where all customers have lists, their ids stand once.
	const areSame = customers !== undefined && haveSameKeys(customers, owners);
	const ids = [...(areSame ? customers : owners).keys()];
	if (customers) {
		const keepsValues = listsWithValues.includes('customers');
		state.customers = await packRows(pace, [customers], 'customers', keepsValues);
	}
	if (!areSame) state.owners = await pace.join(ids, packIds);
	for (const part of PARTS) {
		const lists = ids.map((id) => owners.get(id)?.[part]);
		if (lists.every((list) => list === undefined)) continue;
		state[part] = {
			counts: packCounts(lists.map(countOf)),
			...(await packRows(pace, lists.filter(isRead), part, listsWithValues.includes(part))),
		};
	}
	if (cursor !== undefined) state.cursor = cursor;
	if (doubts.length > 0) state.doubts = doubts.join(',');
	await pace.rest();
	return { ...state, check: checkOf(state) };
}

function haveSameKeys(
	some: ReadonlyMap<string, unknown>,
	others: ReadonlyMap<string, unknown>,
): boolean {
	return some.size === others.size && [...some.keys()].every((key) => others.has(key));
}

function isRead(part: Part | undefined): part is Map<string, Seen> {
	return part instanceof Map;
}

function countOf(part: Part | undefined): number {
	if (isRead(part)) return part.size;
	return part === 'new' ? NEW : AWAITED;
}

/** The rows of a list, or of many customers' lists after one another. */
async function packRows(
	pace: Pace,
	lists: ReadonlyArray<ReadonlyMap<string, Seen>>,
	list: ListName,
	keepsValues: boolean,
): Promise<IDataObject> {
	const rows = lists.flatMap((one) => [...one.values()]);
	const ids = lists.flatMap((one) => [...one.keys()]);
	const packed: IDataObject = { ids: await pace.join(ids, packIds) };
	if (rows.some(({ matches }) => !matches)) {
		packed.matches = packFlags(rows.map(({ matches }) => matches));
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
		packed.values = await pace.join(values, (chunk) => packValues(chunk, keys), BETWEEN_ROWS);
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

/** Ways from a state of a version to the next one. A version that ends this one adds its own here. */
export type Migrations = ReadonlyMap<number, (state: IDataObject) => IDataObject>;
const MIGRATIONS: Migrations = new Map();

/** What a kept state says: nothing yet, a memory, that it belongs to other settings, or that it cannot be read. */
export type Recalled =
	| { kind: 'none' }
	| { kind: 'memory'; memory: Memory }
	| { kind: 'other' }
	| { kind: 'unreadable'; because: string };

/** Reads what `pack` gave, of this version or an older one; never throws, whatever it is given. */
export async function recall(
	state: unknown,
	fingerprint: string,
	migrations: Migrations = MIGRATIONS,
): Promise<Recalled> {
	if (state === undefined || state === null) return { kind: 'none' };
	try {
		if (!isObject(state)) throw new Damaged('it is no object');
		const pace = createPace();
		if (state.check !== checkOf(state)) throw new Damaged('its check does not fit');
		await pace.rest();
		const current = migrate(state, migrations);
		if (current.fingerprint !== fingerprint) return { kind: 'other' };
		return { kind: 'memory', memory: await unpack(pace, current) };
	} catch (error) {
		return { kind: 'unreadable', because: error instanceof Error ? error.message : String(error) };
	}
}

function migrate(state: IDataObject, migrations: Migrations): IDataObject {
	let current = state;
	while (current.version !== VERSION) {
		const { version } = current;
		const step = typeof version === 'number' ? migrations.get(version) : undefined;
		if (!step) throw new Damaged(`its version ${String(version)} is unknown`);
		current = step(current);
		// Each step goes one up; one that does not would go on for ever.
		if (current.version !== Number(version) + 1) throw new Damaged('its version did not go up');
	}
	return current;
}

async function unpack(pace: Pace, state: IDataObject): Promise<Memory> {
	const customers = isObject(state.customers)
		? (await unpackRows(pace, state.customers, 'customers', undefined))[0]
		: undefined;
	const ids =
		typeof state.owners === 'string'
			? await pace.collect(unpackIds(state.owners))
			: [...(customers?.keys() ?? [])];
	const owners = new Map<string, Parts>(ids.map((id) => [id, {}]));
	for (const part of PARTS) {
		const packed = state[part];
		if (!isObject(packed)) continue;
		const counts = unpackCounts(textOf(packed.counts));
		if (counts.length !== ids.length) throw new Damaged('customers are missing');
		const lists = await unpackRows(
			pace,
			packed,
			part,
			counts.filter((count) => count >= 0),
		);
		let read = 0;
		counts.forEach((count, index) => {
			const parts = owners.get(ids[index] ?? '');
			if (!parts) return;
			if (count < 0) parts[part] = count === NEW ? 'new' : 'awaited';
			else parts[part] = lists[read++];
		});
	}
	return {
		customers,
		owners,
		cursor: typeof state.cursor === 'string' ? state.cursor : undefined,
		doubts: textOf(state.doubts)
			.split(',')
			.filter((name): name is ListName => Object.hasOwn(LISTS, name)),
	};
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** Divides the rows into lists of the given lengths; without lengths they are one list. */
async function unpackRows(
	pace: Pace,
	packed: IDataObject,
	list: ListName,
	lengths: readonly number[] | undefined,
): Promise<Array<Map<string, Seen>>> {
	const ids = await pace.collect(unpackIds(textOf(packed.ids)));
	const flags =
		packed.matches === undefined ? undefined : unpackFlags(textOf(packed.matches), ids.length);
	const hashes = divided(packed.hashes, ids.length, HASH_LENGTH);
	// With another table of fields than it was written by, nobody knows which value is whose.
	const isSameTable = packed.keys === keysOf(list).join(',');
	const width = isSameTable ? keysOf(list).length : textOf(packed.keys).split(',').length;
	const marks = divided(packed.marks, ids.length, width);
	const values =
		packed.values === undefined || !isSameTable
			? undefined
			: unpackValues(textOf(packed.values), ids.length, keysOf(list));

	const seen = await pace.map(ids, (_, index): Seen => {
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
	const lists: Array<Map<string, Seen>> = [];
	for (const length of lengths ?? [ids.length]) {
		const rows = new Map<string, Seen>();
		for (let index = start; index < start + length; index++) {
			const [id, row] = [ids[index], seen[index]];
			if (id === undefined || !row) throw new Damaged('rows are missing');
			rows.set(id, row);
			if (index % CHUNK === 0) await pace.rest();
		}
		lists.push(rows);
		start += length;
	}
	if (start !== ids.length) throw new Damaged('rows are left over');
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
	if (text.length !== count * length) throw new Damaged('a text is cut off');
	return (index) => text.slice(index * length, (index + 1) * length);
}
