import type { INodeProperties } from 'n8n-workflow';

import { Refusal } from '../../failure/failure';
import { createLocator, readLocator, storedLocator, type Reader } from '../../parameters/locator';
import { CONTACTS } from '../../paths';
import type { Reference } from '../../records/reference';
import { createPicker } from '../../run/picker';
import {
	chosenCustomerId,
	customerIdInUrl,
	customerProperty,
	hasCustomer,
	optionalCustomer,
	readCustomer,
} from '../customer/locator';

export const contactLocator = createLocator({
	displayName: 'Contact',
	name: 'contactId',
	description: 'The contact to work with',
	picker: createPicker(
		'searchContacts',
		async (editor) => {
			const customerId = await chosenCustomerId(editor);
			if (customerId !== undefined) return { path: CONTACTS, ids: { customerId } };
			throw new Refusal("'Customer' is empty", 'Choose the customer first, then its contact.');
		},
		['name', 'email', 'phoneNumber'],
	),
	idExample: '1f0c7e7e-2f55-4b0e-8d0b-0d6f0d7c3a52',
	url: {
		regex: '^https?://[^?]*/contacts?/([0-9A-Za-z_-]+)(?:[/?#].*)?$',
		example:
			'https://new.manager.trackunit.com/customers/8d7b1a52-6c0e-4c1f-9d3a-2f4b8f0a9c11/contacts/1f0c7e7e-2f55-4b0e-8d0b-0d6f0d7c3a52',
		hint: "The contact's address in Trackunit or its API; it includes the customer",
	},
	dependsOn: ['customerId.value'],
});

const contactProperty = { ...contactLocator.property, required: true };

/** Where n8n has the way in which a contact is given; the slash lets older versions find it too. */
const CONTACT_MODE = '/contactId.mode';

const customerOfContact = optionalCustomer(
	'The customer that the contact belongs to; not needed if the contact is given by URL',
);

/** The customer of a contact, and the contact, whose URL names the customer too. */
export const contactProperties: INodeProperties[] = [
	{
		...customerOfContact,
		required: true,
		displayOptions: { hide: { [CONTACT_MODE]: ['url'] } },
	},
	{ ...customerOfContact, displayOptions: { show: { [CONTACT_MODE]: ['url'] } } },
	contactProperty,
];

/** The contact that an item names, and its customer: the one chosen, or the one that the contact's URL names. */
export function readContact(p: Reader): { customerId: Reference; contactId: Reference } {
	const { mode, value } = storedLocator(p, contactProperty);
	const named = mode === 'url' ? customerIdInUrl(String(value)) : undefined;
	if (named === undefined || hasCustomer(p)) {
		const customerId = readCustomer(p);
		if (named !== undefined && 'id' in customerId && customerId.id !== named) {
			throw new Refusal(
				"'Contact' belongs to another customer than 'Customer'",
				`Its URL names the customer '${named}'. Choose that one, or leave 'Customer' empty.`,
			);
		}
		return { customerId, contactId: readLocator(p, contactProperty) };
	}
	const customerId = p.refer({ label: customerProperty.displayName, id: named });
	return { customerId, contactId: readLocator(p, contactProperty) };
}
