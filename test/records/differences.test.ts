import type { IDataObject } from 'n8n-workflow';

import { contactFields } from '../../nodes/TrackunitCustomer/operations/contact/record';
import { customerFields } from '../../nodes/TrackunitCustomer/operations/customer/record';
import { differences, leaves, toKey } from '../../nodes/TrackunitCustomer/records/differences';

const record = {
	id: '1',
	name: 'Acme',
	email: 'Office@Acme.example',
	phoneNumber: null,
	address: { streetAddress: 'Road 1', city: 'Aarhus', zipCode: '8000', state: null },
	tags: ['a', 'b'],
	active: true,
	size: 5,
	city: 'Köln',
	site: 'Gate 1',
	owners: [{ id: 1, name: 'A' }, { id: 2 }],
};

it.each<[string, IDataObject]>([
	['the same values', { name: 'Acme', address: { city: 'Aarhus' } }],
	['spaces around text', { name: ' Acme\n' }],
	['an email in other case', { email: 'OFFICE@ACME.EXAMPLE ' }],
	['a number for text', { address: { zipCode: 8000 } }],
	['text for a number', { size: '5' }],
	['text for a boolean', { active: 'true' }],
	['null for null', { phoneNumber: null, address: { state: null } }],
	['empty text for null', { phoneNumber: '', address: { state: '  ' } }],
	['null for a field that the record does not have', { website: null }],
	['undefined', { website: undefined }],
	['the same list', { tags: ['a', 'b'] }],
	['a list in other order', { tags: ['b', 'a'] }],
	['a list of objects in other order', { owners: [{ id: 2 }, { name: 'A', id: 1 }] }],
	['a list with spaces around its texts', { tags: ['a ', '\u200Bb'] }],
	['a no-break space and marks around text', { name: '\uFEFFAcme\u00A0' }],
	['a decomposed letter', { city: 'Ko\u0308ln' }],
	['nothing', {}],
])('%s is no difference', (_, body) => {
	expect(differences(customerFields, body, record)).toEqual({});
});

it.each<[string, IDataObject, IDataObject]>([
	['another value', { name: 'Acme', city: 'B' }, { city: 'B' }],
	['other case, but for an email', { name: 'ACME' }, { name: 'ACME' }],
	[
		'a part of the address',
		{ address: { city: 'B', zipCode: '8000' } },
		{ address: { city: 'B' } },
	],
	['clearing', { email: null }, { email: null }],
	['clearing by empty text', { name: '' }, { name: '' }],
	['clearing a part', { address: { city: null, state: null } }, { address: { city: null } }],
	['a value where there is none', { phoneNumber: '+45 1' }, { phoneNumber: '+45 1' }],
	['a new field', { website: 'x' }, { website: 'x' }],
	['zero where there is none', { floor: 0 }, { floor: 0 }],
	['false where there is none', { hidden: false }, { hidden: false }],
	['false for true', { active: false }, { active: false }],
	['a new nested field', { site: { code: 'A' } }, { site: { code: 'A' } }],
	['a longer list', { tags: ['b', 'a', 'a'] }, { tags: ['b', 'a', 'a'] }],
	['another list', { tags: ['a', 'c'] }, { tags: ['a', 'c'] }],
	[
		'an object of a list that is another',
		{ owners: [{ id: 2 }, { name: 'B', id: 1 }] },
		{ owners: [{ id: 2 }, { name: 'B', id: 1 }] },
	],
	['an empty list where there was one', { tags: [] }, { tags: [] }],
	['two spaces within', { site: 'Gate  1' }, { site: 'Gate  1' }],
	['an object for a value', { name: { first: 'A' } }, { name: { first: 'A' } }],
])('%s is a difference', (_, body, expected) => {
	expect(differences(customerFields, body, record)).toEqual(expected);
});

it('a value at another place that a field may have is no difference', () => {
	const flat = { id: '1', city: 'Aarhus', phone: '+45 1' };
	const body = { phoneNumber: '+45 1', address: { city: 'Aarhus' } };
	expect(differences(customerFields, body, flat)).toEqual({});
	const other = { phoneNumber: '+45 2', address: { city: 'Odense' } };
	expect(differences(customerFields, other, flat)).toEqual(other);
});

it('changes neither of what it compares', () => {
	const body = { address: { city: 'B' }, name: 'Acme' };
	const before = JSON.stringify([body, record]);
	const changed = differences(customerFields, body, record);
	expect(changed).toEqual({ address: { city: 'B' } });
	expect(JSON.stringify([body, record])).toBe(before);
});

it.each([
	['name', ' Acme ', 'Acme'],
	['name', 'Mu\u0308ller\u00A0', 'Müller'],
	['email', '\u200BAda@X.example', 'ada@x.example'],
	['name', 'ACME', 'ACME'],
	['name', 4711, '4711'],
	['email', ' Ada@X.example', 'ada@x.example'],
	['id', 0, '0'],
	['name', '', ''],
	['name', null, ''],
	['name', undefined, ''],
])('keys are compared by the rule of their field: %s %j is %j', (key, value, expected) => {
	const field = contactFields.find((one) => one.key === key);
	expect(field && toKey(value, field)).toBe(expected);
});

it('finds single values, lists and empty objects at every depth', () => {
	expect(leaves({ a: 1, b: { c: { d: null }, e: [1, { f: 2 }] }, g: {} })).toEqual([
		['a', 1],
		['b.c.d', null],
		['b.e', [1, { f: 2 }]],
		['g', {}],
	]);
});
