import { isObject } from '../../nodes/TrackunitCustomer/json';

/** Keys and indexes from the root of a document to a place in it. */
export type Path = ReadonlyArray<string | number>;

/** A value together with where it was found: what makes it possible to name a line for it later. */
export interface Cursor {
	/** The whole document, in which references are looked up. */
	readonly root: unknown;
	readonly value: unknown;
	readonly path: Path;
}

export const rootOf = (document: unknown): Cursor => ({
	root: document,
	value: document,
	path: [],
});

export const isText = (value: unknown): value is string => typeof value === 'string';

/** The value under a key or index; `undefined` as its value when there is none. */
export function child(at: Cursor, key: string | number): Cursor {
	const { root, value } = at;
	const holds = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
	const found: unknown = holds ? Reflect.get(value, key) : undefined;
	return { root, value: found, path: [...at.path, key] };
}

export const entries = (at: Cursor): Array<[string, Cursor]> =>
	isObject(at.value) ? Object.keys(at.value).map((key) => [key, child(at, key)]) : [];

export const elements = (at: Cursor): Cursor[] =>
	Array.isArray(at.value) ? at.value.map((_, index) => child(at, index)) : [];

export const isTrue = (at: Cursor, key: string): boolean => child(at, key).value === true;

/** The `$ref` of an object, if it has one. */
export const refOf = (at: Cursor): string | undefined =>
	isObject(at.value) && isText(at.value.$ref) ? at.value.$ref : undefined;

/** The object that the internal `$ref` of an object names; `undefined` when it names nothing or another document. */
export function target(at: Cursor, seen: ReadonlySet<string> = new Set()): Cursor | undefined {
	const ref = refOf(at);
	if (ref === undefined || seen.has(ref)) return undefined;
	const within = new Set(seen).add(ref);
	const found = pointer(ref)?.reduce((reached, step) => {
		// A pointer may lead through an object that is itself a reference.
		const through = follow(reached, within);
		return child(through, Array.isArray(through.value) ? Number(step) : step);
	}, rootOf(at.root));
	return found?.value === undefined ? undefined : found;
}

/** The object at the end of a chain of `$ref`s; where the chain breaks, the one with the broken `$ref`. */
export function follow(at: Cursor, seen: ReadonlySet<string> = new Set()): Cursor {
	const next = target(at, seen);
	return next ? follow(next, new Set(seen).add(refOf(at) ?? '')) : at;
}

function pointer(ref: string): string[] | undefined {
	if (ref !== '#' && !ref.startsWith('#/')) return undefined;
	return ref
		.split('/')
		.slice(1)
		.map((step) => decodePercent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function decodePercent(step: string): string {
	try {
		return decodeURIComponent(step);
	} catch {
		return step;
	}
}
