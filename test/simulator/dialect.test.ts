import {
	DIALECTS,
	settingsOf,
	startSimulator,
	type Settings,
	type Simulator,
} from '../../simulator';
import { ask, CUSTOMERS, fieldsOf, firstKey, rowsOf } from './client';

let simulator: Simulator;
let customer: string;

beforeAll(async () => {
	simulator = await startSimulator({ customers: 30 });
});
beforeEach(() => {
	simulator.reset();
	customer = `${CUSTOMERS}/${firstKey(simulator.state.customers)}`;
});
afterEach(() => {
	expect(simulator.violations).toEqual([]);
});
afterAll(async () => await simulator.close());

function speak(settings: Partial<Settings>): void {
	Object.assign(simulator.settings, settings);
}

function stored(): Record<string, unknown> {
	return { ...simulator.state.customers.get(firstKey(simulator.state.customers)) };
}

function held(): string[] {
	return [...(simulator.state.assignments.get(firstKey(simulator.state.customers)) ?? [])];
}

function free(): string {
	const { assets, holders } = simulator.state;
	return [...assets.keys()].find((id) => holders(id).length === 0) ?? '';
}

test('a flat address stands beside the name, in answers and in bodies', async () => {
	speak({ address: 'flat' });
	const { address: before } =
		simulator.state.customers.get(firstKey(simulator.state.customers)) ?? {};
	const { body } = await ask(simulator, 'PATCH', customer, { body: { city: 'Vejle' } });
	expect(body).toMatchObject({ city: 'Vejle', zipCode: before?.zipCode });
	expect(body).not.toHaveProperty('address');
	expect(stored().address).toEqual({ ...before, city: 'Vejle' });

	await ask(simulator, 'PATCH', customer, { body: { address: { city: 'Lost' } } });
	expect(stored().address).toMatchObject({ city: 'Vejle' });
	const sorted = await ask(simulator, 'GET', `${CUSTOMERS}?sort=city`);
	expect(rowsOf(sorted)[0]).toHaveProperty('city');
	expect((await ask(simulator, 'GET', `${CUSTOMERS}?sort=address.city`)).status).toBe(400);
});

test('a phone number may be called a phone', async () => {
	speak({ phone: 'phone', unknownKeys: 'refuse' });
	const { body } = await ask(simulator, 'PATCH', customer, { body: { phone: '+45 1' } });
	expect(body).toMatchObject({ phone: '+45 1' });
	expect(body).not.toHaveProperty('phoneNumber');
	const refused = await ask(simulator, 'PATCH', customer, { body: { phoneNumber: '+45 2' } });
	expect([refused.status, fieldsOf(refused)]).toEqual([400, ['phoneNumber']]);
	speak({ unknownKeys: 'keep' });
	await ask(simulator, 'PATCH', customer, { body: { phoneNumber: '+45 3' } });
	expect(stored().phoneNumber).toBe('+45 1');
	const sorted = async (by: string) =>
		(await ask(simulator, 'GET', `${CUSTOMERS}?sort=${by}`)).status;
	expect([await sorted('phone'), await sorted('phoneNumber')]).toEqual([200, 400]);
});

test.each([
	['assign', (id: string) => ({ assign: [id] }), (id: string) => ({ unassign: [id] })],
	[
		'add',
		(id: string) => ({ add: [{ assetId: id }] }),
		(id: string) => ({ remove: [{ assetId: id }] }),
	],
	['assetIds', (id: string) => ({ assetIds: [id] }), undefined],
] as const)('an assignment is written by %s', async (assignment, add, remove) => {
	speak({ assignment });
	const asset = free();
	expect((await ask(simulator, 'POST', `${customer}/assets`, { body: add(asset) })).status).toBe(
		204,
	);
	expect(held()).toContain(asset);
	if (remove) await ask(simulator, 'POST', `${customer}/assets`, { body: remove(asset) });
	expect(held().includes(asset)).toBe(remove === undefined);
});

test('an assignment in another shape does nothing, or is refused', async () => {
	speak({ assignment: 'add', unknownKeys: 'ignore' });
	const body = { assign: [free()] };
	const before = held();
	expect((await ask(simulator, 'POST', `${customer}/assets`, { body })).status).toBe(204);
	speak({ unknownKeys: 'refuse' });
	const refused = await ask(simulator, 'POST', `${customer}/assets`, { body });
	expect([refused.status, fieldsOf(refused)]).toEqual([400, ['assign']]);
	const unknown = { body: { add: [{ assetId: 'nothing' }] } };
	expect(fieldsOf(await ask(simulator, 'POST', `${customer}/assets`, unknown))).toEqual([
		'add[0].assetId',
	]);
	speak({ unknownKeys: 'keep' });
	const bare = await ask(simulator, 'POST', `${customer}/assets`, { body: { add: [free()] } });
	expect([bare.status, fieldsOf(bare)]).toEqual([400, ['add[0]']]);
	speak({ assignment: 'assetIds' });
	const objects = { body: { assetIds: [{ assetId: free() }] } };
	const other = await ask(simulator, 'POST', `${customer}/assets`, objects);
	expect([other.status, fieldsOf(other)]).toEqual([400, ['assetIds[0]']]);
	expect(held()).toEqual(before);
});

