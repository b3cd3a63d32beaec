import type { INodeProperties } from 'n8n-workflow';

import { Refusal } from '../../failure/failure';
import type { Parameters } from '../../parameters/itemParameters';
import {
	createLocator,
	extractId,
	readLocator,
	storedLocator,
	type Reader,
} from '../../parameters/locator';
import { isEmpty } from '../../parameters/values';
import { CUSTOMERS } from '../../paths';
import { keyAt, type Lookup, type Reference } from '../../records/reference';
import type { Editor } from '../../run/editor';
import { createPicker } from '../../run/picker';

/** The id in a URL of Trackunit's web app or of its API; the collection `…/customer/v1/customers` has none. */
const CUSTOMER_URL = '^https?://[^?]*/customers?/(?!v\\d+(?:[/?#]|$))([0-9A-Za-z_-]+)(?:[/?#].*)?$';

const customersList = { path: CUSTOMERS };

export const customerLocator = createLocator({
	displayName: 'Customer',
	name: 'customerId',
	description: 'The customer to work with',
	picker: createPicker('searchCustomers', () => customersList, ['name', 'externalReference']),
	idExample: '8d7b1a52-6c0e-4c1f-9d3a-2f4b8f0a9c11',
	url: {
		regex: CUSTOMER_URL,
		example: 'https://new.manager.trackunit.com/customers/8d7b1a52-6c0e-4c1f-9d3a-2f4b8f0a9c11',
		hint: "The customer's address in Trackunit or its API",
	},
	modes: [
		{
			displayName: 'By External Reference',
			name: 'externalReference',
			type: 'string',
			placeholder: 'e.g. K-10001',
			hint: "The customer's number in your ERP",
		},
	],
});

export const customerProperty: INodeProperties = { ...customerLocator.property, required: true };

/** The same, where a workflow may do without; `all` are meant then. */
export function optionalCustomer(description: string, all?: string): INodeProperties {
	const modes = customerProperty.modes?.map((mode) =>
		all !== undefined && mode.name === 'list' ? { ...mode, placeholder: all } : mode,
	);
	return { ...customerLocator.property, description, modes };
}

const ONLY_THIS = 'Only This Customer';

/** The same, where without it all customers are meant. */
export function onlyCustomerProperty(description: string): INodeProperties {
	const property = optionalCustomer(description, 'All customers');
	return { ...property, displayName: ONLY_THIS };
}

/** The customer that an item names; undefined where none is chosen. An expression that gives none is no such choice. */
export function readOptionalCustomer(p: Parameters): Reference | undefined {
	if (hasCustomer(p)) return readCustomer(p);
	if (p.isTool || !choosesCustomer(p)) return undefined;
	throw new Refusal(
		"'Customer' is empty",
		'Its expression gives nothing for this item. Correct it, or leave the parameter empty to mean all.',
	);
}

/** Customers by their number in an ERP; one value, so that all items of a run share its lookup. */
const customerByExternalReference: Lookup = {
	path: CUSTOMERS,
	keyLabel: 'external reference',
	by: { filter: 'externalReference' },
	keyOf: keyAt('externalReference'),
};

/** The customer that an item names. */
export function readCustomer(p: Reader): Reference {
	return readLocator(p, customerProperty, { lookup: customerByExternalReference });
}

/** The customer that `onlyCustomerProperty` names; undefined where all are meant. */
export function readOnlyCustomer(p: Parameters): Reference | undefined {
	if (!choosesCustomer(p)) return undefined;
	return readLocator(p, customerProperty, {
		lookup: customerByExternalReference,
		label: ONLY_THIS,
	});
}

/** Whether a customer is chosen at all. */
export function hasCustomer(p: Reader): boolean {
	return !isEmpty(storedLocator(p, customerProperty).value);
}

/** Whether one is meant: by an expression one is, even where it gives none, which is no word of all customers. */
export function choosesCustomer(p: Parameters): boolean {
	return hasCustomer({ ...p, get: p.raw });
}

/** The id of the customer chosen in the editor; undefined as long as none is. */
export async function chosenCustomerId({
	parameters,
	resolve,
}: Editor): Promise<string | undefined> {
	return hasCustomer(parameters) ? await resolve(readCustomer(parameters)) : undefined;
}

/** The id of the customer in whose address a record of its own is: `…/customers/{id}/contacts/77`. */
export function customerIdInUrl(url: string): string | undefined {
	return extractId(CUSTOMER_URL, url);
}
