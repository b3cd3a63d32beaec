import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeProperties,
	ResourceMapperFields,
} from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { isObject } from '../json';
import { headOf, placesOf } from '../records/dialect';
import { leaves, toKey } from '../records/differences';
import type { AnyField } from '../records/field';
import { readField } from '../records/simplify';
import { normalForm } from '../records/text';
import { readCleared, readValue } from './fields';
import type { Parameters } from './itemParameters';
import { isEmpty, listed, readId, show } from './values';

const COLUMNS = 'Columns';
/** What the editor calls the fields of the mapper. */
const VALUES = 'Values to Send';

/** A row of an upsert. */
export interface Columns {
	/** The field that records are matched by. */
	match: AnyField;
	/** Its value, as keys are compared. */
	key: string;
	/** Values by field key; empty text stays empty text, which an option says what to do with. */
	values: IDataObject;
	/** The fields that there are values of, those that the contract does not know among them. */
	fields: AnyField[];
	/** The row's columns that are no fields. */
	ignored: string[];
}

/** What the editor offers as columns; `method` is the name by which it asks for them. */
export interface MapperColumns {
	method: string;
	/** The parameters that they depend on. */
	dependsOn: string[];
	/** What the field to match on is there for. */
	hint: string;
	read(this: ILoadOptionsFunctions): Promise<ResourceMapperFields>;
}

/** n8n's mapper of columns to fields. */
export function columnsProperty(
	noun: string,
	{ method, dependsOn, hint }: Pick<MapperColumns, 'method' | 'dependsOn' | 'hint'>,
): INodeProperties {
	return {
		displayName: COLUMNS,
		name: 'columns',
		type: 'resourceMapper',
		noDataExpression: true,
		required: true,
		default: { mappingMode: 'defineBelow', value: null },
		typeOptions: {
			...(dependsOn.length > 0 && { loadOptionsDependsOn: dependsOn }),
			resourceMapper: {
				resourceMapperMethod: method,
				mode: 'upsert',
				fieldWords: { singular: 'field', plural: 'fields' },
				valuesLabel: VALUES,
				matchingFieldsLabels: {
					title: 'Field to match on',
					description: `The field that tells which ${noun} a row is about`,
					hint,
				},
				multiKeyMatch: false,
				supportAutoMap: true,
			},
		},
		description: `The fields of the ${noun}. Missing columns are left unchanged. 'Empty Values' in options decides what an empty cell does.`,
	};
}

/** Names that a field beyond the contract may have; others break n8n's editor. */
export const FIELD_NAME = /^[A-Za-z0-9_.-]+$/;

/** A field that the contract does not know. */
export function unknownField(name: string): AnyField {
	return { key: name, path: name, label: name, help: '', kind: 'any', use: 'writable' };
}

/** The ids of the columns that the editor offered when the node was set up. */
function offered(schema: unknown): string[] {
	if (!Array.isArray(schema)) return [];
	return schema.filter(isObject).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
}

/** Reads the mapper whole: n8n's own reading of its values converts and throws. */
export function readColumns(p: Parameters, fields: readonly AnyField[]): Columns {
	const raw = p.get('columns', {});
	if (!isObject(raw))
		throw new Refusal(`'${COLUMNS}' is not a mapping of columns`, `It is ${show(raw)}.`);
	const isAutomatic = raw.mappingMode === 'autoMapInputData';
	const source = isAutomatic ? withPlainNames(p.json) : withoutBlank(raw.value ?? {}, p);
	if (!isObject(source))
		throw new Refusal(`'${COLUMNS}' is not a mapping of columns`, `It is ${show(source)}.`);

	const beyond = offered(raw.schema)
		.filter((id) => FIELD_NAME.test(id) && !fields.some((field) => rowNamesOf(field).includes(id)))
		.map(unknownField);
	const known = [...fields, ...beyond];
	const match = readMatch(raw.matchingColumns, fields);
	const ignored = unknownColumns(source, known);
	if (!isAutomatic && ignored.length > 0) {
		throw new Refusal(
			`'${COLUMNS}' has an unknown field`,
			`It is '${ignored[0]}'. Remove it, or refresh the list of fields.`,
		);
	}

	const present: AnyField[] = [];
	const values: IDataObject = {};
	for (const field of known) {
		const value = cell(source, field);
		if (value === undefined || (p.isTool && isEmpty(value))) continue;
		const isBlank = typeof value === 'string' && isEmpty(value);
		if (field.use === 'required' && (isBlank || value === null)) {
			if (value === null && field !== match) {
				throw new Refusal(
					`'${field.label}' cannot be cleared`,
					'Give it a value, or leave the column out.',
				);
			}
			continue;
		}
		present.push(field);
		values[field.key] = isBlank ? '' : readValue(value, field);
	}
	for (const field of readCleared(p, fields, values)) {
		present.push(field);
		values[field.key] = null;
	}
	const key = readMatchKey(p, match, values, isAutomatic ? source : undefined);
	return { match, key, values, fields: present, ignored };
}

