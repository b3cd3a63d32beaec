import { startSimulator, type Simulator } from '../../simulator';
import { ask, ASSETS, CUSTOMERS, fieldsOf, firstKey, idsOf, PORTAL, rowsOf } from './client';

let simulator: Simulator;
let customerId: string;

beforeAll(async () => {
	simulator = await startSimulator({ customers: 50 });
});
beforeEach(() => {
	simulator.reset();
	customerId = firstKey(simulator.state.customers);
});
afterEach(() => {
	expect(simulator.violations).toEqual([]);
});
afterAll(async () => await simulator.close());

function freeAssets(count: number): string[] {
	const { state } = simulator;
	return [...state.assets.keys()].filter((id) => state.holders(id).length === 0).slice(0, count);
}

describe('customers', () => {
	test('a created customer can be read, with the keys that the contract does not know', async () => {
		const fields = { name: 'Muller Bau GmbH', externalReference: 'NEW-1', creditLimit: { eur: 5 } };
		const created = await ask(simulator, 'POST', CUSTOMERS, { body: fields });
		expect(created.status).toBe(201);
		expect(created.body).toEqual({ ...fields, type: 'OTHER', id: expect.any(String) });

		const place = `${CUSTOMERS}/${String(created.body.id)}`;
		expect(created.headers.get('location')).toBe(place);
		expect((await ask(simulator, 'GET', place)).body).toEqual(created.body);
	});

	test('an id in the body of a create or an update is not taken', async () => {
		const created = await ask(simulator, 'POST', CUSTOMERS, { body: { name: 'A', id: 'mine' } });
		expect(created.body.id).not.toBe('mine');
		const place = `${CUSTOMERS}/${customerId}`;
		const updated = await ask(simulator, 'PATCH', place, { body: { id: 'mine' } });
		expect(updated.body.id).toBe(customerId);
	});

	test('an update leaves alone what it does not name, and null clears', async () => {
		const before = simulator.state.customers.get(customerId);
		const place = `${CUSTOMERS}/${customerId}`;
		const { status, body } = await ask(simulator, 'PATCH', place, {
			body: { name: 'Renamed', phoneNumber: null },
		});
		expect(status).toBe(200);
		expect(body).toEqual({ ...before, name: 'Renamed', phoneNumber: null });
		expect(simulator.state.customers.get(customerId)).toEqual(body);
	});

	test('an address is replaced whole, or merged where the setting says so', async () => {
		const place = `${CUSTOMERS}/${customerId}`;
		const before = simulator.state.customers.get(customerId)?.address;
		simulator.settings.patchMerge = 'deep';
		const deep = await ask(simulator, 'PATCH', place, { body: { address: { city: 'Vejle' } } });
		expect(deep.body.address).toEqual({ ...before, city: 'Vejle' });

		simulator.settings.patchMerge = 'shallow';
		const shallow = await ask(simulator, 'PATCH', place, { body: { address: { city: 'Vejle' } } });
		expect(shallow.body.address).toEqual({ city: 'Vejle' });
	});

	test('an external reference is given once', async () => {
		simulator.state.addCustomer({ name: 'Holder', externalReference: 'TAKEN' });
		const body = { name: 'Second', externalReference: 'TAKEN' };
		const created = await ask(simulator, 'POST', CUSTOMERS, { body });
		expect(created.status).toBe(409);
		expect(created.body).toMatchObject({ status: 409, code: 'conflict' });
		expect(fieldsOf(created)).toEqual(['externalReference']);
		expect((await ask(simulator, 'PATCH', `${CUSTOMERS}/${customerId}`, { body })).status).toBe(
			409,
		);
		expect(simulator.state.customers.size).toBe(51);
	});

	test('its own external reference may be sent along, and a freed one is free', async () => {
		const { id } = simulator.state.addCustomer({ name: 'Holder', externalReference: 'TAKEN' });
		const place = `${CUSTOMERS}/${id}`;
		const same = await ask(simulator, 'PATCH', place, { body: { externalReference: 'TAKEN' } });
		expect(same.status).toBe(200);
		await ask(simulator, 'PATCH', place, { body: { externalReference: 'OTHER' } });
		const again = { name: 'Second', externalReference: 'TAKEN' };
		expect((await ask(simulator, 'POST', CUSTOMERS, { body: again })).status).toBe(201);
	});

	test('a deleted customer is gone, with its contacts, and its assets are free', async () => {
		const [assetId = ''] = freeAssets(1);
		simulator.state.assign(customerId, [assetId]);
		const place = `${CUSTOMERS}/${customerId}`;
		const deleted = await ask(simulator, 'DELETE', place);
		expect([deleted.status, deleted.text]).toEqual([204, '']);
		for (const path of ['', '/contacts', '/assets']) {
			const { status, body } = await ask(simulator, 'GET', place + path);
			expect([status, body.code]).toEqual([404, 'not_found']);
		}
		expect((await ask(simulator, 'DELETE', place)).status).toBe(404);
		expect(simulator.state.holders(assetId)).toEqual([]);
		expect(simulator.state.contacts.has(customerId)).toBe(false);
	});
});

