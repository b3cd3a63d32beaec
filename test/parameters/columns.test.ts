import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { contactFields } from '../../nodes/TrackunitCustomer/operations/contact/record';
import { customerFields } from '../../nodes/TrackunitCustomer/operations/customer/record';
import { readColumns } from '../../nodes/TrackunitCustomer/parameters/columns';
import { automatic, mapped } from '../support/columns';
import { parametersOf } from './parameters';

const auto = (json: IDataObject, offered: string[] = [], match = 'externalReference') =>
	readColumns({ ...parametersOf({ columns: automatic(match, offered) }), json }, customerFields);
const read = (columns: unknown, fields = customerFields) =>
	readColumns(parametersOf({ columns }), fields);
const K = { externalReference: 'K' };

it.each<[string, IDataObject, IDataObject]>([
	['fields by their keys', { ...K, city: 'A', name: 'N' }, { ...K, city: 'A', name: 'N' }],
	['fields by their paths', { ...K, 'address.city': 'A' }, { ...K, city: 'A' }],
	[
		'nested fields',
		{ ...K, address: { city: 'A', state: null } },
		{ ...K, city: 'A', state: null },
	],
	['a key before its path', { ...K, city: 'A', 'address.city': 'B' }, { ...K, city: 'A' }],
	[
		'numbers as text',
		{ externalReference: 7, zipCode: 8000 },
		{ externalReference: '7', zipCode: '8000' },
	],
	['a type whatever its case', { ...K, type: 'dealer' }, { ...K, type: 'DEALER' }],
	['a type that the list does not have', { ...K, type: 'NEW' }, { ...K, type: 'NEW' }],
	['empty text as empty text', { ...K, email: '  ', city: '' }, { ...K, email: '', city: '' }],
	[
		'text in its normal form',
		{ externalReference: ' K\u00A0', city: 'A\u200B ' },
		{ ...K, city: 'A' },
	],
	['marks that nobody sees as empty text', { ...K, email: '\u200B\u00A0' }, { ...K, email: '' }],
	['null as null', { ...K, email: null }, { ...K, email: null }],
	['nothing of undefined', { ...K, email: undefined, city: undefined }, K],
	['no empty name', { ...K, name: ' ' }, K],
	[
		'a whole address that is null',
		{ ...K, address: null },
		{ ...K, streetAddress: null, zipCode: null, city: null, state: null, country: null },
	],
	['nothing of an address that is empty', { ...K, address: {} }, K],
])('in automatic mode reads %s', (_, json, values) => {
	const columns = auto(json);
	expect(columns).toMatchObject({ values, key: values.externalReference, ignored: [] });
	expect(columns.values).toEqual(values);
	expect(columns.fields.map(({ key }) => key).sort()).toEqual(Object.keys(values).sort());
});

it.each<[IDataObject, string[]]>([
	[{ junk: 1 }, ['junk']],
	[{ City: 'A', 'E-Mail': 'x' }, ['City', 'E-Mail']],
	[{ 'address.floor': 2 }, ['address.floor']],
	[{ address: { city: 'A', floor: 2, door: { no: 1 } } }, ['address.floor', 'address.door.no']],
	[{ address: 'Main Street' }, ['address']],
	[{ address: ['Main Street'] }, ['address']],
	[{ address: '' }, []],
	[{ segment: 'A', site: { code: 1, gate: 2 } }, ['site.gate']],
])('in automatic mode leaves out of %j what is no field: %j', (json, ignored) => {
	expect(auto({ ...K, ...json }, ['segment', 'site.code']).ignored).toEqual(ignored);
});

it('reads fields beyond the contract that the editor offered, as they come', () => {
	const json = { ...K, segment: 5, 'site.code': { a: 1 }, flags: [1], open: false, left: '' };
	const { values, ignored } = auto(json, ['segment', 'site.code', 'flags', 'open', 'left']);
	expect(values).toEqual(json);
	expect(ignored).toEqual([]);
});

