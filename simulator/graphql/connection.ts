import { violated, type Refused } from '../errors';
import type { Rows } from '../paging';
import type { Settings } from '../settings';
import type { Ranks } from './ranks';

/** As they were sent; GraphQL has checked the types only. */
export interface PageArguments {
	first?: number | null;
	after?: string | null;
	last?: number | null;
	before?: string | null;
}

export interface Connection<T> {
	edges: Array<{ cursor: string; node: T }>;
	pageInfo: {
		hasPreviousPage: boolean;
		hasNextPage: boolean;
		startCursor: string | null;
		endCursor: string | null;
		count: number;
	};
}

/** A list, by a name that no other one has. */
export interface ListOf<T> extends Rows<T> {
	name: string;
	/** Of every row there is now, whether or not it is among `ids`. */
	ranks: Ranks;
}

/** Documented is only that 50 to 100 rows per page perform best. */
const DEFAULT_PAGE = 50;
const MOST = 1000;

/**
 * How many rows a page may have at most. More than that is not refused but cut, silently: it is the harder of the two
 * for a client, which must not take a page that is short for the last one.
 */
export function pageSize(
	{ first, last }: PageArguments,
	{ maxPageSize }: Readonly<Settings>,
): number {
	return Math.min(Math.max(first ?? last ?? DEFAULT_PAGE, 1), maxPageSize, MOST);
}

function refused(field: keyof PageArguments, value: unknown, reason: string): Refused {
	return violated([{ field, message: `value '${String(value)}' was rejected: ${reason}` }]);
}

function checkSizes({ first, last }: PageArguments): void {
	for (const [field, value] of Object.entries({ first, last })) {
		const isFirst = field === 'first';
		if (typeof value === 'number' && value < 1) {
			throw refused(isFirst ? 'first' : 'last', value, 'must be at least 1');
		}
	}
	if (typeof first === 'number' && typeof last === 'number') {
		throw refused('last', last, "must not be given beside 'first'");
	}
}

function toCursor(list: string, rank: number): string {
	return Buffer.from(`${list} ${rank}`).toString('base64url');
}

function rankAt(cursor: string, field: 'after' | 'before', list: ListOf<unknown>): number {
	const [name, rank = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
	const isOurs = name === list.name && /^-?\d+$/.test(rank) && list.ranks.has(Number(rank));
	if (!isOurs) throw refused(field, cursor, 'is not a cursor of this list');
	return Number(rank);
}

/** The place of the first row whose rank is not below this. */
function placeOf(rank: number, { ids, ranks }: ListOf<unknown>): number {
	let [low, high] = [0, ids.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		const id = ids[middle];
		if (id !== undefined && ranks.of(id) < rank) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Cuts the page that was asked for, by the rules of relay. Throws Refused for sizes and cursors that are not valid. */
export function connect<T>(
	list: ListOf<T>,
	page: PageArguments,
	settings: Readonly<Settings>,
): Connection<T> {
	checkSizes(page);
	const { ids, name, ranks, row } = list;
	const { after, before, last } = page;
	const isSet = (cursor: string | null | undefined) => cursor !== undefined && cursor !== null;
	let start = isSet(after) ? placeOf(rankAt(after ?? '', 'after', list) + 1, list) : 0;
	let end = isSet(before) ? placeOf(rankAt(before ?? '', 'before', list), list) : ids.length;
	const size = pageSize(page, settings);
	if (typeof last === 'number') start = Math.max(start, end - size);
	else end = Math.min(end, start + size);

	const edges = ids.slice(start, end).map((id) => ({
		cursor: toCursor(name, ranks.of(id)),
		node: row(id),
	}));
	return {
		edges,
		pageInfo: {
			hasPreviousPage: start > 0,
			hasNextPage: end < ids.length,
			startCursor: edges[0]?.cursor ?? null,
			endCursor: edges.at(-1)?.cursor ?? null,
			count: ids.length,
		},
	};
}