describe('contacts', () => {
	test('a contact is created, read, updated, listed and deleted under its customer only', async () => {
		const { id } = simulator.state.addCustomer({ name: 'Owner' });
		const contacts = `${CUSTOMERS}/${id}/contacts`;
		const fields = { name: 'Workshop', email: 'workshop@owner.example' };
		const created = await ask(simulator, 'POST', contacts, { body: fields });
		expect([created.status, created.body]).toEqual([201, { ...fields, id: expect.any(String) }]);

		const contactId = String(created.body.id);
		const place = `${contacts}/${contactId}`;
		expect((await ask(simulator, 'GET', place)).body).toEqual(created.body);
		const updated = await ask(simulator, 'PATCH', place, { body: { email: null } });
		expect(updated.body).toEqual({ ...created.body, email: null });
		expect(rowsOf(await ask(simulator, 'GET', contacts))).toEqual([updated.body]);

		const elsewhere = `${CUSTOMERS}/${customerId}/contacts/${contactId}`;
		expect((await ask(simulator, 'GET', elsewhere)).status).toBe(404);
		expect((await ask(simulator, 'DELETE', elsewhere)).status).toBe(404);
		expect((await ask(simulator, 'DELETE', place)).status).toBe(204);
		expect((await ask(simulator, 'GET', place)).status).toBe(404);
	});

	test.each(['not-an-email', 'two words@owner.example', 'a@b@owner.example', ''])(
		'the email %j is refused, when a contact is created and when it is updated',
		async (email) => {
			const contacts = `${CUSTOMERS}/${customerId}/contacts`;
			const before = rowsOf(await ask(simulator, 'GET', contacts));
			const created = await ask(simulator, 'POST', contacts, { body: { name: 'Yard', email } });
			expect([created.status, fieldsOf(created)]).toEqual([400, ['email']]);

			const { id } = simulator.state.addContact(customerId, { name: 'Workshop' });
			const updated = await ask(simulator, 'PATCH', `${contacts}/${id}`, { body: { email } });
			expect([updated.status, fieldsOf(updated)]).toEqual([400, ['email']]);
			expect(rowsOf(await ask(simulator, 'GET', contacts))).toHaveLength(before.length + 1);
		},
	);

	test('an email that is there already is answered as it is', async () => {
		const { id } = simulator.state.addContact(customerId, { name: 'Old', email: 'none' });
		const place = `${CUSTOMERS}/${customerId}/contacts/${id}`;
		expect((await ask(simulator, 'GET', place)).body).toMatchObject({ email: 'none' });
	});

	test('a contact of an unknown customer is refused', async () => {
		const body = { name: 'Nobody' };
		const { status } = await ask(simulator, 'POST', `${CUSTOMERS}/unknown/contacts`, { body });
		expect(status).toBe(404);
	});
});

