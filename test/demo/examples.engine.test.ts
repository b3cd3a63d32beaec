/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readFileSync } from 'node:fs';

import { jsonParse, type IDataObject, type INode } from 'n8n-workflow';

import { TrackunitOAuth2Api } from '../../credentials/TrackunitOAuth2Api.credentials';
import { isObject } from '../../nodes/TrackunitCustomer/json';
import { TrackunitCustomer } from '../../nodes/TrackunitCustomer/TrackunitCustomer.node';
import { FORMER, stockHandoverForm, stockOffboarding, YARD } from '../../scripts/demo/stock';
import { createEngine, type EngineResult, type WorkflowJson } from '../../scripts/engine';
import { DATABASE, HANDOVER, OUTSIDE, SPREADSHEET } from '../support/outside';
import { jsonOf, NODE_TYPE, useTrackunit, type Trackunit } from '../support/trackunit';
import { filter, sort } from './toys';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});

const engine = createEngine({
	nodeTypes: {
		[NODE_TYPE]: new TrackunitCustomer(),
		'n8n-nodes-base.filter': filter,
		'n8n-nodes-base.sort': sort,
	},
	credentialTypes: { trackunitOAuth2Api: new TrackunitOAuth2Api() },
});

/** What reaches out of the workflow gives here what it is given. */
function inside(node: INode): INode {
	const [, name = ''] = node.type.split('.');
	const stand = /Trigger$/.test(name) ? 'manualTrigger' : OUTSIDE.includes(name) ? 'noOp' : '';
	if (stand === '') return node;
	return {
		...node,
		type: `n8n-nodes-base.${stand}`,
		typeVersion: 1,
		parameters: {},
		credentials: undefined,
	};
}

function read(file: string): WorkflowJson {
	return jsonParse<WorkflowJson>(readFileSync(`examples/${file}.json`, 'utf8'));
}

/** Runs an example behind a trigger that gives `rows`. */
async function run(
	file: string,
	rows: IDataObject[] = [{}],
	workflow = read(file),
): Promise<EngineResult> {
	const result = await engine.run({
		workflow: { ...workflow, nodes: workflow.nodes.map(inside) },
		credentials: {
			trackunit: { type: 'trackunitOAuth2Api', data: { ...t.credentials.trackunitOAuth2Api } },
		},
		input: rows,
	});
	expect(result.error).toBeUndefined();
	return result;
}

function addErpCustomers(count: number): string[] {
	return Array.from(
		{ length: count },
		(_, index) =>
			t.state.addCustomer({
				name: `Builder ${index + 1}`,
				externalReference: `ERP-000${index + 1}`,
			}).id,
	);
}

const addMachine = (serialNumber: string): string =>
	t.state.addAsset({ name: `Excavator ${serialNumber}`, serialNumber }).id;

const machinesOf = (customerId: string): string[] => [
	...(t.state.assignments.get(customerId) ?? []),
];

const serialNumbersOf = (customerId: string): unknown[] =>
	machinesOf(customerId).map((id) => t.state.assets.get(id)?.serialNumber);

/** Of the customer that the ERP knows by the number. */
const idOf = (number: string): string =>
	[...t.state.customers.values()].find((one) => one.externalReference === number)?.id ?? '';

describe('portal-welcome', () => {
	it('gives access to new contacts with an email, and writes to those', async () => {
		const [customerId = ''] = addErpCustomers(1);
		const contact = { event: 'contactCreated', customerId, contactId: 'c', phoneNumber: null };
		const result = await run('portal-welcome', [
			{ ...contact, name: 'Anna Maria Holm', email: 'anna@builder.example' },
			{ ...contact, name: 'Workshop', email: 'workshop@builder.example' },
			{ ...contact, name: 'Bo Berg', email: null },
			{ ...contact, name: 'Eva Eck', email: 'eva@builder.example', customerId: 'gone' },
		]);

		expect([...t.state.portalAccess.values()]).toMatchObject([
			{ email: 'anna@builder.example', firstName: 'Anna', lastName: 'Maria Holm' },
			{ email: 'workshop@builder.example', firstName: 'Workshop', lastName: 'Workshop' },
		]);
		expect(jsonOf(result.items('Send the email'))).toMatchObject([
			{ email: 'anna@builder.example', text: expect.stringContaining('Hello Anna Maria Holm,') },
			{ email: 'workshop@builder.example' },
		]);
		expect(jsonOf(result.items('Report failures'))).toMatchObject([{ contact: 'Eva Eck' }]);
	});
});

