import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import type { AnyField } from '../../nodes/TrackunitCustomer/records/field';
import type { Operation } from '../../nodes/TrackunitCustomer/run/operation';
import { resources } from '../../nodes/TrackunitCustomer/operations/registry';

export const PAGE = 'docs/operations.md';

/** A row of a table, its cells escaped. */
function row(cells: readonly string[]): string {
	return cells.map((cell) => cell.replace(/\|/g, '\\|').replace(/\s+/g, ' ')).join(' | ');
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	return [head, head.map(() => '---'), ...rows].map(row).join('\n');
}

type Option = INodeProperties | INodePropertyOptions | INodePropertyCollection;

function isProperty(option: Option): option is INodeProperties {
	return 'type' in option;
}

function isForTools({ displayOptions }: Pick<INodeProperties, 'displayOptions'>): boolean {
	return displayOptions?.show?.['@tool'] !== undefined;
}

/** Parameters as a user sees them; those that only an AI model's use shows say so. */
function parameterRows(parameters: readonly INodeProperties[]): string[][] {
	return parameters
		.filter(({ name, type }) => name !== 'options' && type !== 'notice')
		.map(({ displayName, name, description = '', displayOptions }) => [
			displayName,
			`\`${name}\``,
			isForTools({ displayOptions }) ? `As an AI tool: ${description}` : description,
		]);
}

function optionRows(parameters: readonly INodeProperties[]): string[][] {
	const options = parameters.find(({ name }) => name === 'options')?.options ?? [];
	return options
		.filter(isProperty)
		.map(({ displayName, name, description = '' }) => [displayName, `\`${name}\``, description]);
}

/** The options of an operation, as a user sees them. */
function optionLabels({ parameters }: Operation<unknown>): string[] {
	return optionRows(parameters).map(([label = '']) => label);
}

/** The options that every operation has. */
function commonOptions(): string[] {
	const [first = [], ...others] = resources
		.flatMap(({ operations }) => operations)
		.map(optionLabels);
	return first.filter((label) => others.every((labels) => labels.includes(label)));
}

/** A table of what all operations have, by name; what several have in common stands there once. */
function tableOfAll(
	head: readonly string[],
	rowsOf: (parameters: readonly INodeProperties[]) => string[][],
): string {
	const rows = resources
		.flatMap(({ operations }) => operations)
		.flatMap(({ parameters }) => rowsOf(parameters));
	const distinct = new Map(rows.map((cells) => [cells.join('\n'), cells]));
	return table(
		head,
		[...distinct.values()].sort(([a = ''], [b = '']) => a.localeCompare(b)),
	);
}

function operationSection(operation: Operation<unknown>): string {
	const { name, value, description, parameters } = operation;
	const common = commonOptions();
	const asked = parameters
		.filter(({ type }) => type !== 'notice')
		.filter((parameter) => parameter.name !== 'options' && !isForTools(parameter));
	// One that is there twice depends on another parameter: it is required if it always is.
	const isRequired = (name: string): boolean =>
		asked.every((parameter) => parameter.name !== name || parameter.required === true);
	const labels = asked.map(
		({ displayName, name }) => `${displayName}${isRequired(name) ? ' (required)' : ''}`,
	);
	const options = optionLabels(operation).filter((label) => !common.includes(label));
	return [
		`### ${name}`,
		`\`${value}\`: ${description.replace(/\.?$/, '.')}`,
		`Parameters: ${[...new Set(labels)].join(', ')}.`,
		`Options: ${options.join(', ')}.`,
	].join('\n\n');
}

function fieldRows(fields: readonly AnyField[]): string[][] {
	return fields.map(({ key, label, help, path, use }) => [
		label,
		`\`${key}\``,
		`\`${path}\``,
		use === 'readOnly' ? 'read only' : use,
		help,
	]);
}

/** Nothing for a resource whose records are what the user asks for. */
function fieldsSection(fields: readonly AnyField[] | undefined): string[] {
	const head = ['Field', 'Name', 'In the API', 'Use', 'What it is'];
	return fields ? ['### Fields', table(head, fieldRows(fields))] : [];
}

/** docs/operations.md, from the registry of operations and the field tables. */
export function operationsPage(): string {
	const sections = resources.flatMap(({ name, operations, fields }) => [
		`## ${name}`,
		...operations.map(operationSection),
		...fieldsSection(fields),
	]);
	return `${[
		'# Operations',
		'Generated from the code by `npm run docs:operations`. Workflows and expressions use the names in code type. [Parameters](#parameters) and [options](#options) are explained below.',
		`All operations have the options ${commonOptions().join(', ')}; the others are listed.`,
		...sections,
		'## Parameters',
		tableOfAll(['Parameter', 'Name', 'What it is'], parameterRows),
		'## Options',
		tableOfAll(['Option', 'Name', 'What it does'], optionRows),
	].join('\n\n')}\n`;
}
