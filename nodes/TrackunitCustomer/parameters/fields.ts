import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { isObject } from '../json';
import type { AnyField } from '../records/field';
import { normalForm } from '../records/text';
import type { Parameters } from './itemParameters';
import { byDisplayName, byName } from './alphabetical';
import { isEmpty, parseJson, readBoolean, readNumber, readText, show, writtenOut } from './values';

/** How the editor asks for a field's value. */
function fieldProperty({ key, label, help, example, kind }: AnyField): INodeProperties {
	const common = {
		displayName: label,
		name: key,
		description: help,
		...(example !== undefined && { placeholder: `e.g. ${example}` }),
	};
	if (typeof kind === 'object') {
		return { ...common, type: 'options', options: optionsOf(kind), default: kind.options[0] ?? '' };
	}
	switch (kind) {
		case 'number':
			return { ...common, type: 'number', default: 0 };
		case 'boolean':
			return { ...common, type: 'boolean', default: false };
		case 'dateTime':
			return { ...common, type: 'dateTime', default: '' };
		case 'email':
			return { ...common, type: 'string', placeholder: 'name@email.com', default: '' };
		case 'any':
		case 'text':
			return { ...common, type: 'string', default: '' };
	}
}

/** The options of a field that has some, as the editor lists them. */
export function optionsOf({ options }: { options: readonly string[] }): INodePropertyOptions[] {
	return options.map((value) => ({ name: optionLabel(value), value }));
}

/** 'CONTRACTOR' as 'Contractor'; abbreviations such as 'OEM' stay. */
function optionLabel(value: string): string {
	return value.length <= 3
		? value
		: value.charAt(0) + value.slice(1).toLowerCase().replace(/_/g, ' ');
}

/** A collection of fields that are added one by one. */
export function fieldsProperty(
	name: string,
	displayName: string,
	description: string,
	fields: readonly AnyField[],
	placeholder = 'Add field',
): INodeProperties {
	return {
		displayName,
		name,
		type: 'collection',
		placeholder,
		default: {},
		description,
		options: fields.map(fieldProperty).sort(byDisplayName),
	};
}

const ADDITIONAL_FIELDS = 'Additional Fields';
const UPDATE_FIELDS = 'Update Fields';
const CLEAR_FIELDS = 'Clear Fields';

function isClearable({ use }: AnyField): boolean {
	return use === 'writable';
}

function isWritable({ use }: AnyField): boolean {
	return use === 'required' || use === 'writable';
}

/** What a new record is made of: the fields that it cannot be without, and a collection of the others. */
export function newRecordProperties(fields: readonly AnyField[]): INodeProperties[] {
	const optional = fields.filter(({ use }) => use === 'writable' || use === 'createOnly');
	return [
		...fields
			.filter(({ use }) => use === 'required')
			.map((field) => ({ ...fieldProperty(field), required: true })),
		fieldsProperty('additionalFields', ADDITIONAL_FIELDS, 'Optional fields to set', optional),
	];
}

/** The values of a new record by field key; empty ones are left out. */
export function readNewRecord(p: Parameters, fields: readonly AnyField[]): IDataObject {
	const required = fields
		.filter(({ use }) => use === 'required')
		.map((field): [string, IDataObject[string]] => {
			const value = readValue(p.get(field.key, undefined), field);
			if (isEmpty(value)) throw new Refusal(`'${field.label}' is empty`, 'Enter a value.');
			return [field.key, value];
		});
	const optional = fields.filter(({ use }) => use !== 'required');
	const additional = readFields(p, 'additionalFields', ADDITIONAL_FIELDS, optional);
	return Object.fromEntries([
		...required,
		...Object.entries(additional).filter(([, value]) => !isEmpty(value)),
	]);
}

/** The fields of a record that an update may change. */
export function changesProperty(fields: readonly AnyField[]): INodeProperties {
	return fieldsProperty(
		'updateFields',
		UPDATE_FIELDS,
		'The fields to change; a field that is added and left empty is cleared',
		fields.filter(isWritable),
	);
}

/** The fields that an AI model clears: it gives empty values for what it does not know, and those leave fields alone. */
export function clearFieldsProperty(fields: readonly AnyField[]): INodeProperties {
	return {
		displayName: CLEAR_FIELDS,
		name: 'clearFields',
		type: 'multiOptions',
		displayOptions: { show: { '@tool': [true] } },
		options: fields
			.filter(isClearable)
			.map(({ key, label }) => ({ name: label, value: key }))
			.sort(byName),
		default: [],
		description: 'The fields to clear; an empty value leaves a field unchanged',
	};
}

/** A list, as JSON text or with commas too, as an AI model may give it; nothing at all is an empty one. */
function readNames(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	if (isEmpty(value)) return [];
	if (typeof value !== 'string') return [value];
	const read = parseJson(value);
	return 'json' in read && Array.isArray(read.json) ? read.json : value.split(',').map(normalForm);
}

