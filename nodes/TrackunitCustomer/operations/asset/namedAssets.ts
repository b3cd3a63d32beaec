import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Refusal } from '../../failure/failure';
import { isObject } from '../../json';
import type { Parameters } from '../../parameters/itemParameters';
import { isEmpty, parseJson, readId, show, writtenOut } from '../../parameters/values';
import { ASSETS as ALL_ASSETS } from '../../paths';
import { keyAt, type Lookup, type Reference } from '../../records/reference';
import { normalForm } from '../../records/text';

const ASSETS = 'Assets';

/** How a row names assets; each but the id is looked up, for all rows together. */
interface Identifier {
	name: string;
	description: string;
	example: string;
	/** The keys of an object that it is taken from. */
	keys: readonly string[];
	lookup?: Lookup;
}

function lookupBy(key: 'serialNumber' | 'externalReference', keyLabel: string): Lookup {
	return {
		path: ALL_ASSETS,
		keyLabel,
		by: { filter: key },
		keyOf: keyAt(key),
	};
}

const IDENTIFY_BY = 'Identify Assets By';
const DEFAULT = 'serialNumber';

/** What to do where an ID is none. */
export const MAY_BE_SERIAL_NUMBERS = `If these are serial numbers, set '${IDENTIFY_BY}' to Serial Number.`;

const IDENTIFIERS: Record<string, Identifier> = {
	externalReference: {
		name: 'External Reference',
		description: "The asset's number in your ERP",
		example: 'M-4711, M-4712',
		keys: ['externalReference'],
		lookup: lookupBy('externalReference', 'external reference'),
	},
	id: {
		name: 'ID',
		description: 'The ID of the asset in Trackunit',
		example: '0b91891e-f9a5-4d2d-88a9-b1e29ded75f7',
		keys: ['assetId', 'id'],
	},
	serialNumber: {
		name: 'Serial Number',
		description: "The manufacturer's number of the asset (PIN or VIN)",
		example: 'EX-10001, EX-10002',
		keys: ['serialNumber'],
		lookup: lookupBy('serialNumber', 'serial number'),
	},
};

/** What assets are named by, and the assets. */
export function assetsProperties(mayBeEmpty: boolean): INodeProperties[] {
	return [
		{
			displayName: IDENTIFY_BY,
			name: 'assetIdentifier',
			type: 'options',
			options: Object.entries(IDENTIFIERS).map(([value, { name, description }]) => ({
				name,
				value,
				description,
			})),
			default: DEFAULT,
			description: 'How the assets below are identified',
		},
		...Object.entries(IDENTIFIERS).map(
			([value, { example }]): INodeProperties => ({
				displayName: ASSETS,
				name: 'assets',
				type: 'string',
				typeOptions: { rows: 3 },
				displayOptions: { hide: { assetIdentifier: unlike(value) } },
				...(!mayBeEmpty && { required: true }),
				default: '',
				placeholder: `e.g. ${example}`,
				description:
					'One or more assets, separated by commas, semicolons, tabs, | or line breaks. An expression may return a list.',
			}),
		),
	];
}

/** The choices for which another one's parameter is shown; for an expression it is that of the default. */
function unlike(value: string): Array<string | { _cnd: { startsWith: string } }> {
	const others = Object.keys(IDENTIFIERS).filter((other) => other !== value);
	return value === DEFAULT ? others : [...others, { _cnd: { startsWith: '=' } }];
}

/** The assets that an item names, each once, in order. An empty list is refused unless it is allowed. */
export function readAssets(p: Parameters, allowEmpty: boolean): Reference[] {
	const by = p.get('assetIdentifier', DEFAULT);
	const identifier = typeof by === 'string' ? IDENTIFIERS[by] : undefined;
	if (!identifier) {
		throw new Refusal(
			`'${IDENTIFY_BY}' has an unknown value`,
			`It is ${show(by)}. Use ${Object.keys(IDENTIFIERS).join(', ')}.`,
		);
	}
	const given = p.get('assets', '');
	if (typeof given === 'string' && !identifier.lookup) refuseGrouped(given);
	const keys = elements(given).map((element, index) => readKey(element, index, identifier));
	if (keys.length === 0 && !allowEmpty) {
		throw new Refusal(
			`'${ASSETS}' is empty`,
			"Enter at least one. To unassign all assets of a customer, use Set with 'Allow Empty' in options.",
		);
	}
	const { lookup } = identifier;
	const references = [...new Set(keys)].map(
		(key): Reference =>
			lookup ? { label: 'Asset', lookup, key } : { label: ASSETS, id: readId(key, ASSETS) },
	);
	// None is referred to unless all can be: a part would pass for the whole.
	return references.map((reference) => p.refer(reference));
}

function elements(value: unknown): unknown[] {
	// A hole in a list would be skipped, not refused.
	if (Array.isArray(value)) return Array.from<unknown>(value);
	if (isEmpty(value)) return [];
	if (typeof value === 'number' || typeof value === 'bigint') return [value];
	if (typeof value === 'string') return parsedList(value) ?? splitText(value);
	throw new Refusal(`'${ASSETS}' is neither text nor a list`, `It is ${show(value)}.`);
}

/** Those in a row are one, as are tabs, which rows of a spreadsheet have between their cells. */
const LINE_BREAK = /[\t\n\v\f\r\u0085\u2028\u2029]/;

function splitText(text: string): string[] {
	return normalForm(text)
		.replace(/[,;|]$/, '')
		.split(/[,;|]/)
		.flatMap((part) => {
			const lines = part.split(LINE_BREAK).map(normalForm).filter(Boolean);
			return lines.length > 0 ? lines : [''];
		});
}

/** A list as JSON text, as an AI model may give it. */
function parsedList(text: string): unknown[] | undefined {
	const read = parseJson(text);
	return 'json' in read && Array.isArray(read.json) ? read.json : undefined;
}

/** What is wrong with an entry, and where. */
function invalidEntry(element: unknown, index: number, advice: string): Refusal {
	return new Refusal(
		`'${ASSETS}' has an invalid entry`,
		`It is number ${index + 1}: ${show(element)}. ${advice}`,
	);
}

function readKey(element: unknown, index: number, { keys, lookup }: Identifier): string {
	const value = isObject(element) ? firstOf(element, keys) : element;
	const isNumber = Number.isFinite(value) || typeof value === 'bigint';
	const text = isNumber ? writtenOut(value, ASSETS, { place: `number ${index + 1}: ` }) : value;
	if (typeof text !== 'string' || isEmpty(text)) {
		const what = `An entry is text, a number, or an object with ${keys.join(' or ')}.`;
		throw invalidEntry(element, index, what);
	}
	const key = normalForm(text);
	if (!lookup && !/^[\w-]+$/.test(key)) throw invalidEntry(key, index, IDS);
	return key;
}

const IDS = `An ID has only letters, digits, - and _; commas, semicolons, tabs, | and line breaks separate one from the next. ${MAY_BE_SERIAL_NUMBERS}`;

/** Refuses `1,427,023`, which may be one ID or three. */
function refuseGrouped(text: string): void {
	const grouped = text.split(/[;|\s]+/).find((part) => /^\d{1,3}(,\d{3})+$/.test(part));
	if (grouped === undefined) return;
	throw new Refusal(
		`'${ASSETS}' has an invalid entry`,
		`It is ${show(grouped)}, which may be one number or several. Write it without commas, or put each ID on a line of its own.`,
	);
}

function firstOf(element: IDataObject, keys: readonly string[]): IDataObject[string] {
	return keys.map((key) => element[key]).find((value) => !isEmpty(value));
}
