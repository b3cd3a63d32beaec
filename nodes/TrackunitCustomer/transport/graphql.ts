import type { IDataObject } from 'n8n-workflow';

import {
	NOT_VALID,
	RATE_LIMITED,
	Refusal,
	RequestFailure,
	TOO_COSTLY,
	UNAUTHENTICATED,
	type Delivery,
} from '../failure/failure';
import { readGraphqlErrors, type GraphqlError } from '../failure/reasons';
import { textOfId } from '../ids';
import { isObject } from '../json';
import { refuseEndless } from './pages';
import { readRest, type ResponseReader } from './response';

/** What is checked before anything is done. */
const BEFOREHAND: unknown[] = [RATE_LIMITED, TOO_COSTLY, NOT_VALID, UNAUTHENTICATED];

/** Whether an error tells that nothing was done of what it is about. */
function isNotDone({ code, path = [] }: GraphqlError): boolean {
	// But an error below a field of the root tells that the field was done.
	if (path.length === 0) return BEFOREHAND.includes(code);
	return path.length === 1;
}

/**
 * What is known of a document that was answered with errors. A field at the root that failed was not done.
 * Of those that no error names nothing is known, even where they are null: that may be their answer, or
 * another one, which has to be there, took them with it. In doubt a mutation must not be sent again.
 */
function fate({ data }: IDataObject, errors: readonly GraphqlError[]): Delivery {
	const failed = new Set(errors.flatMap(({ path = [] }) => path.slice(0, 1)));
	// Without data the document was not begun with.
	if (data === undefined && failed.size === 0) return 'refused';
	if (!errors.every(isNotDone)) return 'unknown';
	if (!isObject(data)) return failed.size === 0 ? 'refused' : 'unknown';
	const isAllFailed = Object.entries(data).every(
		([name, value]) => value === null && failed.has(name),
	);
	return isAllFailed ? 'refused' : 'unknown';
}

/** Below so many times the cost of a query, Trackunit advises to wait until the budget is new. */
const RESERVE = 10;

/** Milliseconds to wait before the next query, by the `rateLimit { cost remaining resetIn }` of an answer. */
export function restAfter({ rateLimit }: IDataObject): number | undefined {
	const { cost, remaining, resetIn } = isObject(rateLimit) ? rateLimit : {};
	if (typeof cost !== 'number' || typeof remaining !== 'number' || typeof resetIn !== 'number') {
		return undefined;
	}
	return remaining < RESERVE * cost && resetIn > 0 ? resetIn : undefined;
}

/** GraphQL: `data`, for errors come with a status of 200. */
export const readGraphql: ResponseReader = (response) => {
	const outcome = readRest(response, true);
	if ('failure' in outcome) return outcome;
	const { status, body = {} } = outcome.answer;
	const errors = readGraphqlErrors(body.errors);
	const decisive =
		errors.find(({ code }) => code === RATE_LIMITED) ??
		errors.find(({ code }) => code === TOO_COSTLY) ??
		errors.find(({ code }) => code === UNAUTHENTICATED) ??
		errors[0];
	if (decisive) {
		const { code, resetIn } = decisive;
		const delivery = fate(body, errors);
		const isUnauthorized = code === UNAUTHENTICATED && delivery === 'refused';
		return {
			failure: {
				kind: isUnauthorized ? 'status' : 'graphql',
				delivery,
				status: isUnauthorized ? 401 : status,
				code,
				resetIn,
				errors,
				body: { errors: body.errors, data: body.data },
			},
		};
	}
	if (!isObject(body.data)) {
		return { failure: { kind: 'unreadable', delivery: 'unknown', status, body } };
	}
	return { answer: { ...outcome.answer, rest: restAfter(body.data) } };
};

/** A relay connection to read to its end, or up to a limit. */
export interface Connection {
	/** The names that lead to it in `data`. */
	path: readonly string[];
	/** Where to start; the variable `$after` of the first page. */
	after?: IDataObject[string];
	pageSize: number;
	limit?: number;
}

/** A page of a connection. `body` is the whole answer, `rest` its data without the connection. */
export interface ConnectionPage {
	nodes: IDataObject[];
	body: IDataObject;
	rest: IDataObject;
}

const SMALLEST_PAGE = 10;

