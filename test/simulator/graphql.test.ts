/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { setTimeout as sleep } from 'node:timers/promises';

import { isObject } from '../../nodes/TrackunitCustomer/json';
import { startSimulator, type Fault, type FaultKind, type Simulator } from '../../simulator';
import { ask, askToken, ASSETS, CUSTOMERS, firstKey, idsOf, type Answered } from './client';

const GRAPHQL = '/api/graphql/';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ customers: 120 });
});
beforeEach(() => simulator.reset());
afterEach(() => {
	expect(simulator.violations).toEqual([]);
});
afterAll(async () => await simulator.close());

type Json = Record<string, unknown>;

interface More {
	operationName?: string;
	headers?: Record<string, string>;
	token?: string;
}

async function send(query: string, variables?: Json, more: More = {}): Promise<Answered> {
	const { operationName, ...asked } = more;
	return await ask(simulator, 'POST', GRAPHQL, {
		body: { query, variables, operationName },
		...asked,
	});
}

function at(value: unknown, ...path: Array<string | number>): unknown {
	return path.reduce<unknown>(
		(inner, key) =>
			Array.isArray(inner) ? inner[Number(key)] : isObject(inner) ? inner[String(key)] : undefined,
		value,
	);
}

/** The data of an answer that has no errors. */
async function dataOf(query: string, variables?: Json, more?: More): Promise<unknown> {
	const { status, body } = await send(query, variables, more);
	expect([status, body.errors]).toEqual([200, undefined]);
	return body.data;
}

/** The errors of an answer that has some. */
function errorsOf({ status, body }: Answered): unknown[] {
	expect(status).toBe(200);
	return Array.isArray(body.errors) ? body.errors : [];
}

const codeOf = (answered: Answered) => at(errorsOf(answered)[0], 'extensions', 'code');

interface Page {
	ids: string[];
	cursors: string[];
	pageInfo: Json;
}

function toPage(connection: unknown): Page {
	const edges = at(connection, 'edges');
	const pageInfo = at(connection, 'pageInfo');
	if (!Array.isArray(edges) || !isObject(pageInfo)) throw new Error('There is no connection');
	return {
		ids: edges.map((edge: unknown) => String(at(edge, 'node', 'id'))),
		cursors: edges.map((edge: unknown) => String(at(edge, 'cursor'))),
		pageInfo,
	};
}

const PARTS = `edges { cursor node { id } } pageInfo { hasPreviousPage hasNextPage startCursor endCursor count }`;
const LIST = `query ($first: Int, $after: String, $last: Int, $before: String) {
	customers(first: $first, after: $after, last: $last, before: $before) { ${PARTS} }
}`;

const pageOf = async (variables: Json = {}): Promise<Page> =>
	toPage(at(await dataOf(LIST, variables), 'customers'));

const customerIds = () => [...simulator.state.customers.keys()];
const restIds = async () => idsOf(await ask(simulator, 'GET', `${CUSTOMERS}?size=1000`));

