import { readCustomer } from '../../../nodes/TrackunitCustomer/operations/customer/locator';
import { parametersOf } from '../../parameters/parameters';

const id = '8d7b1a52-6c0e-4c1f-9d3a-2f4b8f0a9c11';
const read = (customerId: unknown): unknown => readCustomer(parametersOf({ customerId }));
const locator = (mode: unknown, value: unknown): unknown => ({ __rl: true, mode, value });

it.each([
	[locator('list', id), id],
	[locator('id', id), id],
	[locator('id', ` ${id} `), id],
	[locator('id', 4711), '4711'],
	[locator('id', `\uFEFF${id}\u00A0`), id],
	[locator('url', `\u200Bhttps://new.manager.trackunit.com/customers/${id}\u00A0`), id],
	[locator('url', `https://new.manager.trackunit.com/customers/${id.toUpperCase()}`), id],
	[locator('id', 'a b'), 'a b'],
	[locator('id', 'Müller & Söhne?#%'), 'Müller & Söhne?#%'],
	[id, id],
	[4711, '4711'],
	[locator('url', `https://new.manager.trackunit.com/customers/${id}`), id],
	[locator('url', `https://new.manager.trackunit.com/customers/${id}/contacts?tab=1#x`), id],
	[locator('url', `https://new.manager.trackunit.com/customer/${id}/`), id],
	[locator('url', `https://iris.trackunit.com/api/customer/v1/customers/${id}`), id],
	[locator('url', `https://iris.trackunit.com/api/customer/v1/customers/${id}/contacts/77`), id],
	[locator('url', `http://127.0.0.1:8091/api/customer/v1/customers/${id}`), id],
])('reads %j', (given, expected) => {
	expect(read(given)).toEqual({ label: 'Customer', id: expected });
});

it.each([
	[undefined, "'Customer' is empty"],
	['', "'Customer' is empty"],
	[null, "'Customer' is empty"],
	[locator('list', ''), "'Customer' is empty"],
	[locator('id', '  '), "'Customer' is empty"],
	[locator('id', null), "'Customer' is empty"],
	[locator('id', '\u200B\u00A0'), "'Customer' is empty"],
	[locator('externalReference', ''), "'Customer' is empty"],
	[locator('id', 'a/b'), "'Customer' is not an ID"],
	[locator('id', '..'), "'Customer' is not an ID"],
	[locator('id', '.'), "'Customer' is not an ID"],
	[locator('id', '..\\x'), "'Customer' is not an ID"],
	[locator('id', { id }), "'Customer' is neither text nor a number"],
	[locator('id', [id]), "'Customer' is neither text nor a number"],
	[locator('id', true), "'Customer' is neither text nor a number"],
	[
		locator('id', Number('7615917337495251231')),
		"'Customer' is a number that may have lost digits",
	],
	[locator('externalReference', 1e21), "'Customer' is a number that may have lost digits"],
	[locator('externalReference', 10.1), "'Customer' is a number that may have lost digits"],
	[2 ** 53, "'Customer' is a number that may have lost digits"],
	[locator('id', NaN), "'Customer' is a number that may have lost digits"],
	[locator('name', 'Acme'), "'Customer' has an unknown mode"],
	[locator(undefined, id), "'Customer' has an unknown mode"],
	[locator('url', id), "'Customer' is not the URL of a customer"],
	[
		locator('url', 'https://new.manager.trackunit.com/customers'),
		"'Customer' is not the URL of a customer",
	],
	[
		locator('url', 'https://iris.trackunit.com/api/customer/v1/customers'),
		"'Customer' is not the URL of a customer",
	],
	[
		locator('url', 'https://new.manager.trackunit.com/assets/12'),
		"'Customer' is not the URL of a customer",
	],
])('refuses %j', (given, words) => {
	expect(() => read(given)).toThrow(words);
});

it('has an external reference looked up', () => {
	const p = parametersOf({ customerId: locator('externalReference', ' K-10001\u200B\u00A0') });
	const reference = readCustomer(p);
	expect(reference).toMatchObject({ label: 'Customer', key: 'K-10001' });
	expect(p.referred).toEqual([reference]);
});

it('has a number, as an API may give it, compared as text, and nothing with no key', () => {
	const p = parametersOf({ customerId: locator('externalReference', '4711') });
	const reference = readCustomer(p);
	const keyOf = (externalReference: number | string | null) =>
		'lookup' in reference ? reference.lookup.keyOf({ externalReference }) : 'no look-up';
	expect([4711, ' 4711\u200B', null].map(keyOf)).toEqual(['4711', '4711', undefined]);
});
