import { violated } from './errors';
import type { Settings } from './settings';
import type { ListQuery } from './validator';

export interface Page<T> {
	totalPages?: number;
	totalElements?: number;
	number?: number;
	size?: number;
	numberOfElements?: number;
	before?: string | null;
	after?: string | null;
	limit?: number;
	content: T[];
}

/** The rows of a list in its order, by id, so that only those of the page are made. */
export interface Rows<T> {
	ids: readonly string[];
	row(id: string): T;
}

export const DEFAULT_SIZE = 20;

// A cursor names its row and where that row was: looking there first spares a search.
function toCursor(ids: readonly string[], index: number): string {
	return Buffer.from(`${index} ${ids[index] ?? ''}`).toString('base64url');
}

/** Where the row of a cursor is now; where it would be if it is gone. */
function placeOf(cursor: string, field: string, ids: readonly string[]): [number, boolean] {
	const [, place, id] = /^(\d+) (.+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
	if (place === undefined || id === undefined) {
		throw violated([{ field, message: `value '${cursor}' was rejected: is not a cursor` }]);
	}
	if (ids[Number(place)] === id) return [Number(place), true];
	const index = ids.indexOf(id);
	return index < 0 ? [Number(place), false] : [index, true];
}

function byCursor<T>(rows: Rows<T>, query: ListQuery, most: number): Page<T> {
	const { ids } = rows;
	const limit = Math.min(query.limit ?? DEFAULT_SIZE, most);
	let start = 0;
	if (query.after !== undefined) {
		const [place, isThere] = placeOf(query.after, 'after', ids);
		start = isThere ? place + 1 : place;
	} else if (query.before !== undefined) {
		start = Math.max(0, placeOf(query.before, 'before', ids)[0] - limit);
	}
	const end = Math.min(start + limit, ids.length);
	return {
		before: start > 0 && start < end ? toCursor(ids, start) : null,
		after: end < ids.length ? toCursor(ids, end - 1) : null,
		limit,
		content: ids.slice(start, end).map(rows.row),
	};
}

function byNumber<T>(rows: Rows<T>, query: ListQuery, most: number): Page<T> {
	const number = query.page ?? 0;
	const size = Math.min(query.size ?? DEFAULT_SIZE, most);
	const content = rows.ids.slice(number * size, (number + 1) * size).map(rows.row);
	return {
		totalPages: Math.ceil(rows.ids.length / size),
		totalElements: rows.ids.length,
		number,
		size,
		numberOfElements: content.length,
		content,
	};
}

/** Cuts the page that was asked for, in the style of the settings. Throws Refused for a bad cursor. */
export function cutPage<T>(
	rows: Rows<T>,
	query: ListQuery,
	{ paging, maxPageSize }: Readonly<Settings>,
): Page<T> {
	const cut = paging === 'cursor' ? byCursor : byNumber;
	return cut(rows, query, maxPageSize);
}
