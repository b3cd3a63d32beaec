import type { Cursor, Path } from './json';
import { child, elements, entries, follow, isText, refOf } from './json';
import type { Route, RoutePair } from './routes';
import { labelOf, pairRoutes, templateNames } from './routes';
import type { Property, Shape } from './shape';
import { shapeOf } from './shape';

/** `missing` is what the contract lacks, `extra` what only the contract has. */
export type Kind =
	| `${'missing' | 'extra'} ${'path' | 'method' | 'parameter' | 'body' | 'status' | 'content type'}`
	| `${'missing' | 'extra'} ${'property' | 'value'}`
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
	/** Line of the contract to mend, from 1. */
	readonly line: number;
}

/** The contract, and the line (from 1) of a place in it or, where that does not exist, of its nearest parent. */
export interface Contract {
	readonly document: unknown;
	readonly lineOf: (path: Path) => number;
}

interface Found extends Omit<Difference, 'line'> {
	readonly path: Path;
}

interface Roots {
	readonly ours: unknown;
	readonly theirs: unknown;
}

interface Side {
	readonly item: Cursor;
	readonly operation: Cursor;
}

interface Parameter {
	readonly at: Cursor;
	readonly name: string;
	readonly within: string;
}

/** Where a schema stands: `place` names the body, `trail` the way into it, `open` the definitions on that way. */
interface Context {
	readonly place: string;
	readonly trail: string;
	readonly direction: 'request' | 'answer';
	readonly open: readonly string[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

// OpenAPI says that header parameters of these names are to be ignored.
const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization']);

/** All differences between the contract and an OpenAPI 3 document, in the order of the contract. Sends nothing. */
export function compare(ours: Contract, theirs: unknown): Difference[] {
	const roots = { ours: ours.document, theirs };
	const routing = pairRoutes(roots.ours, roots.theirs);
	const found = [
		...routing.moved.map(movedServer),
		...routing.missing.map(missingPath),
		...routing.extra.map(extraPath),
		...routing.pairs.flatMap((pair) => comparePair(roots, pair)),
	];
	return found.map(({ path, ...difference }) => ({ ...difference, line: ours.lineOf(path) }));
}

function movedServer({ ours, theirs, label }: RoutePair): Found {
	const host = (route: Route) => route.locations[0]?.host ?? 'no host';
	return {
		kind: 'server',
		place: label,
		message: `the contract has it on ${host(ours)}, the document on ${host(theirs)}`,
		path: [...ours.serversPath, 0],
	};
}

const missingPath = (route: Route): Found => ({
	kind: 'missing path',
	place: labelOf(route),
	message: 'the document has this path, the contract does not',
	path: ['paths'],
});

const extraPath = (route: Route): Found => ({
	kind: 'extra path',
	place: labelOf(route),
	message: 'the contract has this path, the document does not',
	path: route.path,
});

function comparePair(roots: Roots, { ours, theirs, label }: RoutePair): Found[] {
	return METHODS.flatMap((method): Found[] => {
		const place = `${method.toUpperCase()} ${label}`;
		const our = child(ours.item, method);
		const their = child(theirs.item, method);
		if (our.value === undefined && their.value === undefined) return [];
		if (our.value === undefined) return [missing('method', place, ours.path)];
		if (their.value === undefined) return [extra('method', place, our.path)];
		return compareOperations(
			roots,
			place,
			{ item: ours.item, operation: our },
			{ item: theirs.item, operation: their },
			templateNames(labelOf(theirs)),
		);
	});
}

function compareOperations(
	roots: Roots,
	place: string,
	ours: Side,
	theirs: Side,
	theirNames: readonly string[],
): Found[] {
	return [
		...compareParameters(roots, place, ours, theirs, theirNames),
		...compareBodies(roots, place, ours.operation, theirs.operation),
		...compareAnswers(roots, place, ours.operation, theirs.operation),
	];
}

function compareParameters(
	roots: Roots,
	place: string,
	ours: Side,
	theirs: Side,
	theirNames: readonly string[],
): Found[] {
	const ourNames = templateNames(place);
	const ourList = parameters(roots.ours, ours, ourNames);
	const theirList = parameters(roots.theirs, theirs, theirNames);
	const spot = ({ within, name }: Parameter) => `${place} ${within} ${name}`;
	const listPath = [...ours.operation.path, 'parameters'];
	return [
		...brokenParameters(roots.theirs, theirs).map((ref) => broken(place, ref, listPath)),
		...[...theirList]
			.filter(([key]) => !ourList.has(key))
			.map(([, parameter]) => missing('parameter', spot(parameter), listPath)),
		...[...ourList].flatMap(([key, our]) => {
			const their = theirList.get(key);
			return their
				? compareParameter(roots, spot(our), our, their)
				: [extra('parameter', spot(our), our.at.path)];
		}),
	];
}

function compareParameter(roots: Roots, place: string, our: Parameter, their: Parameter): Found[] {
	const isRequired = ({ at, within }: Parameter) =>
		within === 'path' || child(at, 'required').value === true;
	return [
		...when(our.within === 'path' && our.name !== their.name, {
			kind: 'parameter name',
			place,
			message: `the contract calls it "${our.name}", the document "${their.name}"`,
			path: [...our.at.path, 'name'],
		}),
		...when(isRequired(our) !== isRequired(their), {
			kind: 'required',
			place,
			message: requiredMessage(isRequired(our)),
			path: [...our.at.path, 'required'],
		}),
		...compareSchemas(
			shapeOf(roots.ours, parameterSchema(our.at)),
			shapeOf(roots.theirs, parameterSchema(their.at)),
			{ place, trail: '', direction: 'request', open: [] },
		),
	];
}

function parameterSchema(at: Cursor): Cursor {
	const [, media] = entries(child(at, 'content'))[0] ?? [];
	return child(media ?? at, 'schema');
}

const rawParameters = ({ item, operation }: Side): Cursor[] => [
	...elements(child(item, 'parameters')),
	...elements(child(operation, 'parameters')),
];

function brokenParameters(root: unknown, side: Side): string[] {
	return rawParameters(side).flatMap((at) => refOf(follow(root, at)) ?? []);
}

/** Keyed by what makes a parameter the same one: for the path its position, else its name. */
function parameters(root: unknown, side: Side, names: readonly string[]): Map<string, Parameter> {
	const list = rawParameters(side).flatMap((raw): Array<[string, Parameter]> => {
		const at = follow(root, raw);
		const { value: name } = child(at, 'name');
		const { value: within } = child(at, 'in');
		if (!isText(name) || !isText(within)) return [];
		if (within === 'header' && IGNORED_HEADERS.has(name.toLowerCase())) return [];
		return [[parameterKey(name, within, names), { at, name, within }]];
	});
	return new Map(list);
}

function parameterKey(name: string, within: string, names: readonly string[]): string {
	if (within === 'header') return `header ${name.toLowerCase()}`;
	const position = within === 'path' ? names.indexOf(name) : -1;
	return position < 0 ? `${within} ${name}` : `path at ${position}`;
}

function compareBodies(roots: Roots, place: string, ours: Cursor, theirs: Cursor): Found[] {
	const our = follow(roots.ours, child(ours, 'requestBody'));
	const their = follow(roots.theirs, child(theirs, 'requestBody'));
	const spot = `${place} body`;
	const ref = refOf(their);
	if (our.value === undefined && their.value === undefined) return [];
	if (our.value === undefined) return [missing('body', spot, ours.path)];
	if (their.value === undefined) return [extra('body', spot, our.path)];
	if (ref !== undefined) return [broken(spot, ref, our.path)];
	const isRequired = (at: Cursor) => child(at, 'required').value === true;
	return [
		...when(isRequired(our) !== isRequired(their), {
			kind: 'required',
			place: spot,
			message: requiredMessage(isRequired(our)),
			path: [...our.path, 'required'],
		}),
		...compareContents(roots, spot, our, their, 'request'),
	];
}

function compareAnswers(roots: Roots, place: string, ours: Cursor, theirs: Cursor): Found[] {
	const ourList = child(ours, 'responses');
	const theirList = child(theirs, 'responses');
	const ourStatuses = entries(ourList);
	const theirStatuses = entries(theirList);
	// Many documents list successes only; that is no statement about failures.
	const tellsFailures = theirStatuses.some(([status]) => isFailure(status));
	return [
		...theirStatuses
			.filter(([status]) => !ourStatuses.some(([other]) => covers(status, other)))
			.map(([status]) => missing('status', `${place} ${status}`, ourList.path)),
		...ourStatuses.flatMap(([status, our]) => {
			const spot = `${place} ${status}`;
			const their = answerFor(theirStatuses, status);
			if (their) return compareAnswer(roots, spot, our, their);
			return isFailure(status) && !tellsFailures ? [] : [extra('status', spot, our.path)];
		}),
	];
}

function compareAnswer(roots: Roots, place: string, ours: Cursor, theirs: Cursor): Found[] {
	const our = follow(roots.ours, ours);
	const their = follow(roots.theirs, theirs);
	const ref = refOf(their);
	if (ref !== undefined) return [broken(place, ref, our.path)];
	return compareContents(roots, place, our, their, 'answer');
}

const isFailure = (status: string): boolean => /^([45]|default)/.test(status);

/** Whether a key of `responses` speaks of a status: `404`, `4XX` and `default` all speak of 404. */
function covers(key: string, status: string): boolean {
	if (key.toLowerCase() === status.toLowerCase()) return true;
	if (/^[1-5]xx$/i.test(key)) return key[0] === status[0];
	return key === 'default' && isFailure(status);
}

function answerFor(answers: Array<[string, Cursor]>, status: string): Cursor | undefined {
	const bySpecificity = (key: string) => Number(/xx$/i.test(key)) + 2 * Number(key === 'default');
	return answers
		.filter(([key]) => covers(key, status))
		.sort(([first], [second]) => bySpecificity(first) - bySpecificity(second))[0]?.[1];
}

function compareContents(
	roots: Roots,
	place: string,
	ours: Cursor,
	theirs: Cursor,
	direction: Context['direction'],
): Found[] {
	const contentPath = [...ours.path, 'content'];
	const { pairs, onlyOurs, onlyTheirs } = pairContents(
		entries(child(ours, 'content')),
		entries(child(theirs, 'content')),
	);
	return [
		...onlyTheirs.map(([type]) =>
			missing('content type', `${place} ${mediaType(type)}`, contentPath),
		),
		...onlyOurs.map(([type, at]) => extra('content type', `${place} ${mediaType(type)}`, at.path)),
		...pairs.flatMap(([[ourType, our], [theirType, their]]) => [
			...when(!sameMedia(ourType, theirType), {
				kind: 'content type',
				place,
				message: `the contract says ${ourType}, the document ${theirType}`,
				path: our.path,
			}),
			...compareSchemas(
				shapeOf(roots.ours, child(our, 'schema')),
				shapeOf(roots.theirs, child(their, 'schema')),
				{ place: pairs.length > 1 ? `${place} ${ourType}` : place, trail: '', direction, open: [] },
			),
		]),
	];
}

type Content = [type: string, at: Cursor];

/** Pairs contents by type; one left over on each side are the same content under two types. */
function pairContents(ours: Content[], theirs: Content[]) {
	const pairs: Array<[Content, Content]> = [];
	const left = new Set(theirs);
	const onlyOurs: Content[] = [];
	for (const our of ours) {
		const their = [...left].find(([type]) => sameMedia(our[0], type));
		if (their) {
			left.delete(their);
			pairs.push([our, their]);
		} else onlyOurs.push(our);
	}
	const [our, ...ourRest] = onlyOurs;
	const [their, ...theirRest] = left;
	if (!our || !their || ourRest.length > 0 || theirRest.length > 0) {
		return { pairs, onlyOurs, onlyTheirs: [...left] };
	}
	const asPair: [Content, Content] = [our, their];
	return { pairs: [...pairs, asPair], onlyOurs: [], onlyTheirs: [] };
}

const mediaType = (type: string): string => (type.split(';')[0] ?? '').trim().toLowerCase();

// Generators write `*/*` or `application/*` when nobody named a type: that contradicts nothing.
function sameMedia(ours: string, theirs: string): boolean {
	const [our, their] = [mediaType(ours), mediaType(theirs)];
	if (their === '*/*') return true;
	return their.endsWith('/*') ? our.startsWith(their.slice(0, -1)) : our === their;
}

function compareSchemas(ours: Shape, theirs: Shape, context: Context): Found[] {
	const place = spotOf(context);
	const definition = ours.path.join('/');
	if (context.open.includes(definition)) return [];
	if (theirs.unresolved !== undefined) return [broken(place, theirs.unresolved, ours.path)];
	const inner = { ...context, open: [...context.open, definition] };
	const typeDifferences = compareTypes(ours, theirs, place);
	const shared = (type: string) => allows(ours, type) && allows(theirs, type);
	return [
		...typeDifferences,
		...compareNull(ours, theirs, place),
		...(typeDifferences.length > 0 ? [] : compareValues(ours, theirs, place)),
		...(shared('object') ? compareProperties(ours, theirs, inner) : []),
		...(shared('array') ? compareItems(ours, theirs, inner) : []),
	];
}

const spotOf = ({ place, trail }: Context): string => (trail ? `${place} ${trail}` : place);

const allows = (shape: Shape, type: string): boolean => shape.types.includes(type);

function compareTypes(ours: Shape, theirs: Shape, place: string): Found[] {
	const spell = ({ types }: Shape) => [...types].sort().join(' or ') || 'any type';
	return when(spell(ours) !== spell(theirs), {
		kind: 'type',
		place,
		message: `the contract says ${spell(ours)}, the document ${spell(theirs)}`,
		path: ours.typePath,
	});
}

function compareNull(ours: Shape, theirs: Shape, place: string): Found[] {
	// A schema of any type takes null as well.
	const takesNull = ({ nullable, types }: Shape) => nullable ?? types.length === 0;
	const isAny = ours.types.length === 0 || theirs.types.length === 0;
	return when(!isAny && takesNull(ours) !== takesNull(theirs), {
		kind: 'nullable',
		place,
		message: takesNull(ours)
			? 'the contract allows null, the document does not'
			: 'the document allows null, the contract does not',
		path: ours.nullPath,
	});
}

function compareValues(ours: Shape, theirs: Shape, place: string): Found[] {
	const { values: our } = ours;
	const { values: their } = theirs;
	const list = (values: ReadonlyMap<string, Path>) => [...values.keys()].join(', ');
	if (!our) {
		if (!their) return [];
		const message = `the document allows only ${list(their)}, the contract any value`;
		return [{ kind: 'values', place, message, path: ours.path }];
	}
	if (!their) {
		const message = `the contract allows only ${list(our)}, the document any value`;
		return [{ kind: 'values', place, message, path: ours.valuesPath }];
	}
	return [
		...[...their.keys()]
			.filter((value) => !our.has(value))
			.map((value) => missing('value', `${place} = ${value}`, ours.valuesPath)),
		...[...our]
			.filter(([value]) => !their.has(value))
			.map(([value, path]) => extra('value', `${place} = ${value}`, path)),
	];
}

function compareProperties(ours: Shape, theirs: Shape, context: Context): Found[] {
	const ourProperties = visible(ours, context.direction);
	const theirProperties = visible(theirs, context.direction);
	const into = (name: string): Context => ({
		...context,
		trail: context.trail ? `${context.trail}.${name}` : name,
	});
	return [
		...[...theirProperties.keys()]
			.filter((name) => !ourProperties.has(name))
			.map((name) => missing('property', spotOf(into(name)), ours.path)),
		...[...ourProperties].flatMap(([name, our]) => {
			const their = theirProperties.get(name);
			if (!their) return [extra('property', spotOf(into(name)), our.path)];
			return [
				...compareRequired(ours, theirs, name, spotOf(into(name))),
				...compareSchemas(our.shape(), their.shape(), into(name)),
			];
		}),
		...compareRest(ours, theirs, into('*')),
	];
}

/** A request does not carry what is read-only, nor an answer what is write-only. */
function visible(shape: Shape, direction: Context['direction']): Map<string, Property> {
	const hidden = direction === 'request' ? 'readOnly' : 'writeOnly';
	return new Map([...shape.properties].filter(([, property]) => property.shape().use !== hidden));
}

function compareRequired(ours: Shape, theirs: Shape, name: string, place: string): Found[] {
	const our = ours.required.get(name);
	return when((our !== undefined) !== theirs.required.has(name), {
		kind: 'required',
		place,
		message: requiredMessage(our !== undefined),
		path: our ?? ours.requiredPath,
	});
}

function compareRest(ours: Shape, theirs: Shape, context: Context): Found[] {
	const place = spotOf(context);
	if (ours.rest && theirs.rest) return compareSchemas(ours.rest(), theirs.rest(), context);
	if (theirs.rest) return [missing('property', place, ours.path)];
	return ours.rest ? [extra('property', place, ours.rest().path)] : [];
}

function compareItems(ours: Shape, theirs: Shape, context: Context): Found[] {
	const into = { ...context, trail: `${context.trail}[]` };
	if (ours.items && theirs.items) return compareSchemas(ours.items(), theirs.items(), into);
	if (!ours.items && !theirs.items) return [];
	const said = ours.items ? 'contract' : 'document';
	return [
		{
			kind: 'type',
			place: spotOf(into),
			message: `only the ${said} says what the list holds`,
			path: ours.items ? ours.items().path : ours.path,
		},
	];
}

type Thing = 'method' | 'parameter' | 'body' | 'status' | 'content type' | 'property' | 'value';

const missing = (thing: Thing, place: string, path: Path): Found => ({
	kind: `missing ${thing}`,
	place,
	message: `the document has this ${thing}, the contract does not`,
	path,
});

const extra = (thing: Thing, place: string, path: Path): Found => ({
	kind: `extra ${thing}`,
	place,
	message: `the contract has this ${thing}, the document does not`,
	path,
});

const broken = (place: string, ref: string, path: Path): Found => ({
	kind: 'reference',
	place,
	message: `the document refers to ${ref}, which it does not contain`,
	path,
});

const requiredMessage = (oursIsRequired: boolean): string =>
	oursIsRequired
		? 'required in the contract, optional in the document'
		: 'required in the document, optional in the contract';

const when = (differs: boolean, found: Found): Found[] => (differs ? [found] : []);