describe('asset-message', () => {
	it('says which customer got which machine', async () => {
		const [customerId = ''] = addErpCustomers(1);
		const machine = { event: 'assetAssigned', customerId, assetId: 'a', externalReference: null };
		const result = await run('asset-message', [
			{ ...machine, id: 'a', name: 'Excavator 1', serialNumber: 'EX-0001' },
			{ ...machine, id: 'b', name: 'Excavator 2', serialNumber: null },
		]);

		expect(jsonOf(result.items('Notify the team'))).toEqual([
			{ text: 'Builder 1 (ERP-0001) got Excavator 1, serial number EX-0001.' },
			{ text: 'Builder 1 (ERP-0001) got Excavator 2, serial number unknown.' },
		]);
	});
});

describe('change-feed', () => {
	it('says what happened to which customer', async () => {
		const result = await run('change-feed', [
			{ event: 'customerCreated', customerId: '1', name: 'Builder 1' },
			{
				event: 'customerUpdated',
				customerId: '2',
				name: 'Builder 2',
				changes: { city: { before: 'Aalborg', after: 'Aarhus' }, phoneNumber: { after: null } },
			},
			{ event: 'customerDeleted', customerId: '3' },
		]);

		expect(jsonOf(result.items('Notify the team'))).toEqual([
			{ text: 'New customer: Builder 1' },
			{ text: 'Changed customer: Builder 2\ncity is now Aarhus\nphoneNumber is now empty' },
			{ text: 'Deleted customer: 3' },
		]);
	});
});

describe('graphql-report', () => {
	it('has the customers with most machines', async () => {
		const result = await run('graphql-report');

		const machines = [...t.state.customers.keys()].map((id) => machinesOf(id).length);
		const report = jsonOf(result.items('Report'));
		expect(report.map((row) => row.assets)).toEqual(machines.sort((a, b) => b - a).slice(0, 10));
		expect(jsonOf(result.items('Customers with assets'))).toHaveLength(machines.length);
		expect(Object.keys(report[0] ?? {})).toEqual(['customer', 'type', 'assets']);
	});
});

describe('erp-spreadsheet', () => {
	it('syncs the rows, and says which cannot be; again it writes nothing', async () => {
		t.state.addCustomer({ name: 'Builder 1', externalReference: 'ERP-60001' });
		const first = await run('erp-spreadsheet', SPREADSHEET);

		expect(jsonOf(first.items('Done'))).toMatchObject([
			{ _action: 'updated', externalReference: 'ERP-60001' },
			{ _action: 'created', externalReference: '60002' },
		]);
		expect(jsonOf(first.items('Report failures'))).toMatchObject([
			{ customer: 'Without a number', number: '' },
		]);
		const second = await run('erp-spreadsheet', SPREADSHEET);
		expect(jsonOf(second.items('Done')).map(({ _action }) => _action)).toEqual([
			'unchanged',
			'unchanged',
		]);
	});
});

describe('erp-sql', () => {
	it('syncs the rows, and makes one mail of those that cannot be', async () => {
		const result = await run('erp-sql', DATABASE);

		expect(result.items('Done')).toHaveLength(27);
		const mails = jsonOf(result.items('Send the email'));
		expect(mails).toHaveLength(1);
		expect(String(mails[0]?.text).split('\n')).toHaveLength(3);
	});

	it('sends no mail on a night without failures', async () => {
		const result = await run('erp-sql', DATABASE.slice(0, 5));

		expect(result.items('Done')).toHaveLength(5);
		expect(result.items('Send the email')).toEqual([]);
	});
});

describe('handover-form', () => {
	it('hands over machines and answers how many', async () => {
		stockHandoverForm(t.state);
		const first = await run('handover-form', [HANDOVER]);

		const id = idOf(YARD.customer);
		expect(serialNumbersOf(id)).toEqual(YARD.machines);
		expect([...t.state.portalAccess.keys()]).toEqual([`${id} anna@builder.example`]);
		expect(jsonOf(first.items('Show the result'))).toEqual([
			{
				title: 'Done',
				text: '2 assets handed over, 0 already with the customer. anna@builder.example can see them in the portal.',
			},
		]);
		const second = await run('handover-form', [HANDOVER]);
		expect(jsonOf(second.items('Show the result'))).toMatchObject([
			{ text: expect.stringContaining('0 assets handed over, 2') },
		]);
	});

	it('hands over nothing if a machine is unknown, and names it', async () => {
		stockHandoverForm(t.state);
		const form = { ...HANDOVER, 'Serial numbers': `${YARD.machines[0]}\nEX-59999` };
		const result = await run('handover-form', [form]);

		expect(machinesOf(idOf(YARD.customer))).toEqual([]);
		expect(t.state.portalAccess.size).toBe(0);
		expect(jsonOf(result.items('Show the result'))).toMatchObject([
			{ title: 'Not handed over', text: expect.stringContaining('EX-59999') },
		]);
	});

	it('says so where the machines are handed over, but access fails', async () => {
		stockHandoverForm(t.state);
		t.faults.add({
			kind: 'status',
			status: 403,
			on: { method: 'POST', path: '/api/customer/v1/customer-portal-access' },
		});
		const result = await run('handover-form', [HANDOVER]);

		expect(jsonOf(result.items('Show the result'))).toMatchObject([
			{ title: 'Handed over, but without access to the portal' },
		]);
	});
});

