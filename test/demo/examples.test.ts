/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readdirSync, readFileSync } from 'node:fs';

import {
	jsonParse,
	NodeHelpers,
	type INode,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { TrackunitCustomer } from '../../nodes/TrackunitCustomer/TrackunitCustomer.node';
import { TrackunitCustomerTrigger } from '../../nodes/TrackunitCustomer/TrackunitCustomerTrigger.node';
import { contactFields } from '../../nodes/TrackunitCustomer/operations/contact/record';
import { customerFields } from '../../nodes/TrackunitCustomer/operations/customer/record';
import type { WorkflowJson } from '../../scripts/engine';
import { valueAt } from '../../scripts/engine/objects';
import { standIns } from '../../scripts/engine/standIns';

const node = new TrackunitCustomer();

const types: Record<string, Pick<INodeType, 'description'>> = {
	...standIns,
	'n8n-nodes-trackunit.trackunitCustomer': node,
	'n8n-nodes-trackunit.trackunitCustomerTrigger': {
		description: asPolling(new TrackunitCustomerTrigger().description),
	},
	'n8n-nodes-trackunit.trackunitCustomerTool': { description: asTool(node.description) },
};

/** Types that are not installed here, with the version that the examples use; a real n8n checks their parameters. */
const ELSEWHERE: Record<string, number> = {
	'@n8n/n8n-nodes-langchain.agent': 2,
	'@n8n/n8n-nodes-langchain.chatTrigger': 1.1,
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': 1.2,
	'@n8n/n8n-nodes-langchain.memoryBufferWindow': 1.3,
	'n8n-nodes-base.code': 2,
	'n8n-nodes-base.emailSend': 2.1,
	'n8n-nodes-base.extractFromFile': 1,
	'n8n-nodes-base.filter': 2.2,
	'n8n-nodes-base.form': 2.3,
	'n8n-nodes-base.formTrigger': 2.3,
	'n8n-nodes-base.httpRequest': 4.2,
	'n8n-nodes-base.postgres': 2.5,
	'n8n-nodes-base.scheduleTrigger': 1.2,
	'n8n-nodes-base.slack': 2.3,
	'n8n-nodes-base.sort': 1,
	'n8n-nodes-base.webhook': 2,
};

/** What n8n-core makes of a node that polls. */
function asPolling({ properties, ...description }: INodeTypeDescription): INodeTypeDescription {
	const pollTimes: INodeProperties = {
		displayName: 'Poll Times',
		name: 'pollTimes',
		type: 'json',
		default: {},
	};
	return { ...description, properties: [pollTimes, ...properties] };
}

/** What n8n's server makes of a node that is usable as a tool. */
function asTool({ properties, ...description }: INodeTypeDescription): INodeTypeDescription {
	const said = { type: 'string', default: '' } as const;
	return {
		...description,
		name: `${description.name}Tool`,
		properties: [
			{ displayName: 'Tool Description', name: 'descriptionType', ...said },
			{ displayName: 'Description', name: 'toolDescription', ...said },
			...properties,
		],
	};
}

const FIELDS = { customer: customerFields, contact: contactFields };

const examples = readdirSync('examples').map(
	(file) =>
		[file, jsonParse<WorkflowJson>(readFileSync(`examples/${file}`, 'utf8'))] satisfies [
			string,
			WorkflowJson,
		],
);

/** The node's parameters as n8n reads them: those that the node does not have, or does not show, are dropped. */
function known(given: INode) {
	const description = types[given.type]?.description;
	const { properties = [] } = description ?? {};
	return NodeHelpers.getNodeParameters(
		properties,
		given.parameters,
		true,
		false,
		given,
		description ?? null,
	);
}

function distinct(values: unknown[]): boolean {
	return new Set(values).size === values.length;
}

/** Host names in a text, those of email addresses too. */
function hostsIn(text: string): string[] {
	const found = text.matchAll(/(?:https?:\/\/|[\w.-]@)([\w-]+(?:\.[\w-]+)+)/g);
	return [...found].map(([, host = '']) => host);
}

it('gives no two nodes of all examples the same ID', () => {
	const ids = examples.flatMap(([, { nodes }]) => nodes.map(({ id }) => id));
	expect(distinct(ids)).toBe(true);
});

it('gives each example a name of its own', () => {
	expect(distinct(examples.map(([, { name }]) => name))).toBe(true);
});

describe.each(examples)('%s', (_file, workflow) => {
	const { nodes, connections, pinData } = workflow;
	const here = nodes.filter(({ type }) => type in types);
	const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');

	it.each(here.map((one): [string, INode] => [one.name, one]))(
		'%s has only parameters that n8n keeps',
		(_name, one) => {
			expect(types[one.type]?.description.version).toBe(one.typeVersion);
			expect(known(one)).toMatchObject(one.parameters);
		},
	);

	it('has only types of nodes that there are', () => {
		for (const { type, typeVersion } of nodes) {
			if (!(type in types))
				expect({ type, typeVersion }).toEqual({ type, typeVersion: ELSEWHERE[type] });
		}
	});

	it('connects nodes that exist, each with a name and an ID of its own', () => {
		const names = nodes.map(({ name }) => name);
		expect(distinct(names) && distinct(nodes.map(({ id }) => id))).toBe(true);
		const targets = Object.values(connections)
			.flatMap((byType) => Object.values(byType))
			.flat(2)
			.flatMap((target) => (target ? [target.node] : []));
		expect(names).toEqual(expect.arrayContaining([...Object.keys(connections), ...targets]));
		const linked = new Set([...Object.keys(connections), ...targets]);
		expect(names.filter((name) => !linked.has(name))).toEqual(notes.map(({ name }) => name));
	});

	it('connects the second output of each node that has an error branch', () => {
		for (const { name, onError } of nodes) {
			if (onError !== 'continueErrorOutput') continue;
			expect(connections[name]?.main?.[1]).not.toHaveLength(0);
		}
	});

	it('names only nodes that it has in expressions', () => {
		const names = new Set(nodes.map(({ name }) => name));
		const named = [...JSON.stringify(nodes).matchAll(/\$\('([^']+)'\)/g)];
		expect(named.filter(([, name = '']) => !names.has(name))).toEqual([]);
	});

	it('has a note, no data, and nobody’s credential', () => {
		expect(notes).not.toHaveLength(0);
		expect(pinData).toEqual({});
		for (const { type, credentials } of nodes) {
			expect(credentials).toEqual(
				type.startsWith('n8n-nodes-trackunit.')
					? { trackunitOAuth2Api: { id: 'trackunit', name: 'Trackunit OAuth2 account' } }
					: undefined,
			);
		}
	});

	it('has notes at nodes that n8n shows without cutting them off', () => {
		const shown = nodes.filter(({ notesInFlow }) => notesInFlow).map(({ notes }) => notes ?? '');
		expect(shown.filter((note) => note.length > 30)).toEqual([]);
	});

	it('has no host of anybody’s, and no secret', () => {
		const text = JSON.stringify(workflow);
		expect(hostsIn(text).filter((host) => !/\.example$/.test(host))).toEqual([]);
		expect(text).not.toMatch(/password|secret|token|bearer/i);
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
