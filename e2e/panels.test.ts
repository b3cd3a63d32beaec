import { NodeHelpers, type INode, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { TrackunitCustomer } from '../nodes/TrackunitCustomer/TrackunitCustomer.node';
import { resources } from '../nodes/TrackunitCustomer/operations/registry';
import { eventually } from '../scripts/n8n/eventually';
import { node, NODE_TYPE } from '../scripts/n8n/flow';
import { openStage, scene, type Stage } from './support/stage';

const { description } = new TrackunitCustomer();

/** What a new node of each operation still needs, as the editor has to mark it. */
const NEEDED: Record<string, string[]> = {
	'customer create': ['name'],
	'customer delete': ['customerId'],
	'customer get': ['customerId'],
	'customer getAll': [],
	'customer update': ['customerId'],
	'customer upsert': [],
	'contact create': ['customerId', 'name'],
	'contact delete': ['customerId', 'contactId'],
	'contact get': ['customerId', 'contactId'],
	'contact getAll': ['customerId'],
	'contact update': ['customerId', 'contactId'],
	'contact upsert': ['customerId'],
	'asset assign': ['customerId', 'assets'],
	'asset getAll': [],
	'asset set': ['customerId'],
	'asset unassign': ['customerId', 'assets'],
	'portalAccess provision': ['customerId', 'email', 'firstName', 'lastName'],
	'graphql mutate': ['query'],
	'graphql query': ['query'],
};

const OPERATIONS = resources.flatMap(({ value: resource, operations }) =>
	operations.map(({ value: operation, action }) => ({ resource, operation, action })),
);

let stage: Stage;
beforeAll(async () => (stage = await openStage()));
afterAll(async () => await stage.close());

/** The properties that a node with such parameters shows, by n8n's own rule. */
function shown(
	properties: INodeProperties[],
	parameters: INodeParameters,
	path = '',
): INodeProperties[] {
	return properties.filter(
		(property) =>
			property.type !== 'hidden' &&
			NodeHelpers.displayParameterPath(parameters, property, path, { typeVersion: 1 }, description),
	);
}

function isProperties(
	options: INodeProperties['options'] & unknown[],
): options is INodeProperties[] {
	return options.every((option) => 'type' in option);
}

/** What can be added in a collection of such parameters. */
function addable(
	{ type, name, options = [] }: INodeProperties,
	parameters: INodeParameters,
): INodeProperties[] {
	return type === 'collection' && isProperties(options) ? shown(options, parameters, name) : [];
}

/** The parameters of a new node with the operation: as it chooses, and the defaults. */
function freshParameters(resource: string, operation: string): INodeParameters {
	const chosen = { authentication: 'oAuth2', resource, operation };
	const one = { typeVersion: 1 };
	const all = NodeHelpers.getNodeParameters(
		description.properties,
		chosen,
		true,
		false,
		one,
		description,
	);
	if (!all) throw new Error(`The node has no operation ${resource} ${operation}`);
	return all;
}

/** The parameters of an operation, with all that can be added in its collections. */
function withEverything(parameters: INodeParameters): INodeParameters {
	const filled = shown(description.properties, parameters).flatMap((property) => {
		const added = addable(property, parameters);
		return added.length === 0
			? []
			: [
					[
						property.name,
						Object.fromEntries(added.map(({ name, default: value }) => [name, value])),
					],
				];
	});
	return { ...parameters, ...Object.fromEntries(filled) };
}

/** A name for the picture of it, too. */
function nameOf(resource: string, operation: string, isFilled: boolean): string {
	return `${resource} ${operation}${isFilled ? ' with everything' : ''}`;
}

/** A node of each operation, as it is when it is new, and with all that can be added to it. */
function everyNode(): INode[] {
	return OPERATIONS.flatMap(({ resource, operation }) => {
		const fresh = freshParameters(resource, operation);
		return [fresh, withEverything(fresh)].map((parameters, index) =>
			node(nameOf(resource, operation, index === 1), NODE_TYPE, {
				parameters,
				credentials: stage.credentials,
			}),
		);
	}).map((one, index) => ({
		...one,
		id: `n${index}`,
		position: [220 * (index % 8), 200 * Math.floor(index / 8)],
	}));
}

/** The names that the editor shows for a parameter; a mapper's own is not among them. */
function labels({ type, displayName }: INodeProperties): string[] {
	return type === 'resourceMapper' ? ['Mapping Column Mode', 'Field to match on'] : [displayName];
}

let nodes: INode[] = [];
let workflow = '';
beforeAll(async () => {
	nodes = everyNode();
	workflow = await stage.keep({ name: 'Every operation', nodes, connections: {}, settings: {} });
	await stage.editor.open(workflow);
});

/** Opens the panel of a node, looks for the labels, and reads what n8n marks as an issue. */
async function issuesOf(name: string, labels: string[]): Promise<string[]> {
	const { part, page, openById, picture } = stage.editor;
	const one = nodes.find((each) => each.name === name);
	await openById(workflow, one?.id ?? '');
	const panel = part('node-parameters');
	await panel.getByText('Options', { exact: true }).waitFor();
	await page.getByText('Fetching fields').waitFor({ state: 'hidden' });
	await eventually(async () => {
		const lines = (await panel.innerText()).split('\n').map((line) => line.trim());
		expect(lines).toEqual(expect.arrayContaining(labels));
	});
	await picture(`panel ${name}`.replaceAll(' ', '-'));
	const titles = await part('ndv')
		.locator('[title*="has issues"]')
		.evaluateAll((elements) => elements.map((element) => element.getAttribute('title') ?? ''));
	expect(await part('parameter-issues').count()).toBe(titles.length);
	return titles.map((title) => /"(.+)"/.exec(title)?.[1] ?? title);
}

describe.each(OPERATIONS)('$action', ({ resource, operation, action }) => {
	const parameters = freshParameters(resource, operation);
	const properties = shown(description.properties, parameters).filter(
		({ name }) => name !== 'authentication',
	);
	const needed = NEEDED[`${resource} ${operation}`];

	scene(
		`${action}: shows each parameter, and marks what is still needed`,
		() => stage,
		async () => {
			const name = nameOf(resource, operation, false);
			expect(await issuesOf(name, properties.flatMap(labels))).toEqual(needed);
		},
	);

	scene(
		`${action}: shows all that can be added, and finds no fault with it`,
		() => stage,
		async () => {
			const added = properties.flatMap((property) => addable(property, parameters));
			expect(added.length).toBeGreaterThan(0);
			const name = nameOf(resource, operation, true);
			expect(await issuesOf(name, added.flatMap(labels))).toEqual(needed);
		},
	);
});
