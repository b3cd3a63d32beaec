import type { Path } from './json';

type Thing =
	| 'path'
	| 'method'
	| 'parameter'
	| 'body'
	| 'status'
	| 'content type'
	| 'property'
	| 'value';

/** `missing` is what the contract lacks, `extra` what only the contract has. */
export type Kind =
	| `${'missing' | 'extra'} ${Thing}`
	| 'content type'
	| 'nullable'
	| 'parameter name'
	| 'reference'
	| 'required'
	| 'server'
	| 'type'
	| 'values';

export interface Difference {
	readonly kind: Kind;
	/** Where in the API, e.g. `GET /api/customer/v1/customers 200 content[].name`. */
	readonly place: string;
	readonly message: string;
	/** Which element of a list is missing or extra, e.g. `name`. */
	readonly item?: string | undefined;
	/** Line of the contract to mend, from 1. */
	readonly line: number;
}

/** A difference whose line has yet to be looked up: `path` leads to the part of the contract to mend. */
export interface Found extends Omit<Difference, 'line'> {
	readonly path: Path;
}

/** A list of the contract and the document's, keyed by what makes two elements the same one. */
export interface Lists<Element> {
	readonly thing: Thing;
	readonly ours: ReadonlyMap<string, Element>;
	readonly theirs: ReadonlyMap<string, Element>;
	/** Where the contract would have what it lacks. */
	readonly path: Path;
	readonly placeOf: (element: Element, key: string) => string;
	/** What differs in an element that both have. */
	readonly compare?: (place: string, our: Element, their: Element) => Found[];
}

/** What the contract lacks first, then element by element in the order of the contract. */
export function compareLists<Element extends { readonly path: Path }>(
	lists: Lists<Element>,
): Found[] {
	const { thing, ours, theirs, path, placeOf, compare } = lists;
	return [
		...[...theirs]
			.filter(([key]) => !ours.has(key))
			.map(([key, their]) => missing(thing, placeOf(their, key), path, key)),
		...[...ours].flatMap(([key, our]) => {
			const their = theirs.get(key);
			const place = placeOf(our, key);
			if (their === undefined) return [extra(thing, place, our.path, key)];
			return compare?.(place, our, their) ?? [];
		}),
	];
}

export const missing = (thing: Thing, place: string, path: Path, item?: string): Found => ({
	kind: `missing ${thing}`,
	place,
	message: `the document has this ${thing}, the contract does not`,
	item,
	path,
});

export const extra = (thing: Thing, place: string, path: Path, item?: string): Found => ({
	kind: `extra ${thing}`,
	place,
	message: `the contract has this ${thing}, the document does not`,
	item,
	path,
});

/** A `$ref` of the document that leads nowhere. */
export const broken = (place: string, ref: string, path: Path): Found => ({
	kind: 'reference',
	place,
	message: `the document refers to ${ref}, which it does not contain`,
	path,
});

/** Whether something must be sent or is always returned, here and there. */
export const compareRequired = (
	ours: boolean,
	theirs: boolean,
	place: string,
	path: Path,
): Found[] =>
	when(ours !== theirs, {
		kind: 'required',
		place,
		message: ours
			? 'required in the contract, optional in the document'
			: 'required in the document, optional in the contract',
		path,
	});

export const when = (differs: boolean, found: Found): Found[] => (differs ? [found] : []);