/** What stands at the end of the path, null where it would belong to nothing, and the data without it. */
function cut(
	data: IDataObject,
	[name = '', ...below]: readonly string[],
): { found: unknown; rest: IDataObject } {
	const { [name]: value, ...others } = data;
	if (below.length === 0) return { found: value, rest: others };
	if (!isObject(value)) return { found: value === null ? null : undefined, rest: data };
	const { found, rest } = cut(value, below);
	return { found, rest: { ...others, [name]: rest } };
}

/** Without it the next page cannot be asked for; told before anything is sent where the document shows it. */
export function withoutPageInfo(path: readonly string[]): Refusal {
	return new Refusal(
		"'Query' does not request the next page",
		`Add pageInfo { hasNextPage endCursor } in the list at ${path.join('.')}.`,
	);
}

/** The connection at a path of an answer's data; throws Refusal where there is none. */
function readConnectionPage(
	body: IDataObject,
	path: readonly string[],
): { nodes: IDataObject[]; hasNext: boolean; cursor: string | undefined; rest: IDataObject } {
	const { found, rest } = cut(isObject(body.data) ? body.data : {}, path);
	if (!isObject(found)) {
		throw new Refusal(
			"'Connection Path' does not lead to a list",
			found === null
				? `The response has nothing at ${path.join('.')}: its parent record may not exist.`
				: `Enter the names in 'Query' that lead to the list, separated by dots. The response has nothing at ${path.join('.')}.`,
		);
	}
	const { edges, nodes, pageInfo } = found;
	const rows: unknown[] | undefined = Array.isArray(edges)
		? edges.map((edge: unknown) => (isObject(edge) ? edge.node : undefined))
		: Array.isArray(nodes)
			? nodes
			: undefined;
	if (!rows) {
		throw new Refusal(
			"'Query' does not request the records of the list",
			`Add edges { node { id } } in the list at ${path.join('.')}.`,
		);
	}
	const { hasNextPage, endCursor } = isObject(pageInfo) ? pageInfo : {};
	// The document may ask for it in another list only: then nobody knows whether this one goes on.
	if (typeof hasNextPage !== 'boolean') throw withoutPageInfo(path);
	return {
		nodes: rows.filter(isObject),
		hasNext: hasNextPage,
		cursor: typeof endCursor === 'string' && endCursor !== '' ? endCursor : undefined,
		rest,
	};
}

/**
 * The nodes of a connection, in the server's order, each once where they have ids, a page at a time.
 * A page that costs too much is asked for again at half the size. Ends as lists of REST do; `hint`
 * hears when the server said that there was more.
 */
export async function* readConnection(
	ask: (page: { first: number; after: IDataObject[string] }) => Promise<IDataObject>,
	{ path, after: start = null, pageSize, limit = Infinity }: Connection,
	hint: (text: string) => void,
): AsyncGenerator<ConnectionPage, void> {
	const ids = new Set<string>();
	const cursors = new Set<string>();
	let after: IDataObject[string] = start;
	let size = pageSize;
	let got = 0;

	async function askSmaller(): Promise<IDataObject> {
		for (;;) {
			const first = Math.min(size, limit - got);
			const answer = await ask({ first, after }).catch((error: unknown) => {
				const isTooCostly = error instanceof RequestFailure && error.failure.code === TOO_COSTLY;
				if (!isTooCostly || first <= SMALLEST_PAGE) throw error;
				return undefined;
			});
			if (answer) return answer;
			size = Math.max(SMALLEST_PAGE, Math.floor(first / 2));
			hint(
				`A page of ${first} costs more than Trackunit allows; pages of ${size} were requested instead. Set 'Page Size' in options to avoid the extra attempts.`,
			);
		}
	}

	for (let read = 1; ; read += 1) {
		const body = await askSmaller();
		const { nodes, hasNext, cursor, rest } = readConnectionPage(body, path);
		const fresh = nodes.filter((node) => {
			// Not `assetId`, as lists of REST: here that is what a record is about, and many are about one asset.
			const id = textOfId(node.id);
			if (id === undefined) return true;
			if (ids.has(id)) return false;
			ids.add(id);
			return true;
		});
		const wanted = fresh.slice(0, limit - got);
		got += wanted.length;
		if (wanted.length > 0 || read === 1) yield { nodes: wanted, body, rest };
		if (!hasNext || got >= limit) return;
		if (wanted.length === 0 || cursor === undefined || cursors.has(cursor)) {
			hint(
				`Trackunit announced more than the ${got} records that it returned, but returned nothing new. Run it again to be sure.`,
			);
			return;
		}
		refuseEndless(read + 1, got);
		cursors.add(cursor);
		after = cursor;
	}
}
