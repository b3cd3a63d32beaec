import { asError } from '../nodes/TrackunitCustomer/failure/failure';
import { isObject } from '../nodes/TrackunitCustomer/json';
import { findOperation, wholeSchema, type OperationId } from './contractDocument';
import { Refused, violated, type Answer } from './errors';
import type { Settings } from './settings';

/**
 * Words for what Trackunit's documents leave open, each with the settings that make the local Trackunit behave so.
 * Its records stay as the contract has them; what comes in and what goes out is translated here.
 */
export const DIALECTS = {
	flat: { address: 'flat' },
	phone: { phone: 'phone' },
	add: { assignment: 'add' },
	assetIds: { assignment: 'assetIds' },
	id: { assetRows: 'id' },
	text: { assetRows: 'text' },
	refuse: { unknownKeys: 'refuse' },
	ignore: { unknownKeys: 'ignore' },
	emptyText: { nothing: 'emptyText' },
	taken400: { takenReference: 400 },
	repeated: { sortParameter: 'repeated' },
	prefixed: { graphqlIds: 'prefixed' },
	errors: { graphqlSignIn: 'errors' },
} as const satisfies Record<string, Partial<Settings>>;

/** The settings of words such as `flat,add`; undefined for a word that is none. */
export function settingsOf(words: string): Partial<Settings> | undefined {
	let settings: Partial<Settings> = {};
	for (const word of words.split(',')) {
		const found = Object.entries(DIALECTS).find(([name]) => name === word.trim());
		if (found === undefined) return undefined;
		settings = { ...settings, ...found[1] };
	}
	return settings;
}

type Fields = Record<string, unknown>;

const PARTS = Object.keys(wholeSchema({ $ref: '#/components/schemas/Address' }).properties ?? {});

function isOf(operation: OperationId, what: 'customers' | 'contacts'): boolean {
	const { path } = findOperation(operation).route;
	return path.replace(/\/\{\w+\}$/, '').endsWith(`/${what}`);
}

/** The names under which an operation's body has its fields, each with the contract's place of it. */
function placesOf(operation: OperationId, settings: Readonly<Settings>): Map<string, string[]> {
	const schema = findOperation(operation).object.requestBody?.content['application/json']?.schema;
	const names = Object.keys(wholeSchema(schema ?? {}).properties ?? {});
	const places = new Map(names.map((name) => [name, [name]]));
	if (settings.address === 'flat' && places.delete('address')) {
		for (const part of PARTS) places.set(part, ['address', part]);
	}
	if (settings.phone === 'phone' && places.delete('phoneNumber')) {
		places.set('phone', ['phoneNumber']);
	}
	return places;
}

function refuseUnknown(body: Fields, places: ReadonlyMap<string, string[]>): void {
	const parts = places.has('address') && isObject(body.address) ? Object.keys(body.address) : [];
	const unknown = [
		...Object.keys(body).filter((name) => !places.has(name)),
		...parts.filter((part) => !PARTS.includes(part)).map((part) => `address.${part}`),
	];
	if (unknown.length === 0) return;
	throw violated(
		unknown.map((field) => ({ field, message: 'value was rejected: there is no such property' })),
	);
}

/** What an assignment is to be, from whichever shape it is written in. */
function readAssignment(body: Fields, { assignment, unknownKeys }: Readonly<Settings>): Fields {
	const idsIn = (list: unknown, name: string): string[] => {
		if (list === undefined) return [];
		const entries: unknown[] = Array.isArray(list) ? list : [list];
		return entries.map((entry, index) => {
			const id = assignment === 'add' && isObject(entry) ? entry.assetId : entry;
			if (typeof id === 'string' && (assignment !== 'add' || isObject(entry))) return id;
			const field = `${name}[${index}]`;
			throw violated([{ field, message: 'value was rejected: is not in the form expected' }]);
		});
	};
	const names = assignment === 'add' ? ['add', 'remove'] : ['assetIds'];
	if (unknownKeys === 'refuse') refuseUnknown(body, new Map(names.map((name) => [name, [name]])));
	const [assign = [], unassign = []] = names.map((name) => idsIn(body[name], name));
	return { assign, unassign };
}

/** A body as the contract has it. Throws Refused for keys that are unknown, where the settings refuse them. */
export function readDialect(
	operation: OperationId,
	body: unknown,
	settings: Readonly<Settings>,
): unknown {
	if (!isObject(body) || operation === 'graphql') return body;
	if (operation === 'updateAsset' && settings.assignment !== 'assign') {
		return readAssignment(body, settings);
	}
	const places = placesOf(operation, settings);
	if (settings.unknownKeys === 'refuse') refuseUnknown(body, places);
	const read: Fields = {};
	for (const [name, value] of Object.entries(body)) {
		const [head = name, part] = places.get(name) ?? [];
		// What the contract has elsewhere would be taken for it.
		const isElsewhere = name === 'address' || name === 'phoneNumber';
		const isDropped = settings.unknownKeys === 'ignore' || isElsewhere;
		if (!places.has(name) && isDropped) continue;
		const before = read[head];
		read[head] =
			part === undefined ? value : { ...(isObject(before) ? before : {}), [part]: value };
	}
	return read;
}

