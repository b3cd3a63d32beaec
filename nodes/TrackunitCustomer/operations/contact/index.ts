import { createColumns } from '../../run/mapperColumns';
import type { Resource } from '../../run/operation';
import { create } from '../crud/create';
import { remove } from '../crud/delete';
import { get } from '../crud/get';
import { getAll } from '../crud/getAll';
import type { UpsertKind } from '../crud/recordKind';
import { update } from '../crud/update';
import { upsert } from '../crud/upsert';
import { chosenCustomerId, customerProperty, readCustomer } from '../customer/locator';
import { contactLocator, contactProperties, readContact } from './locator';
import { contactFields } from './record';
import { CONTACT, CONTACTS } from '../../paths';

const kind: UpsertKind = {
	noun: 'contact',
	nouns: 'contacts',
	fields: contactFields,
	filters: [],
	sorts: true,
	list: {
		path: CONTACTS,
		at: { parameters: [customerProperty], read: (p) => ({ customerId: readCustomer(p) }) },
	},
	record: {
		path: CONTACT,
		at: { parameters: contactProperties, read: readContact },
		idName: 'contactId',
	},
	parts: [],
	columns: createColumns({
		method: 'contactColumns',
		dependsOn: ['customerId.value'],
		fields: contactFields,
		defaultMatch: 'email',
		hint: "Matched among the customer's own contacts",
		async listOf(editor) {
			const customerId = await chosenCustomerId(editor);
			return customerId === undefined ? undefined : { path: CONTACTS, ids: { customerId } };
		},
	}),
};

export const contact: Resource = {
	name: 'Contact',
	value: 'contact',
	fields: contactFields,
	locator: contactLocator,
	columns: kind.columns,
	operations: [create(kind), upsert(kind), remove(kind), get(kind), getAll(kind), update(kind)],
};
