import type { Cursor, Path } from './json';
import { child, elements, entries, isRecord, isText, refOf, target, texts } from './json';

export interface Property {
	readonly path: Path;
	readonly shape: () => Shape;
}

/**
 * What a schema comes to once `$ref`, `allOf`, `oneOf` and the two ways to write "or null" are worked out.
 * Parts are worked out when asked for, so a schema that contains itself does no harm. Paths say where it is written.
 */
export interface Shape {
	readonly path: Path;
	/** Without `null`; empty where any type will do. */
	readonly types: readonly string[];
	readonly typePath: Path;
	/** `undefined` where the schema does not say, which counts as no. */
	readonly nullable: boolean | undefined;
	readonly nullPath: Path;
	/** What `enum` or `const` lists, as JSON; `undefined` where any value will do. */
	readonly values: ReadonlyMap<string, Path> | undefined;
	readonly valuesPath: Path;
	readonly properties: ReadonlyMap<string, Property>;
	readonly required: ReadonlyMap<string, Path>;
	/** The list of required properties, or the schema that could have one. */
	readonly requiredPath: Path;
	readonly items: (() => Shape) | undefined;
	/** The schema of properties that have no name of their own. */
	readonly rest: (() => Shape) | undefined;
	readonly use: 'readOnly' | 'writeOnly' | undefined;
	/** A `$ref` that could not be followed. */
	readonly unresolved: string | undefined;
}

/** The shape of the schema at a place of the document `root`. */
export const shapeOf = (root: unknown, at: Cursor): Shape => build(root, at, new Set());

function build(root: unknown, at: Cursor, seen: ReadonlySet<unknown>): Shape {
	const { value } = at;
	// A schema that consists of itself (allOf or $ref in a circle) says nothing more the second time.
	if (!isRecord(value) || seen.has(value)) return nothing(at.path);
	const within = new Set(seen).add(value);
	const inner = (cursor: Cursor): Shape => build(root, cursor, within);
	const parts = [
		...referred(root, at, inner),
		...elements(child(at, 'allOf')).map(inner),
		...alternatives(at, 'oneOf', inner),
		...alternatives(at, 'anyOf', inner),
	];
	const own = ownShape(root, at);
	const merged = parts.reduce(both, own);
	const [only, ...others] = parts;
	const isWrapper = only !== undefined && others.length === 0 && saysNothing(own);
	const path = isWrapper ? only.path : at.path;
	return {
		...merged,
		path,
		requiredPath: merged.required.size > 0 ? merged.requiredPath : path,
		// Documents of 3.0 write `nullable` beside an allOf or a $ref that by itself does not allow null.
		nullable: value.nullable === true ? true : merged.nullable,
	};
}

function referred(root: unknown, at: Cursor, inner: (cursor: Cursor) => Shape): Shape[] {
	const ref = refOf(at);
	if (ref === undefined) return [];
	const found = target(root, ref);
	return [found ? inner(found) : { ...nothing(at.path), unresolved: ref }];
}

function alternatives(
	at: Cursor,
	keyword: 'oneOf' | 'anyOf',
	inner: (cursor: Cursor) => Shape,
): Shape[] {
	const list = child(at, keyword);
	const [first, ...others] = elements(list)
		.filter((cursor) => !isNull(cursor))
		.map(inner);
	if (!first) return [];
	const merged = others.reduce(either, first);
	const allowsNull = elements(list).some(isNull);
	return [{ ...merged, nullPath: list.path, nullable: allowsNull ? true : merged.nullable }];
}

const isNull = (at: Cursor): boolean => child(at, 'type').value === 'null';

const nothing = (path: Path): Shape => ({
	path,
	types: [],
	typePath: path,
	nullable: undefined,
	nullPath: path,
	values: undefined,
	valuesPath: path,
	properties: new Map(),
	required: new Map(),
	requiredPath: path,
	items: undefined,
	rest: undefined,
	use: undefined,
	unresolved: undefined,
});

function ownShape(root: unknown, at: Cursor): Shape {
	const lazily = (cursor: Cursor) => () => shapeOf(root, cursor);
	const properties = entries(child(at, 'properties'));
	const required = child(at, 'required');
	const values = listedValues(at);
	const types = declaredTypes(child(at, 'type').value);
	const items = child(at, 'items');
	const rest = child(at, 'additionalProperties');
	return {
		...nothing(at.path),
		types: types.length > 0 ? types.filter((type) => type !== 'null') : impliedTypes(at, values),
		typePath: [...at.path, 'type'],
		nullable: ownNullable(at, types, values),
		nullPath: [...at.path, 'type'],
		values: values && withoutNull(values),
		valuesPath: [...at.path, 'enum'],
		properties: new Map(
			properties.map(([name, cursor]) => [name, { path: cursor.path, shape: lazily(cursor) }]),
		),
		required: new Map(texts(required).map((name, index) => [name, [...required.path, index]])),
		requiredPath: required.path,
		items: isRecord(items.value) ? lazily(items) : undefined,
		rest: isRecord(rest.value) ? lazily(rest) : undefined,
		use: ownUse(at),
	};
}