function writeRecord(
	record: unknown,
	operation: OperationId,
	settings: Readonly<Settings>,
): unknown {
	if (!isObject(record)) return record;
	let written: Fields = { ...record };
	if (operation === 'getAssets' && settings.assetRows !== 'assetId') {
		const { assetId: id, ...rest } = record;
		if (settings.assetRows === 'text') return id;
		written = { id, ...rest };
	}
	if (settings.address === 'flat' && isOf(operation, 'customers')) {
		const { address, ...rest } = written;
		const parts = PARTS.map((part) => [part, isObject(address) ? (address[part] ?? null) : null]);
		written = { ...rest, ...Object.fromEntries(parts) };
	}
	if (settings.phone === 'phone' && 'phoneNumber' in written) {
		const { phoneNumber: phone, ...rest } = written;
		written = { ...rest, phone };
	}
	return settings.nothing === 'emptyText' ? withEmptyText(written) : written;
}

function withEmptyText(record: Fields): Fields {
	return Object.fromEntries(
		Object.entries(record).map(([name, value]) => {
			if (isObject(value)) return [name, withEmptyText(value)];
			return [name, value === null && name !== 'address' ? '' : value];
		}),
	);
}

/** A place in a body as this dialect calls it. */
function writeField(field: string, settings: Readonly<Settings>): string {
	const { address, phone, assignment } = settings;
	if (address === 'flat' && field.startsWith('address.')) return field.slice('address.'.length);
	if (phone === 'phone' && field === 'phoneNumber') return phone;
	if (assignment === 'assign') return field;
	const [, list, index] = /^(assign|unassign)(\[\d+\])$/.exec(field) ?? [];
	if (list === undefined) return field;
	if (assignment === 'assetIds') return `assetIds${index}`;
	return `${list === 'assign' ? 'add' : 'remove'}${index}.assetId`;
}

/** A refusal by the contract, with the names that this dialect has for fields. */
export function refusedIn(error: unknown, settings: Readonly<Settings>): Error {
	if (!(error instanceof Refused)) return asError(error);
	const { body } = error.answer;
	if (!isObject(body) || !Array.isArray(body.violations)) return error;
	const violations = body.violations.map((each: unknown) =>
		isObject(each) ? { ...each, field: writeField(String(each.field), settings) } : each,
	);
	return new Refused({ ...error.answer, body: { ...body, violations } });
}

/** How GraphQL refuses a token by an error; that the status is 200 then is assumed. */
const UNAUTHENTICATED: Answer = {
	status: 200,
	body: { errors: [{ message: 'Not authenticated', extensions: { code: 'UNAUTHENTICATED' } }] },
};

/** An answer of the contract as this dialect puts it. */
export function writeDialect(
	operation: OperationId,
	answer: Answer,
	settings: Readonly<Settings>,
): Answer {
	const { status, body } = answer;
	if (operation === 'graphql') {
		return status === 401 && settings.graphqlSignIn === 'errors' ? UNAUTHENTICATED : answer;
	}
	if (!isObject(body)) return answer;
	if (status >= 300) return answer;
	if (!Array.isArray(body.content)) {
		const isRecord = isOf(operation, 'customers') || isOf(operation, 'contacts');
		return isRecord ? { ...answer, body: writeRecord(body, operation, settings) } : answer;
	}
	const content = body.content.map((row: unknown) => writeRecord(row, operation, settings));
	return { ...answer, body: { ...body, content } };
}

/** Throws Refused for attributes joined by commas, where each has to be a parameter of its own. */
export function refuseJoinedSort(search: string, { sortParameter }: Readonly<Settings>): void {
	if (sortParameter === 'joined') return;
	for (const value of new URLSearchParams(search).getAll('sort')) {
		if (!value.includes(',')) continue;
		const message = `value '${value}' was rejected: cannot be sorted by`;
		throw violated([{ field: 'sort', message }]);
	}
}

/** Attributes are sorted by under the names that records have. */
export function readSort(
	sort: string | undefined,
	settings: Readonly<Settings>,
): string | undefined {
	if (sort === undefined || (settings.address === 'nested' && settings.phone !== 'phone'))
		return sort;
	const attributes = sort.split(',').map((word) => {
		const [, sign = '', name = ''] = /^([-+ ]?)(.*)$/.exec(word) ?? [];
		const isMoved =
			(settings.address === 'flat' && name.startsWith('address.')) ||
			(settings.phone === 'phone' && name === 'phoneNumber');
		if (isMoved) {
			const message = `value '${word}' was rejected: cannot be sorted by`;
			throw violated([{ field: 'sort', message }]);
		}
		return sign + (settings.phone === 'phone' && name === 'phone' ? 'phoneNumber' : name);
	});
	return attributes.join(',');
}

/** An id as GraphQL writes it. */
export function graphqlId(type: string, id: string, { graphqlIds }: Readonly<Settings>): string {
	return graphqlIds === 'prefixed' ? `___${type}___${id}` : id;
}

/** An id that was given to GraphQL, as the records have it. */
export function plainId(id: string): string {
	return id.replace(/^___\w+?___/, '');
}
