import { contactFields } from '../../nodes/TrackunitCustomer/operations/contact/record';
import {
	contactOf,
	created,
	customerOf,
	readsBody,
	readsQuery,
	updated,
	type Call,
	type Endpoint,
} from '../endpoint';
import { list, sortsBy, type ListRules } from '../list';
import type { Contact, ContactFields } from '../records';

const readQuery = readsQuery('getContactsByIds');
const readCreate = readsBody<ContactFields>('createContact');
const readUpdate = readsBody<Partial<ContactFields>>('updateContact');

const rules: ListRules<Contact> = { filters: {}, sorts: sortsBy(contactFields) };

export const getContactsByIds: Endpoint = (call) => {
	const contacts = call.store.contactsOf(customerOf(call).id);
	return { status: 200, body: list(contacts, readQuery(call), rules, call.settings) };
};

/** Throws Refused for fields that the contract does not allow, and where there is no such customer. */
export function addContact(call: Call): Contact {
	return call.store.addContact(customerOf(call).id, readCreate(call));
}

export const createContact: Endpoint = (call) => {
	const contact = addContact(call);
	const ids = { customerId: customerOf(call).id, contactId: contact.id };
	return created('getContact', ids, contact, call.settings);
};

export const getContact: Endpoint = (call) => ({ status: 200, body: contactOf(call) });

/** Throws Refused as `addContact` does, and where there is no such contact. */
export function changeContact(call: Call): Contact {
	const { id } = contactOf(call);
	return call.store.updateContact(customerOf(call).id, id, readUpdate(call));
}

export const updateContact: Endpoint = (call) => updated(changeContact(call), call.settings);

/** Throws Refused where there is no such contact. */
export function removeContact(call: Call): void {
	const { id } = contactOf(call);
	call.store.deleteContact(customerOf(call).id, id);
}

export const deleteContact: Endpoint = (call) => {
	removeContact(call);
	return { status: 204 };
};