describe('pages', () => {
	test('lead forwards to the end, in the order of REST', async () => {
		const ids: string[] = [];
		let after: unknown = null;
		for (let rest = 120; rest > 0; rest -= 50) {
			const page = await pageOf({ first: 50, after });
			ids.push(...page.ids);
			expect(page.pageInfo).toEqual({
				hasPreviousPage: after !== null,
				hasNextPage: rest > 50,
				startCursor: page.cursors[0],
				endCursor: page.cursors.at(-1),
				count: 120,
			});
			after = page.pageInfo.endCursor;
		}
		expect(ids).toEqual(await restIds());
	});

	test('lead backwards to the beginning, each in the same order', async () => {
		const ids: string[] = [];
		let before: unknown = null;
		for (let rest = 120; rest > 0; rest -= 50) {
			const page = await pageOf({ last: 50, before });
			ids.unshift(...page.ids);
			expect(page.pageInfo).toMatchObject({
				hasPreviousPage: rest > 50,
				hasNextPage: before !== null,
			});
			before = page.pageInfo.startCursor;
		}
		expect(ids).toEqual(customerIds());
	});

	test('lie between two cursors, and are empty where nothing does', async () => {
		const { cursors } = await pageOf({ first: 10 });
		const between = await pageOf({ after: cursors[2], before: cursors[6] });
		expect(between.ids).toEqual(customerIds().slice(3, 6));
		expect(between.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
		const empty = await pageOf({ after: cursors[2], before: cursors[3] });
		expect([empty.ids, empty.pageInfo.startCursor, empty.pageInfo.endCursor]).toEqual([
			[],
			null,
			null,
		]);
	});

	test('have 50 rows unless told, and silently no more than the greatest page', async () => {
		expect((await pageOf()).ids).toHaveLength(50);
		expect((await pageOf({ first: 5000 })).ids).toHaveLength(120);
		simulator.settings.maxPageSize = 7;
		const page = await pageOf({ first: 5000 });
		expect([page.ids.length, page.pageInfo.hasNextPage]).toEqual([7, true]);
		simulator.settings.maxPageSize = 5000;
		simulator.state.addCustomers(1000);
		expect((await pageOf({ first: 5000 })).ids).toHaveLength(1000);
	});

	test('may be of one type of customer', async () => {
		const query = '{ customers(first: 1000, type: "DEALER") { edges { node { id type } } } }';
		const data = await dataOf(query);
		const dealers = [...simulator.state.customers.values()].filter(({ type }) => type === 'DEALER');
		expect(at(data, 'customers', 'edges')).toEqual(
			dealers.map(({ id, type }) => ({ node: { id, type } })),
		);
	});

	test('are there of contacts, of the assets of a customer, and of all assets', async () => {
		const { state } = simulator;
		const { id } = state.addCustomer({ name: 'Owner' });
		const contacts = [1, 2, 3].map((n) => state.addContact(id, { name: `Contact ${n}` }).id);
		const assets = [1, 2, 3].map((n) => state.addAsset({ name: `Machine ${n}` }).id);
		state.assign(id, assets);
		const query = `query ($id: ID!, $contact: String, $asset: String) { customer(id: $id) {
			contacts(first: 2, after: $contact) { ${PARTS} }
			assets(first: 2, after: $asset) { ${PARTS} }
		} }`;
		const first = at(await dataOf(query, { id }), 'customer');
		const [one, other] = [toPage(at(first, 'contacts')), toPage(at(first, 'assets'))];
		expect([one.ids, other.ids]).toEqual([contacts.slice(0, 2), assets.slice(0, 2)]);
		expect(one.pageInfo).toMatchObject({ hasNextPage: true, count: 3 });
		const cursors = { contact: one.pageInfo.endCursor, asset: other.pageInfo.endCursor };
		const second = at(await dataOf(query, { id, ...cursors }), 'customer');
		const [rest, last] = [toPage(at(second, 'contacts')), toPage(at(second, 'assets'))];
		expect([rest.ids, last.ids]).toEqual([contacts.slice(2), assets.slice(2)]);
		expect(last.pageInfo.hasNextPage).toBe(false);

		const all = await dataOf(`{ assets(first: 60) { ${PARTS} } }`);
		expect(toPage(at(all, 'assets')).ids).toEqual([...state.assets.keys()].slice(0, 60));
	});
});

describe('cursors', () => {
	test('lead on without a gap where the rows before them were deleted, their own too', async () => {
		const ids = customerIds();
		const { pageInfo } = await pageOf({ first: 20 });
		for (const id of ids.slice(0, 20)) simulator.state.deleteCustomer(id);
		const page = await pageOf({ first: 20, after: pageInfo.endCursor });
		expect(page.ids).toEqual(ids.slice(20, 40));
		expect(page.pageInfo).toMatchObject({ hasPreviousPage: false, count: 100 });
	});

	test('lead on without a repetition where rows were added before and after them', async () => {
		const ids = customerIds();
		const { pageInfo } = await pageOf({ first: 100 });
		simulator.faults.add({ kind: 'drift', change: 'insert' });
		await ask(simulator, 'GET', CUSTOMERS);
		const { id } = simulator.state.addCustomer({ name: 'At the end' });
		expect((await pageOf({ first: 100, after: pageInfo.endCursor })).ids).toEqual([
			...ids.slice(100),
			id,
		]);
		const before = await pageOf({ last: 1000, before: pageInfo.startCursor });
		expect(before.ids).toEqual([customerIds()[0]]);
		expect(before.ids).not.toContain(ids[0]);
	});

	test('follow an asset that was taken away and assigned again to the end of the list', async () => {
		const { state } = simulator;
		const { id } = state.addCustomer({ name: 'Owner' });
		const [a = '', b = '', c = ''] = [1, 2, 3].map((n) => state.addAsset({ name: `M ${n}` }).id);
		state.assign(id, [a, b, c]);
		const query = `query ($id: ID!, $after: String) {
			customer(id: $id) { assets(first: 2, after: $after) { ${PARTS} } }
		}`;
		const read = async (after?: unknown) =>
			toPage(at(await dataOf(query, { id, after }), 'customer', 'assets'));
		const { ids, pageInfo } = await read();
		expect(ids).toEqual([a, b]);
		state.unassign(id, [a]);
		state.assign(id, [a]);
		const rest = await read(pageInfo.endCursor);
		expect(rest.ids).toEqual([c, a]);
		expect((await read(rest.pageInfo.endCursor)).ids).toEqual([]);
	});

	test('that are none, or are of another list, are refused', async () => {
		const { pageInfo } = await pageOf();
		const { assets } = Object(await dataOf(`{ assets(first: 1) { ${PARTS} } }`));
		const strange = Buffer.from('customers 9999').toString('base64url');
		for (const cursor of ['', 'nonsense', strange, String(toPage(assets).pageInfo.endCursor)]) {
			for (const field of ['after', 'before']) {
				const answered = await send(LIST, { [field]: cursor });
				expect(errorsOf(answered)).toEqual([
					expect.objectContaining({
						message: expect.stringContaining(`${field}: value '${cursor}' was rejected`),
						path: ['customers'],
						extensions: expect.objectContaining({ code: 'VALIDATION_ERROR' }),
					}),
				]);
			}
		}
		expect(pageInfo.hasNextPage).toBe(true);
	});

	test.each([{ first: 0 }, { first: -1 }, { last: 0 }, { first: 1, last: 1 }])(
		'a page of %j is refused',
		async (sizes) => {
			const answered = await send(LIST, sizes);
			expect([codeOf(answered), answered.body.data]).toEqual([
				'VALIDATION_ERROR',
				{ customers: null },
			]);
		},
	);
});

describe('what a query costs', () => {
	const PRICED = '{ customers(first: 10) { edges { node { id name } } } rateLimit { cost } }';
	// customers, ten times (edges, node, id, name), rateLimit, cost
	const PRICE = 43;

	test('is a point a field, times the size of its page', async () => {
		expect(at(await dataOf(PRICED), 'rateLimit', 'cost')).toBe(PRICE);
		const nested = '{ customers { edges { node { contacts(last: 2) { edges { cursor } } } } } ';
		const cost = at(await dataOf(`${nested} rateLimit { cost } }`), 'rateLimit', 'cost');
		expect(cost).toBe(1 + 50 * (2 + (1 + 2 * 2)) + 2);
	});

	test('follows sizes that come as variables, and no further than the greatest page', async () => {
		const query = `query ($first: Int) { customers(first: $first) { edges { cursor } } rateLimit { cost } }`;
		const costOf = async (first: number) => at(await dataOf(query, { first }), 'rateLimit', 'cost');
		expect([await costOf(10), await costOf(100), await costOf(9999)]).toEqual([23, 203, 2003]);
	});

	test('must not be above the limit', async () => {
		simulator.settings.graphqlMaxCost = PRICE;
		expect((await send(PRICED)).body.errors).toBeUndefined();
		simulator.settings.graphqlMaxCost = PRICE - 1;
		const { status, body } = await send(PRICED);
		expect([status, body]).toEqual([
			200,
			{
				errors: [
					{
						message: expect.stringContaining(`costs ${PRICE} points`),
						extensions: { code: 'QUERY_COMPLEXITY_REACHED' },
					},
				],
			},
		]);
	});

	test('is limited to 50 000 points', async () => {
		const query = `{ customers(first: 1000) { edges { node { contacts(first: 100) { edges { cursor } } } } } }`;
		expect(codeOf(await send(query))).toBe('QUERY_COMPLEXITY_REACHED');
	});

	test('keeps a mutation that costs too much from being done', async () => {
		simulator.settings.graphqlMaxCost = 1;
		const { id } = simulator.state.addCustomer({ name: 'Kept' });
		const query = `mutation ($id: ID!) { deleteCustomer(input: { id: $id }) { deletedId } }`;
		expect(codeOf(await send(query, { id }))).toBe('QUERY_COMPLEXITY_REACHED');
		expect(simulator.state.customers.has(id)).toBe(true);
	});
});

describe('the budget', () => {
	// rateLimit and its three fields
	const STATE = '{ rateLimit { cost remaining resetIn } }';

	test('is told by rateLimit as it is after the query', async () => {
		expect(at(await dataOf(STATE), 'rateLimit')).toEqual({
			cost: 4,
			remaining: 4_999_996,
			resetIn: 600_000,
		});
		await sleep(5);
		const { remaining, resetIn } = Object(at(await dataOf(STATE), 'rateLimit'));
		expect(remaining).toBe(4_999_992);
		expect(resetIn).toBeLessThan(600_000);
	});

	test('refuses what costs more than is left, and takes nothing for it', async () => {
		simulator.settings.graphqlBudget = 10;
		await dataOf(STATE);
		await dataOf(STATE);
		const { status, body } = await send(STATE);
		expect([status, body]).toEqual([
			200,
			{
				errors: [
					{
						message: expect.any(String),
						extensions: { code: 'RATE_LIMITED', resetIn: expect.any(Number), cost: 4 },
					},
				],
			},
		]);
		const resetIn = Number(at(body, 'errors', 0, 'extensions', 'resetIn'));
		expect(resetIn).toBeGreaterThan(0);
		expect(resetIn).toBeLessThanOrEqual(600_000);
		expect(at(await dataOf('{ rateLimit { remaining } }'), 'rateLimit')).toEqual({ remaining: 0 });
	});

	test('keeps a mutation that it is too small for from being done', async () => {
		simulator.settings.graphqlBudget = 0;
		const answered = await send(CREATE, { input: { name: 'Unpaid' } });
		expect(codeOf(answered)).toBe('RATE_LIMITED');
		expect(simulator.state.customers.size).toBe(120);
	});

	test('is whole again after the time that it tells', async () => {
		Object.assign(simulator.settings, { graphqlBudget: 4, graphqlWindow: 1000 });
		const clock = jest.spyOn(Date, 'now');
		const start = Date.now();
		clock.mockReturnValue(start);
		await dataOf(STATE);
		clock.mockReturnValue(start + 999);
		expect(errorsOf(await send(STATE))).toMatchObject([{ extensions: { resetIn: 1 } }]);
		clock.mockReturnValue(start + 1000);
		expect(at(await dataOf(STATE), 'rateLimit')).toEqual({
			cost: 4,
			remaining: 0,
			resetIn: 1000,
		});
		clock.mockRestore();
	});

	test('is one for all tokens of a key, and another one for the next', async () => {
		simulator.settings.graphqlBudget = 4;
		const { clientId, clientSecret } = simulator.credentials.trackunitOAuth2Api;
		const form = { grant_type: 'client_credentials' };
		const tokenOf = async () => {
			const { body } = await askToken(simulator, '/token/v2', form, [clientId, clientSecret]);
			return String(body.access_token);
		};
		await dataOf(STATE, {}, { token: await tokenOf() });
		expect(codeOf(await send(STATE, {}, { token: await tokenOf() }))).toBe('RATE_LIMITED');
		await dataOf(STATE);
	});

	test('is not spent by what is not valid', async () => {
		simulator.settings.graphqlBudget = 4;
		await send('{ nothing }');
		await send('{ customer(id: "1") { assetCount } }');
		await dataOf(STATE);
	});

	test('is set by the control endpoint', async () => {
		const body = { graphqlBudget: 1, graphqlWindow: 1000, graphqlMaxCost: 4 };
		const { status } = await ask(simulator, 'PUT', '/_control/settings', { body });
		expect(status).toBe(200);
		expect(codeOf(await send(STATE))).toBe('RATE_LIMITED');
		const nonsense = { body: { graphqlBudget: -1 } };
		expect((await ask(simulator, 'PUT', '/_control/settings', nonsense)).status).toBe(400);
	});
});

describe('a preview field', () => {
	const QUERY = '{ customers(first: 2) { edges { node { id assetCount } } } }';

	test('is refused without its code in the header, and nothing is run', async () => {
		for (const headers of [undefined, { 'tu-preview': 'OTHER_CODE' }]) {
			const { body } = await send(QUERY, {}, headers && { headers });
			expect(body).toEqual({
				errors: [
					{
						message: expect.stringContaining('CUSTOMER_INSIGHT'),
						locations: expect.any(Array),
						extensions: { code: 'PREVIEW_REQUIRED', preview: 'CUSTOMER_INSIGHT' },
					},
				],
			});
		}
	});

	test('is answered with its code among others', async () => {
		const headers = { 'TU-PREVIEW': 'OTHER_CODE, CUSTOMER_INSIGHT' };
		const data = await dataOf(QUERY, {}, { headers });
		const { assignments } = simulator.state;
		expect(at(data, 'customers', 'edges')).toEqual(
			customerIds()
				.slice(0, 2)
				.map((id) => ({ node: { id, assetCount: assignments.get(id)?.size } })),
		);
	});
});

describe('requests', () => {
	test('without a token that may manage customers are refused as by REST', async () => {
		const query = '{ rateLimit { cost } }';
		const missing = await send(query, {}, { headers: { authorization: '' } });
		expect([missing.status, missing.body.code]).toEqual([401, 'unauthorized']);
		const { apiToken } = simulator.forbidden.trackunitApi;
		const forbidden = await send(query, {}, { token: apiToken });
		expect([forbidden.status, forbidden.body.code]).toEqual([403, 'forbidden']);
	});

	test('that are no GraphQL requests are refused, and there is no other address', async () => {
		for (const body of [
			{},
			{ query: 7 },
			[{ query: '{ a }' }],
			{ query: '{ a }', variables: [] },
		]) {
			const { status, body: answer } = await ask(simulator, 'POST', GRAPHQL, { body });
			expect([status, answer.code]).toEqual([400, 'constraint_violation']);
		}
		expect((await ask(simulator, 'POST', GRAPHQL, { body: '{' })).body.code).toBe('malformed_json');
		expect((await ask(simulator, 'GET', GRAPHQL)).status).toBe(404);
		expect((await ask(simulator, 'POST', '/api/graphql', { body: {} })).status).toBe(404);
	});

	test('that GraphQL does not understand are answered 200 with errors and no data', async () => {
		const some: Array<[string, Json?]> = [
			['{ customers {'],
			['{ nothing }'],
			['query ($id: ID!) { customer(id: $id) { id } }', {}],
			['query A { rateLimit { cost } } query B { rateLimit { cost } }'],
		];
		for (const [query, variables] of some) {
			const { status, body } = await send(query, variables);
			expect([status, Object.keys(body)]).toEqual([200, ['errors']]);
			expect(at(body.errors, 0, 'message')).toEqual(expect.any(String));
		}
	});

	test('may name one of several operations', async () => {
		const query = `
			query Cheap { rateLimit { cost } }
			query Dear { rateLimit { cost remaining } }
			mutation Destroy { deleteCustomer(input: { id: "${firstKey(simulator.state.customers)}" }) { deletedId } }`;
		const cost = async (operationName: string) =>
			at(await dataOf(query, {}, { operationName }), 'rateLimit', 'cost');
		expect([await cost('Cheap'), await cost('Dear')]).toEqual([2, 3]);
		expect(errorsOf(await send(query, {}, { operationName: 'Missing' }))).toHaveLength(1);
		expect(simulator.state.customers.size).toBe(120);
	});

	test('are logged with their document and variables', async () => {
		await send('query Q($first: Int) { customers(first: $first) { edges { cursor } } }', {
			first: 1,
		});
		expect(simulator.log.entries).toMatchObject([
			{
				method: 'POST',
				path: GRAPHQL,
				body: { query: expect.stringContaining('query Q'), variables: { first: 1 } },
				status: 200,
			},
		]);
	});

	test('can ask for the schema, which says what is assumed', async () => {
		const data = await dataOf('{ __type(name: "Mutation") { description fields { name } } }');
		expect(at(data, '__type', 'description')).toMatch(/^Assumed/);
		expect(at(data, '__type', 'fields')).toContainEqual({ name: 'assignAssets' });
	});
});

const CUSTOMER = `id name type externalReference email phoneNumber
	address { streetAddress zipCode city state country }`;
const CREATE = `mutation ($input: CreateCustomerInput!) {
	createCustomer(input: $input) { customer { ${CUSTOMER} } }
}`;
const UPDATE = `mutation ($input: UpdateCustomerInput!) {
	updateCustomer(input: $input) { customer { ${CUSTOMER} } }
}`;

describe('records', () => {
	const EMPTY = { externalReference: null, email: null, phoneNumber: null, address: null };
	const restOf = async (place: string) => (await ask(simulator, 'GET', CUSTOMERS + place)).body;

	test('that REST has made are the same by GraphQL', async () => {
		const address = { streetAddress: 'A 1', zipCode: '1', city: 'X', state: null, country: 'DK' };
		const made = {
			name: 'A',
			type: 'OEM',
			externalReference: 'R-1',
			email: 'a@b.example',
			address,
		};
		const { body } = await ask(simulator, 'POST', CUSTOMERS, { body: made });
		const query = `query ($id: ID!) { customer(id: $id) { ${CUSTOMER} } }`;
		expect(at(await dataOf(query, { id: body.id }), 'customer')).toEqual({
			...made,
			id: body.id,
			phoneNumber: null,
		});
	});

	test('that GraphQL creates, changes and deletes are so by REST', async () => {
		const input = { name: 'A', externalReference: 'R-1', address: { city: 'X', zipCode: '1' } };
		const created = at(await dataOf(CREATE, { input }), 'createCustomer', 'customer');
		const id = String(at(created, 'id'));
		expect(created).toMatchObject({ name: 'A', type: 'OTHER', phoneNumber: null });
		expect(await restOf(`/${id}`)).toEqual({ ...input, id, type: 'OTHER' });

		const change = { id, name: 'B', externalReference: null, address: { city: 'Y' } };
		const updated = at(await dataOf(UPDATE, { input: change }), 'updateCustomer', 'customer');
		expect(updated).toMatchObject({ ...EMPTY, name: 'B', type: 'OTHER', address: { city: 'Y' } });
		expect(await restOf(`/${id}`)).toEqual({ ...change, type: 'OTHER' });

		const DELETE = 'mutation ($id: ID!) { deleteCustomer(input: { id: $id }) { deletedId } }';
		expect(at(await dataOf(DELETE, { id }), 'deleteCustomer')).toEqual({ deletedId: id });
		expect(await restOf(`/${id}`)).toMatchObject({ status: 404 });
	});

	test('keep the rest of an address only where the setting says so', async () => {
		const { id } = simulator.state.addCustomer({ name: 'A', address: { city: 'X', zipCode: '1' } });
		simulator.settings.patchMerge = 'deep';
		await dataOf(UPDATE, { input: { id, address: { city: 'Y' } } });
		expect(await restOf(`/${id}`)).toMatchObject({ address: { city: 'Y', zipCode: '1' } });
	});

	test('may be contacts', async () => {
		const { id: customerId } = simulator.state.addCustomer({ name: 'Owner' });
		const query = `mutation ($input: CreateContactInput!) {
			createContact(input: $input) { contact { id name email phoneNumber } }
		}`;
		const input = { customerId, name: 'C', email: 'c@d.example' };
		const id = at(await dataOf(query, { input }), 'createContact', 'contact', 'id');
		const place = `/${customerId}/contacts/${String(id)}`;
		expect(await restOf(place)).toEqual({ id, name: 'C', email: 'c@d.example' });

		const change = `mutation ($input: UpdateContactInput!) {
			updateContact(input: $input) { contact { name email phoneNumber } }
		}`;
		await dataOf(change, { input: { customerId, id, email: null, phoneNumber: '1' } });
		expect(await restOf(place)).toEqual({ id, name: 'C', email: null, phoneNumber: '1' });

		const end = `mutation ($input: DeleteContactInput!) { deleteContact(input: $input) { deletedId } }`;
		await dataOf(end, { input: { customerId, id } });
		expect(await restOf(place)).toMatchObject({ status: 404 });
	});

	test('may be assignments of assets', async () => {
		const { state } = simulator;
		const { id: customerId } = state.addCustomer({ name: 'Owner' });
		const assetIds = [1, 2].map((n) => state.addAsset({ name: `M ${n}` }).id);
		const alter = (field: string) => `mutation ($input: AssetsInput!) {
			${field}(input: $input) { customer { assets { edges { node { id name } } } } }
		}`;
		const assigned = await dataOf(alter('assignAssets'), { input: { customerId, assetIds } });
		expect(at(assigned, 'assignAssets', 'customer', 'assets', 'edges', 1, 'node', 'name')).toBe(
			'M 2',
		);
		expect(idsOf(await ask(simulator, 'GET', `${CUSTOMERS}/${customerId}/assets`))).toEqual(
			assetIds,
		);
		await dataOf(alter('unassignAssets'), {
			input: { customerId, assetIds: assetIds.slice(0, 1) },
		});
		expect([...(state.assignments.get(customerId) ?? [])]).toEqual(assetIds.slice(1));
	});

	test('may have a type that the contract does not know', async () => {
		simulator.settings.extraCustomerTypes = ['MUNICIPALITY'];
		const input = { name: 'A', type: 'MUNICIPALITY' };
		const data = await dataOf(CREATE, { input });
		expect(at(data, 'createCustomer', 'customer')).toMatchObject(input);
	});
});

describe('errors of fields', () => {
	test('stand beside the data of the others', async () => {
		const id = firstKey(simulator.state.customers);
		const query = `query ($id: ID!) { right: customer(id: $id) { id } wrong: customer(id: "none") { id } }`;
		const { status, body } = await send(query, { id });
		expect([status, body]).toEqual([
			200,
			{
				data: { right: { id }, wrong: null },
				errors: [
					{
						message: "Customer with id 'none' was not found",
						path: ['wrong'],
						locations: [{ line: 1, column: expect.any(Number) }],
						extensions: { code: 'NOT_FOUND' },
					},
				],
			},
		]);
	});

	test('say of a mutation what the contract does not allow, field by field', async () => {
		const answered = await send(CREATE, { input: { name: '', type: 'BAKERY' } });
		expect(answered.body.data).toEqual({ createCustomer: null });
		expect(errorsOf(answered)).toMatchObject([
			{
				path: ['createCustomer'],
				extensions: {
					code: 'VALIDATION_ERROR',
					violations: [{ field: expect.any(String) }, { field: expect.any(String) }],
				},
			},
		]);
		expect(simulator.state.customers.size).toBe(120);
	});

	test('tell of an external reference that is taken, and stop no other mutation', async () => {
		simulator.state.addCustomer({ name: 'A', externalReference: 'R-1' });
		const query = `mutation {
			one: createCustomer(input: { name: "B", externalReference: "R-1" }) { customer { name } }
			other: createCustomer(input: { name: "C", externalReference: "R-2" }) { customer { name } }
		}`;
		const answered = await send(query);
		expect(answered.body.data).toEqual({ one: null, other: { customer: { name: 'C' } } });
		expect(errorsOf(answered)).toMatchObject([
			{
				path: ['one'],
				extensions: { code: 'CONFLICT', violations: [{ field: 'externalReference' }] },
			},
		]);
	});

	test('tell of an asset that another customer has', async () => {
		const { state } = simulator;
		const [one, other] = [state.addCustomer({ name: 'A' }), state.addCustomer({ name: 'B' })];
		const asset = state.addAsset({ name: 'M' });
		state.assign(one.id, [asset.id]);
		const query = `mutation ($input: AssetsInput!) { assignAssets(input: $input) { customer { id } } }`;
		const answered = await send(query, { input: { customerId: other.id, assetIds: [asset.id] } });
		expect(codeOf(answered)).toBe('VALIDATION_ERROR');
		expect(state.holders(asset.id)).toEqual([one.id]);
	});

	test('that are mistakes of ours are told as such', async () => {
		const nameless: { name: string } = JSON.parse('{"name":null}');
		const { id } = simulator.state.addCustomer(nameless);
		const { status, body } = await send(`{ customer(id: "${id}") { name } }`);
		expect([status, body.code]).toEqual([500, 'internal_error']);
		expect(simulator.violations).toEqual([expect.stringContaining('non-nullable')]);
		simulator.reset();
	});
});

describe('faults', () => {
	const COUNT = '{ customers(first: 2) { edges { node { name } } } }';

	/** How many customers the mutation under a fault left behind, and what came of it. */
	async function createUnder(fault: FaultKind): Promise<{ made: number; answered?: Answered }> {
		const before = simulator.state.customers.size;
		simulator.faults.add({ ...fault, on: { path: GRAPHQL } });
		const answered = await send(CREATE, { input: { name: 'Created' } }).catch(() => undefined);
		expect(simulator.faults.pending()).toEqual([]);
		return { made: simulator.state.customers.size - before, answered };
	}

	test.each<[FaultKind, number | undefined]>([
		[{ kind: 'rateLimit', retryAfter: '3' }, 429],
		[{ kind: 'status', status: 503 }, 503],
		[{ kind: 'resetBefore' }, undefined],
		[{ kind: 'html' }, 502],
		[{ kind: 'redirect', location: 'http://127.0.0.1:1/' }, 302],
	])('%j strikes before a mutation takes effect', async (fault, status) => {
		const { made, answered } = await createUnder(fault);
		expect([made, answered?.status]).toEqual([0, status]);
		if (fault.kind === 'rateLimit') expect(answered?.headers.get('retry-after')).toBe('3');
		if (fault.kind === 'html') expect(answered?.text).toMatch('<html>');
	});

	test.each<[FaultKind, number | undefined]>([
		[{ kind: 'statusAfter', status: 500 }, 500],
		[{ kind: 'resetAfter' }, undefined],
		[{ kind: 'truncated' }, undefined],
		[{ kind: 'html', status: 200 }, 200],
		[{ kind: 'emptyBody', status: 200 }, 200],
	])('%j strikes after a mutation took effect', async (fault, status) => {
		const { made, answered } = await createUnder(fault);
		expect([made, answered?.status]).toEqual([1, status]);
	});

	test('truncatedJson, hang, latency and expireTokens strike as they strike REST', async () => {
		simulator.faults.add({ kind: 'truncatedJson' });
		await expect(send(COUNT)).rejects.toThrow(SyntaxError);
		simulator.faults.add({ kind: 'hang', effect: true });
		const controller = new AbortController();
		const hanging = fetch(simulator.url + GRAPHQL, {
			method: 'POST',
			signal: controller.signal,
			headers: {
				authorization: `Bearer ${simulator.credentials.trackunitApi.apiToken}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify({ query: CREATE, variables: { input: { name: 'Created' } } }),
		}).catch(() => 'aborted');
		for (let left = 400; left > 0 && simulator.state.customers.size === 120; left -= 1) {
			await sleep(5);
		}
		expect(simulator.state.customers.size).toBe(121);
		controller.abort();
		expect(await hanging).toBe('aborted');
		simulator.faults.add({ kind: 'latency', ms: 60 });
		await send(COUNT);
		const { startedAt = 0, endedAt = 0, fault } = simulator.log.entries.at(-1) ?? {};
		expect([fault, endedAt - startedAt > 50]).toEqual(['latency', true]);
		simulator.faults.add({ kind: 'expireTokens' });
		expect((await send(COUNT)).status).toBe(401);
	});

	test('rateLimited answers that the budget is spent, so often as it is told', async () => {
		simulator.faults.add({ kind: 'rateLimited', resetIn: 250, times: 2 });
		for (let left = 2; left > 0; left -= 1) {
			expect((await send(COUNT)).body).toEqual({
				errors: [
					{
						message: expect.any(String),
						extensions: { code: 'RATE_LIMITED', resetIn: 250, cost: 1 },
					},
				],
			});
		}
		await dataOf(COUNT);
		const { made } = await createUnder({ kind: 'rateLimited', cost: 9 });
		expect(made).toBe(0);
		expect(simulator.log.entries.map(({ fault }) => fault)).toEqual([
			'rateLimited',
			'rateLimited',
			undefined,
			'rateLimited',
		]);
	});

	test('rateLimited may leave out when the budget is whole again', async () => {
		simulator.faults.add({ kind: 'rateLimited', cost: 9 });
		expect(at(errorsOf(await send(COUNT))[0], 'extensions')).toEqual({
			code: 'RATE_LIMITED',
			cost: 9,
		});
	});

	test('graphqlError answers an error in place of the data, whether or not it was done', async () => {
		const fault = { kind: 'graphqlError', code: 'INTERNAL', message: 'Out of order' } as const;
		const before = await createUnder(fault);
		expect([before.made, before.answered?.status, before.answered?.body]).toEqual([
			0,
			200,
			{ data: null, errors: [{ message: 'Out of order', extensions: { code: 'INTERNAL' } }] },
		]);
		const after = await createUnder({ ...fault, effect: true });
		expect([after.made, after.answered?.body.data]).toEqual([1, null]);
	});

	test('graphqlError may keep the data, null at the path of the error', async () => {
		const data = await dataOf(COUNT);
		simulator.faults.add({ kind: 'graphqlError', code: 'INTERNAL', keepsData: true });
		expect((await send(COUNT)).body).toEqual({
			data,
			errors: [{ message: 'INTERNAL', extensions: { code: 'INTERNAL' } }],
		});

		const path = ['customers', 'edges', 1, 'node'];
		simulator.faults.add({ kind: 'graphqlError', code: 'INTERNAL', path, keepsData: true });
		const { body } = await send(COUNT);
		expect(at(body, 'errors', 0, 'path')).toEqual(path);
		expect(at(body, 'data', 'customers', 'edges')).toEqual([
			at(data, 'customers', 'edges', 0),
			{ node: null },
		]);

		const { made } = await createUnder({ kind: 'graphqlError', code: 'INTERNAL', keepsData: true });
		expect(made).toBe(1);
	});

	test('of GraphQL strike no other request, and wait for one of theirs', async () => {
		simulator.faults.add({ kind: 'graphqlError', code: 'INTERNAL', times: 'always' });
		simulator.faults.add({ kind: 'rateLimited', resetIn: 1 });
		for (const path of [CUSTOMERS, ASSETS]) {
			expect((await ask(simulator, 'GET', path)).body).toHaveProperty('content');
		}
		expect(codeOf(await send(COUNT))).toBe('INTERNAL');
		expect(simulator.faults.pending()).toHaveLength(2);
	});

	test.each([{ kind: 'graphqlError' }, { kind: 'rateLimited', resetIn: 'soon' }])(
		'%j makes no sense',
		async (nonsense) => {
			const fault: Fault = JSON.parse(JSON.stringify(nonsense));
			expect(() => simulator.faults.add(fault)).toThrow(/code|resetIn/);
		},
	);
});

test('reset brings back the records, the budget and the settings, and forgets faults and the cursors of new rows', async () => {
	await dataOf(CREATE, { input: { name: 'New' } });
	const { pageInfo } = await pageOf({ last: 1 });
	Object.assign(simulator.settings, { graphqlBudget: 300, graphqlMaxCost: 299 });
	simulator.faults.add({ kind: 'rateLimited', resetIn: 1, times: 'always' });
	simulator.reset();
	expect(codeOf(await send(LIST, { first: 1, after: pageInfo.endCursor }))).toBe(
		'VALIDATION_ERROR',
	);
	const data = await dataOf(
		'{ customers(first: 1) { pageInfo { count } } rateLimit { remaining } }',
	);
	expect(data).toEqual({
		customers: { pageInfo: { count: 120 } },
		rateLimit: { remaining: 4_999_984 },
	});
});
