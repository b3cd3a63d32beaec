import { createColumns } from '../../run/mapperColumns';
import type { Resource } from '../../run/operation';
import { assetFields } from '../asset/record';
import { contactFields } from '../contact/record';
import { create } from '../crud/create';
import { remove } from '../crud/delete';
import { get } from '../crud/get';
import { getAll } from '../crud/getAll';
import type { UpsertKind } from '../crud/recordKind';
import { update } from '../crud/update';
import { upsert } from '../crud/upsert';
import { customerLocator, customerProperty, readCustomer } from './locator';
import { customerFields, customerFilters } from './record';
import { CONTACTS, CUSTOMER, CUSTOMERS, CUSTOMER_ASSETS } from '../../paths';

const kind: UpsertKind = {
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
	deletedToo: "The customer's contacts are deleted too.",
	parts: [
		{
			name: 'contacts',
			label: 'Contacts',
			help: 'The contacts of each customer',
			path: CONTACTS,
			fields: contactFields,
		},
		{
			name: 'assets',
			label: 'Assets',
			help: 'The assets assigned to each customer',
			path: CUSTOMER_ASSETS,
			fields: assetFields,
		},
	],
	columns: createColumns({
		method: 'customerColumns',
		fields: customerFields,
		defaultMatch: 'externalReference',
		hint: 'External Reference is the number by which your ERP knows the customer. Trackunit allows each once.',
		listOf: () => ({ path: CUSTOMERS }),
	}),
};

export const customer: Resource = {
	name: 'Customer',
	value: 'customer',
	fields: customerFields,
	locator: customerLocator,
	columns: kind.columns,
	operations: [create(kind), upsert(kind), remove(kind), get(kind), getAll(kind), update(kind)],
};
