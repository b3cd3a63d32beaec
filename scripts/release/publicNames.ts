import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { TrackunitApi } from '../../credentials/TrackunitApi.credentials';
import { TrackunitApiUserApi } from '../../credentials/TrackunitApiUserApi.credentials';
import { TrackunitOAuth2Api } from '../../credentials/TrackunitOAuth2Api.credentials';
import { resources } from '../../nodes/TrackunitCustomer/operations/registry';

/** The names of the last release, as committed. */
export const NAMES_FILE = 'scripts/release/publicNames.json';

/**
 * What a stored workflow holds of one parameter, or leaves to its default, which n8n does not store: a
 * new default changes every workflow that has the old one.
 */
export interface PublicName {
	type?: string;
	default?: unknown;
	/** Values of options, and modes of a locator: more of them may come, none may go. */
	values?: Array<string | number | boolean>;
}

/** By place, such as 'trackunitCustomer customer.getAll filters.name'. */
export type PublicNames = Record<string, PublicName>;

type Option = INodeProperties | INodePropertyOptions | INodePropertyCollection;

/** The names of the code as it is, of these nodes and of all that belongs to them. */
export function publicNames(nodes: readonly INodeType[]): PublicNames {
	const names: PublicNames = {};
	for (const { description } of nodes) Object.assign(names, namesOfNode(description));
	for (const credential of [
		new TrackunitApi(),
		new TrackunitApiUserApi(),
		new TrackunitOAuth2Api(),
	]) {
		Object.assign(names, namesOfCredential(credential));
	}
	for (const { value, fields } of resources) {
		if (fields) names[`columns of ${value}`] = { values: fields.map(({ key }) => key) };
	}
	return names;
}

function namesOfNode({
	name,
	version,
	credentials,
	properties,
}: INodeTypeDescription): PublicNames {
	const names: PublicNames = {
		[name]: { values: [version].flat() },
		[`${name} credentials`]: { values: (credentials ?? []).map((one) => one.name) },
	};
	for (const property of properties) {
		for (const where of shownAt(property)) addProperty(names, `${name}${where}`, property);
	}
	return names;
}

function namesOfCredential({ name, properties }: ICredentialType): PublicNames {
	const names: PublicNames = { [name]: {} };
	for (const property of properties) addProperty(names, name, property);
	return names;
}

/** The operations that a parameter belongs to, each with a space before it; '' for one of the node itself. */
function shownAt({ displayOptions }: INodeProperties): string[] {
	const { resource = [], operation = [] } = displayOptions?.show ?? {};
	if (resource.length === 0) return [''];
	return resource.flatMap((one) =>
		operation.length === 0
			? [` ${String(one)}`]
			: operation.map((of) => ` ${String(one)}.${String(of)}`),
	);
}

/** Adds a parameter and those within it; one described in several forms at one place keeps all of them. */
function addProperty(names: PublicNames, within: string, property: INodeProperties): void {
	if (property.type === 'notice') return;
	const place = `${within} ${property.name}`;
	const values = valuesOf(property);
	const before = names[place];
	const all = [...new Set([...(before?.values ?? []), ...values])];
	names[place] = {
		type: property.type,
		default: property.default,
		...before,
		...(all.length > 0 && { values: all }),
	};
	for (const [path, below] of propertiesBelow(property)) {
		addProperty(names, path === '' ? place : `${place} ${path}`, below);
	}
}

function valuesOf({
	options = [],
	modes = [],
}: INodeProperties): NonNullable<PublicName['values']> {
	return [
		...options.flatMap((option: Option) => ('value' in option ? [option.value] : [])),
		...modes.map(({ name }) => name),
	];
}

function propertiesBelow({ options = [] }: INodeProperties): Array<[string, INodeProperties]> {
	return options.flatMap((option: Option): Array<[string, INodeProperties]> => {
		if ('values' in option) return option.values.map((value) => [option.name, value]);
		return 'type' in option ? [['', option]] : [];
	});
}

/** What stored workflows would lose between a release and now, a sentence each; what is new is no matter. */
export function brokenNames(released: PublicNames, now: PublicNames): string[] {
	return Object.entries(released).flatMap(([place, before]) => {
		const after = now[place];
		if (after === undefined) return [`${place} is gone`];
		const broken: string[] = [];
		if (after.type !== before.type) {
			broken.push(`${place} was of type ${before.type}, and is ${after.type}`);
		}
		if (JSON.stringify(after.default) !== JSON.stringify(before.default)) {
			broken.push(
				`${place} had the default ${JSON.stringify(before.default)}, and has ${JSON.stringify(after.default)}`,
			);
		}
		const lost = (before.values ?? []).filter((value) => !after.values?.includes(value));
		if (lost.length > 0) broken.push(`${place} no longer has ${lost.join(', ')}`);
		return broken;
	});
}
