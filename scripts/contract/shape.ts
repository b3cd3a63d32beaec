import type { Cursor, Path } from './json';
import { isObject } from '../../nodes/TrackunitCustomer/json';
import { child, elements, entries, isText, isTrue, refOf, target } from './json';

export interface Property {
	readonly name: string;
	readonly path: Path;
	readonly shape: () => Shape;
}

/** What a schema says, and where it says it or, where it does not, where it could. */
interface Stated<Value> {
	readonly value: Value;
	readonly path: Path;
}

/**
 * What a schema comes to once `$ref`, `allOf`, `oneOf` and the two ways to write "or null" are worked out.
 * Parts are worked out when asked for, so a schema that contains itself does no harm. Paths say where it is written.
 */
export interface Shape {
	readonly path: Path;
	/** Without `null`; empty where any type will do. */
	readonly types: Stated<readonly string[]>;
	/** `undefined` where the schema does not say, which counts as no. */
	readonly nullable: Stated<boolean | undefined>;
	/** What `enum` or `const` lists, by its JSON, without `null`; `undefined` where any value will do. */
	readonly values: Stated<ReadonlyMap<string, Cursor> | undefined>;
	/** By name; under ANY_NAME the properties that have no name of their own. */
	readonly properties: ReadonlyMap<string, Property>;
	readonly required: Stated<ReadonlyMap<string, Cursor>>;
	readonly items: (() => Shape) | undefined;
	readonly use: 'readOnly' | 'writeOnly' | undefined;
	/** A `$ref` that could not be followed. */
	readonly unresolved: string | undefined;
}

const ANY_NAME = '*';

/** The shape of the schema at a place of a document. */
export const shapeOf = (at: Cursor): Shape => build(at, new Set());

function build(at: Cursor, seen: ReadonlySet<unknown>): Shape {
	const { value } = at;
	// A schema that consists of itself (allOf or $ref in a circle) says nothing more the second time.
	if (!isObject(value) || seen.has(value)) return nothing(at.path);
	const within = new Set(seen).add(value);
	const inner = (cursor: Cursor): Shape => build(cursor, within);
	const parts = [
		...referred(at, inner),
		...elements(child(at, 'allOf')).map(inner),
		...alternatives(at, 'oneOf', inner),
		...alternatives(at, 'anyOf', inner),
	];
	const own = ownShape(at);
	const merged = parts.reduce(both, own);
	const [only, ...others] = parts;
	const isWrapper = only !== undefined && others.length === 0 && saysNothing(own);
	const path = isWrapper ? only.path : at.path;
	return {
		...merged,
		path,
		required: merged.required.value.size > 0 ? merged.required : { ...merged.required, path },
		// Documents of 3.0 write `nullable` beside an allOf or a $ref that by itself does not allow null.
		nullable: isTrue(at, 'nullable') ? { ...merged.nullable, value: true } : merged.nullable,
	};
}

function referred(at: Cursor, inner: (cursor: Cursor) => Shape): Shape[] {
	const ref = refOf(at);
	if (ref === undefined) return [];
	const found = target(at);
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
	const allowsNull = elements(list).some(isNull) ? true : merged.nullable.value;
	return [{ ...merged, nullable: { value: allowsNull, path: list.path } }];
}

const isNull = (at: Cursor): boolean => child(at, 'type').value === 'null';

const nothing = (path: Path): Shape => ({
	path,
	types: { value: [], path },
	nullable: { value: undefined, path },
	values: { value: undefined, path },
	properties: new Map(),
	required: { value: new Map(), path },
	items: undefined,
	use: undefined,
	unresolved: undefined,
});

function ownShape(at: Cursor): Shape {
	const types = declaredTypes(child(at, 'type').value);
	const values = listedValues(at);
	const items = child(at, 'items');
	const required = elements(child(at, 'required')).filter(({ value }) => isText(value));
	return {
		...nothing(at.path),
		types: {
			value: types.length > 0 ? types.filter((type) => type !== 'null') : impliedTypes(at, values),
			path: [...at.path, 'type'],
		},
		nullable: { value: ownNullable(at, types, values), path: [...at.path, 'type'] },
		values: { value: values && byJson(values), path: [...at.path, 'enum'] },
		properties: ownProperties(at),
		required: {
			value: new Map(required.map((name) => [String(name.value), name])),
			path: [...at.path, 'required'],
		},
		items: isObject(items.value) ? () => shapeOf(items) : undefined,
		use: ownUse(at),
	};
}

