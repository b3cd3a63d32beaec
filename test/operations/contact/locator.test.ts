import { readContact } from '../../../nodes/TrackunitCustomer/operations/contact/locator';
import { parametersOf } from '../../parameters/parameters';

const customer = '8d7b1a52-6c0e-4c1f-9d3a-2f4b8f0a9c11';
const contact = '1f0c7e7e-2f55-4b0e-8d0b-0d6f0d7c3a52';
const locator = (mode: string, value: unknown): unknown => ({ __rl: true, mode, value });
const url = (customerId: string, contactId: string): string =>
	`https://new.manager.trackunit.com/customers/${customerId}/contacts/${contactId}`;
const inCapitals = url(customer.toUpperCase(), contact.toUpperCase());

it.each<[unknown, unknown]>([
	[inCapitals, locator('id', customer)],
	[inCapitals, locator('id', '')],
	[inCapitals, locator('url', url(customer, contact))],
	[url(customer, contact), locator('id', customer.toUpperCase())],
	[`\u200B${url(customer, contact)}\u00A0`, locator('id', ` ${customer}\u200B`)],
	[`\u200B${url(customer, contact)}\u00A0`, undefined],
])('reads the contact of the URL %j beside the customer %j', (address, customerId) => {
	const p = parametersOf({ contactId: locator('url', address), customerId });
	expect(readContact(p)).toEqual({
		customerId: { label: 'Customer', id: customer },
		contactId: { label: 'Contact', id: contact },
	});
});

it('refuses the URL of another customer, in capitals too', () => {
	const contactId = locator('url', inCapitals.replace('8D7B', '9D7B'));
	const p = parametersOf({ contactId, customerId: locator('id', customer) });
	expect(() => readContact(p)).toThrow("'Contact' belongs to another customer than 'Customer'");
});
