import { customerProperty, readCustomer } from '../../parameters/locators';
import type { Resource } from '../../run/operation';
import { assetFields } from '../asset/record';
import { contactFields } from '../contact/record';
import { create } from '../crud/create';
import { remove } from '../crud/delete';
import { get } from '../crud/get';
import { getAll } from '../crud/getAll';
import type { RecordKind } from '../crud/recordKind';
import { update } from '../crud/update';
import { upsert } from '../crud/upsert';
import { customerFields, customerFilters } from './record';
import { CONTACTS, CUSTOMER, CUSTOMERS, CUSTOMER_ASSETS } from '../../paths';

const kind: RecordKind = {
	noun: 'customer',
	nouns: 'customers',
	fields: customerFields,
	filters: customerFilters,
	sorts: true,
	list: { path: CUSTOMERS, at: { parameters: [], read: () => ({}) } },
	record: {
		path: CUSTOMER,
		at: {
			parameters: [customerProperty],
			read: (p) => ({ customerId: readCustomer(p) }),
		},
		idName: 'customerId',
	},
	parts: [
		{
			name: 'contacts',
			path: CONTACTS,
			fields: contactFields,
		},
		{
			name: 'assets',
			path: CUSTOMER_ASSETS,
			fields: assetFields,
		},
	],
	columns: { method: 'customerColumns', dependsOn: [] },
};

export const customer: Resource = {
	name: 'Customer',
	value: 'customer',
	operations: [create(kind), upsert(kind), remove(kind), get(kind), getAll(kind), update(kind)],
};