function declaredTypes(type: unknown): string[] {
	if (isText(type)) return [type];
	return Array.isArray(type) ? type.filter(isText) : [];
}

/** Documents leave `type` out where the other keywords tell it. */
function impliedTypes(at: Cursor, values: readonly Cursor[] | undefined): string[] {
	if (isRecord(child(at, 'properties').value)) return ['object'];
	if (isRecord(child(at, 'items').value)) return ['array'];
	const ofValues = (values ?? []).filter(({ value }) => value !== null);
	return [...new Set(ofValues.map(({ value }) => typeof value))];
}

function listedValues(at: Cursor): readonly Cursor[] | undefined {
	const listed = child(at, 'enum');
	if (Array.isArray(listed.value)) return elements(listed);
	const only = child(at, 'const');
	return only.value === undefined ? undefined : [only];
}

const withoutNull = (values: readonly Cursor[]): Map<string, Path> =>
	new Map(
		values
			.filter(({ value }) => value !== null)
			.map(({ value, path }) => [JSON.stringify(value), path]),
	);

function ownNullable(
	at: Cursor,
	types: readonly string[],
	values: readonly Cursor[] | undefined,
): boolean | undefined {
	if (child(at, 'nullable').value === true) return true;
	if (types.includes('null') || values?.some(({ value }) => value === null)) return true;
	return types.length > 0 ? false : undefined;
}

function ownUse(at: Cursor): Shape['use'] {
	if (child(at, 'readOnly').value === true) return 'readOnly';
	return child(at, 'writeOnly').value === true ? 'writeOnly' : undefined;
}

const saysNothing = (shape: Shape): boolean =>
	shape.types.length === 0 &&
	shape.values === undefined &&
	shape.properties.size === 0 &&
	shape.required.size === 0 &&
	!shape.items &&
	!shape.rest;

/** A value that fits both; where they contradict each other, the first. */
function both(first: Shape, second: Shape): Shape {
	const common = first.types.filter((type) => second.types.includes(type));
	const types = common.length > 0 ? common : first.types;
	const usesFirst = first.types.length > 0;
	return {
		...first,
		types: usesFirst ? types : second.types,
		typePath: usesFirst ? first.typePath : second.typePath,
		nullable: bothNullable(first.nullable, second.nullable),
		nullPath: first.nullable === undefined ? second.nullPath : first.nullPath,
		values: first.values ?? second.values,
		valuesPath: first.values ? first.valuesPath : second.valuesPath,
		properties: mergeProperties(first, second, both),
		required: new Map([...second.required, ...first.required]),
		requiredPath: first.required.size > 0 ? first.requiredPath : second.requiredPath,
		items: mergeLazily(first.items, second.items, both),
		rest: mergeLazily(first.rest, second.rest, both),
		use: first.use ?? second.use,
		unresolved: first.unresolved ?? second.unresolved,
	};
}

function bothNullable(first: boolean | undefined, second: boolean | undefined) {
	if (first === undefined || second === undefined) return first ?? second;
	return first && second;
}

/** A value that fits one of the two: what either has, and required only what both require. */
function either(first: Shape, second: Shape): Shape {
	const anyType = first.types.length === 0 || second.types.length === 0;
	return {
		...first,
		types: anyType ? [] : [...new Set([...first.types, ...second.types])],
		nullable: first.nullable === true || second.nullable === true,
		values: first.values && second.values && new Map([...second.values, ...first.values]),
		properties: mergeProperties(first, second, either),
		required: new Map([...first.required].filter(([name]) => second.required.has(name))),
		items: mergeLazily(first.items, second.items, either),
		rest: mergeLazily(first.rest, second.rest, either),
		use: first.use === second.use ? first.use : undefined,
		unresolved: first.unresolved ?? second.unresolved,
	};
}

type Merge = (first: Shape, second: Shape) => Shape;

function mergeProperties(first: Shape, second: Shape, merge: Merge): Shape['properties'] {
	const merged = new Map(first.properties);
	for (const [name, property] of second.properties) {
		const known = merged.get(name);
		merged.set(
			name,
			known ? { path: known.path, shape: () => merge(known.shape(), property.shape()) } : property,
		);
	}
	return merged;
}

function mergeLazily(first: Shape['items'], second: Shape['items'], merge: Merge): Shape['items'] {
	return first && second ? () => merge(first(), second()) : (first ?? second);
}
