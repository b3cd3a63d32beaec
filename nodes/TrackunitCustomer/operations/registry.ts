import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import type { Operation, Resource } from '../run/operation';
import { asset } from './asset';
import { contact } from './contact';
import { customer } from './customer';
import { graphql } from './graphql';
import { portalAccess } from './portalAccess';

/** Everything that the node can do. To add a resource: its folder, and its name here. */
export const resources: Resource[] = [asset, contact, customer, graphql, portalAccess];

/** What n8n's editor may call, under the names that the resources' parameters have. */
export const methods = {
	listSearch: Object.fromEntries(
		resources.flatMap(({ locator }) =>
			locator ? [[locator.picker.method, locator.picker.search]] : [],
		),
	),
	resourceMapping: Object.fromEntries(
		resources.flatMap(({ columns }) => (columns ? [[columns.method, columns.read]] : [])),
	),
};

/** The operation that a node's parameters name; throws Refusal for one that does not exist. */
export function findOperation(resource: unknown, operation: unknown): Operation<unknown> {
	const found = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
	if (!found) {
		throw new Refusal(
			"Unknown 'Resource' or 'Operation'",
			`Choose them from the lists; '${String(resource)}' with '${String(operation)}' does not exist.`,
		);
	}
	return found;
}

/** The node's parameters below 'Authentication', as the editor shows them. */
export function describe(): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value }) => ({ name, value })),
			default: 'customer',
		},
		...resources.flatMap(describeResource),
	];
}

function describeResource({ value: resource, operations }: Resource): INodeProperties[] {
	const property: INodeProperties = {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: operations.map(({ name, value, action, description }) => ({
			name,
			value,
			action,
			description,
		})),
		default: 'getAll',
	};
	const hasDefault = operations.some(({ value }) => value === property.default);
	return [
		hasDefault ? property : { ...property, default: operations[0]?.value ?? '' },
		...operations.flatMap(({ value: operation, parameters }) =>
			updateDisplayOptions({ show: { resource: [resource], operation: [operation] } }, parameters),
		),
	];
}

/** An expression that says what the node does: 'Get many customers', 'Create or update customer by Name'. */
export function subtitle(): string {
	const actions = Object.fromEntries(
		resources.flatMap(({ value, operations }) =>
			operations.map((operation) => [`${value}.${operation.value}`, operation.action]),
		),
	);
	const matches = resources.flatMap(({ fields = [] }) => fields.filter(({ match }) => match));
	const labels = Object.fromEntries(matches.map(({ key, label }) => [key, ` by ${label}`]));
	const action = `(${JSON.stringify(actions)})[$parameter["resource"] + "." + $parameter["operation"]]`;
	const match = `(${JSON.stringify(labels)})[$parameter["columns"]?.["matchingColumns"]?.[0]]`;
	return `={{ ${action} + ($parameter["operation"] === "upsert" ? ${match} ?? "" : "") }}`;
}
