/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readdirSync, readFileSync } from 'node:fs';

import { jsonParse, NodeHelpers, type INode, type INodeType } from 'n8n-workflow';

import { TrackunitCustomer } from '../../nodes/TrackunitCustomer/TrackunitCustomer.node';
import { contactFields } from '../../nodes/TrackunitCustomer/operations/contact/record';
import { customerFields } from '../../nodes/TrackunitCustomer/operations/customer/record';
import type { WorkflowJson } from '../../scripts/engine';
import { valueAt } from '../../scripts/engine/objects';
import { standIns } from '../../scripts/engine/standIns';

const types: Record<string, INodeType> = {
	...standIns,
	'n8n-nodes-trackunit.trackunitCustomer': new TrackunitCustomer(),
};

const FIELDS = { customer: customerFields, contact: contactFields };

const examples = readdirSync('examples').map(
	(file) =>
		[file, jsonParse<WorkflowJson>(readFileSync(`examples/${file}`, 'utf8'))] satisfies [
			string,
			WorkflowJson,
		],
);

/** The node's parameters as n8n reads them: those that the node does not have, or does not show, are dropped. */
function known(node: INode) {
	const description = types[node.type]?.description;
	const { properties = [] } = description ?? {};
	return NodeHelpers.getNodeParameters(
		properties,
		node.parameters,
		true,
		false,
		node,
		description ?? null,
	);
}

function distinct(values: unknown[]): boolean {
	return new Set(values).size === values.length;
}

describe.each(examples)('%s', (_file, { nodes, connections, pinData }) => {
	it.each(nodes.map((node): [string, INode] => [node.name, node]))(
		'%s has only parameters that n8n keeps',
		(_name, node) => {
			expect(types[node.type]?.description.version).toBe(node.typeVersion);
			expect(known(node)).toMatchObject(node.parameters);
		},
	);

	it('connects nodes that exist, each with a name and an ID of its own', () => {
		const names = nodes.map(({ name }) => name);
		expect(distinct(names) && distinct(nodes.map(({ id }) => id))).toBe(true);
		const targets = Object.values(connections).flatMap(({ main }) =>
			(main ?? []).flatMap((output) => (output ?? []).map(({ node }) => node)),
		);
		expect(names).toEqual(expect.arrayContaining([...Object.keys(connections), ...targets]));
	});

	it('has a note, no data, and nobody’s credential', () => {
		expect(nodes.some(({ type }) => type === 'n8n-nodes-base.stickyNote')).toBe(true);
		expect(pinData).toEqual({});
		for (const { credentials } of nodes) {
			if (credentials) expect(valueAt(credentials, 'trackunitOAuth2Api.id')).toBe('trackunit');
		}
	});

	it('offers the columns that the node has', () => {
		for (const { parameters } of nodes) {
			const schema = valueAt(parameters, 'columns.schema');
			if (schema === undefined) continue;
			const fields = FIELDS[parameters.resource === 'contact' ? 'contact' : 'customer'];
			expect(schema).toMatchObject(
				fields.map(({ key, label }) => ({ id: key, displayName: label })),
			);
		}
	});
});
