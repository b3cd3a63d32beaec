import type {
	IDataObject,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { contactFields } from '../operations/contact/record';
import { customerFields } from '../operations/customer/record';
import { FIELD_NAME, unknownField } from '../parameters/columns';
import { optionsOf } from '../parameters/fields';
import { leaves } from '../records/differences';
import type { AnyField } from '../records/field';
import { readPage } from '../transport/pages';
import { clientFor, customerIdFor } from './editor';
import { CONTACTS, CUSTOMERS } from '../paths';

/** How many of the account's own records show which fields there are beyond the contract. */
const SAMPLE = 20;

/** The columns of a customer's upsert: the contract's, and those that a sample of the account's customers has. */
export async function customerColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const sample = await sampled(async () => {
		const client = await clientFor(this);
		return await readPage(client, { path: CUSTOMERS, pageSize: SAMPLE });
	});
	return { fields: columns(customerFields, 'externalReference', sample) };
}

/** The columns of a contact's upsert; the sample is of the customer chosen, if one is. */
export async function contactColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const sample = await sampled(async () => {
		const client = await clientFor(this);
		const customerId = await customerIdFor(this, client);
		if (customerId === undefined) return { rows: [] };
		return await readPage(client, { path: CONTACTS, ids: { customerId }, pageSize: SAMPLE });
	});
	return { fields: columns(contactFields, 'email', sample) };
}

/**
 * Records of the account; none where they cannot be read, since the contract's fields are known all the
 * same, and of an error the editor would say no more than that there are no fields.
 */
async function sampled(read: () => Promise<{ rows: IDataObject[] }>): Promise<IDataObject[]> {
	try {
		return (await read()).rows;
	} catch {
		return [];
	}
}

function columns(
	fields: readonly AnyField[],
	defaultMatch: string,
	sample: readonly IDataObject[],
): ResourceMapperField[] {
	const paths = new Set(sample.flatMap((record) => leaves(record).map(([path]) => path)));
	// An object of the contract that is null in a record is no field of its own.
	const parents = new Set(fields.map(({ path }) => path.split('.')[0]));
	const beyond = [...paths]
		.filter((path) => FIELD_NAME.test(path) && !fields.some((field) => field.path === path))
		.filter((path) => !parents.has(path))
		.sort()
		.map(unknownField);
	return [...fields, ...beyond].map((field) => column(field, defaultMatch));
}

function column(field: AnyField, defaultMatch: string): ResourceMapperField {
	const { key, label, kind, match = false } = field;
	return {
		id: key,
		displayName: label,
		required: false,
		defaultMatch: key === defaultMatch,
		canBeUsedToMatch: match,
		display: true,
		type: typeof kind === 'object' ? 'options' : COLUMN_TYPES[kind],
		...(typeof kind === 'object' && { options: optionsOf(kind) }),
	};
}

const COLUMN_TYPES = {
	text: 'string',
	email: 'string',
	number: 'number',
	boolean: 'boolean',
	dateTime: 'dateTime',
	any: 'string',
} as const;
