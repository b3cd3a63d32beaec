import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { groupBy } from '../../nodes/TrackunitCustomer/groupBy';
import type { AnyField } from '../../nodes/TrackunitCustomer/records/field';
import type { Operation, Resource } from '../../nodes/TrackunitCustomer/run/operation';
import { resources } from '../../nodes/TrackunitCustomer/operations/registry';

export const PAGE = 'docs/operations.md';

/** A thing of n8n's editor with its name in workflows, and what it is. */
function entry(label: string, name: string, text: string): string {
	return `- **${label}** (\`${name}\`): ${text.replace(/\s+/g, ' ')}`;
}

type Option = INodeProperties | INodePropertyOptions | INodePropertyCollection;

function isProperty(option: Option): option is INodeProperties {
	return 'type' in option;
}

function isForTools({ displayOptions }: Pick<INodeProperties, 'displayOptions'>): boolean {
	return displayOptions?.show?.['@tool'] !== undefined;
}

/** Parameters as a user sees them; those that only an AI model's use shows say so. Fields are listed as such. */
function parameterEntries({ operations, fields = [] }: Resource): string[] {
	return operations
		.flatMap(({ parameters }) => parameters)
		.filter(({ name, type }) => name !== 'options' && type !== 'notice')
		.filter(({ name }) => fields.every(({ key }) => key !== name))
		.map(({ displayName, name, description = '', displayOptions }) =>
			entry(
				displayName,
				name,
				isForTools({ displayOptions }) ? `As an AI tool: ${description}` : description,
			),
		);
}

function optionsOf({ parameters }: Operation<unknown>): INodeProperties[] {
	return (parameters.find(({ name }) => name === 'options')?.options ?? []).filter(isProperty);
}

/** The options of an operation, as a user sees them. */
function optionLabels(operation: Operation<unknown>): string[] {
	return optionsOf(operation).map(({ displayName }) => displayName);
}

const everyOperation = resources.flatMap(({ operations }) => operations);

/** The options that all of several operations have. */
function commonOptions(operations: ReadonlyArray<Operation<unknown>>): string[] {
	const [first = [], ...others] = operations.map(optionLabels);
	return first.filter((label) => others.every((labels) => labels.includes(label)));
}

const NOUN = /\b(contact|customer|mutation|query)\b/;

/** What several have in common stands there once, also where they differ in the noun alone. */
function listed(entries: readonly string[]): string {
	const byRest = groupBy([...new Set(entries)], (text) => text.replace(NOUN, ''));
	return [...byRest.values()]
		.map(([text = '', ...others]) => {
			const nouns = [text, ...others].map((one) => NOUN.exec(one)?.[0]);
			return text.replace(NOUN, nouns.join(' or '));
		})
		.sort((a, b) => a.localeCompare(b))
		.join('\n');
}

/** How the description of an option ends that counts for the whole run. */
const OF_RUN = ' The same for all items.';

/** The options that count for a run, or those that each item may have otherwise. */
function optionEntries(isOfRun: boolean): string[] {
	return everyOperation
		.flatMap(optionsOf)
		.filter(({ description = '' }) => description.endsWith(OF_RUN) === isOfRun)
		.map(({ displayName, name, description = '' }) =>
			entry(displayName, name, description.replace(OF_RUN, '')),
		);
}

function operationSection(operation: Operation<unknown>, common: readonly string[]): string {
	const { name, value, description, parameters } = operation;
	const asked = parameters
		.filter(({ type }) => type !== 'notice')
		.filter((parameter) => parameter.name !== 'options' && !isForTools(parameter));
	// One that is there twice depends on another parameter: it is required if it always is.
	const isRequired = (name: string): boolean =>
		asked.every((parameter) => parameter.name !== name || parameter.required === true);
	const labels = asked.map(({ displayName, name }) =>
		isRequired(name) ? `**${displayName}**` : displayName,
	);
	const options = optionLabels(operation).filter((label) => !common.includes(label));
	return [
		`### ${name}`,
		...(saysMore(description) ? [description.replace(/\.?$/, '.')] : []),
		[
			`\`${value}\`: ${[...new Set(labels)].join(', ')}.`,
			...(options.length > 0 ? [`Options: ${options.join(', ')}.`] : []),
		].join(' '),
	].join('\n\n');
}

/** Whether a description says more than the name of the operation. */
function saysMore(description: string): boolean {
	return !/^(Create|Update|Retrieve) an? (list of )?\w+$/.test(description);
}

function fieldEntry({ key, label, help, path, use }: AnyField): string {
	const names = path === key ? `\`${key}\`` : `\`${key}\`, in the API \`${path}\``;
	const limits = {
		readOnly: ', read only',
		required: ', required',
		createOnly: ', create only',
		writable: '',
	};
	// Such as 'The name of the customer', which the label says as well.
	const text = /^The [\w ]+ of the \w+$/.test(help) ? '' : `: ${help}`;
	return `- **${label}** (${names}${limits[use]})${text}`;
}

function resourceSection({ name, operations, fields }: Resource): string[] {
	const ofAll = commonOptions(everyOperation);
	const common = operations.length > 1 ? commonOptions(operations) : ofAll;
	const shared = common.filter((label) => !ofAll.includes(label));
	return [
		`## ${name}`,
		...(shared.length > 0 ? [`All ${name} operations also have ${shared.join(', ')}.`] : []),
		...operations.map((operation) => operationSection(operation, common)),
		// A resource whose records are what the user asks for has none.
		...(fields ? ['### Fields', fields.map(fieldEntry).join('\n')] : []),
	];
}

/** docs/operations.md, from the registry of operations and the field tables. */
export function operationsPage(): string {
	return `${[
		'# Operations',
		'Workflows and expressions use the names in code type. Each operation is followed by its [parameters](#parameters), the required ones in bold, and its [options](#options).',
		`All operations have the options ${commonOptions(everyOperation).join(', ')}.`,
		...resources.flatMap(resourceSection),
		'## Parameters',
		listed(resources.flatMap(parameterEntries)),
		'## Options',
		'The same for all items:',
		listed(optionEntries(true)),
		'For each item:',
		listed(optionEntries(false)),
	].join('\n\n')}\n`;
}
