import type { Contact } from '../../contract';
import type { Field } from '../../records/field';

/** A contact's fields; a contact need not be a person. */
export const contactFields: Array<Field<Contact>> = [
	{
		key: 'id',
		path: 'id',
		label: 'ID',
		help: "The contact's ID in Trackunit",
		kind: 'text',
		use: 'readOnly',
		match: true,
		simple: 1,
	},
	{
		key: 'name',
		path: 'name',
		label: 'Name',
		help: 'The name of a person, a department or a call centre',
		example: 'Jane Hansen',
		kind: 'text',
		use: 'required',
		match: true,
		simple: 2,
	},
	{
		key: 'email',
		path: 'email',
		label: 'Email',
		help: 'The email address of the contact',
		kind: 'email',
		use: 'writable',
		match: true,
		simple: 3,
		same: 'ignoreCase',
	},
	{
		key: 'phoneNumber',
		path: 'phoneNumber',
		or: ['phone'],
		label: 'Phone Number',
		help: 'The phone number of the contact',
		example: '+45 33 12 34 56',
		kind: 'text',
		use: 'writable',
		simple: 4,
	},
];