describe('assets', () => {
	test('assets are assigned and taken away in one request, and listed with their names', async () => {
		const { id } = simulator.state.addCustomer({ name: 'Owner' });
		const [first = '', second = ''] = freeAssets(2);
		const place = `${CUSTOMERS}/${id}/assets`;
		expect((await ask(simulator, 'POST', place, { body: { assign: [first] } })).status).toBe(204);
		const body = { assign: [second], unassign: [first] };
		expect((await ask(simulator, 'POST', place, { body })).status).toBe(204);

		const asset = simulator.state.assets.get(second);
		expect(rowsOf(await ask(simulator, 'GET', place))).toEqual([
			{
				assetId: second,
				name: asset?.name,
				serialNumber: asset?.serialNumber,
				externalReference: asset?.externalReference,
			},
		]);
		expect(simulator.state.holders(first)).toEqual([]);
	});

	test('assigning what is assigned and taking away what is not change nothing', async () => {
		const { id } = simulator.state.addCustomer({ name: 'Owner' });
		const [first = '', second = ''] = freeAssets(2);
		simulator.state.assign(id, [first]);
		const body = { assign: [first], unassign: [second] };
		const { status } = await ask(simulator, 'POST', `${CUSTOMERS}/${id}/assets`, { body });
		expect(status).toBe(204);
		expect([...(simulator.state.assignments.get(id) ?? [])]).toEqual([first]);
	});

	test('unknown assets are named by their place, and nothing at all is assigned', async () => {
		const { id } = simulator.state.addCustomer({ name: 'Owner' });
		const assign = [...freeAssets(3), 'unknown'];
		const answered = await ask(simulator, 'POST', `${CUSTOMERS}/${id}/assets`, {
			body: { assign, unassign: ['unknown, too'] },
		});
		expect([answered.status, answered.body.code]).toEqual([400, 'constraint_violation']);
		expect(fieldsOf(answered)).toEqual(['assign[3]', 'unassign[0]']);
		expect(simulator.state.assignments.get(id)?.size).toBe(0);
	});

	test('an asset of another customer is refused, or shared where the setting says so', async () => {
		const { state, settings } = simulator;
		const { id } = state.addCustomer({ name: 'Owner' });
		const [assetId = ''] = freeAssets(1);
		state.assign(customerId, [assetId]);
		const place = `${CUSTOMERS}/${id}/assets`;
		const refused = await ask(simulator, 'POST', place, { body: { assign: [assetId] } });
		expect([refused.status, fieldsOf(refused)]).toEqual([400, ['assign[0]']]);

		settings.assetPolicy = 'several';
		expect((await ask(simulator, 'POST', place, { body: { assign: [assetId] } })).status).toBe(204);
		expect([...state.holders(assetId)].sort()).toEqual([customerId, id].sort());
	});

	test('an asset that is to be assigned and taken away at once is refused', async () => {
		const [assetId = ''] = freeAssets(1);
		const body = { assign: [assetId], unassign: [assetId] };
		const answered = await ask(simulator, 'POST', `${CUSTOMERS}/${customerId}/assets`, { body });
		expect([answered.status, fieldsOf(answered)]).toEqual([400, ['assign[0]']]);
	});

	test('assets are found by serial number, external reference and a part of the name', async () => {
		const { state } = simulator;
		const asset = state.addAsset({
			name: 'Digger No. 7',
			serialNumber: 'PIN 42/7',
			externalReference: 'M & 7',
		});
		for (const [name, value] of [
			['serialNumber', 'PIN 42/7'],
			['externalReference', 'M & 7'],
			['name', 'dIGGER nO'],
		]) {
			const query = `${name}=${encodeURIComponent(value ?? '')}`;
			expect(idsOf(await ask(simulator, 'GET', `${ASSETS}?${query}`))).toEqual([asset.id]);
		}
	});
});

describe('portal access', () => {
	const user = { email: 'Eva@owner.example', firstName: 'Eva', lastName: 'Holm' };

	test('a user of a customer keeps its access, and its name is brought up to date', async () => {
		const first = await ask(simulator, 'POST', PORTAL, { body: { customerId, ...user } });
		expect([first.status, first.body]).toEqual([
			200,
			{ accessRequestId: expect.any(String), url: expect.stringMatching(/^https:/) },
		]);
		const body = { customerId, ...user, email: 'eva@owner.example', lastName: 'Berg' };
		const second = await ask(simulator, 'POST', PORTAL, { body });
		expect(second.body).toEqual(first.body);
		expect([...simulator.state.portalAccess.values()]).toEqual([
			{ ...body, accessRequestId: first.body.accessRequestId },
		]);
	});

	test('the same email at another customer is another user', async () => {
		const { id } = simulator.state.addCustomer({ name: 'Other' });
		const first = await ask(simulator, 'POST', PORTAL, { body: { customerId, ...user } });
		const second = await ask(simulator, 'POST', PORTAL, { body: { customerId: id, ...user } });
		expect(second.body.accessRequestId).not.toBe(first.body.accessRequestId);
	});

	test('an email that is none is a violation', async () => {
		const body = { customerId, ...user, email: 'eva' };
		const refused = await ask(simulator, 'POST', PORTAL, { body });
		expect([refused.status, fieldsOf(refused)]).toEqual([400, ['email']]);
	});

	test('an unknown customer is 404, a missing name is a violation', async () => {
		const unknown = { customerId: 'unknown', ...user };
		expect((await ask(simulator, 'POST', PORTAL, { body: unknown })).status).toBe(404);
		const nameless = await ask(simulator, 'POST', PORTAL, {
			body: { customerId, email: user.email, firstName: '' },
		});
		expect([nameless.status, fieldsOf(nameless)]).toEqual([400, ['lastName', 'firstName']]);
	});
});

