import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { isObject } from '../json';
import type { ClientOptions } from '../transport/client';
import { MAX_PAGE_SIZE } from '../transport/pages';
import { byDisplayName } from './alphabetical';
import { isExpression } from './expression';
import type { Parameters } from './itemParameters';
import { isEmpty, readBoolean, readInteger, readJsonObject, readText, show } from './values';

/** How an assignment is written; `auto` finds out. */
export type AssignmentBody = 'auto' | 'assign' | 'add' | 'assetIds';

/** Options that count for the whole run. */
export interface RunOptions extends ClientOptions {
	pageSize: number;
	dryRun: boolean;
	/** Upsert: whether records that are as they should be are left alone. */
	skipUnchanged: boolean;
	/** Upsert: what an empty text in a column does. */
	emptyValues: 'ignore' | 'clear';
	assignmentBody: AssignmentBody;
}

interface OptionDescription extends Omit<INodeProperties, 'name'> {
	/** Whether it counts for the whole run, where all items must have the same, or for each item. */
	scope: 'run' | 'item';
	/** What counts as long as it is not added, where that is not its default. */
	absent?: boolean;
}

const OPTIONS = {
	allowEmpty: {
		displayName: 'Allow Empty',
		scope: 'item',
		type: 'boolean',
		default: false,
		description: 'Whether an empty list may unassign all assets of the customer',
	},
	assignmentBody: {
		displayName: 'Assignment Body',
		scope: 'run',
		type: 'options',
		options: [
			{ name: 'Add and Remove', value: 'add', description: 'Lists of objects with an assetId' },
			{ name: 'Asset IDs', value: 'assetIds', description: 'A list of IDs; cannot unassign' },
			{ name: 'Assign and Unassign', value: 'assign', description: 'Lists of IDs' },
			{ name: 'Auto', value: 'auto', description: 'Find out with the first request' },
		],
		default: 'auto',
		description: 'How to write assignments for Trackunit, which does not document it',
	},
	bodyFields: {
		displayName: 'Body Fields (JSON)',
		scope: 'item',
		type: 'json',
		default: '{}',
		description:
			'Further fields to send that this node does not offer. They override the fields above.',
	},
	dryRun: {
		displayName: 'Dry Run',
		scope: 'run',
		type: 'boolean',
		// Who adds it wants it on: one that is added and overlooked would write.
		default: true,
		absent: false,
		description: 'Whether to only show what would change and be sent, without changing anything',
	},
	emptyValues: {
		displayName: 'Empty Values',
		scope: 'run',
		type: 'options',
		options: [
			{ name: 'Clear', value: 'clear', description: 'Clear the field in Trackunit' },
			{ name: 'Ignore', value: 'ignore', description: 'Leave the field in Trackunit as it is' },
		],
		default: 'ignore',
		description:
			'How to handle an empty cell. A null always clears the field; a missing column always leaves it unchanged.',
	},
	include: {
		displayName: 'Include Contacts or Assets',
		scope: 'item',
		type: 'multiOptions',
		default: [],
		description:
			'Related records to fetch with each customer. Each adds at least one request per customer.',
	},
	includeRest: {
		displayName: 'Include Rest of Data',
		scope: 'item',
		type: 'boolean',
		default: false,
		description:
			"Whether each record also includes the rest of the response under _rest, such as the customer when 'Connection Path' is customer.assets",
	},
	maxConcurrency: {
		displayName: 'Max Concurrency',
		scope: 'run',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 20,
		description:
			'Maximum number of requests in progress at once. Fewer are used if Trackunit is slow or refuses some.',
	},
	maxRequestsPerSecond: {
		displayName: 'Max Requests per Second',
		scope: 'run',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 500 },
		default: 50,
		description:
			'Maximum number of requests sent per second. Fewer are sent once Trackunit refuses some.',
	},
	maxRetries: {
		displayName: 'Max Retries',
		scope: 'run',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 10 },
		default: 4,
		description:
			'Maximum number of retries when Trackunit is busy or unreachable. A create is only retried when Trackunit certainly did not receive it.',
	},
	operationName: {
		displayName: 'Operation Name',
		scope: 'item',
		type: 'string',
		default: '',
		placeholder: 'e.g. Customers',
		description: 'Which operation to execute if the document has several',
	},
	pageSize: {
		displayName: 'Page Size',
		scope: 'run',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_PAGE_SIZE },
		default: MAX_PAGE_SIZE,
		description: 'How many records to request per page',
	},
	previewFeatures: {
		displayName: 'Preview Features',
		scope: 'item',
		type: 'string',
		default: '',
		placeholder: 'e.g. CODE, OTHER_CODE',
		description: 'Codes of the preview features that the document uses, separated by commas',
	},
	queryParameters: {
		displayName: 'Query Parameters (JSON)',
		scope: 'item',
		type: 'json',
		default: '{}',
		description: 'Further query parameters to send that this node does not offer',
	},
	rawResponse: {
		displayName: 'Raw Response',
		scope: 'item',
		type: 'boolean',
		default: false,
		description:
			'Whether to return the full response (data and extensions) instead of only its data, one item per page',
	},
	skipUnchanged: {
		displayName: 'Skip Unchanged',
		scope: 'run',
		type: 'boolean',
		default: true,
		description: 'Whether to write only fields that differ and skip records without differences',
	},
	timeout: {
		displayName: 'Timeout',
		scope: 'run',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60000,
		description: 'How many milliseconds to wait for a response',
	},
} as const satisfies Record<string, OptionDescription>;

