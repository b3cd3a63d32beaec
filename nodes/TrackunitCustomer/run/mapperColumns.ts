import type { IDataObject, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';

import { FIELD_NAME, unknownField, type MapperColumns } from '../parameters/columns';
import { optionsOf } from '../parameters/fields';
import { headOf, placesOf } from '../records/dialect';
import { leaves } from '../records/differences';
import type { AnyField } from '../records/field';
import { readPage, type Listing } from '../transport/pages';
import { openEditor, type Editor } from './editor';

/** How many of the account's own records show which fields there are beyond the contract. */
const SAMPLE = 20;

interface ColumnsOptions {
	method: string;
	/** The parameters that the columns depend on. */
	dependsOn?: string[];
	fields: readonly AnyField[];
	/** The field to match on at first. */
	defaultMatch: string;
	/** What the editor says of the field to match on. */
	hint: string;
	/** The list that a sample is taken of; undefined as long as none is chosen. */
	listOf: (
		editor: Editor,
	) => Promise<Omit<Listing, 'pageSize'> | undefined> | Omit<Listing, 'pageSize'>;
}

/** The columns of an upsert: the contract's, and those that a sample of the account's records has. */
export function createColumns({
	method,
	dependsOn = [],
	fields,
	defaultMatch,
	hint,
	listOf,
}: ColumnsOptions): MapperColumns {
	return {
		method,
		dependsOn,
		hint,
		async read(): Promise<ResourceMapperFields> {
			const sample = await sampled(async () => {
				const editor = await openEditor(this);
				const list = await listOf(editor);
				return list ? await readPage(editor.client, { ...list, pageSize: SAMPLE }) : { rows: [] };
			});
			return { fields: columns(fields, defaultMatch, sample) };
		},
	};
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
	const parents = new Set(fields.map(({ path }) => headOf(path)));
	const beyond = [...paths]
		.filter(
			(path) => FIELD_NAME.test(path) && !fields.some((field) => placesOf(field).includes(path)),
		)
		.filter((path) => !parents.has(path))
		.sort()
		.map(unknownField);
	return [...fields, ...beyond].map((field) => column(field, defaultMatch));
}

function column(field: AnyField, defaultMatch: string): ResourceMapperField {
	const { key, label, kind, use, match = false } = field;
	return {
		id: key,
		displayName: label,
		required: false,
		defaultMatch: key === defaultMatch,
		canBeUsedToMatch: match,
		display: true,
		// The others are added one by one, or all at once.
		removed: key !== defaultMatch && use !== 'required',
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
