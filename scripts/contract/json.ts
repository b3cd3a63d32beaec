import { isObject as isRecord } from '../../nodes/TrackunitCustomer/json';

export { isRecord };

/** Keys and indexes from the root of a document to a place in it. */
export type Path = ReadonlyArray<string | number>;

/** A value together with where it was found: what makes it possible to name a line for it later. */
export interface Cursor {
	readonly value: unknown;
	readonly path: Path;
}

export const isText = (value: unknown): value is string => typeof value === 'string';

/** The value under a key or index; `undefined` as its value when there is none. */
export function child(at: Cursor, key: string | number): Cursor {
	const { value } = at;
	const holds = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
	const found: unknown = holds ? Reflect.get(value, key) : undefined;
	return { value: found, path: [...at.path, key] };
}

export const entries = (at: Cursor): Array<[string, Cursor]> =>
	isRecord(at.value) ? Object.keys(at.value).map((key) => [key, child(at, key)]) : [];

export const elements = (at: Cursor): Cursor[] =>
	Array.isArray(at.value) ? at.value.map((_, index) => child(at, index)) : [];

export const texts = (at: Cursor): string[] =>
	Array.isArray(at.value) ? at.value.filter(isText) : [];

/** The `$ref` of an object, if it has one. */
export const refOf = (at: Cursor): string | undefined =>
	isRecord(at.value) && isText(at.value.$ref) ? at.value.$ref : undefined;

/** The object that an internal `$ref` names; `undefined` when it names nothing or another document. */
export function target(
	root: unknown,
	ref: string,
	seen: ReadonlySet<string> = new Set(),
): Cursor | undefined {
	const steps = pointer(ref);
	if (!steps || seen.has(ref)) return undefined;
	const within = new Set(seen).add(ref);
	let at: Cursor = { value: root, path: [] };
	for (const step of steps) {
		// A pointer may lead through an object that is itself a reference.
		const through = follow(root, at, within);
		at = child(through, Array.isArray(through.value) ? Number(step) : step);
	}
	return at.value === undefined ? undefined : at;
}

/** The object at the end of a chain of `$ref`s; where the chain breaks, the one with the broken `$ref`. */
export function follow(root: unknown, at: Cursor, seen: ReadonlySet<string> = new Set()): Cursor {
	const ref = refOf(at);
	if (ref === undefined) return at;
	const next = target(root, ref, seen);
	return next ? follow(root, next, new Set(seen).add(ref)) : at;
}

function pointer(ref: string): string[] | undefined {
	if (ref !== '#' && !ref.startsWith('#/')) return undefined;
	return ref.split('/').slice(1).map(decodeStep);
}

function decodeStep(step: string): string {
	return decodePercent(step).replaceAll('~1', '/').replaceAll('~0', '~');
}

function decodePercent(step: string): string {
	try {
		return decodeURIComponent(step);
	} catch {
		return step;
	}
}
