import {
	contactOf,
	created,
	customerOf,
	readsBody,
	readsQuery,
	updated,
	type Endpoint,
} from '../endpoint';
import { list, type ListRules } from '../list';
import type { Contact, ContactFields } from '../records';

const readQuery = readsQuery('getContacts');
const readCreate = readsBody<ContactFields>('createContact');
const readUpdate = readsBody<Partial<ContactFields>>('updateContact');

const rules: ListRules<Contact> = {
	filters: {},
	sorts: {
		id: ({ id }) => id,
		name: ({ name }) => name,
		email: ({ email }) => email,
		phoneNumber: ({ phoneNumber }) => phoneNumber,
	},
};

export const getContacts: Endpoint = (call) => {
	const contacts = call.store.contactsOf(customerOf(call).id);
	return { status: 200, body: list(contacts, readQuery(call), rules, call.settings) };
};

export const createContact: Endpoint = (call) => {
	const customer = customerOf(call);
	const contact = call.store.addContact(customer.id, readCreate(call));
	const place = `/api/customer/v1/customers/${customer.id}/contacts/${contact.id}`;
	return created(place, contact, call.settings);
};

export const getContact: Endpoint = (call) => ({ status: 200, body: contactOf(call) });

export const updateContact: Endpoint = (call) => {
	const { id } = contactOf(call);
	const contact = call.store.updateContact(customerOf(call).id, id, readUpdate(call));
	return updated(contact, call.settings);
};

export const deleteContact: Endpoint = (call) => {
	const { id } = contactOf(call);
	call.store.deleteContact(customerOf(call).id, id);
	return { status: 204 };
};
