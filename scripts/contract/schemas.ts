import type { Found } from './difference';
import { broken, compareLists, compareRequired, when } from './difference';
import type { Property, Shape } from './shape';

export type Direction = 'request' | 'response';

/** Where a schema stands: `place` names the body, `trail` the way into it, `open` the definitions on that way. */
interface Context {
	readonly place: string;
	readonly trail: string;
	readonly direction: Direction;
	readonly open: readonly string[];
}

/** What differs between two schemas and in all that they hold; `place` names what they are the schemas of. */
export const compareSchemas = (
	ours: Shape,
	theirs: Shape,
	place: string,
	direction: Direction,
): Found[] => compareShapes(ours, theirs, { place, trail: '', direction, open: [] });

function compareShapes(ours: Shape, theirs: Shape, context: Context): Found[] {
	const place = spotOf(context);
	const definition = ours.path.join('/');
	if (context.open.includes(definition)) return [];
	if (theirs.unresolved !== undefined) return [broken(place, theirs.unresolved, ours.path)];
	const inner = { ...context, open: [...context.open, definition] };
	const typeDifferences = compareTypes(ours, theirs, place);
	const shared = (type: string) => [ours, theirs].every(({ types }) => types.value.includes(type));
	return [
		...typeDifferences,
		...compareNull(ours, theirs, place),
		...(typeDifferences.length > 0 ? [] : compareValues(ours, theirs, place)),
		...(shared('object') ? compareProperties(ours, theirs, inner) : []),
		...(shared('array') ? compareItems(ours, theirs, inner) : []),
	];
}

const spotOf = ({ place, trail }: Context): string => (trail ? `${place} ${trail}` : place);

function compareTypes(ours: Shape, theirs: Shape, place: string): Found[] {
	const spell = ({ types }: Shape) => [...types.value].sort().join(' or ') || 'any type';
	return when(spell(ours) !== spell(theirs), {
		kind: 'type',
		place,
		message: `the contract says ${spell(ours)}, the document ${spell(theirs)}`,
		path: ours.types.path,
	});
}

function compareNull(ours: Shape, theirs: Shape, place: string): Found[] {
	// A schema of any type takes null as well.
	const isAny = ({ types }: Shape) => types.value.length === 0;
	const takesNull = (shape: Shape) => shape.nullable.value ?? isAny(shape);
	return when(!isAny(ours) && !isAny(theirs) && takesNull(ours) !== takesNull(theirs), {
		kind: 'nullable',
		place,
		message: takesNull(ours)
			? 'the contract allows null, the document does not'
			: 'the document allows null, the contract does not',
		path: ours.nullable.path,
	});
}

function compareValues(ours: Shape, theirs: Shape, place: string): Found[] {
	const { value: our, path } = ours.values;
	const { value: their } = theirs.values;
	const list = (values: ReadonlyMap<string, unknown>) => [...values.keys()].join(', ');
	if (our && their) {
		const placeOf = (_: unknown, value: string) => `${place} = ${value}`;
		return compareLists({ thing: 'value', ours: our, theirs: their, path, placeOf });
	}
	if (our) {
		const message = `the contract allows only ${list(our)}, the document any value`;
		return [{ kind: 'values', place, message, path }];
	}
	if (!their) return [];
	const message = `the document allows only ${list(their)}, the contract any value`;
	return [{ kind: 'values', place, message, path: ours.path }];
}

function compareProperties(ours: Shape, theirs: Shape, context: Context): Found[] {
	const { trail, direction } = context;
	return compareLists({
		thing: 'property',
		ours: visible(ours, direction),
		theirs: visible(theirs, direction),
		path: ours.path,
		placeOf: ({ name }) => spotOf(into(name)),
		compare: (place, our, their) => {
			const ourRequired = ours.required.value.get(our.name);
			return [
				...compareRequired(
					ourRequired !== undefined,
					theirs.required.value.has(our.name),
					place,
					ourRequired?.path ?? ours.required.path,
				),
				...compareShapes(our.shape(), their.shape(), into(our.name)),
			];
		},
	});
	function into(name: string): Context {
		return { ...context, trail: trail ? `${trail}.${name}` : name };
	}
}

/** A request does not carry what is read-only, nor a response what is write-only. */
function visible(shape: Shape, direction: Direction): Map<string, Property> {
	const hidden = direction === 'request' ? 'readOnly' : 'writeOnly';
	return new Map([...shape.properties].filter(([, property]) => property.shape().use !== hidden));
}

function compareItems(ours: Shape, theirs: Shape, context: Context): Found[] {
	const into = { ...context, trail: `${context.trail}[]` };
	if (ours.items && theirs.items) return compareShapes(ours.items(), theirs.items(), into);
	if (!ours.items && !theirs.items) return [];
	return [
		{
			kind: 'type',
			place: spotOf(into),
			message: `only the ${ours.items ? 'contract' : 'document'} says what the list holds`,
			path: ours.items?.().path ?? ours.path,
		},
	];
}