function declaredTypes(type: unknown): string[] {
	if (isText(type)) return [type];
	return Array.isArray(type) ? type.filter(isText) : [];
}

/** Documents leave `type` out where the other keywords tell it. */
function impliedTypes(at: Cursor, values: readonly Cursor[] | undefined): string[] {
	if (isObject(child(at, 'properties').value)) return ['object'];
	if (isObject(child(at, 'items').value)) return ['array'];
	const ofValues = (values ?? []).filter(({ value }) => value !== null);
	return [...new Set(ofValues.map(({ value }) => typeof value))];
}

function listedValues(at: Cursor): readonly Cursor[] | undefined {
	const listed = child(at, 'enum');
	if (Array.isArray(listed.value)) return elements(listed);
	const only = child(at, 'const');
	return only.value === undefined ? undefined : [only];
}

const byJson = (values: readonly Cursor[]): Map<string, Cursor> =>
	new Map(values.filter(({ value }) => value !== null).map((at) => [JSON.stringify(at.value), at]));

function ownProperties(at: Cursor): Map<string, Property> {
	const rest = child(at, 'additionalProperties');
	const all = entries(child(at, 'properties'));
	if (isObject(rest.value)) all.push([ANY_NAME, rest]);
	return new Map(
		all.map(([name, property]) => [
			name,
			{ name, path: property.path, shape: () => shapeOf(property) },
		]),
	);
}

function ownNullable(
	at: Cursor,
	types: readonly string[],
	values: readonly Cursor[] | undefined,
): boolean | undefined {
	if (isTrue(at, 'nullable')) return true;
	if (types.includes('null') || values?.some(({ value }) => value === null)) return true;
	return types.length > 0 ? false : undefined;
}

function ownUse(at: Cursor): Shape['use'] {
	if (isTrue(at, 'readOnly')) return 'readOnly';
	return isTrue(at, 'writeOnly') ? 'writeOnly' : undefined;
}

const saysNothing = ({ types, values, properties, required, items }: Shape): boolean =>
	types.value.length === 0 &&
	values.value === undefined &&
	properties.size === 0 &&
	required.value.size === 0 &&
	!items;

/** A value that fits both; where they contradict each other, the first. */
function both(first: Shape, second: Shape): Shape {
	const common = first.types.value.filter((type) => second.types.value.includes(type));
	const types = common.length > 0 ? { ...first.types, value: common } : first.types;
	const [one, other] = [first.nullable.value, second.nullable.value];
	return {
		...first,
		types: first.types.value.length > 0 ? types : second.types,
		nullable:
			one === undefined ? second.nullable : { ...first.nullable, value: one && (other ?? one) },
		values: first.values.value ? first.values : second.values,
		properties: mergeProperties(first, second, both),
		required: {
			value: new Map([...second.required.value, ...first.required.value]),
			path: first.required.value.size > 0 ? first.required.path : second.required.path,
		},
		items: mergeLazily(first.items, second.items, both),
		use: first.use ?? second.use,
		unresolved: first.unresolved ?? second.unresolved,
	};
}

/** A value that fits one of the two: what either has, and required only what both require. */
function either(first: Shape, second: Shape): Shape {
	const types = [first.types.value, second.types.value];
	const isAny = types.some(({ length }) => length === 0);
	const [ours, theirs] = [first.values.value, second.values.value];
	const required = [...first.required.value].filter(([name]) => second.required.value.has(name));
	return {
		...first,
		types: { ...first.types, value: isAny ? [] : [...new Set(types.flat())] },
		nullable: {
			...first.nullable,
			value: first.nullable.value === true || second.nullable.value === true,
		},
		values: { ...first.values, value: ours && theirs && new Map([...theirs, ...ours]) },
		properties: mergeProperties(first, second, either),
		required: { ...first.required, value: new Map(required) },
		items: mergeLazily(first.items, second.items, either),
		use: first.use === second.use ? first.use : undefined,
		unresolved: first.unresolved ?? second.unresolved,
	};
}

type Merge = (first: Shape, second: Shape) => Shape;

function mergeProperties(first: Shape, second: Shape, merge: Merge): Shape['properties'] {
	const merged = new Map(first.properties);
	for (const [name, property] of second.properties) {
		const known = merged.get(name);
		const shape = mergeLazily(known?.shape, property.shape, merge) ?? property.shape;
		merged.set(name, { ...(known ?? property), shape });
	}
	return merged;
}

function mergeLazily(first: Shape['items'], second: Shape['items'], merge: Merge): Shape['items'] {
	return first && second ? () => merge(first(), second()) : (first ?? second);
}
