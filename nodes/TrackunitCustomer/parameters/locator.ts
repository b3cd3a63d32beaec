import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodeProperties,
	INodePropertyMode,
} from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { toId } from '../ids';
import { isObject } from '../json';
import type { Lookup, Reference } from '../records/reference';
import { normalForm } from '../records/text';
import type { Parameters } from './itemParameters';
import { readId, show, writtenOut } from './values';

/** What reads a locator: an item's parameters, or what is chosen in the editor. */
export type Reader = Pick<Parameters, 'get' | 'refer'>;

/** A list to choose a record from; `method` is the name by which the editor calls it. */
export interface Picker {
	method: string;
	search(
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult>;
}

/** What a resource's records are chosen by. */
export interface Locator {
	property: INodeProperties;
	picker: Picker;
}

interface LocatorOptions extends Pick<INodeProperties, 'displayName' | 'name' | 'description'> {
	picker: Picker;
	idExample: string;
	/** Finds the id in an address of Trackunit's web app or of its API. */
	url: { regex: string; example: string; hint: string };
	/** Ways to choose a record beyond from a list, by ID and by URL. */
	modes?: INodePropertyMode[];
	dependsOn?: string[];
}

/** A resource locator, not required: from a list, by ID, by URL, and the resource's own ways. */
export function createLocator({
	picker,
	idExample,
	url,
	modes: furtherModes = [],
	dependsOn,
	...property
}: LocatorOptions): Locator {
	return {
		picker,
		property: {
			...property,
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			...(dependsOn && { typeOptions: { loadOptionsDependsOn: dependsOn } }),
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: `Select a ${property.displayName.toLowerCase()}…`,
					typeOptions: { searchListMethod: picker.method, searchable: true },
				},
				{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${idExample}` },
				{
					displayName: 'By URL',
					name: 'url',
					type: 'string',
					placeholder: `e.g. ${url.example}`,
					hint: url.hint,
					extractValue: { type: 'regex', regex: url.regex },
				},
				...furtherModes,
			],
		},
	};
}

/** A locator as it is stored; plain text, as an AI model gives it, is an id. */
export function storedLocator(
	p: Reader,
	{ name }: INodeProperties,
): { mode: unknown; value: unknown } {
	const raw = p.get(name, '');
	return isObject(raw) ? { mode: raw.mode, value: raw.value } : { mode: 'id', value: raw };
}

/** The id that a locator's regex finds in an address, as ids are compared. */
export function extractId(regex: string, text: string): string | undefined {
	const id = new RegExp(regex, 'i').exec(normalForm(text))?.[1];
	return id === undefined ? undefined : toId(id);
}

/**
 * Reads a resource locator as it is stored: n8n's own reading of a bad URL names no item and gives no
 * advice. `lookup` serves the mode 'externalReference'; `label` is what the editor calls it where that is not
 * the kind of record.
 */
export function readLocator(
	p: Reader,
	property: INodeProperties,
	{ lookup, label = property.displayName }: { lookup?: Lookup; label?: string } = {},
): Reference {
	const kind = property.displayName;
	const { mode, value } = storedLocator(p, property);
	const known = property.modes?.find((one) => one.name === mode);
	if (!known) {
		throw new Refusal(
			`'${label}' has an unknown mode`,
			`It is ${show(mode)}. Choose one from the list.`,
		);
	}
	const text = writtenOut(value, label);
	if (text !== undefined && text !== null && typeof text !== 'string') {
		throw new Refusal(`'${label}' is neither text nor a number`, `It is ${show(value)}.`);
	}
	const key = normalForm(text ?? '');
	if (key === '') throw new Refusal(`'${label}' is empty`, 'Choose one, or enter its ID.');
	if (mode === 'externalReference' && lookup) return p.refer({ label: kind, lookup, key });

	const { extractValue } = known;
	const id = extractValue?.type === 'regex' ? extractId(String(extractValue.regex), key) : key;
	if (id === undefined) {
		throw new Refusal(
			`'${label}' is not the URL of a ${kind.toLowerCase()}`,
			`It is ${show(key)}. Copy the address from your browser while the ${kind.toLowerCase()} is open, or use its ID.`,
		);
	}
	return p.refer({ label: kind, id: readId(id, label) });
}
