import type { IDataObject } from 'n8n-workflow';

import type { Contact, Customer } from '../../simulator';

/** A customer as the node answers it with Simplify on, its keys in the node's order. */
export function flatCustomer(customer: Customer | undefined): IDataObject {
	const { id, name, type, externalReference, email, phoneNumber, address } = customer ?? {};
	const { streetAddress, zipCode, city, country } = address ?? {};
	return withNull({
		...{ id, name, type, externalReference, email, phoneNumber },
		...{ streetAddress, zipCode, city, country },
	});
}

/** A contact of a customer, in the same way. */
export function flatContact(customerId: string, contact: Contact | undefined): IDataObject {
	const { id, name, email, phoneNumber } = contact ?? {};
	return withNull({ id, customerId, name, email, phoneNumber });
}

function withNull(record: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, value ?? null]));
}
