import type { Locator } from 'playwright-core';

import type { Customer } from '../simulator';
import { NODE, node, type Flow } from '../scripts/n8n/flow';
import { listedCustomers } from './support/listed';
import { openStage, scene, type Stage } from './support/stage';

let stage: Stage;
beforeAll(async () => (stage = await openStage()));
afterAll(async () => await stage.close());

const GERMAN = ['Baumaschinen Nord', 'Baumaschinen Süd'];

function byReference(value: string) {
	return { __rl: true, mode: 'externalReference', value };
}

/** A customer that is there before a test. */
function addCustomer(name: string, externalReference: string): Customer {
	return stage.trackunit.state.addCustomer({ name, externalReference });
}

function customerCalled(wanted: string) {
	return [...stage.trackunit.state.customers.values()].find(({ name }) => name === wanted);
}

/** Shows a workflow with the node, runs it from the node's panel, and takes a picture; its output's rows. */
async function execute(picture: string, about: Flow): Promise<Array<Record<string, string>>> {
	const { editor, show } = stage;
	await show(picture, about);
	await editor.openNode(NODE);
	await editor.runStep();
	const rows = await editor.output();
	await editor.picture(`run-${picture.toLowerCase().replaceAll(' ', '-')}`);
	return rows;
}

/** Executes a test of the editor under the name of what is executed. */
function executes(name: string, play: (stage: Stage) => Promise<void>): void {
	scene(name, () => stage, play);
}

describe('from the editor, with pinned rows', () => {
	executes('customers are created, one a row', async ({ trackunit }) => {
		const before = trackunit.state.customers.size;
		const rows = await execute('Create customers', {
			operation: 'create',
			input: GERMAN.map((name, index) => ({ name, number: `NEW-${index + 1}` })),
			parameters: {
				name: '={{ $json.name }}',
				additionalFields: { externalReference: '={{ $json.number }}', country: 'DE' },
			},
		});
		expect(rows.map(({ name }) => name)).toEqual(GERMAN);
		expect(customerCalled('Baumaschinen Süd')).toMatchObject({
			externalReference: 'NEW-2',
			address: { country: 'DE' },
		});
		expect(trackunit.state.customers.size).toBe(before + 2);
	});

	executes('customers are listed', async ({ trackunit }) => {
		const rows = await execute('Get many customers', {
			operation: 'getAll',
			parameters: { returnAll: false, limit: 5 },
		});
		const first = listedCustomers(trackunit).slice(0, 5);
		expect(rows.map(({ name, externalReference }) => [name, externalReference])).toEqual(
			first.map(({ name, externalReference }) => [name, externalReference]),
		);
	});

	executes('a customer is updated by its number', async () => {
		const { id } = addCustomer('Hallenbau Kiel', 'OLD-1');
		const rows = await execute('Update customer', {
			operation: 'update',
			input: [{ number: 'OLD-1', town: 'Kiel' }],
			parameters: {
				customerId: byReference('={{ $json.number }}'),
				updateFields: { city: '={{ $json.town }}' },
			},
		});
		expect(rows).toHaveLength(1);
		expect(stage.trackunit.state.customers.get(id)?.address?.city).toBe('Kiel');
	});

	executes('rows are mapped automatically: one is created, one is updated', async () => {
		const { id } = addCustomer('Hallenbau Flensburg', 'OLD-2');
		const rows = await execute('Create or update customers', {
			operation: 'upsert',
			input: [
				{ externalReference: 'OLD-2', name: 'Hallenbau Flensburg', city: 'Flensburg' },
				{ externalReference: 'NEW-3', name: 'Baumaschinen West', city: 'Aachen' },
			],
			parameters: {
				columns: {
					mappingMode: 'autoMapInputData',
					value: null,
					matchingColumns: ['externalReference'],
					schema: [],
				},
			},
		});
		expect(rows.map(({ _action }) => _action)).toEqual(['updated', 'created']);
		expect(stage.trackunit.state.customers.get(id)?.address?.city).toBe('Flensburg');
		expect(customerCalled('Baumaschinen West')?.externalReference).toBe('NEW-3');
	});

	executes('columns are mapped by hand', async ({ editor, show }) => {
		await show('Create or update by hand', {
			operation: 'upsert',
			input: [{ number: 'NEW-4', company: 'Baumaschinen Ost' }],
		});
		await editor.openNode(NODE);
		// The field to match on comes first.
		await editor.enter(mapperFields().nth(0), 'NEW-4');
		await editor.enter(mapperFields().nth(1), 'Baumaschinen Ost');
		await addColumn('City', 'Rostock');
		await editor.picture('mapper-by-hand');
		await editor.runStep();
		expect((await editor.output()).map(({ _action }) => _action)).toEqual(['created']);
		await editor.picture('run-mapped-by-hand');
		expect(customerCalled('Baumaschinen Ost')).toMatchObject({
			externalReference: 'NEW-4',
			address: { city: 'Rostock' },
		});
	});

	executes('a contact is created', async ({ trackunit }) => {
		const { id } = addCustomer('Hallenbau Emden', 'OLD-3');
		const rows = await execute('Create contact', {
			resource: 'contact',
			operation: 'create',
			input: [{ number: 'OLD-3', who: 'Ada Holm' }],
			parameters: {
				customerId: byReference('={{ $json.number }}'),
				name: '={{ $json.who }}',
				additionalFields: { email: 'ada@nord.example' },
			},
		});
		expect(rows.map(({ name, email }) => [name, email])).toEqual([
			['Ada Holm', 'ada@nord.example'],
		]);
		const contacts = [...(trackunit.state.contacts.get(id)?.values() ?? [])];
		expect(contacts.map(({ name }) => name)).toEqual(['Ada Holm']);
	});

	executes('assets are assigned, then set', async ({ trackunit }) => {
		const [one, two, three] = ['E2E-1', 'E2E-2', 'E2E-3'].map(
			(serialNumber) => trackunit.state.addAsset({ serialNumber }).id,
		);
		const { id } = addCustomer('Hallenbau Husum', 'OLD-4');
		const assets = {
			resource: 'asset',
			parameters: {
				customerId: byReference('OLD-4'),
				assetIdentifier: 'serialNumber',
				assets: '={{ $json.machines }}',
			},
		};

		await execute('Assign assets', {
			...assets,
			operation: 'assign',
			input: [{ machines: 'E2E-1, E2E-2' }],
		});
		expect([...(trackunit.state.assignments.get(id) ?? [])].sort()).toEqual([one, two].sort());

		await execute('Set assets', {
			...assets,
			operation: 'set',
			input: [{ machines: 'E2E-2, E2E-3' }],
		});
		expect([...(trackunit.state.assignments.get(id) ?? [])].sort()).toEqual([two, three].sort());
	});

	executes('customers are asked for by GraphQL', async ({ trackunit }) => {
		const rows = await execute('Query with GraphQL', {
			resource: 'graphql',
			operation: 'query',
			parameters: {
				query:
					'query ($first: Int, $after: String) { customers(first: $first, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } } }',
				connectionPath: 'customers',
				returnAll: false,
				limit: 5,
			},
		});
		const first = [...trackunit.state.customers.values()].slice(0, 5);
		expect(rows.map(({ name }) => name)).toEqual(first.map(({ name }) => name));
	});

	executes('a customer is deleted', async () => {
		const { id } = addCustomer('Hallenbau Leer', 'OLD-5');
		const rows = await execute('Delete customer', {
			operation: 'delete',
			parameters: { customerId: byReference('OLD-5') },
		});
		expect(rows).toHaveLength(1);
		expect(stage.trackunit.state.customers.has(id)).toBe(false);
	});
});

