import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { isObject } from '../json';
import type { ClientOptions } from '../transport/client';
import { MAX_PAGE_SIZE } from '../transport/pages';
import type { Parameters } from './itemParameters';
import { readBoolean, readInteger, readJsonObject, readText, show } from './values';

/** Options that count for the whole run. */
export interface RunOptions extends ClientOptions {
	pageSize: number;
	dryRun: boolean;
	/** Upsert: whether records that are as they should be are left alone. */
	skipUnchanged: boolean;
	/** Upsert: what an empty text in a column does. */
	emptyValues: 'ignore' | 'clear';
}

const LABELS = {
	allowEmpty: 'Allow Empty',
	bodyFields: 'Body Fields (JSON)',
	queryParameters: 'Query Parameters (JSON)',
	dryRun: 'Dry Run',
	emptyValues: 'Empty Values',
	include: 'Include',
	includeRest: 'Include Rest of Data',
	maxConcurrency: 'Max Concurrency',
	maxRetries: 'Max Retries',
	operationName: 'Operation Name',
	pageSize: 'Page Size',
	previewFeatures: 'Preview Features',
	rawResponse: 'Raw Response',
	skipUnchanged: 'Skip Unchanged',
	timeout: 'Timeout',
} as const;

type Option = keyof typeof LABELS;

const OPTIONS: Record<Option, Omit<INodeProperties, 'displayName' | 'name'>> = {
	allowEmpty: {
		type: 'boolean',
		default: false,
		description: 'Whether an empty list may take all assets away from the customer',
	},
	emptyValues: {
		type: 'options',
		options: [
			{ name: 'Clear', value: 'clear', description: 'Clear the field in Trackunit' },
			{ name: 'Ignore', value: 'ignore', description: 'Leave the field in Trackunit as it is' },
		],
		default: 'ignore',
		description:
			'What an empty text in a column does. A null always clears, and a column that the row does not have is always left alone. Counts for the whole run, as the first item has it.',
	},
	include: {
		type: 'multiOptions',
		options: [
			{ name: 'Assets', value: 'assets', description: 'The assets assigned to each customer' },
			{ name: 'Contacts', value: 'contacts', description: 'The contacts of each customer' },
		],
		default: [],
		description: 'What to read with each customer; at least one more request a customer for each',
	},
	includeRest: {
		type: 'boolean',
		default: false,
		description:
			"Whether each record also has, under _rest, what the answer says beside the list: with a 'Connection Path' of customer.assets, the customer",
	},
	operationName: {
		type: 'string',
		default: '',
		placeholder: 'e.g. Customers',
		description: 'Which operation to carry out, where the document has several',
	},
	previewFeatures: {
		type: 'string',
		default: '',
		placeholder: 'e.g. CODE, OTHER_CODE',
		description: 'Codes of the preview features that the document uses, as Trackunit names them',
	},
	rawResponse: {
		type: 'boolean',
		default: false,
		description:
			'Whether to return the whole answer, data and extensions, instead of what is in it; one item a page',
	},
	skipUnchanged: {
		type: 'boolean',
		default: true,
		description:
			'Whether to write only the fields that differ, and nothing where none does. Counts for the whole run, as the first item has it.',
	},
	bodyFields: {
		type: 'json',
		default: '{}',
		description:
			'Further fields to send, for those that this node does not offer. They win over the fields above.',
	},
	queryParameters: {
		type: 'json',
		default: '{}',
		description: 'Further query parameters to send, for those that this node does not offer',
	},
	dryRun: {
		type: 'boolean',
		default: false,
		description:
			'Whether to change nothing and to answer the requests that would be sent. Counts for the whole run, as the first item has it.',
	},
	maxConcurrency: {
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 20 },
		default: 5,
		description:
			'How many requests may be under way at once. Counts for the whole run, as the first item has it.',
	},
	maxRetries: {
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 10 },
		default: 4,
		description:
			'How often to try again when Trackunit is busy or not reachable. A create is never sent again if the first may have arrived. Counts for the whole run, as the first item has it.',
	},
	pageSize: {
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_PAGE_SIZE },
		default: MAX_PAGE_SIZE,
		description:
			'How many rows to ask for at once. Counts for the whole run, as the first item has it.',
	},
	timeout: {
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60000,
		description:
			'How many milliseconds to wait for an answer. Counts for the whole run, as the first item has it.',
	},
};

