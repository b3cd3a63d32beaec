import { isObject } from '../nodes/TrackunitCustomer/json';
import type { AnyField, Filter as FilterField } from '../nodes/TrackunitCustomer/records/field';
import { readSort } from './dialect';
import { violated } from './errors';
import { cutPage, type Page, type Rows } from './paging';
import type { Settings } from './settings';
import type { ListQuery } from './validator';

export interface Filter<T> {
	/** `key`: exact, found by an index. `contains`: whatever the case. `equals`: exact. */
	kind: 'key' | 'contains' | 'equals';
	value(row: T): string | null | undefined;
}

type Filters<T> = Readonly<Record<string, Filter<T>>>;
type Sorts<T> = Readonly<Record<string, (row: T) => unknown>>;

/** What a list can be asked for. */
export interface ListRules<T> {
	filters: Filters<T>;
	/** What an attribute is in a row; rows are put in order by texts, numbers and booleans. */
	sorts: Sorts<T>;
	/** Ids of the rows whose key is exactly this, in the list's order. */
	findKey?(name: string, value: string): readonly string[];
	/** Grows with every change of the rows; without it each page is selected anew. */
	version?: number;
}

/** Remembers the latest selection of a list, so that its next page costs no sorting. */
export interface ListMemory {
	key?: string;
	ids?: readonly string[];
}

/** A reader of a row's value at a dotted path; undefined where it has none. */
function valueAt(path: string): (row: unknown) => unknown {
	const keys = path.split('.');
	return (row) => keys.reduce((value, key) => (isObject(value) ? value[key] : undefined), row);
}

/** A sort for each field of a table: by its path, and where that leads into a part also by its key. */
export function sortsBy(fields: ReadonlyArray<Pick<AnyField, 'key' | 'path'>>): Sorts<unknown> {
	const sorts: Record<string, (row: unknown) => unknown> = {};
	for (const { key, path } of fields) {
		sorts[path] = valueAt(path);
		if (path.includes('.')) sorts[key] = valueAt(path);
	}
	return sorts;
}

/** The filters of a table; those among `keys` are found by an index. */
export function filtersBy(
	fields: readonly FilterField[],
	keys: readonly string[],
): Filters<unknown> {
	return Object.fromEntries(
		fields.map(({ key, compare }): [string, Filter<unknown>] => {
			const read = valueAt(key);
			const value = (row: unknown) => {
				const has = read(row);
				return typeof has === 'string' ? has : undefined;
			};
			return [key, { kind: keys.includes(key) ? 'key' : compare, value }];
		}),
	);
}

function askedFilters<T>(
	query: ListQuery,
	rules: ListRules<T>,
	{ filters }: Readonly<Settings>,
): Array<[string, Filter<T>, string]> {
	if (filters === 'ignore') return [];
	const asked = Object.entries(rules.filters).flatMap(([name, filter]) => {
		const value = query[name];
		const entry: [string, Filter<T>, string] = [name, filter, String(value)];
		return value === undefined ? [] : [entry];
	});
	if (filters === 'refuse' && asked.length > 0) {
		throw violated(
			asked.map(([field, , value]) => ({
				field,
				message: `value '${value}' was rejected: filtering is not supported`,
			})),
		);
	}
	return asked;
}

function isMatch<T>({ kind, value }: Filter<T>, row: T, wanted: string, isLoose: boolean): boolean {
	const has = value(row);
	if (has === null || has === undefined) return false;
	const isPart = kind === 'contains' || (kind === 'key' && isLoose);
	return isPart ? has.toLowerCase().includes(wanted.toLowerCase()) : has === wanted;
}

function filtered<T>(
	rows: Rows<T>,
	query: ListQuery,
	rules: ListRules<T>,
	settings: Readonly<Settings>,
): readonly string[] {
	const asked = askedFilters(query, rules, settings);
	const isLoose = settings.filters === 'loose';
	const key = asked.find(([, { kind }]) => kind === 'key' && !isLoose);
	const candidates = key === undefined ? undefined : rules.findKey?.(key[0], key[2]);
	if (asked.length === 0) return rows.ids;
	return (candidates ?? rows.ids).filter((id) => {
		const row = rows.row(id);
		return asked.every(([, filter, wanted]) => isMatch(filter, row, wanted, isLoose));
	});
}

const PAGING = ['page', 'size', 'limit', 'after', 'before'];

interface Order<T> {
	value(row: T): unknown;
	sign: 1 | -1;
}

function askedOrder<T>(
	sort: string | undefined,
	rules: ListRules<T>,
	{ sorting }: Readonly<Settings>,
): Array<Order<T>> {
	if (sort === undefined || sort === '' || sorting === 'ignore') return [];
	return sort.split(',').map((word) => {
		// A plus that was not encoded arrives as a space.
		const [, sign, name] = /^([-+ ]?)(.*)$/.exec(word) ?? [];
		const value = sorting === 'refuse' ? undefined : rules.sorts[name ?? ''];
		if (value === undefined) {
			const message = `value '${word}' was rejected: cannot be sorted by`;
			throw violated([{ field: 'sort', message }]);
		}
		return { value, sign: sign === '-' ? -1 : 1 };
	});
}

type SortKey = string | number | undefined;

function toSortKey(value: unknown): SortKey {
	if (typeof value === 'string') return value.toLowerCase();
	return typeof value === 'number' || typeof value === 'boolean' ? Number(value) : undefined;
}

function compare(a: SortKey, b: SortKey): number {
	if (a === b) return 0;
	// Rows without a value come last in rising order.
	if (a === undefined) return 1;
	if (b === undefined) return -1;
	return a < b ? -1 : 1;
}

function sorted<T>(ids: readonly string[], row: (id: string) => T, order: Array<Order<T>>) {
	if (order.length === 0) return ids;
	const keyed = ids.map((id) => {
		const it = row(id);
		return { id, keys: order.map(({ value }) => toSortKey(value(it))) };
	});
	keyed.sort((a, b) => {
		for (const [index, { sign }] of order.entries()) {
			const result = compare(a.keys[index], b.keys[index]);
			if (result !== 0) return sign * result;
		}
		return 0;
	});
	return keyed.map(({ id }) => id);
}

/** Filters, sorts and cuts. Throws Refused for what the settings or the rules do not allow. */
export function list<T>(
	rows: Rows<T>,
	query: ListQuery,
	rules: ListRules<T>,
	settings: Readonly<Settings>,
	memory: ListMemory = {},
): Page<T> {
	const order = askedOrder(readSort(query.sort?.join(), settings), rules, settings);
	const selection = Object.entries(query).filter(([name]) => !PAGING.includes(name));
	const isPlain = order.length === 0 && selection.length === 0;
	if (isPlain) return cutPage(rows, query, settings);

	const { filters, sorting } = settings;
	const key = JSON.stringify([rules.version, filters, sorting, selection]);
	if (rules.version === undefined || memory.key !== key || memory.ids === undefined) {
		memory.ids = sorted(filtered(rows, query, rules, settings), rows.row, order);
		memory.key = key;
	}
	return cutPage({ ...rows, ids: memory.ids }, query, settings);
}
