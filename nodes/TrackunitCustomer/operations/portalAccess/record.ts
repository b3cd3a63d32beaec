import type { PortalAccessRequest } from '../../contract';
import type { Field } from '../../records/field';

/** Who gets access to the customer portal. */
export const portalAccessFields: Array<Field<PortalAccessRequest>> = [
	{
		key: 'email',
		path: 'email',
		label: 'Email',
		help: 'The email address that the user signs in with',
		kind: 'email',
		use: 'required',
	},
	{
		key: 'firstName',
		path: 'firstName',
		label: 'First Name',
		help: 'The first name of the user',
		example: 'Jane',
		kind: 'text',
		use: 'required',
	},
	{
		key: 'lastName',
		path: 'lastName',
		label: 'Last Name',
		help: 'The last name of the user',
		example: 'Hansen',
		kind: 'text',
		use: 'required',
	},
	{
		key: 'language',
		path: 'language',
		label: 'Language',
		help: "The code of the user's language in the portal",
		example: 'en',
		kind: 'text',
		use: 'writable',
	},
];
