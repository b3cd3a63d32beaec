import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
} from 'n8n-workflow';

import { isObject } from '../../nodes/TrackunitCustomer/json';
import { valueAt } from './objects';

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

interface Parts {
	name: string;
	version: number;
	properties?: INodeProperties[];
	isTrigger?: true;
	/** Without inputs and outputs: it stands in the workflow and is never run. */
	isNote?: true;
}

export function standIn(
	{ name, version, properties = [], isTrigger, isNote }: Parts,
	execute: Execute,
): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: [isTrigger ? 'trigger' : 'transform'],
			version,
			description: `Stands in for n8n-nodes-base.${name}`,
			defaults: { name },
			inputs: isTrigger || isNote ? [] : [NodeConnectionTypes.Main],
			outputs: isNote ? [] : [NodeConnectionTypes.Main],
			properties,
		},
		execute,
	};
}

function property(
	name: string,
	type: INodeProperties['type'],
	fallback: INodeProperties['default'],
): INodeProperties {
	return { displayName: name, name, type, default: fallback, options: [] };
}

/** Fails where a workflow uses more of a node than its stand-in can do, rather than do otherwise. */
function allowOnly(context: IExecuteFunctions, name: string, ...values: unknown[]): void {
	const value = context.getNodeParameter(name, 0);
	if (values.some((allowed) => JSON.stringify(allowed) === JSON.stringify(value))) return;
	throw new NodeOperationError(
		context.getNode(),
		`The stand-in for this node has no ${name} ${JSON.stringify(value)}`,
	);
}

function typeOf(value: unknown): string {
	return Array.isArray(value) ? 'array' : typeof value;
}

/** The runner gives a trigger what it is to emit as its input. */
const manualTrigger = standIn(
	{ name: 'manualTrigger', version: 1, isTrigger: true },
	async function () {
		return [this.getInputData()];
	},
);

const noOp = standIn({ name: 'noOp', version: 1 }, async function () {
	return [this.getInputData()];
});

const set = standIn(
	{
		name: 'set',
		version: 3.4,
		properties: [
			property('mode', 'options', 'manual'),
			property('duplicateItem', 'boolean', false),
			property('assignments', 'assignmentCollection', {}),
			property('includeOtherFields', 'boolean', false),
			property('include', 'options', 'all'),
			property('options', 'collection', {}),
		],
	},
	async function () {
		allowOnly(this, 'mode', 'manual');
		allowOnly(this, 'duplicateItem', false);
		allowOnly(this, 'include', 'all');
		allowOnly(this, 'options', {});
		return [
			this.getInputData().map(({ json }, item) => {
				const result = this.getNodeParameter('includeOtherFields', item) ? { ...json } : {};
				for (const { name, value, type } of assignmentsOf(this, item)) {
					if (name.includes('.') || typeOf(value) !== type) {
						throw new NodeOperationError(
							this.getNode(),
							`The stand-in for this node cannot set ${name} to ${typeOf(value)} as ${type}`,
							{ itemIndex: item },
						);
					}
					Object.assign(result, { [name]: value });
				}
				return { json: result, pairedItem: { item } };
			}),
		];
	},
);

interface Assignment {
	name: string;
	value: unknown;
	type: string;
}

function assignmentsOf(context: IExecuteFunctions, item: number): Assignment[] {
	const list = valueAt(context.getNodeParameter('assignments', item), 'assignments');
	if (!Array.isArray(list)) return [];
	return list
		.filter(isObject)
		.map(({ name, value, type }) => ({ name: String(name), value, type: String(type) }));
}

const splitOut = standIn(
	{
		name: 'splitOut',
		version: 1,
		properties: [
			property('fieldToSplitOut', 'string', ''),
			property('include', 'options', 'noOtherFields'),
			property('options', 'collection', {}),
		],
	},
	async function () {
		allowOnly(this, 'include', 'noOtherFields');
		allowOnly(this, 'options', {});
		const output: INodeExecutionData[] = [];
		for (const [item, { json }] of this.getInputData().entries()) {
			const field = String(this.getNodeParameter('fieldToSplitOut', item));
			const list = json[field];
			for (const element of Array.isArray(list) ? list : [list]) {
				output.push({
					json: isObject(element) ? { ...element } : { [field]: element },
					pairedItem: { item },
				});
			}
		}
		return [output];
	},
);

const limit = standIn(
	{
		name: 'limit',
		version: 1,
		properties: [property('maxItems', 'number', 1), property('keep', 'options', 'firstItems')],
	},
	async function () {
		allowOnly(this, 'keep', 'firstItems', 'lastItems');
		const maxItems = Number(this.getNodeParameter('maxItems', 0));
		const items = this.getInputData();
		return [
			this.getNodeParameter('keep', 0) === 'firstItems'
				? items.slice(0, maxItems)
				: items.slice(Math.max(0, items.length - maxItems)),
		];
	},
);

const removeDuplicates = standIn(
	{
		name: 'removeDuplicates',
		version: 2,
		properties: [
			property('operation', 'options', 'removeDuplicateInputItems'),
			property('compare', 'options', 'allFields'),
			property('fieldsToCompare', 'string', ''),
			property('options', 'collection', {}),
		],
	},
	async function () {
		allowOnly(this, 'operation', 'removeDuplicateInputItems');
		allowOnly(this, 'compare', 'selectedFields');
		allowOnly(this, 'options', {});
		const fields = String(this.getNodeParameter('fieldsToCompare', 0)).split(/\s*,\s*/);
		const seen = new Set<string>();
		return [
			this.getInputData().filter(({ json }) => {
				const key = JSON.stringify(fields.map((field) => json[field]));
				return seen.size < seen.add(key).size;
			}),
		];
	},
);

const stickyNote = standIn(
	{
		name: 'stickyNote',
		version: 1,
		properties: [
			property('content', 'string', ''),
			property('height', 'number', 160),
			property('width', 'number', 240),
			property('color', 'number', 1),
		],
		isNote: true,
	},
	async function () {
		return [[]];
	},
);

/** The few nodes of n8n-nodes-base, which is not installed, that tests and the demo build on. */
export const standIns: Record<string, INodeType> = Object.fromEntries(
	[manualTrigger, noOp, set, splitOut, limit, removeDuplicates, stickyNote].map((type) => [
		`n8n-nodes-base.${type.description.name}`,
		type,
	]),
);