/** The collection 'Options' with those options that count for an operation, which may preset them otherwise. */
export function optionsProperty(
	...names: Array<Option | (Pick<INodeProperties, 'default' | 'description'> & { name: Option })>
): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			...new Set(names),
			'maxConcurrency' as const,
			'maxRetries' as const,
			'timeout' as const,
		]
			.map((one) => (typeof one === 'string' ? { name: one } : one))
			.map((one) => ({ displayName: LABELS[one.name], ...OPTIONS[one.name], ...one }))
			.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

function readCollection(get: (name: string, fallback: unknown) => unknown): IDataObject {
	const options = get('options', {});
	if (!isObject(options))
		throw new Refusal("'Options' is not a collection", `It is ${show(options)}.`);
	return options;
}

/** The options that count for the whole run, each within its bounds. */
export function readRunOptions(get: (name: string, fallback: unknown) => unknown): RunOptions {
	const options = readCollection(get);
	function integer(name: 'maxConcurrency' | 'maxRetries' | 'pageSize' | 'timeout'): number {
		const { default: preset, typeOptions: { minValue = 0, maxValue = Infinity } = {} } =
			OPTIONS[name];
		return readInteger(options[name] ?? preset, LABELS[name], minValue, maxValue);
	}
	return {
		maxConcurrency: integer('maxConcurrency'),
		maxRetries: integer('maxRetries'),
		pageSize: integer('pageSize'),
		timeout: integer('timeout'),
		dryRun: readBoolean(options.dryRun ?? false, LABELS.dryRun),
		skipUnchanged: readBoolean(options.skipUnchanged ?? true, LABELS.skipUnchanged),
		emptyValues: readEmptyValues(options.emptyValues ?? 'ignore'),
	};
}

/** An item's further body fields. */
export function readBodyFields(p: Parameters): IDataObject {
	return readJsonObject(readCollection(p.get).bodyFields, LABELS.bodyFields);
}

/** An item's further query parameters. */
export function readQueryParameters(p: Parameters): IDataObject {
	return readJsonObject(readCollection(p.get).queryParameters, LABELS.queryParameters);
}

function readEmptyValues(value: unknown): 'ignore' | 'clear' {
	if (value === 'ignore' || value === 'clear') return value;
	throw new Refusal(
		`'${LABELS.emptyValues}' is not one that this node has`,
		`It is ${show(value)}. Use ignore or clear.`,
	);
}

/** Whether an item's empty list of assets is meant. */
export function readAllowEmpty(p: Parameters): boolean {
	return readBoolean(readCollection(p.get).allowEmpty ?? false, LABELS.allowEmpty);
}

export interface GraphqlOptions {
	operationName: string | undefined;
	/** Codes with commas between them; empty for none. */
	previewFeatures: string;
	rawResponse: boolean;
}

/** How an item's GraphQL document is sent and answered. */
export function readGraphqlOptions(p: Parameters): GraphqlOptions {
	const { operationName, previewFeatures, rawResponse = false } = readCollection(p.get);
	const codes = readText(previewFeatures, LABELS.previewFeatures).trim();
	if (!/^[\w.-]*(\s*,\s*[\w.-]+)*$/.test(codes)) {
		throw new Refusal(
			`'${LABELS.previewFeatures}' is not a list of codes`,
			`It is ${show(codes)}. Write codes with commas between them.`,
		);
	}
	return {
		operationName: readText(operationName, LABELS.operationName).trim() || undefined,
		previewFeatures: codes.replace(/\s/g, ''),
		rawResponse: readBoolean(rawResponse, LABELS.rawResponse),
	};
}

/** How many records of a connection an item wants at once. */
export function readGraphqlPageSize(p: Parameters, preset: number): number {
	const { pageSize = preset } = readCollection(p.get);
	return readInteger(pageSize, LABELS.pageSize, 1, MAX_PAGE_SIZE);
}

/** Whether each record of a connection comes with the rest of the answer. */
export function readIncludeRest(p: Parameters): boolean {
	return readBoolean(readCollection(p.get).includeRest ?? false, LABELS.includeRest);
}

/** What an item wants read with each record, of what there is. */
export function readInclude<Name extends string>(p: Parameters, names: readonly Name[]): Name[] {
	const value = readCollection(p.get).include ?? [];
	const wanted: unknown[] = Array.isArray(value) ? value : [value];
	return wanted.map((one) => {
		const known = names.find((name) => name === one);
		if (known) return known;
		throw new Refusal(
			`'${LABELS.include}' has something that cannot be included`,
			`It is ${show(one)}.`,
		);
	});
}