describe('answers to writes', () => {
	test('may come without the record', async () => {
		simulator.settings.writeAnswers = 'none';
		const created = await ask(simulator, 'POST', CUSTOMERS, { body: { name: 'Silent' } });
		expect([created.status, created.text]).toEqual([201, '']);
		const place = created.headers.get('location') ?? '';
		expect((await ask(simulator, 'GET', place)).body.name).toBe('Silent');
		const updated = await ask(simulator, 'PATCH', place, { body: { name: 'Quiet' } });
		expect([updated.status, updated.text]).toEqual([204, '']);
		expect((await ask(simulator, 'GET', place)).body.name).toBe('Quiet');
	});
});

describe('validation', () => {
	test.each([
		['no name', { type: 'OTHER' }, ['name']],
		['an empty name', { name: '' }, ['name']],
		['a name that is too long', { name: 'x'.repeat(256) }, ['name']],
		[
			'a part of the address that is no text',
			{ name: 'A', address: { city: 5 } },
			['address.city'],
		],
		['an address that is text', { name: 'A', address: 'Main Street 1' }, ['address']],
		['an unknown type', { name: 'A', type: 'FRIEND' }, ['type']],
		['several faults', { type: null, email: 7 }, ['name', 'type', 'email']],
		['a list', [], ['body']],
		['null', null, ['body']],
	])('%s is refused with its field', async (_, body, fields) => {
		const answered = await ask(simulator, 'POST', CUSTOMERS, { body });
		expect([answered.status, answered.body.code]).toEqual([400, 'constraint_violation']);
		expect(fieldsOf(answered).sort()).toEqual([...fields].sort());
		expect(simulator.state.customers.size).toBe(50);
	});

	test('says it in the words of Trackunit', async () => {
		const { body } = await ask(simulator, 'POST', CUSTOMERS, { body: { name: '' } });
		expect(body).toEqual({
			status: 400,
			code: 'constraint_violation',
			message: 'Constraint violation',
			violations: [{ field: 'name', message: "value '' was rejected: must not be empty" }],
		});
	});

	test('an update may not clear the name', async () => {
		const place = `${CUSTOMERS}/${customerId}`;
		expect(fieldsOf(await ask(simulator, 'PATCH', place, { body: { name: null } }))).toEqual([
			'name',
		]);
	});

	test('more ids at once than the contract allows are refused', async () => {
		const body = { assign: Array.from({ length: 1001 }, (_, index) => `asset-${index}`) };
		const answered = await ask(simulator, 'POST', `${CUSTOMERS}/${customerId}/assets`, { body });
		expect([answered.status, fieldsOf(answered)]).toEqual([400, ['assign']]);
	});

	test('types that the settings add are accepted, answered and filtered by', async () => {
		simulator.settings.extraCustomerTypes = ['FRIEND'];
		const body = { name: 'New Value', type: 'FRIEND' };
		const created = await ask(simulator, 'POST', CUSTOMERS, { body });
		expect([created.status, created.body.type]).toEqual([201, 'FRIEND']);
		const found = await ask(simulator, 'GET', `${CUSTOMERS}?type=FRIEND`);
		expect(idsOf(found)).toEqual([created.body.id]);
	});

	test('text that is no JSON, and a body that is not called JSON, are refused', async () => {
		const broken = await ask(simulator, 'POST', CUSTOMERS, { body: '{"name":' });
		expect([broken.status, broken.body.code]).toEqual([400, 'malformed_json']);
		const plain = await ask(simulator, 'POST', CUSTOMERS, {
			body: { name: 'A' },
			headers: { 'content-type': 'text/plain' },
		});
		expect(plain.status).toBe(415);
	});

	test('an unknown path, and an address that cannot be decoded, get an error of Trackunit', async () => {
		const unknown = await ask(simulator, 'GET', '/api/customer/v1/nothing');
		expect([unknown.status, unknown.body.code]).toEqual([404, 'not_found']);
		const broken = await ask(simulator, 'GET', `${CUSTOMERS}/%zz`);
		expect([broken.status, broken.body.code]).toEqual([400, 'bad_request']);
	});
});

test('an answer that the contract does not allow is a 500, and is kept', async () => {
	const { id } = simulator.state.addCustomer({ name: '' });
	const { status, body } = await ask(simulator, 'GET', `${CUSTOMERS}/${id}`);
	expect([status, body.code]).toEqual([500, 'contract_violation']);
	expect(simulator.violations).toEqual([expect.stringContaining('name')]);
	simulator.reset();
	expect(simulator.violations).toEqual([]);
});
