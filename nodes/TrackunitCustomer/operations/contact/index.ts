import {
	contactProperty,
	customerProperty,
	ownerProperty,
	readContact,
	readCustomer,
} from '../../parameters/locators';
import type { Resource } from '../../run/operation';
import { create } from '../crud/create';
import { remove } from '../crud/delete';
import { get } from '../crud/get';
import { getAll } from '../crud/getAll';
import type { RecordKind } from '../crud/recordKind';
import { update } from '../crud/update';
import { upsert } from '../crud/upsert';
import { contactFields } from './record';
import { CONTACT, CONTACTS } from '../../paths';

const kind: RecordKind = {
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
		at: { parameters: [ownerProperty, contactProperty], read: readContact },
		idName: 'contactId',
	},
	parts: [],
	columns: { method: 'contactColumns', dependsOn: ['customerId.value'] },
};

export const contact: Resource = {
	name: 'Contact',
	value: 'contact',
	operations: [create(kind), upsert(kind), remove(kind), get(kind), getAll(kind), update(kind)],
};
