import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import type { AnyField } from '../../nodes/TrackunitCustomer/records/field';
import type { Operation } from '../../nodes/TrackunitCustomer/run/operation';
import { resources } from '../../nodes/TrackunitCustomer/operations/registry';

export const PAGE = 'docs/operations.md';

/** A row of a table, its cells escaped. */
function row(cells: readonly string[]): string {
	return `| ${cells.map((cell) => cell.replace(/\|/g, '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	return [head, head.map(() => '---'), ...rows].map(row).join('\n');
}

type Option = INodeProperties | INodePropertyOptions | INodePropertyCollection;

function isProperty(option: Option): option is INodeProperties {
	return 'type' in option;
}

/** Parameters as a user sees them; those that only an AI model's use shows say so. */
function parameterRows(parameters: readonly INodeProperties[]): string[][] {
	return parameters
		.filter(({ name }) => name !== 'options')
		.map(({ displayName, name, description = '', required, displayOptions }) => [
			`${displayName}${required ? ' (required)' : ''}`,
			`\`${name}\``,
			displayOptions?.show?.['@tool'] ? `As an AI tool: ${description}` : description,
		]);
}

function optionRows(parameters: readonly INodeProperties[]): string[][] {
	const options = parameters.find(({ name }) => name === 'options')?.options ?? [];
	return options
		.filter(isProperty)
		.map(({ displayName, name, description = '' }) => [displayName, `\`${name}\``, description]);
}

function operationSection({ name, value, description, parameters }: Operation<unknown>): string {
	const options = optionRows(parameters).map(([label]) => label);
	return [
		`### ${name}`,
		`\`${value}\`: ${description.replace(/\.?$/, '.')}`,
		table(['Parameter', 'Name', 'What it is'], parameterRows(parameters)),
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
	const options = new Map(
		resources
			.flatMap(({ operations }) => operations)
			.flatMap(({ parameters }) => optionRows(parameters))
			.map((cells) => [cells[0] ?? '', cells]),
	);
	const sections = resources.flatMap(({ name, operations, fields }) => [
		`## ${name}`,
		...operations.map(operationSection),
		...fieldsSection(fields),
	]);
	return `${[
		'# Operations',
		'Made from the code by `npm run docs:operations`. The names in code type are those that workflows and expressions use.',
		...sections,
		'## Options',
		table(
			['Option', 'Name', 'What it does'],
			[...options.values()].sort(([a = ''], [b = '']) => a.localeCompare(b)),
		),
	].join('\n\n')}\n`;
}