type Option = keyof typeof OPTIONS;

/** An option by name, with what an operation has otherwise. */
export type OptionChoice = Option | (Partial<OptionDescription> & { name: Option });

/** The options, as operations have them, that count for the whole run, and what each is without being added. */
const ofRun = new WeakMap<object, INodeProperties['default']>();

const OF_EVERY_OPERATION = [
	'maxConcurrency',
	'maxRequestsPerSecond',
	'maxRetries',
	'timeout',
] as const;

type WholeNumber = (typeof OF_EVERY_OPERATION)[number] | 'pageSize';

/** The collection 'Options' with those options that an operation has. */
export function optionsProperty(...chosen: OptionChoice[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...new Set<OptionChoice>([...chosen, ...OF_EVERY_OPERATION])]
			.map(optionProperty)
			.sort(byDisplayName),
	};
}

function optionProperty(chosen: OptionChoice): INodeProperties {
	const { name, ...own } = typeof chosen === 'string' ? { name: chosen } : chosen;
	const { displayName, scope, description, absent, ...property }: OptionDescription = {
		...OPTIONS[name],
		...own,
	};
	if (scope === 'item') return { displayName, name, ...property, description };
	const same = `${description?.replace(/\.?$/, '.')} The same for all items.`;
	const option = { displayName, name, ...property, description: same };
	ofRun.set(option, absent ?? option.default);
	return option;
}

/**
 * A check of an item's options: throws Refusal where one that counts for the whole run is not as the first item has
 * it. `raw` are the options as they are stored; undefined where no expression could make them differ.
 */
