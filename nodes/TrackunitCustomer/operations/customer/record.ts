import type { components } from '../../contract';
import type { Field, Filter } from '../../records/field';

type Customer = components['schemas']['Customer'];
type CustomerType = components['schemas']['CustomerType'];

/** Suggestions: Trackunit may add types, so an expression may give another one. */
const customerTypes = [
	'CONTRACTOR',
	'DEALER',
	'DISTRIBUTOR',
	'OEM',
	'OTHER',
	'RENTAL',
	'SERVICE',
] as const satisfies readonly CustomerType[];

/** A customer's fields; to mend one, mend the contract first, then its path here. */
export const customerFields: Array<Field<Customer>> = [
	{
		key: 'id',
		path: 'id',
		label: 'ID',
		help: "The customer's ID in Trackunit",
		kind: 'text',
		use: 'readOnly',
		match: true,
		simple: 1,
	},
	{
		key: 'name',
		path: 'name',
		label: 'Name',
		help: 'The name of the customer',
		example: 'Hansen Maskiner A/S',
		kind: 'text',
		use: 'required',
		match: true,
		simple: 2,
	},
	{
		key: 'type',
		path: 'type',
		label: 'Type',
		help: 'The kind of business; an expression may return a type that is not in the list',
		kind: { options: customerTypes },
		use: 'writable',
		simple: 3,
	},
	{
		key: 'externalReference',
		path: 'externalReference',
		label: 'External Reference',
		help: "The customer's number in your ERP; must be unique",
		example: 'K-10001',
		kind: 'text',
		use: 'writable',
		match: true,
		simple: 4,
	},
	{
		key: 'email',
		path: 'email',
		label: 'Email',
		help: 'The email address of the customer',
		kind: 'email',
		use: 'writable',
		simple: 5,
		same: 'ignoreCase',
	},
	{
		key: 'phoneNumber',
		path: 'phoneNumber',
		label: 'Phone Number',
		help: 'The phone number of the customer',
		example: '+45 33 12 34 56',
		kind: 'text',
		use: 'writable',
		simple: 6,
	},
	{
		key: 'streetAddress',
		path: 'address.streetAddress',
		label: 'Street Address',
		help: 'Street and number of the address',
		example: 'Havnegade 12',
		kind: 'text',
		use: 'writable',
		simple: 7,
	},
	{
		key: 'zipCode',
		path: 'address.zipCode',
		label: 'Zip Code',
		help: 'The postal code of the address',
		example: '1058',
		kind: 'text',
		use: 'writable',
		simple: 8,
	},
	{
		key: 'city',
		path: 'address.city',
		label: 'City',
		help: 'The town or city of the address',
		example: 'København',
		kind: 'text',
		use: 'writable',
		simple: 9,
	},
	{
		key: 'state',
		path: 'address.state',
		label: 'State',
		help: 'The state or province of the address',
		example: 'Bavaria',
		kind: 'text',
		use: 'writable',
	},
	{
		key: 'country',
		path: 'address.country',
		label: 'Country',
		help: 'The two-letter country code',
		example: 'DK',
		kind: 'text',
		use: 'writable',
		simple: 10,
	},
];

/** What Get Many can filter by; how Trackunit compares what it is asked for is documented nowhere, so each row is checked. */
export const customerFilters: Filter[] = [
	{ key: 'name', compare: 'contains', asked: true },
	{ key: 'type', compare: 'equals', asked: true },
	{ key: 'externalReference', compare: 'equals', asked: true },
	{ key: 'email', compare: 'contains' },
	{ key: 'phoneNumber', compare: 'contains' },
	{ key: 'streetAddress', compare: 'contains' },
	{ key: 'zipCode', compare: 'equals' },
	{ key: 'city', compare: 'contains' },
	{ key: 'state', compare: 'contains' },
	{ key: 'country', compare: 'equals' },
];
