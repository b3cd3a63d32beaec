import { jsonParse, type INode, type INodeParameters } from 'n8n-workflow';

import type { WorkflowJson } from '../scripts/engine';
import type { CredentialReferences } from '../scripts/n8n/credentials';
import { flatCustomer } from '../test/support/flat';
import { startChatModel, type ChatModel } from './support/chatModel';
import { connect, node, START } from '../scripts/n8n/flow';
import { listedCustomers } from './support/listed';
import { openStage, scene, type Stage } from './support/stage';

const AGENT = 'AI Agent';
const MODEL = 'Chat Model';
const CHAT = 'When chat message received';

let stage: Stage;
let model: ChatModel;
let credentials: CredentialReferences;
beforeAll(async () => {
	stage = await openStage();
	model = await startChatModel();
	credentials = await stage.keepCredentials([model.credential]);
});
afterAll(async () => {
	await stage.close();
	await model.close();
});

/** The node under test, as a tool of the agent. */
function tool(name: string, position: number, parameters: INodeParameters): INode {
	return node(name, 'n8n-nodes-trackunit.trackunitCustomerTool', {
		position: [460 + 180 * position, 260],
		parameters: { authentication: 'oAuth2', resource: 'customer', ...parameters },
		credentials: stage.credentials,
	});
}

function tools(): INode[] {
	return [
		tool('Create a customer', 0, {
			operation: 'create',
			name: "={{ $fromAI('name', 'The name of the customer', 'string') }}",
			additionalFields: {
				type: "={{ $fromAI('type', 'What the customer does, such as RENTAL', 'string') }}",
				city: "={{ $fromAI('city', 'The town or city of the address', 'string') }}",
			},
		}),
		tool('Find customers', 1, {
			descriptionType: 'manual',
			toolDescription: 'Finds customers by a part of their name, with their IDs.',
			operation: 'getAll',
			returnAll: false,
			limit: "={{ $fromAI('limit', 'How many at most', 'number') }}",
			filters: { name: "={{ $fromAI('name', 'A part of the name', 'string') }}" },
			output: 'selectedFields',
			outputFields: ['name', 'city'],
		}),
		tool('Get a customer', 2, {
			operation: 'get',
			customerId: {
				__rl: true,
				mode: 'id',
				value: "={{ $fromAI('customerId', 'The ID of the customer in Trackunit', 'string') }}",
			},
			output: 'selectedFields',
			outputFields: ['name'],
		}),
	];
}