export function createOptionsCheck(
	properties: readonly INodeProperties[],
	raw: unknown,
	ofFirst: () => unknown,
): ((options: unknown) => void) | undefined {
	if (!/"=/.test(JSON.stringify(raw) ?? '')) return undefined;
	const { options: offered = [] } = properties.find(({ name }) => name === 'options') ?? {};
	const compared = offered.flatMap((option) =>
		'type' in option && ofRun.has(option) ? [{ ...option, absent: ofRun.get(option) }] : [],
	);
	let first: unknown;
	return (options) => {
		first ??= ofFirst();
		if (!isObject(options) || !isObject(first)) return;
		for (const { name, displayName, absent } of compared) {
			const [value, before] = [options[name] ?? absent, first[name] ?? absent];
			if (String(value) === String(before)) continue;
			throw new Refusal(
				`'${displayName}' differs between items`,
				`It is ${show(value)}, and ${show(before)} in item 0. It counts for the whole run, so give all items the same.`,
			);
		}
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
	function integer(name: WholeNumber): number {
		const { displayName, default: preset, typeOptions }: OptionDescription = OPTIONS[name];
		const { minValue = 0, maxValue = Infinity } = typeOptions ?? {};
		return readInteger(options[name] ?? preset, displayName, minValue, maxValue);
	}
	return {
		maxConcurrency: integer('maxConcurrency'),
		maxRequestsPerSecond: integer('maxRequestsPerSecond'),
		maxRetries: integer('maxRetries'),
		pageSize: integer('pageSize'),
		timeout: integer('timeout'),
		dryRun: readBoolean(options.dryRun ?? OPTIONS.dryRun.absent, OPTIONS.dryRun.displayName),
		skipUnchanged: readBoolean(options.skipUnchanged ?? true, OPTIONS.skipUnchanged.displayName),
		assignmentBody: readAssignmentBody(options.assignmentBody ?? 'auto'),
		emptyValues: readEmptyValues(options.emptyValues ?? 'ignore'),
	};
}

/** An item's further body fields. */
export function readBodyFields(p: Parameters): IDataObject {
	return readJsonObject(readCollection(p.get).bodyFields, OPTIONS.bodyFields.displayName);
}

/** Whether nothing came of a parameter's whole expression, `raw` as it is stored; a model leaves out what it does not need. */
export function isEmptied(p: Parameters, given: unknown, raw: unknown): boolean {
	return !p.isTool && isEmpty(given) && isExpression(raw);
}

/** An item's further query parameters. One without a value is refused, as are none: without it, all records may be meant. */
export function readQueryParameters(p: Parameters): IDataObject {
	const { displayName } = OPTIONS.queryParameters;
	const given = readCollection(p.get).queryParameters;
	const raw = p.raw('options');
	if (isObject(raw) && isEmptied(p, given, raw.queryParameters)) {
		throw new Refusal(
			`'${displayName}' is empty`,
			'Its expression gives nothing for this item, and without it, all records may be meant. Correct it, or remove the option.',
		);
	}
	const parameters = readJsonObject(given, displayName);
	const all = isObject(given) ? given : parameters;
	const empty = Object.keys(all).find((name) => isEmpty(all[name]));
	if (empty === undefined) return parameters;
	throw new Refusal(
		`'${displayName}' has a parameter without a value`,
		`It is '${empty}'. Give it a value, or leave it out.`,
	);
}

function readAssignmentBody(value: unknown): AssignmentBody {
	const { displayName, options } = OPTIONS.assignmentBody;
	const known = options.find((one) => one.value === value);
	if (known) return known.value;
	throw new Refusal(`'${displayName}' has an unknown value`, `It is ${show(value)}.`);
}

function readEmptyValues(value: unknown): 'ignore' | 'clear' {
	if (value === 'ignore' || value === 'clear') return value;
	throw new Refusal(
		`'${OPTIONS.emptyValues.displayName}' has an unknown value`,
		`It is ${show(value)}. Use ignore or clear.`,
	);
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
	const codes = readText(previewFeatures, OPTIONS.previewFeatures.displayName).trim();
	if (!/^[\w.-]*(\s*,\s*[\w.-]+)*$/.test(codes)) {
		throw new Refusal(
			`'${OPTIONS.previewFeatures.displayName}' is not a list of codes`,
			`It is ${show(codes)}. Separate codes with commas.`,
		);
	}
	return {
		operationName: readText(operationName, OPTIONS.operationName.displayName).trim() || undefined,
		previewFeatures: codes.replace(/\s/g, ''),
		rawResponse: readBoolean(rawResponse, OPTIONS.rawResponse.displayName),
	};
}

/** How many records of a connection an item wants at once. */
export function readGraphqlPageSize(p: Parameters, preset: number): number {
	const { pageSize = preset } = readCollection(p.get);
	return readInteger(pageSize, OPTIONS.pageSize.displayName, 1, MAX_PAGE_SIZE);
}

/** An item's option of yes or no; no without it. */
export function readFlag(p: Parameters, name: 'allowEmpty' | 'includeRest'): boolean {
	return readBoolean(readCollection(p.get)[name] ?? false, OPTIONS[name].displayName);
}

/** What an item wants read with each record, of what there is. */
export function readInclude<Name extends string>(p: Parameters, names: readonly Name[]): Name[] {
	const value = readCollection(p.get).include ?? [];
	const wanted: unknown[] = Array.isArray(value) ? value : [value];
	return wanted.map((one) => {
		const known = names.find((name) => name === one);
		if (known) return known;
		throw new Refusal(
			`'${OPTIONS.include.displayName}' has an unknown value`,
			`It is ${show(one)}.`,
		);
	});
}
