import type { INodeProperties } from 'n8n-workflow';

import { isObject } from '../json';
import { Refusal } from '../refusal';
import type { Lookup, Reference } from '../run/lookup';
import type { Parameters } from '../run/operation';
import { show } from './values';

/** The id in a URL of Trackunit's web app or of its API; the collection `…/customer/v1/customers` has none. */
const CUSTOMER_URL = '^https?://[^?]*/customers?/(?!v\\d+(?:[/?#]|$))([0-9A-Za-z-]+)(?:[/?#].*)?$';

export const customerProperty: INodeProperties = {
	displayName: 'Customer',
	name: 'customerId',
	type: 'resourceLocator',
	required: true,
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

/** Customers by their number in an ERP; one value, so that all items of a run share its look-up. */
const customerByExternalReference: Lookup = {
	path: '/api/customer/v1/customers',
	keyLabel: 'external reference',
	filter: 'externalReference',
	keyOf: ({ externalReference }) =>
		typeof externalReference === 'string' ? externalReference : undefined,
};

/** The customer that an item names. */
export function readCustomer(p: Parameters): Reference {
	return readLocator(p, customerProperty, customerByExternalReference);
}

/**
 * Reads a resource locator as it is stored: n8n's own reading of a bad URL names no item and gives no
 * advice. `lookup` serves the mode 'externalReference'. Plain text, as an AI model gives it, is an id.
 */
function readLocator(p: Parameters, property: INodeProperties, lookup?: Lookup): Reference {
	const { displayName: label, name } = property;
	const raw = p.get(name, '');
	const { mode, value } = isObject(raw) ? raw : { mode: 'id', value: raw };
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
	const id =
		extractValue?.type === 'regex'
			? new RegExp(String(extractValue.regex), 'i').exec(key)?.[1]
			: key;
	if (id === undefined) {
		throw new Refusal(
			`'${label}' is not the URL of a ${label.toLowerCase()}`,
			`It is ${show(key)}. Copy the address from your browser while the ${label.toLowerCase()} is open, or use its ID.`,
		);
	}
	if (id.includes('/') || id.includes('\\') || id === '.' || id === '..') {
		throw new Refusal(
			`'${label}' is not an ID`,
			`It is ${show(id)}. An ID has no slashes or dots alone.`,
		);
	}
	return p.refer({ label, id });
}
