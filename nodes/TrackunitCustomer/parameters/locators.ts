import type { INodeProperties } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { isObject } from '../json';
import { CUSTOMERS } from '../paths';
import { keyAt, type Lookup, type Reference } from '../records/reference';
import type { Parameters } from './itemParameters';
import { isEmpty, readId, show } from './values';

/** The id in a URL of Trackunit's web app or of its API; the collection `…/customer/v1/customers` has none. */
const CUSTOMER_URL = '^https?://[^?]*/customers?/(?!v\\d+(?:[/?#]|$))([0-9A-Za-z-]+)(?:[/?#].*)?$';

const customerLocator: INodeProperties = {
	displayName: 'Customer',
	name: 'customerId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'The customer to work with',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a customer…',
			typeOptions: { searchListMethod: 'searchCustomers', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 8d7b1a52-6c0e-4c1f-9d3a-2f4b8f0a9c11',
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder:
				'e.g. https://new.manager.trackunit.com/customers/8d7b1a52-6c0e-4c1f-9d3a-2f4b8f0a9c11',
			hint: 'The address of the customer in Trackunit, or in its API',
			extractValue: { type: 'regex', regex: CUSTOMER_URL },
		},
		{
			displayName: 'By External Reference',
			name: 'externalReference',
			type: 'string',
			placeholder: 'e.g. K-10001',
			hint: "The customer's number in your ERP",
		},
	],
};

export const customerProperty: INodeProperties = { ...customerLocator, required: true };

const CONTACT_URL = '^https?://[^?]*/contacts?/([0-9A-Za-z-]+)(?:[/?#].*)?$';

export const contactProperty: INodeProperties = {
	displayName: 'Contact',
	name: 'contactId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The contact to work with',
	typeOptions: { loadOptionsDependsOn: ['customerId.value'] },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a contact…',
			typeOptions: { searchListMethod: 'searchContacts', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 1f0c7e7e-2f55-4b0e-8d0b-0d6f0d7c3a52',
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder:
				'e.g. https://new.manager.trackunit.com/customers/8d7b1a52-6c0e-4c1f-9d3a-2f4b8f0a9c11/contacts/1f0c7e7e-2f55-4b0e-8d0b-0d6f0d7c3a52',
			hint: 'The address of the contact in Trackunit, or in its API; it names the customer too',
			extractValue: { type: 'regex', regex: CONTACT_URL },
		},
	],
};

/** The customer of a contact: the contact's URL names it too, so it may be left empty. */
export const ownerProperty: INodeProperties = {
	...customerLocator,
	description: "The customer that the contact belongs to; not needed if the contact's URL names it",
};

/** Customers by their number in an ERP; one value, so that all items of a run share its look-up. */
const customerByExternalReference: Lookup = {
	path: CUSTOMERS,
	keyLabel: 'external reference',
	by: { filter: 'externalReference' },
	keyOf: keyAt('externalReference'),
};

type Reader = Pick<Parameters, 'get' | 'refer'>;

/** The customer that an item names. */
export function readCustomer(p: Reader): Reference {
	return readLocator(p, customerProperty, customerByExternalReference);
}

/** Whether a customer is chosen at all. */
export function hasCustomer(p: Reader): boolean {
	return !isEmpty(locatorOf(p, customerProperty).value);
}

/** The contact that an item names, and its customer: the one chosen, or the one that the contact's URL names. */
export function readContact(p: Reader): { customerId: Reference; contactId: Reference } {
	const { mode, value } = locatorOf(p, contactProperty);
	const named = mode === 'url' ? extract(CUSTOMER_URL, String(value)) : undefined;
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

/** A locator as it is stored; plain text, as an AI model gives it, is an id. */
function locatorOf(p: Reader, { name }: INodeProperties): { mode: unknown; value: unknown } {
	const raw = p.get(name, '');
	return isObject(raw) ? { mode: raw.mode, value: raw.value } : { mode: 'id', value: raw };
}

function extract(regex: string, text: string): string | undefined {
	return new RegExp(regex, 'i').exec(text.trim())?.[1];
}

/**
 * Reads a resource locator as it is stored: n8n's own reading of a bad URL names no item and gives no
 * advice. `lookup` serves the mode 'externalReference'.
 */
function readLocator(p: Reader, property: INodeProperties, lookup?: Lookup): Reference {
	const { displayName: label } = property;
	const { mode, value } = locatorOf(p, property);
	const known = property.modes?.find((one) => one.name === mode);
	if (!known) {
		throw new Refusal(
			`'${label}' has a mode that does not exist`,
			`It is ${show(mode)}. Choose one from the list.`,
		);
	}
	const text = typeof value === 'number' ? String(value) : value;
	if (text !== undefined && text !== null && typeof text !== 'string') {
		throw new Refusal(`'${label}' is neither text nor a number`, `It is ${show(value)}.`);
	}
	const key = (text ?? '').trim();
	if (key === '') throw new Refusal(`'${label}' is empty`, 'Choose one, or enter its ID.');
	if (mode === 'externalReference' && lookup) return p.refer({ label, lookup, key });

	const { extractValue } = known;
	const id = extractValue?.type === 'regex' ? extract(String(extractValue.regex), key) : key;
	if (id === undefined) {
		throw new Refusal(
			`'${label}' is not the URL of a ${label.toLowerCase()}`,
			`It is ${show(key)}. Copy the address from your browser while the ${label.toLowerCase()} is open, or use its ID.`,
		);
	}
	return p.refer({ label, id: readId(id, label) });
}
