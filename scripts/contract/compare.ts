import type { Difference, Found } from './difference';
import { broken, compareLists, compareRequired, extra, missing, when } from './difference';
import type { Cursor, Path } from './json';
import { child, elements, entries, follow, isText, isTrue, refOf, rootOf } from './json';
import { pairUp } from './pairs';
import type { Route, RoutePair } from './routes';
import { labelOf, pairRoutes, templateNames } from './routes';
import type { Direction } from './schemas';
import { compareSchemas } from './schemas';
import { shapeOf } from './shape';

/** The contract, and the line (from 1) of a place in it or, where that does not exist, of its nearest parent. */
export interface Contract {
	readonly document: unknown;
	readonly lineOf: (path: Path) => number;
}

/** An operation together with its path item, whose parameters are its own too. */
interface Operation {
	readonly item: Cursor;
	readonly at: Cursor;
	/** Names of the path's parameters, in their order in the path. */
	readonly names: readonly string[];
}

interface Parameter extends Cursor {
	readonly name: string;
	readonly within: string;
}

interface Content extends Cursor {
	readonly type: string;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

// OpenAPI says that header parameters of these names are to be ignored.
const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization']);

/** All differences between the contract and an OpenAPI 3 document, in the order of the contract. Sends nothing. */
export function compare(ours: Contract, theirs: unknown): Difference[] {
	const routing = pairRoutes(rootOf(ours.document), rootOf(theirs));
	const found = [
		...routing.moved.map(movedServer),
		...routing.missing.map((route) => missing('path', labelOf(route), ['paths'])),
		...routing.extra.map((route) => extra('path', labelOf(route), route.path)),
		...routing.pairs.flatMap(comparePair),
	];
	return found.map(({ path, ...difference }) => ({ ...difference, line: ours.lineOf(path) }));
}

function movedServer([ours, theirs]: RoutePair): Found {
	const host = (route: Route) => route.locations[0]?.host ?? 'no host';
	return {
		kind: 'server',
		place: labelOf(ours),
		message: `the contract has it on ${host(ours)}, the document on ${host(theirs)}`,
		path: [...ours.serversPath, 0],
	};
}

function comparePair([ours, theirs]: RoutePair): Found[] {
	const label = labelOf(ours);
	return compareLists({
		thing: 'method',
		ours: methods(ours.item),
		theirs: methods(theirs.item),
		path: ours.path,
		placeOf: (_, method) => `${method.toUpperCase()} ${label}`,
		compare: (place, our, their) =>
			compareOperations(
				place,
				{ item: ours.item, at: our, names: templateNames(label) },
				{ item: theirs.item, at: their, names: templateNames(labelOf(theirs)) },
			),
	});
}

function methods(item: Cursor): Map<string, Cursor> {
	const operations = METHODS.map((method): [string, Cursor] => [method, child(item, method)]);
	return new Map(operations.filter(([, { value }]) => value !== undefined));
}

const compareOperations = (place: string, ours: Operation, theirs: Operation): Found[] => [
	...compareParameters(place, ours, theirs),
	...compareBodies(place, ours.at, theirs.at),
	...compareResponses(place, ours.at, theirs.at),
];

function compareParameters(place: string, ours: Operation, theirs: Operation): Found[] {
	const path = [...ours.at.path, 'parameters'];
	return [
		...rawParameters(theirs)
			.flatMap((at) => refOf(at) ?? [])
			.map((ref) => broken(place, ref, path)),
		...compareLists({
			thing: 'parameter',
			ours: parameters(ours),
			theirs: parameters(theirs),
			path,
			placeOf: ({ within, name }) => `${place} ${within} ${name}`,
			compare: compareParameter,
		}),
	];
}

function compareParameter(place: string, our: Parameter, their: Parameter): Found[] {
	const isRequired = (at: Parameter) => at.within === 'path' || isTrue(at, 'required');
	return [
		...when(our.within === 'path' && our.name !== their.name, {
			kind: 'parameter name',
			place,
			message: `the contract calls it "${our.name}", the document "${their.name}"`,
			path: [...our.path, 'name'],
		}),
		...compareRequired(isRequired(our), isRequired(their), place, [...our.path, 'required']),
		...compareSchemas(
			shapeOf(parameterSchema(our)),
			shapeOf(parameterSchema(their)),
			place,
			'request',
		),
	];
}

function parameterSchema(at: Cursor): Cursor {
	const [, media] = entries(child(at, 'content'))[0] ?? [];
	return child(media ?? at, 'schema');
}

const rawParameters = ({ item, at }: Operation): Cursor[] =>
	[item, at].flatMap((holder) =>
		elements(child(holder, 'parameters')).map((parameter) => follow(parameter)),
	);

/** Keyed by what makes a parameter the same one: for the path its position, else its name. */
function parameters(operation: Operation): Map<string, Parameter> {
	const list = rawParameters(operation).flatMap((at): Array<[string, Parameter]> => {
		const { value: name } = child(at, 'name');
		const { value: within } = child(at, 'in');
		if (!isText(name) || !isText(within)) return [];
		if (within === 'header' && IGNORED_HEADERS.has(name.toLowerCase())) return [];
		return [[parameterKey(name, within, operation.names), { ...at, name, within }]];
	});
	return new Map(list);
}

function parameterKey(name: string, within: string, names: readonly string[]): string {
	if (within === 'header') return `header ${name.toLowerCase()}`;
	const position = within === 'path' ? names.indexOf(name) : -1;
	return position < 0 ? `${within} ${name}` : `path at ${position}`;
}

function compareBodies(place: string, ours: Cursor, theirs: Cursor): Found[] {
	return compareLists({
		thing: 'body',
		ours: body(ours),
		theirs: body(theirs),
		path: ours.path,
		placeOf: () => `${place} body`,
		compare: (spot, our, their) => {
			const ref = refOf(their);
			if (ref !== undefined) return [broken(spot, ref, our.path)];
			const path = [...our.path, 'required'];
			return [
				...compareRequired(isTrue(our, 'required'), isTrue(their, 'required'), spot, path),
				...compareContents(spot, our, their, 'request'),
			];
		},
	});
}

function body(operation: Cursor): Map<string, Cursor> {
	const at = follow(child(operation, 'requestBody'));
	return new Map(at.value === undefined ? [] : [['body', at]]);
}

function compareResponses(place: string, ours: Cursor, theirs: Cursor): Found[] {
	const list = child(ours, 'responses');
	const ourStatuses = entries(list);
	const theirStatuses = entries(child(theirs, 'responses'));
	// Many documents list successes only; that is no statement about failures.
	const tellsFailures = theirStatuses.some(([status]) => isFailure(status));
	const known = ourStatuses.flatMap(([status]): Array<[string, Cursor]> => {
		const their = responseFor(theirStatuses, status);
		return their ? [[status, their]] : [];
	});
	const unknown = theirStatuses.filter(([key]) => !ourStatuses.some(([our]) => covers(key, our)));
	const theirMap = new Map([...unknown, ...known]);
	return compareLists({
		thing: 'status',
		ours: new Map(
			ourStatuses.filter(([key]) => theirMap.has(key) || tellsFailures || !isFailure(key)),
		),
		theirs: theirMap,
		path: list.path,
		placeOf: (_, status) => `${place} ${status}`,
		compare: compareResponse,
	});
}

function compareResponse(place: string, ours: Cursor, theirs: Cursor): Found[] {
	const our = follow(ours);
	const their = follow(theirs);
	const ref = refOf(their);
	if (ref !== undefined) return [broken(place, ref, our.path)];
	return compareContents(place, our, their, 'response');
}

const isFailure = (status: string): boolean => /^([45]|default)/.test(status);

/** Whether a key of `responses` speaks of a status: `404`, `4XX` and `default` all speak of 404. */
function covers(key: string, status: string): boolean {
	if (key.toLowerCase() === status.toLowerCase()) return true;
	if (/^[1-5]xx$/i.test(key)) return key[0] === status[0];
	return key === 'default' && isFailure(status);
}

function responseFor(responses: Array<[string, Cursor]>, status: string): Cursor | undefined {
	const bySpecificity = (key: string) => Number(/xx$/i.test(key)) + 2 * Number(key === 'default');
	return responses
		.filter(([key]) => covers(key, status))
		.sort(([first], [second]) => bySpecificity(first) - bySpecificity(second))[0]?.[1];
}

function compareContents(
	place: string,
	ours: Cursor,
	theirs: Cursor,
	direction: Direction,
): Found[] {
	const ourContents = contents(ours);
	const theirContents = matchedTo(ourContents, contents(theirs));
	const shared = ourContents.filter(({ type }) => theirContents.has(type));
	return compareLists({
		thing: 'content type',
		ours: new Map(ourContents.map((content) => [content.type, content])),
		theirs: theirContents,
		path: [...ours.path, 'content'],
		placeOf: ({ type }) => `${place} ${mediaType(type)}`,
		compare: (_, our, their) => [
			...when(!sameMedia(our.type, their.type), {
				kind: 'content type',
				place,
				message: `the contract says ${our.type}, the document ${their.type}`,
				path: our.path,
			}),
			...compareSchemas(
				shapeOf(child(our, 'schema')),
				shapeOf(child(their, 'schema')),
				shared.length > 1 ? `${place} ${our.type}` : place,
				direction,
			),
		],
	});
}

const contents = (at: Cursor): Content[] =>
	entries(child(at, 'content')).map(([type, content]) => ({ ...content, type }));

/** Theirs by the type of ours that each is the same as; one left over on each side are the same under two types. */
function matchedTo(ours: readonly Content[], theirs: readonly Content[]): Map<string, Content> {
	const matched = pairUp(ours, theirs, (our, their) => sameMedia(our.type, their.type));
	const areLast = matched.ours.length === 1 && matched.theirs.length === 1;
	const last = pairUp(matched.ours, matched.theirs, () => areLast);
	return new Map([
		...[...matched.pairs, ...last.pairs].map(([{ type }, their]) => [type, their] as const),
		...last.theirs.map((their) => [their.type, their] as const),
	]);
}

const mediaType = (type: string): string => (type.split(';')[0] ?? '').trim().toLowerCase();

// Generators write `*/*` or `application/*` when nobody named a type: that contradicts nothing.
function sameMedia(ours: string, theirs: string): boolean {
	const [our, their] = [mediaType(ours), mediaType(theirs)];
	if (their === '*/*') return true;
	return their.endsWith('/*') ? our.startsWith(their.slice(0, -1)) : our === their;
}
