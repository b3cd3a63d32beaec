import type { IDataObject } from 'n8n-workflow';

import type { Settings } from '../../simulator';
import { automatic } from '../support/columns';
import { firstContact, firstCustomer, freeAssets } from '../support/records';
import {
	byId,
	engine,
	jsonOf,
	NODE_TYPE,
	shown,
	useTrackunit,
	withoutBackOff,
	type Trackunit,
} from '../support/trackunit';
import { ALL, told, triggerOn } from '../trigger/trigger';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

const first = (): string => firstCustomer(t.state);
const contact = (): string => firstContact(t.state);
const free = (): string => freeAssets(t.state)[0] ?? '';

const WORLDS: Array<Partial<Settings>> = [
	{},
	{ address: 'flat', phone: 'phone', assetRows: 'id' },
	{ address: 'flat', phone: 'phone', assetRows: 'text', nothing: 'emptyText' },
];

describe.each(WORLDS)('where Trackunit speaks %j', (world) => {
	beforeEach(() => Object.assign(t.settings, world));

	it.each(['customerColumns', 'contactColumns'])(
		'the mapper offers each field once (%s)',
		async (method) => {
			const load = async () =>
				await engine.loadMethod('resourceMapping', {
					nodeType: NODE_TYPE,
					method,
					parameters: {
						authentication: 'oAuth2',
						resource: method === 'contactColumns' ? 'contact' : 'customer',
						operation: 'upsert',
						customerId: byId(first()),
					},
					credentials: {
						any: { type: 'trackunitOAuth2Api', data: t.credentials.trackunitOAuth2Api },
					},
				});
			const { fields } = await load();
			Object.assign(t.settings, { address: 'nested', phone: 'phoneNumber' });
			expect(fields.map(({ id }) => id)).toEqual((await load()).fields.map(({ id }) => id));
		},
	);

	it('the trigger names what changed, and what was assigned', async () => {
		const trigger = triggerOn(t, ALL);
		await trigger.activate();
		const { city = null } = t.state.customers.get(first())?.address ?? {};
		const { phoneNumber = null } = t.state.contacts.get(first())?.get(contact()) ?? {};
		const asset = free();
		const address = { ...t.state.customers.get(first())?.address, city: 'Ribe' };
		t.state.updateCustomer(first(), { address });
		t.state.updateContact(first(), contact(), { phoneNumber: '+45 9' });
		t.state.assign(first(), [asset]);
		expect(told(await trigger.poll())).toEqual([
			expect.objectContaining({
				event: 'customerUpdated',
				city: 'Ribe',
				changes: { city: { before: city, after: 'Ribe' } },
			}),
			expect.objectContaining({
				event: 'contactUpdated',
				phoneNumber: '+45 9',
				changes: { phoneNumber: { before: phoneNumber, after: '+45 9' } },
			}),
			expect.objectContaining({ event: 'assetAssigned', id: asset, assetId: asset }),
		]);
	});

	it('an example of the trigger has the fields of the record', async () => {
		const items = told(await triggerOn(t, ['contactUpdated', 'customerUpdated']).fetchTestEvent());
		const { phoneNumber } = t.state.contacts.get(first())?.get(contact()) ?? {};
		const { city } = t.state.customers.get(first())?.address ?? {};
		expect(items).toMatchObject([
			{ phoneNumber, changes: { phoneNumber: { after: phoneNumber } } },
			{ city, changes: { city: { after: city } } },
		]);
	});

	it('a list is filtered by what a field has', async () => {
		const address = { ...t.state.customers.get(first())?.address, city: 'Ribe' };
		t.state.updateCustomer(first(), { address, phoneNumber: '+45 1 ext. 9' });
		for (const filters of [{ city: 'ribe' }, { phoneNumber: 'EXT. 9' }]) {
			const parameters = { returnAll: true, filters };
			const { output } = await t.run({ operation: 'getAll', parameters });
			expect(jsonOf(output).map(({ id }) => id)).toEqual([first()]);
		}
	});

	it('records as Trackunit has them can be rows of an upsert', async () => {
		const parameters = { returnAll: true, simplify: false };
		const input = jsonOf((await t.run({ operation: 'getAll', parameters })).output);
		const upsert = async () =>
			await t.run({ operation: 'upsert', parameters: { columns: automatic('id') }, input });
		const { output, nodeHints } = await upsert();
		expect(jsonOf(output).map(({ _action }) => _action)).toEqual(input.map(() => 'unchanged'));
		expect(nodeHints.map(({ message }) => message)).toEqual([`${input.length} unchanged.`]);
		const [row = {}] = input;
		row['phone' in row ? 'phone' : 'phoneNumber'] = '+45 9';
		await upsert();
		expect(t.state.customers.get(String(row.id))?.phoneNumber).toBe('+45 9');
	});

	it('a customer comes with the assets that it has', async () => {
		t.state.assign(first(), [free()]);
		const { output } = await t.run({
			operation: 'get',
			parameters: { customerId: byId(first()) },
			options: { include: ['assets'] },
		});
		const [{ assets } = {}] = jsonOf(output);
		const ids = Array.isArray(assets) ? assets.map((one) => Object(one).id) : [];
		expect(ids.sort()).toEqual([...(t.state.assignments.get(first()) ?? [])].sort());
	});

	it('a customer without a reference is matched by none', async () => {
		for (const id of t.state.customers.keys()) {
			t.state.updateCustomer(id, { externalReference: null });
		}
		const upsert = async (input: IDataObject[]) =>
			await t.run({
				operation: 'upsert',
				parameters: { columns: automatic('externalReference') },
				input,
			});
		const refused = await upsert([{ externalReference: '', name: 'None' }]);
		expect(shown(refused).message).toBe("'External Reference' is empty [item 0]");
		expect(t.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
		const rows = Array.from({ length: 30 }, (_, n) => ({
			externalReference: `R-${n}`,
			name: `N ${n}`,
		}));
		const { output } = await upsert(rows);
		expect(jsonOf(output).map(({ _action }) => _action)).toEqual(rows.map(() => 'created'));
	});
});

it.each([
	['contact', 'create', { name: 'Desk' }],
	['contact', 'update', { updateFields: { name: 'Desk' } }],
])('what is not kept of a %s is told by %s', async (resource, operation, parameters) => {
	Object.assign(t.settings, { unknownKeys: 'ignore' });
	const { output, nodeHints } = await t.run({
		resource,
		operation,
		parameters: { customerId: byId(first()), contactId: byId(contact()), ...parameters },
		options: { bodyFields: { planet: 'Mars' } },
	});
	expect(jsonOf(output)).toMatchObject([{ name: 'Desk', _notKept: ['planet'] }]);
	expect(nodeHints).toHaveLength(1);
});

it('what is not kept of portal access is told where the answer shows it', async () => {
	const body = { accessRequestId: 'r1', url: 'https://portal.example/r1', language: '' };
	t.faults.add({ kind: 'status', status: 200, body, on: { method: 'POST' } });
	const user = { email: 'a@b.example', firstName: 'A', lastName: 'B' };
	const { output, nodeHints } = await t.run({
		resource: 'portalAccess',
		operation: 'provision',
		parameters: { customerId: byId(first()), ...user, additionalFields: { language: 'da' } },
	});
	expect(jsonOf(output)).toEqual([{ ...body, _notKept: ['language'] }]);
	expect(nodeHints).toHaveLength(1);
});