test("a customer's assets have an id, or are bare ids", async () => {
	await ask(simulator, 'POST', `${customer}/assets`, { body: { assign: [free()] } });
	speak({ assetRows: 'id' });
	const rows = rowsOf(await ask(simulator, 'GET', `${customer}/assets`));
	expect(rows.map(({ id }) => id)).toEqual(held());
	speak({ assetRows: 'text' });
	expect((await ask(simulator, 'GET', `${customer}/assets`)).body.content).toEqual(held());
});

test('unknown keys are kept, dropped or refused', async () => {
	const body = { name: 'New', credit: 5 };
	expect((await ask(simulator, 'PATCH', customer, { body })).body).toMatchObject(body);
	speak({ unknownKeys: 'ignore' });
	const other = { name: 'Newer', rating: 5 };
	expect((await ask(simulator, 'PATCH', customer, { body: other })).body).not.toHaveProperty(
		'rating',
	);
	speak({ unknownKeys: 'refuse' });
	const nested = { address: { planet: 'Mars' } };
	expect(fieldsOf(await ask(simulator, 'PATCH', customer, { body: nested }))).toEqual([
		'address.planet',
	]);
});

test('a field without a value holds an empty text', async () => {
	speak({ nothing: 'emptyText' });
	const { body } = await ask(simulator, 'PATCH', customer, { body: { externalReference: null } });
	expect(body.externalReference).toBe('');
	expect(stored().externalReference).toBeNull();
	const parts = { body: { address: { city: null } } };
	const { body: other } = await ask(simulator, 'PATCH', customer, parts);
	expect(other.address).toMatchObject({ city: '' });
	const without = await ask(simulator, 'PATCH', customer, { body: { address: null } });
	expect(without.body.address).toBeNull();
});

test('a reference that is taken is a 400', async () => {
	speak({ takenReference: 400 });
	const taken = [...simulator.state.customers.values()].flatMap(
		({ externalReference }) => externalReference ?? [],
	);
	const body = { name: 'Twin', externalReference: taken[0] };
	const refused = await ask(simulator, 'POST', CUSTOMERS, { body });
	expect([refused.status, refused.body.code]).toEqual([400, 'external_reference_not_unique']);
});

test('a sort may have to be repeated', async () => {
	const [joined, repeated] = ['sort=type,-name', 'sort=type&sort=-name'];
	const asked = await ask(simulator, 'GET', `${CUSTOMERS}?${joined}`);
	speak({ sortParameter: 'repeated' });
	expect(rowsOf(await ask(simulator, 'GET', `${CUSTOMERS}?${repeated}`))).toEqual(rowsOf(asked));
	const refused = await ask(simulator, 'GET', `${CUSTOMERS}?${joined}`);
	expect([refused.status, fieldsOf(refused)]).toEqual([400, ['sort']]);
});

test('GraphQL writes ids with their type before them, and takes them so', async () => {
	speak({ graphqlIds: 'prefixed' });
	const id = `___Customer___${firstKey(simulator.state.customers)}`;
	const asset = free();
	const input = `{ customerId: "${id}", assetIds: ["___Asset___${asset}"] }`;
	const mutation = `mutation { assignAssets(input: ${input}) { customer { id } } }`;
	const asked = async (query: string) =>
		(await ask(simulator, 'POST', '/api/graphql/', { body: { query } })).body;
	expect(await asked(mutation)).toEqual({ data: { assignAssets: { customer: { id } } } });
	expect(held()).toContain(asset);

	const list = '(first: 100) { edges { node { id } } }';
	const contacts = simulator.state.contacts.get(firstKey(simulator.state.customers)) ?? new Map();
	const edges = (type: string, ids: string[]) => ({
		edges: ids.map((one) => ({ node: { id: `___${type}___${one}` } })),
	});
	expect(await asked(`{ customer(id: "${id}") { id assets${list} contacts${list} } }`)).toEqual({
		data: {
			customer: {
				id,
				assets: edges('Asset', held()),
				contacts: edges('Contact', [...contacts.keys()]),
			},
		},
	});
});

test('GraphQL refuses a token by an error', async () => {
	speak({ graphqlSignIn: 'errors' });
	const { status, body } = await ask(simulator, 'POST', '/api/graphql/', {
		body: { query: '{ rateLimit { cost } }' },
		token: 'wrong',
	});
	expect([status, body]).toEqual([
		200,
		{ errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }] },
	]);
});

test('a dialect may be spoken from the start, and is again after a reset', async () => {
	const other = await startSimulator({ customers: 1, settings: settingsOf('flat,phone') });
	try {
		const read = async () => rowsOf(await ask(other, 'GET', CUSTOMERS))[0];
		const row = { city: expect.anything(), phone: expect.anything() };
		expect(await read()).toMatchObject(row);
		Object.assign(other.settings, { address: 'nested', phone: 'phoneNumber' });
		expect(await read()).toHaveProperty('phoneNumber');
		other.reset();
		expect(await read()).toMatchObject(row);
	} finally {
		await other.close();
	}
});

test('settings are named by words', () => {
	expect(settingsOf('flat, add')).toEqual({ address: 'flat', assignment: 'add' });
	expect(settingsOf('flat,klingon')).toBeUndefined();
	expect(settingsOf(Object.keys(DIALECTS).join(','))).toMatchObject({ takenReference: 400 });
});
