import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import type { AnyField } from '../records/field';
import { pick, simplify, type Known } from '../records/simplify';
import type { Parameters } from './itemParameters';
import { byName } from './alphabetical';
import { readBoolean, show } from './values';

/** Turns a record of the API, with the table of its fields, into what the node answers. */
export type Shape = (
	record: IDataObject,
	fields: readonly AnyField[],
	known?: Known,
) => IDataObject;

export const simplifyProperty: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** 'Simplify' in a workflow; 'Output' where an AI model calls the node as a tool. */
export function outputProperties(fields: readonly AnyField[]): INodeProperties[] {
	return [
		{ ...simplifyProperty, displayOptions: { hide: { '@tool': [true] } } },
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			displayOptions: { show: { '@tool': [true] } },
			options: [
				{ name: 'Raw', value: 'raw', description: 'The full record as Trackunit returns it' },
				{
					name: 'Selected Fields',
					value: 'selectedFields',
					description: 'The fields that you choose',
				},
				{ name: 'Simplified', value: 'simplified', description: 'The most important fields' },
			],
			default: 'simplified',
			description: 'Which fields of each record the model receives',
		},
		{
			displayName: 'Fields',
			name: 'outputFields',
			type: 'multiOptions',
			displayOptions: { show: { '@tool': [true], output: ['selectedFields'] } },
			options: fields
				.filter(({ key }) => key !== 'id')
				.map(({ key, label }) => ({ name: label, value: key }))
				.sort(byName),
			default: [],
			description: 'The fields that the model receives; IDs are always included',
		},
	];
}

/** How an item wants its records; the parameters of the other kind of use are hidden, so they have fallbacks. */
export function readShape(p: Parameters): Shape {
	const output = p.isTool
		? p.get('output', 'simplified')
		: readBoolean(p.get('simplify', true), 'Simplify')
			? 'simplified'
			: 'raw';
	switch (output) {
		case 'raw':
			return (record) => record;
		case 'simplified':
			return (record, fields, known) => simplify(fields, record, known);
		case 'selectedFields': {
			const chosen = p.get('outputFields', []);
			const keys = Array.isArray(chosen) ? ['id', ...chosen] : ['id'];
			return (record, fields, known) =>
				pick(
					fields.filter(({ key }) => keys.includes(key)),
					record,
					known,
				);
		}
		default:
			throw new Refusal("'Output' has an unknown value", `It is ${show(output)}.`);
	}
}