/** The value that a record is matched by; `row` is what columns are mapped from automatically. */
function readMatchKey(
	p: Parameters,
	match: AnyField,
	values: IDataObject,
	row: IDataObject | undefined,
): string {
	const given = toKey(values[match.key], match);
	if (given === '') {
		if (!row && isBlankField(p, match)) throw notMapped(match);
		const isMissing = row ? cell(row, match) === undefined : (values[match.key] ?? null) === null;
		throw new Refusal(
			`'${match.label}' is empty`,
			`It is the field to match on, so every row needs a value.${isMissing ? namesOf(row ?? p.json) : ''}`,
		);
	}
	return match.key === 'id' ? readId(given, match.label) : given;
}

/** What is entered in a field of the mapper, expressions as they are written. */
function entered(p: Parameters): IDataObject {
	const raw = p.raw('columns');
	return isObject(raw) && isObject(raw.value) ? raw.value : {};
}

/** The mapped values, without the fields that are there and left blank: n8n gives null for them, as an expression may. */
function withoutBlank(values: unknown, p: Parameters): unknown {
	if (!isObject(values) || !Object.values(values).includes(null)) return values;
	const written = entered(p);
	return Object.fromEntries(
		Object.entries(values).filter(([key, value]) => value !== null || written[key] !== null),
	);
}

/** Whether nothing at all is entered in a field of the mapper, so that it has no value in any row. */
function isBlankField(p: Parameters, { key }: AnyField): boolean {
	return isEmpty(entered(p)[key]);
}

function notMapped({ label }: AnyField): Refusal {
	return new Refusal(
		`'${label}' is not mapped`,
		`It is the field to match on. Under '${VALUES}', drag the column that has it onto '${label}'; if the field is not there, choose 'Add field to send' first.`,
		true,
	);
}

/** A row whose columns have plain names: a file's first may have a byte order mark, and others spaces around them. */
function withPlainNames(row: IDataObject): IDataObject {
	const names = Object.keys(row);
	if (names.every((name) => name === normalForm(name))) return row;
	const isPlain = ([name]: [string, unknown]): boolean => name === normalForm(name);
	const entries = Object.entries(row);
	// The last of a name counts: the one that is written plainly.
	return Object.fromEntries([
		...entries.filter((one) => !isPlain(one)).map(([name, value]) => [normalForm(name), value]),
		...entries.filter(isPlain),
	]);
}

/** What columns a row has that lacks the one to match on; a file read with a wrong delimiter has one. */
function namesOf(row: IDataObject): string {
	const names = Object.keys(row);
	if (names.length === 0) return '';
	const advice = names.some((name) => /[,;|\t]/.test(name)) ? ' Wrong delimiter?' : '';
	return ` The row has: ${listed(names, 20)}.${advice}`;
}

/** The names that a row may have for a field: its key, and its places in a record. */
function rowNamesOf(field: AnyField): string[] {
	return [field.key, ...placesOf(field)];
}

/** A row's value of a field, under one of its names, or nested as the path says; null if what it is a part of is. */
function cell(source: IDataObject, field: AnyField): IDataObject[string] {
	const name = rowNamesOf(field).find((one) => one in source);
	if (name !== undefined) return source[name];
	return source[headOf(field.path)] === null ? null : readField(source, field);
}

/** The names of a row's columns, and of the parts of those that are nested, that are no fields. */
function unknownColumns(source: IDataObject, fields: readonly AnyField[]): string[] {
	const names = new Set(fields.flatMap(rowNamesOf));
	const parents = new Set(fields.map(({ path }) => headOf(path)));
	return Object.entries(source).flatMap(([name, value]) => {
		if (names.has(name)) return [];
		if (!parents.has(name)) return [name];
		if (isEmpty(value)) return [];
		if (!isObject(value)) return [name];
		const paths = leaves({ [name]: value }).map(([path]) => path);
		return paths.filter((path) => path !== name && !names.has(path));
	});
}

function readMatch(matchingColumns: unknown, fields: readonly AnyField[]): AnyField {
	const chosen: unknown[] = Array.isArray(matchingColumns) ? matchingColumns : [];
	const match = fields.find((field) => field.match && field.key === chosen[0]);
	if (match && chosen.length === 1) return match;
	const names = fields.filter((field) => field.match).map(({ label }) => label);
	throw new Refusal(
		`'${COLUMNS}' needs one field to match on`,
		`Choose one of these: ${names.join(', ')}.${chosen.length > 0 ? ` It is ${show(chosen)}.` : ''}`,
	);
}