describe('offboarding', () => {
	it('frees the machines and deletes the customers; who is unknown is told', async () => {
		stockOffboarding(t.state);
		const ids = FORMER.customers.map(idOf);
		const machines = ids.flatMap(machinesOf);
		const result = await run('offboarding');

		expect(jsonOf(result.items('Removed'))).toEqual([
			{ customer: 'Former Builder 1', assetsTakenBack: 1 },
			{ customer: 'Former Builder 2', assetsTakenBack: 0 },
		]);
		expect(jsonOf(result.items('Report failures'))).toMatchObject([{ customer: 'ERP-40003' }]);
		expect(ids.some((id) => t.state.customers.has(id))).toBe(false);
		expect(machines.flatMap((id) => t.state.holders(id))).toEqual([]);
	});

	it('changes nothing with the option that its note names for a first run', async () => {
		stockOffboarding(t.state);
		const id = idOf(FORMER.customers[0]);
		const workflow = read('offboarding');
		for (const { name, parameters } of workflow.nodes) {
			if (!/^(Take|Delete) the /.test(name)) continue;
			parameters.options = {
				...(isObject(parameters.options) && parameters.options),
				dryRun: true,
			};
		}
		const result = await run('offboarding', [{}], workflow);

		expect(jsonOf(result.items('Delete the customer'))).toMatchObject([
			{ dryRun: true, requests: [{ method: 'DELETE' }] },
			{ dryRun: true, requests: [{ method: 'DELETE' }] },
		]);
		expect(t.state.customers.has(id)).toBe(true);
		expect(machinesOf(id)).toHaveLength(1);
	});
});

describe('contact-audit', () => {
	it('makes one mail of the customers without contacts or emails', async () => {
		const [, ...ids] = addErpCustomers(3);
		const [withContact = '', incomplete = ''] = ids;
		t.state.addContact(withContact, { name: 'Anna Holm', email: 'anna@builder.example' });
		t.state.addContact(incomplete, { name: 'Bo Berg', email: 'bo@builder.example' });
		t.state.addContact(incomplete, { name: 'Workshop', email: null });
		const result = await run('contact-audit');

		const mails = jsonOf(result.items('Send the email'));
		expect(mails).toHaveLength(1);
		const lines = String(mails[0]?.text).split('\n');
		expect(lines).toEqual(
			expect.arrayContaining([
				'Builder 1 (ERP-0001): no contacts',
				'Builder 3 (ERP-0003): no email for Workshop',
			]),
		);
		expect(lines.some((line) => line.includes('Builder 2'))).toBe(false);
	});
});

describe('ai-assistant', () => {
	const tools = read('ai-assistant').nodes.filter(({ type }) => type === `${NODE_TYPE}Tool`);

	/** Runs a tool alone, with what a model would fill in. */
	async function call(name: string, filled: Record<string, string>): Promise<IDataObject[]> {
		const node = tools.find((tool) => tool.name === name);
		const parameters = JSON.stringify(node?.parameters).replace(
			/=\{\{ \$fromAI\('(\w+)'[^}]*\}\}/g,
			(_, key: string) => filled[key] ?? 'not filled in',
		);
		expect(parameters).not.toContain('$fromAI');
		const result = await engine.runNode({
			node: {
				type: `${NODE_TYPE}Tool`,
				parameters: jsonParse(parameters),
				credentials: { trackunitOAuth2Api: { ...t.credentials.trackunitOAuth2Api } },
			},
		});
		expect(result.error).toBeUndefined();
		return jsonOf(result.output);
	}

	it('finds a customer, then all about it', async () => {
		const [id = ''] = addErpCustomers(1);
		t.state.addContact(id, { name: 'Anna Holm', email: 'anna@builder.example' });
		t.state.assign(id, [addMachine('EX-0001')]);

		expect(await call('Find customers', { name: 'builder 1' })).toEqual([
			{
				id,
				name: 'Builder 1',
				externalReference: 'ERP-0001',
				type: null,
				city: null,
				country: null,
			},
		]);
		expect(await call('Get a customer', { customerId: id })).toMatchObject([{ id, email: null }]);
		expect(await call('Contacts of a customer', { customerId: id })).toMatchObject([
			{ name: 'Anna Holm', email: 'anna@builder.example' },
		]);
		expect(await call('Assets of a customer', { customerId: id })).toMatchObject([
			{ name: 'Excavator EX-0001', serialNumber: 'EX-0001' },
		]);
	});

	it('has tools that only read', () => {
		expect(tools.map(({ parameters }) => parameters.operation)).toEqual([
			'getAll',
			'get',
			'getAll',
			'getAll',
		]);
	});
});