/** Where the values of the open node's mapper are entered. */
function mapperFields(): Locator {
	const { part } = stage.editor;
	return part('mapping-fields-container').locator('[data-test-id="parameter-input-field"]');
}

/** Adds a field to the mapper of the open node, as a user does, and enters a value. */
async function addColumn(label: string, value: string): Promise<void> {
	const { page, choice, enter } = stage.editor;
	await page.getByText('Add field to send').click();
	await choice(label).click();
	await enter(mapperFields().last(), value);
}

describe('what goes wrong', () => {
	const missing = {
		operation: 'get',
		parameters: { customerId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
	};
	/** One that is there, and one that is not. */
	const input = () => [
		{ id: '00000000-0000-4000-8000-000000000000', row: 'second' },
		{ id: [...stage.trackunit.state.customers.keys()][0] ?? '', row: 'first' },
	];

	executes('is said in the panel: what it is, and what to do', async ({ editor, show }) => {
		await show('Get a customer that is not there', { ...missing, input: input() });
		await editor.openNode(NODE);
		await editor.runStep();
		const panel = editor.part('output-panel');
		await panel.getByText('Trackunit has no such record').first().waitFor();
		await editor.picture('run-failed');
		const said = await panel.innerText();
		expect(said).toContain('item 0');
		expect(said).toContain(`Customer with id '${input()[0]?.id}' was not found`);
		expect(said).toContain('Check the ID');
	});

	executes('leaves by the error branch, with its row; each leads back to its own', async (s) => {
		const { editor, show } = s;
		const tell = (name: string, y: number) =>
			node(name, 'n8n-nodes-base.set', {
				typeVersion: 3.4,
				position: [700, y],
				parameters: {
					mode: 'manual',
					includeOtherFields: false,
					assignments: {
						assignments: [
							{ id: 'a', name: 'row', type: 'string', value: "={{ $('Rows').item.json.row }}" },
							{ id: 'b', name: 'told', type: 'string', value: '={{ $json.error ?? $json.id }}' },
						],
					},
				},
			});
		await show('Error branch', {
			...missing,
			input: input(),
			settings: { onError: 'continueErrorOutput' },
			then: [[tell('Found', -100)], [tell('Not found', 100)]],
		});
		await editor.runWorkflow();
		await editor.picture('error-branch-canvas');
		await editor.openNode(NODE);
		const failed = await editor.output('Error');
		expect(failed).toHaveLength(1);
		expect(failed[0]?.error).toContain('Trackunit has no such record');
		expect(failed[0]?.message).toContain('Check the ID');
		await editor.picture('error-branch');
		await editor.closeNode();

		await editor.openNode('Not found');
		expect(await editor.output()).toEqual([
			expect.objectContaining({ row: 'second', told: expect.stringContaining('no such record') }),
		]);
		await editor.closeNode();
		await editor.openNode('Found');
		expect(await editor.output()).toEqual([
			expect.objectContaining({ row: 'first', told: input()[1]?.id }),
		]);
	});

	executes("n8n's own retry runs the node again", async ({ editor, show, trackunit }) => {
		trackunit.faults.add({ kind: 'status', status: 500, on: { method: 'GET' } });
		await show('Retry on fail', {
			operation: 'getAll',
			parameters: { returnAll: false, limit: 1, options: { maxRetries: 0 } },
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 100 },
		});
		await editor.runWorkflow();
		await editor.openNode(NODE);
		expect(await editor.output()).toHaveLength(1);
		const answers = trackunit.log.entries.filter(({ path }) => path.endsWith('/customers'));
		expect(answers.slice(-2).map(({ status }) => status)).toEqual([500, 200]);
	});
});