it.each(["it's", 'a b', 'b[0]', 'a"b'])('takes no field beyond the contract named %s', (name) => {
	expect(auto({ ...K, [name]: 1 }, [name]).ignored).toEqual([name]);
});

it.each<[IDataObject, IDataObject]>([
	[
		{ '\uFEFFexternalReference': 'K', ' city': 'A' },
		{ ...K, city: 'A' },
	],
	[
		{ 'externalReference\u00A0': 'K', 'address.city\t': 'A' },
		{ ...K, city: 'A' },
	],
	[
		{ ' city': 'B', externalReference: 'K', city: 'A' },
		{ ...K, city: 'A' },
	],
	[
		{ city: 'A', externalReference: 'K', 'city ': 'B' },
		{ ...K, city: 'A' },
	],
	[
		{ ...K, ' site.code': 'x' },
		{ ...K, 'site.code': 'x' },
	],
])('in automatic mode reads %j, whatever stands around the names', (json, values) => {
	expect(auto(json, ['site.code'])).toMatchObject({ values, key: 'K', ignored: [] });
});

it.each<[IDataObject, string]>([
	[{ name: 'A', city: 'B' }, ' The row has: name, city.'],
	[
		{ 'externalReference;name;city': 'K;N;C' },
		' The row has: externalReference;name;city. Wrong delimiter?',
	],
	[{ 'externalReference\tname': 'K' }, ' The row has: externalReference\tname. Wrong delimiter?'],
	[{ 'External Reference': 'K' }, ' The row has: External Reference.'],
	[
		Object.fromEntries(Array.from({ length: 24 }, (_, n) => [`c${n}`, n])),
		` The row has: ${Array.from({ length: 20 }, (_, n) => `c${n}`).join(', ')} and 4 more.`,
	],
	[{ externalReference: ' ', name: 'A' }, ''],
	[{ externalReference: null, name: 'A' }, ''],
	[{}, ''],
])('in automatic mode says which columns %j has, if none is the one to match on', (json, has) => {
	expect(() => auto(json)).toThrow(
		expect.objectContaining({
			message: "'External Reference' is empty",
			description: `It is the field to match on, so every row needs a value.${has}`,
		}),
	);
});

it.each<[string, IDataObject, string]>([
	['externalReference', { externalReference: ' K ' }, 'K'],
	['externalReference', { externalReference: 12 }, '12'],
	['externalReference', { externalReference: '\uFEFFK-10001\u00A0' }, 'K-10001'],
	['name', { name: 'Mu\u0308ller' }, 'Müller'],
	['name', { name: 'Acme' }, 'Acme'],
	['id', { id: 'a-1' }, 'a-1'],
])('matches by %s of %j: %s', (match, json, key) => {
	expect(auto(json, [], match)).toMatchObject({ key, match: { key: match } });
});

it('compares emails whatever their case', () => {
	const columns = read(mapped('email', { email: ' Ada@X.example ' }), contactFields);
	expect(columns.key).toBe('ada@x.example');
});

it('reads columns that were mapped by hand', () => {
	const values = { name: 'N', city: '', email: null };
	const columns = mapped('name', values);
	const written = mapped('name', { ...values, email: '={{ $json.email }}' });
	const p = parametersOf({ columns }, false, { columns: written });
	expect(readColumns(p, customerFields).values).toEqual(values);
});

it('takes a field that is there and left blank for none', () => {
	const values = { externalReference: 'K', name: null, city: null };
	expect(read(mapped('externalReference', values)).values).toEqual({ externalReference: 'K' });
});