/** A workflow in which an agent with the tools is told the text of the start. */
function agentAfter(start: INode, text: string): WorkflowJson {
	const chat = model.nodeFor(credentials, MODEL);
	const all = tools();
	const serves = (name: string, type: string): object => ({
		[name]: { [type]: [[{ node: AGENT, type, index: 0 }]] },
	});
	return {
		name: `An agent after ${start.name}`,
		nodes: [
			start,
			node(AGENT, '@n8n/n8n-nodes-langchain.agent', {
				typeVersion: 3.1,
				position: [260, 0],
				parameters: { promptType: 'define', text, options: {} },
			}),
			{ ...chat, position: [200, 260] },
			...all,
		],
		connections: {
			[START]: connect([AGENT]),
			...serves(MODEL, 'ai_languageModel'),
			...Object.assign({}, ...all.map(({ name }) => serves(name, 'ai_tool'))),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** Runs the agent from the canvas; what it says in the end. */
async function ask(text: string, picture: string): Promise<string | undefined> {
	const { editor, keep } = stage;
	const start = node(START, 'n8n-nodes-base.manualTrigger');
	await editor.open(await keep(agentAfter(start, text)));
	await editor.runWorkflow();
	await editor.picture(picture);
	await editor.openNode(AGENT);
	const [row] = await editor.output();
	await editor.closeNode();
	return row?.output;
}

/** Opens the chat of the workflow beside the canvas, and writes a line. */
async function chat(text: string): Promise<void> {
	const { editor, keep } = stage;
	const start = node(CHAT, '@n8n/n8n-nodes-langchain.chatTrigger', {
		typeVersion: 1.4,
		webhookId: '6f0d7c0e-6c0b-4f6f-9a51-0a6a8f2fc998',
		// n8n then wants the model's answer in parts.
		parameters: { options: { responseMode: 'streaming' } },
	});
	const workflow = agentAfter(start, '={{ $json.chatInput }}');
	workflow.connections[CHAT] = connect([AGENT]);
	delete workflow.connections[START];
	await editor.open(await keep(workflow));
	await editor.part('workflow-chat-button').click();
	await editor.part('chat-input').fill(text);
	await editor.page.keyboard.press('Enter');
}

/** What the model read back from the tools that it called. */
function results(): unknown[] {
	return model.results().map((text) => jsonParse<unknown>(text, { fallbackValue: text }));
}

describe('the node as a tool of an AI agent', () => {
	scene(
		'creates a customer with the values that the model gives',
		() => stage,
		async ({ trackunit }) => {
			const known = new Set(trackunit.state.customers.keys());
			model.learn(
				{
					call: 'Create_a_customer',
					with: { name: 'Fjord Rental A/S', type: 'RENTAL', city: 'Odense' },
				},
				{ say: 'Fjord Rental is a customer now.' },
			);

			expect(await ask('Make Fjord Rental a customer.', 'agent-creates')).toBe(
				'Fjord Rental is a customer now.',
			);
			const created = [...trackunit.state.customers.values()].filter(({ id }) => !known.has(id));
			expect(created).toEqual([
				{
					id: expect.any(String),
					name: 'Fjord Rental A/S',
					type: 'RENTAL',
					address: { city: 'Odense' },
				},
			]);
			expect(results()).toEqual([created.map(flatCustomer)]);
		},
	);

	scene(
		'corrects what Trackunit did not accept, for it reads what is wrong',
		() => stage,
		async ({ trackunit }) => {
			const values = { name: 'Skagen Rental A/S', city: 'Skagen' };
			model.learn(
				{ call: 'Create_a_customer', with: { ...values, type: 'PIRATE' } },
				{ call: 'Create_a_customer', with: { ...values, type: 'RENTAL' } },
				{ say: 'Skagen Rental is a customer now.' },
			);

			expect(await ask('Make Skagen Rental a customer.', 'agent-corrects')).toBe(
				'Skagen Rental is a customer now.',
			);
			const created = [...trackunit.state.customers.values()].filter(
				({ name }) => name === values.name,
			);
			expect(created).toEqual([expect.objectContaining({ type: 'RENTAL' })]);
			expect(results()).toEqual([
				[
					{
						error: expect.stringMatching(
							/^Trackunit did not accept the values sent.*: type: value 'PIRATE' was rejected: must be one of .*RENTAL.* Correct the fields named and run it again\.$/,
						),
					},
				],
				created.map(flatCustomer),
			]);
		},
	);

	scene(
		'looks for the customer where its ID was wrong, for it reads that there is none',
		() => stage,
		async ({ trackunit }) => {
			const [customer] = [...trackunit.state.customers.values()].slice(200);
			const { id, name, address } = customer ?? {};
			model.learn(
				{ call: 'Get_a_customer', with: { customerId: 'nobody' } },
				{ call: 'Find_customers', with: { name, limit: 5 } },
				{ call: 'Get_a_customer', with: { customerId: id } },
				{ say: `It is ${name}.` },
			);

			expect(await ask('Who is the customer?', 'agent-looks-again')).toBe(`It is ${name}.`);
			expect(results()).toEqual([
				[
					{
						error: expect.stringMatching(
							/^Trackunit has no such record.*: Customer with id 'nobody' was not found\. Check the ID\./,
						),
					},
				],
				[{ id, name, city: address?.city }],
				[{ id, name }],
			]);
		},
	);

	scene(
		'lists customers with the selected fields only, in the chat',
		() => stage,
		async ({ trackunit, editor }) => {
			model.learn(
				{ call: 'Find_customers', with: { name: 'rental', limit: 2 } },
				{ say: 'Here they are, two of them.' },
			);

			await chat('Which customers rent machines out?');
			const shown = editor.part('canvas-chat-body');
			await shown.getByText('Here they are, two of them.').waitFor();
			await editor.picture('agent-lists');
			const two = listedCustomers(trackunit)
				.filter(({ name }) => name.toLowerCase().includes('rental'))
				.slice(0, 2);
			expect(results()).toEqual([
				two.map(({ id, name, address }) => ({ id, name, city: address?.city })),
			]);
			expect(model.requests.map(({ stream }) => stream)).toEqual([true, true]);
		},
	);

	scene(
		'offers the model each tool with what it is to fill in',
		() => stage,
		async () => {
			model.learn({ say: 'Hello.' });
			expect(await ask('Hello', 'agent-answers')).toBe('Hello.');
			const text = (description: string): object => ({ type: 'string', description });
			const offered = model.requests[0]?.tools.map(({ name, description, parameters }) => ({
				name,
				description,
				properties: parameters.properties,
			}));
			expect(offered).toHaveLength(3);
			expect(offered).toEqual(
				expect.arrayContaining([
					{
						name: 'Create_a_customer',
						description: 'Create customer in Trackunit Customer',
						properties: {
							name: text('The name of the customer'),
							type: text('What the customer does, such as RENTAL'),
							city: text('The town or city of the address'),
						},
					},
					{
						name: 'Find_customers',
						description: 'Finds customers by a part of their name, with their IDs.',
						properties: {
							limit: { type: 'number', description: 'How many at most' },
							name: text('A part of the name'),
						},
					},
					{
						name: 'Get_a_customer',
						description: 'Get customer in Trackunit Customer',
						properties: { customerId: text('The ID of the customer in Trackunit') },
					},
				]),
			);
		},
	);
});
