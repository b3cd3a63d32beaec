import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { readNewDraft, readChangedDraft } from '../../nodes/TrackunitCustomer/parameters/body';
import { readValue } from '../../nodes/TrackunitCustomer/parameters/fields';
import { readFilters, type Filters } from '../../nodes/TrackunitCustomer/parameters/filters';
import { readLimit, readSort, sortQuery } from '../../nodes/TrackunitCustomer/parameters/listing';
import { readRunOptions } from '../../nodes/TrackunitCustomer/parameters/options';
import { readShape } from '../../nodes/TrackunitCustomer/parameters/output';
import { readJsonObject } from '../../nodes/TrackunitCustomer/parameters/values';
import {
	customerFields,
	customerFilters,
} from '../../nodes/TrackunitCustomer/operations/customer/record';
import { bodyOf } from '../../nodes/TrackunitCustomer/records/body';
import type { AnyField, FieldKind } from '../../nodes/TrackunitCustomer/records/field';
import { parametersOf } from './parameters';

const field = (kind: FieldKind): AnyField => ({
	key: 'f',
	path: 'f',
	label: 'F',
	help: '',
	kind,
	use: 'writable',
});

describe('a value', () => {
	it.each<[kind: FieldKind, given: unknown, value: unknown]>([
		['text', 'a', 'a'],
		['text', 4711, '4711'],
		['text', 12.5, '12.5'],
		['text', 9007199254740991, '9007199254740991'],
		['text', 7615917337495251231n, '7615917337495251231'],
		['any', 12.5, 12.5],
		['any', 7615917337495251231n, '7615917337495251231'],
		['text', false, 'false'],
		['text', '', null],
		['text', '  ', null],
		['text', null, null],
		['text', undefined, undefined],
		['text', ' K-77\u00A0', 'K-77'],
		['text', 'Mu\u0308ller\u200B', 'Müller'],
		['text', '\u200B\u00A0', null],
		['text', 'K  77', 'K  77'],
		['any', ' K-77\u00A0', 'K-77'],
		['email', ' a@b.dk\u200B', 'a@b.dk'],
		['number', '\u00A01.5\u200B', 1.5],
		['boolean', ' true\u00A0', true],
		['email', 'a@b.dk', 'a@b.dk'],
		['number', '1.5', 1.5],
		['number', 0, 0],
		['boolean', 'true', true],
		['boolean', false, false],
		['dateTime', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
		['dateTime', new Date(0), '1970-01-01T00:00:00.000Z'],
		['dateTime', DateTime.fromMillis(0), '1970-01-01T00:00:00.000Z'],
		[{ options: ['RENTAL'] }, 'Rental', 'RENTAL'],
		[{ options: ['RENTAL'] }, 'NEW_TYPE', 'NEW_TYPE'],
		[{ options: ['RENTAL'] }, 'rental\u200B\u00A0', 'RENTAL'],
	])('of kind %j: %j becomes %j', (kind, given, value) => {
		expect(readValue(given, field(kind))).toBe(value);
	});

	it.each<[kind: FieldKind, given: unknown, words: string]>([
		['text', { a: 1 }, "'F' is not text"],
		['text', ['a'], "'F' is not text"],
		['text', Number('4533123456789012345'), "'F' is a number that may have lost digits"],
		['text', 1e21, "'F' is a number that may have lost digits"],
		['text', NaN, "'F' is a number that may have lost digits"],
		['email', Infinity, "'F' is a number that may have lost digits"],
		[{ options: ['A'] }, 2 ** 53, "'F' is a number that may have lost digits"],
		['any', -(2 ** 53), "'F' is a number that may have lost digits"],
		['number', 'many', "'F' is not a number"],
		['number', NaN, "'F' is not a number"],
		['boolean', 'yes', "'F' is neither true nor false"],
		['boolean', 1, "'F' is neither true nor false"],
		['dateTime', 'soon', "'F' is not a date and time"],
		['dateTime', { a: 1 }, "'F' is not a date and time"],
	])('of kind %j: %j is refused', (kind, given, words) => {
		expect(() => readValue(given, field(kind))).toThrow(words);
	});
});

describe('a JSON option', () => {
	it.each([
		[undefined, {}],
		['', {}],
		['{}', {}],
		['{"a":1}', { a: 1 }],
		[{ a: { b: 1 } }, { a: { b: 1 } }],
		['{"id": 7615917337495251231}', { id: '7615917337495251231' }],
		[
			'{"a": [1, -9007199254740992, 0.12345678901234567890]}',
			{ a: [1, '-9007199254740992', Number('0.1234567890123456789')] },
		],
		[
			'{"12345678901234567890": "x 12345678901234567890 \\" 9"}',
			{ '12345678901234567890': 'x 12345678901234567890 " 9' },
		],
		['{"big": 1.5e10, "most": 9007199254740991}', { big: 1.5e10, most: 9007199254740991 }],
	])('%j is %j', (given, value) => {
		expect(readJsonObject(given, 'J')).toEqual(value);
	});

	it.each([
		['{a}', "'J' is not valid JSON"],
		['[]', "'J' is not a JSON object"],
		['"a"', "'J' is not a JSON object"],
		['null', "'J' is not a JSON object"],
		[[1], "'J' is not a JSON object"],
		[1, "'J' is not a JSON object"],
		['{"__proto__":{"admin":true}}', "'J' has a key that is not allowed"],
		['{"a":[{"constructor":1}]}', "'J' has a key that is not allowed"],
		[JSON.parse('{"a":{"prototype":1}}'), "'J' has a key that is not allowed"],
		['{"a": 1e21}', "'J' has a number that may have lost digits"],
		[{ a: [{ b: Number('7615917337495251231') }] }, "'J' has a number that may have lost digits"],
		[{ a: NaN }, "'J' has a number that may have lost digits"],
	])('%j is refused', (given, words) => {
		expect(() => readJsonObject(given, 'J')).toThrow(words);
	});
});

describe('run options', () => {
	const read = (options: unknown): unknown => readRunOptions(parametersOf({ options }).get);

	it('have defaults', () => {
		expect(read({})).toEqual({
			maxConcurrency: 20,
			maxRequestsPerSecond: 50,
			maxRetries: 4,
			pageSize: 1000,
			timeout: 60000,
			dryRun: false,
			skipUnchanged: true,
			emptyValues: 'ignore',
			assignmentBody: 'auto',
		});
	});

	it.each([
		[{ maxConcurrency: 0 }, "'Max Concurrency' is not a whole number from 1 to 100"],
		[{ maxConcurrency: 101 }, "'Max Concurrency' is not a whole number from 1 to 100"],
		[{ maxRequestsPerSecond: 0 }, "'Max Requests per Second' is not a whole number from 1 to 500"],
		[
			{ maxRequestsPerSecond: 501 },
			"'Max Requests per Second' is not a whole number from 1 to 500",
		],
		[{ maxRetries: 1.5 }, "'Max Retries' is not a whole number from 0 to 10"],
		[{ maxRetries: 'x' }, "'Max Retries' is not a whole number from 0 to 10"],
		[{ pageSize: 1001 }, "'Page Size' is not a whole number from 1 to 1000"],
		[{ timeout: 0 }, "'Timeout' is not a whole number from 1"],
		[{ dryRun: 'maybe' }, "'Dry Run' is neither true nor false"],
		['x', "'Options' is not a collection"],
	])('%j are refused', (options, words) => {
		expect(() => read(options)).toThrow(words);
	});
});

describe('limit and sort', () => {
	it.each([
		[{}, 50],
		[{ returnAll: true, limit: 7 }, undefined],
		[{ returnAll: false, limit: '7' }, 7],
	])('%j limits to %j', (values, limit) => {
		expect(readLimit(parametersOf(values))).toBe(limit);
	});

	it.each([0, -1, 1.5, 'x', null])('a limit of %j is refused', (limit) => {
		expect(() => readLimit(parametersOf({ limit }))).toThrow(
			"'Limit' is not a whole number from 1",
		);
	});

	it("names the contract's paths, descending with a minus", () => {
		const rules = [{ field: 'city', direction: 'desc' }, { field: 'name' }];
		expect(sortQuery(readSort(parametersOf({ sort: { rules } })), customerFields)).toEqual({
			sort: ['-address.city', 'name'],
		});
	});

	it.each([
		[{ rules: [{ field: 'a b' }] }, "'Sort' has an unknown field"],
		[{ rules: [{}] }, "'Sort' has an unknown field"],
		[{ rules: [{ field: 'name', direction: 'up' }] }, "'Sort' has an unknown direction"],
		[{ rules: 'name' }, "'Sort' has no rules"],
		['name', "'Sort' has no rules"],
	])('%j is refused', (sort, words) => {
		expect(() => readSort(parametersOf({ sort }))).toThrow(words);
	});
});

describe('bodies', () => {
	it('of a new customer leave out what is empty', () => {
		const additionalFields = { email: '', city: null, phoneNumber: undefined, type: 'dealer' };
		const draft = readNewDraft(parametersOf({ name: 'Acme', additionalFields }), customerFields);
		expect(bodyOf(customerFields, draft)).toEqual({
			name: 'Acme',
			type: 'DEALER',
		});
	});

	it('of changes clear what was left empty, and leave alone what has no value', () => {
		const updateFields = { email: '', city: null, phoneNumber: undefined };
		const draft = readChangedDraft(parametersOf({ updateFields }), customerFields);
		expect(bodyOf(customerFields, draft)).toEqual({
			email: null,
			address: { city: null },
		});
	});

	it.each<[Record<string, unknown>, unknown]>([
		[{ updateFields: { email: '', city: null, phoneNumber: ' ' } }, {}],
		[{ updateFields: { name: '', email: 'a@b.dk' } }, { email: 'a@b.dk' }],
		[{ updateFields: { name: null }, clearFields: [] }, {}],
		[{ clearFields: ['email', 'city'] }, { email: null, address: { city: null } }],
		[{ updateFields: { email: '' }, clearFields: ['email'] }, { email: null }],
		[{ updateFields: { email: 'a@b.dk' }, clearFields: '' }, { email: 'a@b.dk' }],
		[{ updateFields: { email: 'a@b.dk' }, clearFields: null }, { email: 'a@b.dk' }],
		[{ clearFields: 'email, city' }, { email: null, address: { city: null } }],
		[{ clearFields: '["email", "city"]' }, { email: null, address: { city: null } }],
		[{ clearFields: ['email', 'email'] }, { email: null }],
		[{ clearFields: '[]', updateFields: { name: 'A' } }, { name: 'A' }],
		[
			{ updateFields: { name: 'A' }, clearFields: 'email' },
			{ name: 'A', email: null },
		],
	])(
		'of changes by an AI model %j leave alone what is empty, and clear by name',
		(values, body) => {
			const draft = readChangedDraft(parametersOf(values, true), customerFields);
			expect(bodyOf(customerFields, draft)).toEqual(body);
		},
	);

	it.each<[Record<string, unknown>, string]>([
		[{ clearFields: ['name'] }, "'Clear Fields' has an unknown field"],
		[{ clearFields: ['id'] }, "'Clear Fields' has an unknown field"],
		[{ clearFields: ['nme'] }, "'Clear Fields' has an unknown field"],
		[{ clearFields: [null] }, "'Clear Fields' has an unknown field"],
		[{ updateFields: { city: 'A' }, clearFields: ['city'] }, "'City' is both given and cleared"],
		[{}, "'Update Fields' is empty"],
		[{ clearFields: [] }, "'Update Fields' is empty"],
	])('of changes by an AI model %j are refused', (values, words) => {
		expect(() => readChangedDraft(parametersOf(values, true), customerFields)).toThrow(words);
	});

	it('of changes in a workflow know nothing of what an AI model clears', () => {
		const values = { updateFields: { city: '' }, clearFields: ['email'] };
		const draft = readChangedDraft(parametersOf(values), customerFields);
		expect(bodyOf(customerFields, draft)).toEqual({
			address: { city: null },
		});
	});

	it.each([
		[{}, "'Name' is empty"],
		[{ name: '  ' }, "'Name' is empty"],
		[{ name: '\u00A0\u200B' }, "'Name' is empty"],
		[{ name: { a: 1 } }, "'Name' is not text"],
		[{ name: 'a', additionalFields: { nme: 'b' } }, "'Additional Fields' has an unknown field"],
		[{ name: 'a', additionalFields: { id: 'b' } }, "'Additional Fields' has an unknown field"],
		[{ name: 'a', additionalFields: 'b' }, "'Additional Fields' is not a collection"],
		[{ name: 'a', options: { bodyFields: '[]' } }, "'Body Fields (JSON)' is not a JSON object"],
	])('of a new customer from %j are refused', (values, words) => {
		expect(() => readNewDraft(parametersOf(values), customerFields)).toThrow(words);
	});

	it.each([
		[{}, "'Update Fields' is empty"],
		[{ updateFields: { name: '' } }, "'Name' cannot be cleared"],
		[{ updateFields: { nme: '' } }, "'Update Fields' has an unknown field"],
	])('of changes from %j are refused', (values, words) => {
		expect(() => readChangedDraft(parametersOf(values), customerFields)).toThrow(words);
	});
});

describe('filters', () => {
	const filters = (values: unknown): Filters =>
		readFilters(parametersOf({ filters: values }), customerFields, customerFilters);

	it.each<[IDataObject, IDataObject, IDataObject]>([
		[{ externalReference: ' K-1\u00A0' }, { externalReference: 'K-1' }, {}],
		[
			{ externalReference: 'K-1' },
			{ externalReference: 'K-1' },
			{ externalReference: ' K-1\u200B' },
		],
		[{ externalReference: 4711 }, { externalReference: '4711' }, { externalReference: 4711 }],
		[{ name: 'hansen ' }, { name: 'hansen' }, { name: 'Hansen Maskiner A/S' }],
		[{ name: 'mu\u0308ller' }, { name: 'müller' }, { name: 'Karl Müller' }],
		[{ name: 'Müller' }, { name: 'Müller' }, { name: 'Karl Mu\u0308ller' }],
		[{ type: 'dealer' }, { type: 'DEALER' }, { type: 'Dealer' }],
		[{ type: 'workshop' }, { type: 'workshop' }, { type: 'WORKSHOP' }],
	])('%j are sent as %j, and let %j through', (values, query, row) => {
		const { query: sent, accept } = filters(values);
		expect(sent).toEqual(query);
		expect(accept?.({ ...query, ...row })).toBe(true);
	});

	it.each<[IDataObject, IDataObject]>([
		[{ externalReference: 'K-1' }, { externalReference: 'k-1' }],
		[{ externalReference: '12' }, { externalReference: '0012' }],
		[{ name: 'a b' }, { name: 'a  b' }],
		[{ type: 'dealer' }, { type: 'RENTAL' }],
		[{ name: 'x' }, {}],
	])('%j hold %j back', (values, row) => {
		expect(filters(values).accept?.(row)).toBe(false);
	});

	it.each<[IDataObject, string]>([
		[{ name: undefined }, 'Name Contains'],
		[{ externalReference: null }, 'External Reference'],
		[{ name: 'a', type: '' }, 'Type'],
		[{ name: ' \u00A0\u200B' }, 'Name Contains'],
	])('%j are refused: nothing would let all through', (values, label) => {
		expect(() => filters(values)).toThrow(
			expect.objectContaining({
				message: `'${label}' in 'Filters' is empty`,
				description:
					'An empty filter would let every record through. Give it a value, or remove the filter.',
			}),
		);
	});

	it.each([{ name: '' }, { name: null }, { name: undefined }, { name: '  ' }])(
		'%j of an AI model are left out',
		(values) => {
			const of = (given: IDataObject) =>
				readFilters(parametersOf({ filters: given }, true), customerFields, customerFilters);
			expect(of(values)).toEqual({ query: {}, values: {} });
			expect(of({ ...values, externalReference: 'K' }).query).toEqual({ externalReference: 'K' });
		},
	);

	it('let all through where there are none', () => {
		expect(filters({})).toEqual({ query: {}, values: {} });
	});
});

describe('the shape of a record', () => {
	const record = { id: '1', name: 'Acme', address: { city: 'Aarhus' }, extra: 1 };
	const shape = (values: Record<string, unknown>, isTool = false): unknown =>
		readShape(parametersOf(values, isTool))(record, customerFields);

	it('is simplified unless it is turned off', () => {
		expect(shape({})).toMatchObject({ id: '1', city: 'Aarhus' });
		expect(shape({ simplify: false })).toEqual(record);
	});

	it('for an AI model is what Output says, with the id always', () => {
		expect(shape({}, true)).toMatchObject({ id: '1', city: 'Aarhus' });
		expect(shape({ output: 'raw' }, true)).toEqual(record);
		expect(shape({ output: 'selectedFields', outputFields: ['city'] }, true)).toEqual({
			id: '1',
			city: 'Aarhus',
		});
	});

	it('is refused for an Output that does not exist', () => {
		expect(() => shape({ output: 'x' }, true)).toThrow("'Output' has an unknown value");
	});
});