describe('for an AI model', () => {
	const asTool = (value: INodeParameters, more: Record<string, unknown> = {}) =>
		readColumns(
			parametersOf({ columns: mapped('name', { name: 'N', ...value }), ...more }, true),
			customerFields,
		);

	it('leaves alone what is empty or null, the name of a record too', () => {
		const value = { email: '', city: null, phoneNumber: ' \u200B', externalReference: 'K' };
		const { values, fields } = asTool(value);
		expect(values).toEqual({ name: 'N', externalReference: 'K' });
		expect(fields.map(({ key }) => key)).toEqual(['name', 'externalReference']);
		const byReference = mapped('externalReference', { externalReference: 'K', name: null });
		const read = readColumns(parametersOf({ columns: byReference }, true), customerFields);
		expect(read.values).toEqual({ externalReference: 'K' });
	});

	it('clears the fields that are named', () => {
		const { values, fields } = asTool({ email: '' }, { clearFields: ['email', 'city'] });
		expect(values).toEqual({ name: 'N', email: null, city: null });
		expect(fields.map(({ key }) => key)).toEqual(['name', 'email', 'city']);
	});

	it('refuses to clear what has a value, or cannot be cleared', () => {
		expect(() => asTool({ city: 'A' }, { clearFields: ['city'] })).toThrow(
			"'City' is both given and cleared",
		);
		expect(() => asTool({}, { clearFields: ['name'] })).toThrow(
			"'Clear Fields' has an unknown field",
		);
	});
});

const notMapped =
	"It is the field to match on. Under 'Values to Send', drag the column that has it onto 'Name'; if the field is not there, choose 'Add field to send' first.";
const noMatch = "'Columns' needs one field to match on";

it.each<[string, unknown, string, string]>([
	['text', 'x', "'Columns' is not a mapping of columns", 'It is "x".'],
	['a list', [], "'Columns' is not a mapping of columns", 'It is [].'],
	[
		'values as text',
		{ ...mapped('name', {}), value: 'x' },
		"'Columns' is not a mapping of columns",
		'It is "x".',
	],
	[
		'no matching column',
		mapped([], { name: 'N' }),
		noMatch,
		'Choose one of these: ID, Name, External Reference.',
	],
	[
		'two matching columns',
		mapped(['name', 'id'], { name: 'N' }),
		noMatch,
		'Choose one of these: ID, Name, External Reference. It is ["name","id"].',
	],
	[
		'a column that cannot be matched by',
		mapped('city', { city: 'N' }),
		noMatch,
		'Choose one of these: ID, Name, External Reference. It is ["city"].',
	],
	[
		'an unknown field',
		mapped('name', { name: 'N', junk: 1 }),
		"'Columns' has an unknown field",
		"It is 'junk'. Remove it, or refresh the list of fields.",
	],
	[
		'an unknown part',
		mapped('name', { name: 'N', address: { floor: 1 } }),
		"'Columns' has an unknown field",
		"It is 'address.floor'. Remove it, or refresh the list of fields.",
	],
	['a blank key', mapped('name', { name: ' ' }), "'Name' is not mapped", notMapped],
	['no values', { ...mapped('name', {}), value: null }, "'Name' is not mapped", notMapped],
	[
		'a key that is a number without all its digits',
		mapped('externalReference', { externalReference: Number('7615917337495251231') }),
		"'External Reference' is a number that may have lost digits",
		'It is 7615917337495251000. Make the column text, so that every digit is kept.',
	],
	[
		'a key that is a fraction',
		mapped('name', { name: 10.1 }),
		"'Name' is a number that may have lost digits",
		'It is 10.1. Make the column text, so that every digit is kept.',
	],
	[
		'an external reference without all its digits beside the key',
		mapped('name', { name: 'N', externalReference: 1e21 }),
		"'External Reference' is a number that may have lost digits",
		'It is 1e+21. Make the column text, so that every digit is kept.',
	],
	[
		'a number without all its digits in a field beyond the contract',
		mapped('name', { name: 'N', erp: 2 ** 60 }, ['erp']),
		"'erp' is a number that may have lost digits",
		'It is 1152921504606847000. Make the column text, so that every digit is kept.',
	],
	[
		'an object for text',
		mapped('id', { id: '1', city: { a: 1 } }),
		"'City' is not text",
		'It is {"a":1}.',
	],
	[
		'a slash in an ID',
		mapped('id', { id: 'a/b' }),
		"'ID' is not an ID",
		'It is "a/b". An ID has no slashes and is not just dots.',
	],
])('refuses %s', (_, columns, message, description) => {
	expect(() => read(columns)).toThrow(expect.objectContaining({ message, description }));
});