/** The fields that an AI model clears, none of which may have a value; none where a workflow runs the node. */
export function readCleared(
	p: Parameters,
	fields: readonly AnyField[],
	values: IDataObject,
): AnyField[] {
	if (!p.isTool) return [];
	const keys = new Set(readNames(p.get('clearFields', [])));
	return [...keys].map((key) => {
		const field = fields.find((one) => one.key === key && isClearable(one));
		if (!field) throw new Refusal(`'${CLEAR_FIELDS}' has an unknown field`, `It is ${show(key)}.`);
		if (isEmpty(values[field.key])) return field;
		throw new Refusal(
			`'${field.label}' is both given and cleared`,
			`Leave it out of '${CLEAR_FIELDS}', or give it no value.`,
		);
	});
}

/** The changes of a record by field key; null clears, undefined leaves alone, as does null that an AI model gives. */
export function readChanges(p: Parameters, fields: readonly AnyField[]): IDataObject {
	const changes = readFields(p, 'updateFields', UPDATE_FIELDS, fields);
	if (p.isTool) for (const key of Object.keys(changes)) changes[key] ??= undefined;
	for (const { key } of readCleared(p, fields, changes)) changes[key] = null;
	for (const { key, label, use } of fields) {
		if (use === 'required' && changes[key] === null) {
			throw new Refusal(
				`'${label}' cannot be cleared`,
				`Enter a value, or remove '${label}' from '${UPDATE_FIELDS}'.`,
			);
		}
	}
	return changes;
}

/**
 * The values of a collection by field key. An empty one is null, which clears; one whose expression
 * gave nothing is undefined, which leaves the field alone. Keys that are no fields are refused.
 */
export function readFields(
	p: Parameters,
	name: string,
	label: string,
	fields: readonly AnyField[],
): IDataObject {
	const collection = p.get(name, {});
	if (!isObject(collection))
		throw new Refusal(`'${label}' is not a collection`, `It is ${show(collection)}.`);
	return Object.fromEntries(
		Object.entries(collection).map(([key, value]) => {
			const field = fields.find((one) => one.key === key && one.use !== 'readOnly');
			if (!field) {
				throw new Refusal(
					`'${label}' has an unknown field`,
					`It is '${key}'. Fields that this node does not offer go into 'Body Fields (JSON)' in options.`,
				);
			}
			return [key, readValue(value, field)];
		}),
	);
}

/** A value in the shape that the contract has for the field, text in its normal form; empty text is null. */
export function readValue(value: unknown, field: AnyField): IDataObject[string] {
	const { kind, label } = field;
	if (value === undefined) return undefined;
	if (isEmpty(value)) return null;
	if (kind === 'boolean') return readBoolean(value, label);
	if (kind === 'number') {
		const number = readNumber(value);
		if (typeof number !== 'number' || !Number.isFinite(number)) {
			throw new Refusal(`'${label}' is not a number`, `It is ${show(value)}.`);
		}
		return number;
	}
	if (kind === 'dateTime') return readDateTime(value, label);
	const written = writtenOut(value, label, { isKey: field.match === true });
	if (kind === 'any') return readAny(typeof value === 'number' ? value : written);
	// An ERP's numbers are text to Trackunit.
	const text = normalForm(readText(typeof value === 'boolean' ? String(value) : written, label));
	if (kind === 'email') checkEmail(text, label);
	return typeof kind === 'object' ? readOption(text, kind.options) : text;
}

/** An address that is none would serve as a key, if Trackunit took it. */
function checkEmail(text: string, label: string): void {
	if (/^[^@\s]+@[^@\s]+$/.test(text)) return;
	throw new Refusal(
		`'${label}' is not an email address`,
		`It is ${show(text)}. An address has one @ and no spaces.`,
	);
}

/** One of the options, whatever its case; anything else as it is, since Trackunit may add options. */
function readOption(text: string, options: readonly string[]): string {
	return options.find((option) => option.toLowerCase() === text.toLowerCase()) ?? text;
}

/** ISO 8601 from text, a Date, or the DateTime that n8n's expressions give. */
function readDateTime(value: unknown, label: string): string {
	const text = isObject(value) && typeof value.toISO === 'function' ? String(value) : value;
	const date = text instanceof Date ? text : new Date(typeof text === 'string' ? text : NaN);
	if (Number.isNaN(date.getTime())) {
		throw new Refusal(`'${label}' is not a date and time`, `It is ${show(value)}.`);
	}
	return date.toISOString();
}

function readAny(value: unknown): IDataObject[string] {
	if (typeof value === 'string') return normalForm(value);
	const isJson = ['number', 'boolean', 'object'].includes(typeof value);
	return isJson && value !== undefined ? value : null;
}
