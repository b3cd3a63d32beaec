import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { NODE } from '../../../scripts/engine';
import type { FaultKind } from '../../../simulator';
import {
	jsonOf,
	pairs,
	shown,
	startAnother,
	useTrackunit,
	withoutBackOff,
	type CustomerRun,
	type Trackunit,
} from '../../support/trackunit';

const GRAPHQL = '/api/graphql/';

let t: Trackunit;
useTrackunit(
	(started) => {
		t = started;
	},
	{ customers: 250 },
);
withoutBackOff();
// Budgets are waited for in earnest.
jest.setTimeout(30_000);

const LIST = `query List($first: Int, $after: String) {
	customers(first: $first, after: $after) {
		edges { node { id name type } }
		pageInfo { hasNextPage endCursor }
	}
}`;
const LIST_WITH_LIMIT = LIST.replace(/\}$/, '\trateLimit { cost remaining resetIn }\n}');
const ASSETS = `query Assets($id: ID!, $first: Int, $after: String) {
	customer(id: $id) {
		name
		assets(first: $first, after: $after) {
			edges { node { id } }
			pageInfo { hasNextPage endCursor }
		}
	}
}`;
const NAME = 'query Name($id: ID!) { customer(id: $id) { name } }';
const ADD =
	'mutation Add($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id name } } }';

type More = Partial<CustomerRun>;

const query = async (parameters: INodeParameters, more: More = {}, at = t) =>
	await at.run({ resource: 'graphql', operation: 'query', parameters, ...more });
const mutate = async (parameters: INodeParameters, more: More = {}) =>
	await t.run({ resource: 'graphql', operation: 'mutate', parameters, ...more });
const list = async (parameters: INodeParameters = {}, more: More = {}, at = t) =>
	await query({ query: LIST, connectionPath: 'customers', ...parameters }, more, at);

/** The variables of each document that came in. */
const variables = (): IDataObject[] =>
	t.requests().map(({ body }) => (body as { variables: IDataObject }).variables);
const ids = (): string[] => [...t.state.customers.keys()];
const idsOf = (output: Array<{ json: IDataObject }>) => output.map(({ json }) => json.id);
const idWithAssets = (more: number): string =>
	ids().find((id) => (t.state.assignments.get(id)?.size ?? 0) > more) ?? '';

it('keeps all digits of a number in variables that are given as JSON text', async () => {
	const given = '{ "id": 7615917337495251231, "first": 10 }';
	await query({ query: ASSETS, variables: given });
	expect(variables()).toEqual([{ id: '7615917337495251231', first: 10 }]);
});

describe('a query', () => {
	it('answers its data as one item an input item, each with its own variables', async () => {
		const [first = '', second = ''] = ids();
		const result = await query(
			{ query: NAME, variables: '={{ { id: $json.id } }}' },
			{ input: [{ id: first }, { id: second }] },
		);
		expect(jsonOf(result.output)).toEqual(
			[first, second].map((id) => ({ customer: { name: t.state.customers.get(id)?.name } })),
		);
		expect(pairs(result.output)).toEqual([0, 1]);
		expect(t.requests().map(({ method, path }) => [method, path])).toEqual([
			['POST', GRAPHQL],
			['POST', GRAPHQL],
		]);
	});

	it.each([
		['{ id: $json.nothing }', 'id'],
		['{ filter: { by: { name: $json.nothing } } }', 'filter.by.name'],
	])('refuses the variables %s: without a value it may be meant for all', async (given, name) => {
		const result = await query({ query: NAME, variables: `={{ ${given} }}` });
		expect(shown(result)).toMatchObject({
			message: "'Variables' has a variable without a value [item 0]",
			description: expect.stringContaining(`It is '${name}'.`),
		});
		expect(t.requests()).toEqual([]);
	});

	it('sends null as a value', async () => {
		await query({ query: NAME, variables: '={{ { id: null } }}' });
		expect(variables()).toEqual([{ id: null }]);
	});

	it('takes variables as JSON text too, quotation marks and all', async () => {
		const { id } = t.state.addCustomer({ name: 'The "Best" }' });
		const result = await query({ query: NAME, variables: JSON.stringify({ id }) });
		expect(jsonOf(result.output)).toEqual([{ customer: { name: 'The "Best" }' } }]);
	});

	it.each(['oAuth2', 'apiUser', 'apiToken'] as const)(
		'signs in with %s',
		async (authentication) => {
			const result = await list({ limit: 1 }, { authentication });
			expect(result.output).toHaveLength(1);
		},
	);

	it('carries out the operation that is named', async () => {
		const document = `query One { customers(first: 1) { pageInfo { count } } } query Two { customers(first: 2) { edges { node { id } } } }`;
		const result = await query({ query: document }, { options: { operationName: 'Two' } });
		expect(jsonOf(result.output)).toMatchObject([
			{ customers: { edges: [{ node: { id: ids()[0] } }, { node: { id: ids()[1] } }] } },
		]);
	});

	it('answers all that came where it is wanted raw', async () => {
		const result = await query(
			{ query: NAME, variables: { id: ids()[0] ?? '' } },
			{ options: { rawResponse: true } },
		);
		expect(jsonOf(result.output)).toMatchObject([{ data: { customer: {} } }]);
	});

	it('sends the codes of preview features', async () => {
		await list({ limit: 1 }, { options: { previewFeatures: 'ONE, TWO' } });
		expect(t.requests()[0]?.headers['tu-preview']).toBe('ONE,TWO');
	});

	it('is sent again after a broken connection', async () => {
		t.faults.add({ kind: 'resetAfter', on: { path: GRAPHQL }, times: 2 });
		const result = await list({ limit: 1 });
		expect(result.output).toHaveLength(1);
		expect(t.requests()).toHaveLength(3);
	});

	it('is sent again after an answer that is a web page', async () => {
		t.faults.add({ kind: 'html', status: 200, on: { path: GRAPHQL }, times: 1 });
		expect((await list({ limit: 1 })).output).toHaveLength(1);
	});

	it('is refused in the words of all operations where the credential does not permit it', async () => {
		const result = await list({}, { credential: t.forbidden.trackunitOAuth2Api });
		expect(shown(result).message).toBe('The credential lacks permission [item 0]');
	});
});

describe('a connection', () => {
	it('is read to its end: one item a record, in order, each once', async () => {
		const result = await list({ returnAll: true });
		expect(idsOf(result.output)).toEqual(ids());
		expect(variables().map(({ first }) => first)).toEqual([100, 100, 100]);
		expect(pairs(result.output)).toEqual(ids().map(() => 0));
		expect(result.hints(NODE)).toEqual([]);
	});

	it('is read up to the limit, and no page further', async () => {
		const result = await list({ limit: 120 });
		expect(idsOf(result.output)).toEqual(ids().slice(0, 120));
		expect(variables().map(({ first }) => first)).toEqual([100, 20]);
	});

	it('is read in pages of the size that is set, in variables or in options', async () => {
		await list({ limit: 60, variables: { first: 30 } });
		await list({ limit: 60 }, { options: { pageSize: 40 } });
		expect(variables().map(({ first }) => first)).toEqual([30, 30, 40, 20]);
	});

	it('may be within a record, and then has the rest of the answer with it', async () => {
		const id = idWithAssets(3);
		const result = await query(
			{
				query: ASSETS,
				variables: '={{ { id: $json.id } }}',
				connectionPath: 'customer.assets',
				returnAll: true,
			},
			{ input: [{ id }], options: { pageSize: 2, includeRest: true } },
		);
		expect(idsOf(result.output).sort()).toEqual([...(t.state.assignments.get(id) ?? [])].sort());
		expect(result.output[0]?.json._rest).toEqual({
			customer: { name: t.state.customers.get(id)?.name },
		});
	});

	it('is one item a page where it is wanted raw', async () => {
		const result = await list({ returnAll: true }, { options: { rawResponse: true } });
		expect(jsonOf(result.output).map(({ data }) => data)).toHaveLength(3);
	});

	it('is not taken for whole where only another list says whether there is more', async () => {
		const other = 'other: customers(first: 1) { pageInfo { hasNextPage } }';
		const result = await list({
			query: LIST.replace('hasNextPage', '').replace(/\}$/, `${other} }`),
			returnAll: true,
		});
		expect(shown(result)).toEqual({
			message: "'Query' does not request the next page [item 0]",
			description: 'Add pageInfo { hasNextPage endCursor } in the list at customers.',
		});
	});

	it('may be of a record that does not exist, which is said', async () => {
		t.faults.add({ kind: 'status', status: 200, body: { data: { customer: null } } });
		const result = await query({
			query: ASSETS,
			variables: { id: '00000000-0000-4000-8000-000000000000' },
			connectionPath: 'customer.assets',
		});
		expect(shown(result)).toEqual({
			message: "'Connection Path' does not lead to a list [item 0]",
			description: 'The response has nothing at customer.assets: its parent record may not exist.',
		});
	});

	it('says so where it leads to nothing', async () => {
		const result = await list({ connectionPath: 'customer' });
		expect(shown(result).message).toBe("'Connection Path' does not lead to a list [item 0]");
	});

	it('is asked for again in smaller pages where a page costs too much', async () => {
		const another = await startAnother({ customers: 60 });
		another.settings.graphqlMaxCost = 120;
		const result = await list({ returnAll: true }, {}, another);
		expect(idsOf(result.output)).toEqual([...another.state.customers.keys()]);
		expect(result.hints(NODE).map(({ message }) => message)).toContainEqual(
			expect.stringMatching(/costs more than Trackunit allows/),
		);
	});

	it('is not spoken of where a query without one costs too much', async () => {
		t.settings.graphqlMaxCost = 1;
		const result = await query({ query: '{ customers(first: 50) { edges { node { id } } } }' });
		expect(shown(result)).toMatchObject({
			message: 'The query costs more than Trackunit allows [item 0]',
			description: expect.not.stringContaining('Page Size'),
		});
		expect(shown(result).description).toContain("Lower 'first' in lists, or request fewer fields.");
	});

	it('tells how to page smaller where even ten records cost too much', async () => {
		t.settings.graphqlMaxCost = 5;
		const result = await list({ returnAll: true });
		expect(shown(result)).toMatchObject({
			message: 'The query costs more than Trackunit allows [item 0]',
			description: expect.stringContaining("Lower 'Page Size' in options"),
		});
	});
});

describe('the budget of GraphQL', () => {
	it('is waited for each time it is used up, and the list is complete and in order', async () => {
		const many = await startAnother({ customers: 5000 });
		// Enough for some fifteen pages a second, so it is used up at least twice before all 50 are read.
		many.settings.graphqlWindow = 1000;
		many.settings.graphqlBudget = 6000;
		const result = await list({ returnAll: true }, {}, many);
		expect(result.status).toBe('success');
		expect(idsOf(result.output)).toEqual([...many.state.customers.keys()]);
		expect(many.requests().length).toBeGreaterThanOrEqual(50 + 2);
	});

	it('is waited for by all that is under way', async () => {
		t.faults.add({ kind: 'rateLimited', resetIn: 400, after: 1, times: 1 });
		const input = Array.from({ length: 12 }, (_, index) => ({ id: ids()[index] }));
		const result = await query({ query: NAME, variables: '={{ { id: $json.id } }}' }, { input });
		expect(result.output).toHaveLength(12);
		const limited = t.requests().findIndex(({ fault }) => fault === 'rateLimited');
		const end = t.requests()[limited]?.endedAt ?? Infinity;
		// Those that were under way already may have come in since.
		const later = t.requests().slice(limited + 5);
		expect(later.length).toBeGreaterThan(4);
		for (const { startedAt } of later) expect(startedAt - end).toBeGreaterThanOrEqual(350);
	});

	it('is waited for even for its ten minutes, after which the request may still be tried again', async () => {
		const [now, start] = [Date.now, Date.now()];
		// A clock that goes fast: the ten minutes are two seconds.
		jest.spyOn(Date, 'now').mockImplementation(() => start + (now() - start) * 300);
		t.faults.add({ kind: 'rateLimited', resetIn: 600_000, after: 1, times: 1 });
		t.faults.add({ kind: 'status', status: 503, after: 1, times: 1 });
		const result = await list({ returnAll: true });
		expect(idsOf(result.output)).toEqual(ids());
		expect(t.requests().map(({ fault }) => fault)).toEqual([
			undefined,
			'rateLimited',
			'status',
			undefined,
			undefined,
		]);
	});

	it('fails in words of its own where it comes back too late', async () => {
		t.faults.add({ kind: 'rateLimited', resetIn: 700_000, times: 1 });
		const result = await list({ limit: 1 });
		expect(shown(result)).toMatchObject({
			message: "Trackunit's GraphQL budget is used up for now [item 0]",
			description: expect.stringContaining('Trackunit asked to wait 700 seconds'),
		});
		expect(t.requests()).toHaveLength(1);
	});

	it('is not used up where the document asks for rateLimit: the node waits before', async () => {
		const small = await startAnother({ customers: 160 });
		// A page costs 85 points: 15 pages and no more, and after six of them less than ten are left.
		small.settings.graphqlWindow = 1500;
		small.settings.graphqlBudget = 1300;
		const result = await list(
			{ query: LIST_WITH_LIMIT, returnAll: true },
			{ options: { pageSize: 10 } },
			small,
		);
		expect(idsOf(result.output)).toEqual([...small.state.customers.keys()]);
		expect(small.requests()).toHaveLength(16);
	});
});

describe('errors beside data', () => {
	const broken = () =>
		t.faults.add({
			kind: 'graphqlError',
			code: 'FORBIDDEN',
			message: 'Not yours',
			path: ['customer', 'name'],
			keepsData: true,
			times: 1,
		});

	it('fail the item, each told with its place and code', async () => {
		broken();
		const result = await query({ query: NAME, variables: { id: ids()[0] ?? '' } });
		expect(shown(result)).toEqual({
			message: 'Trackunit could not complete the GraphQL request [item 0]',
			description: 'customer.name: Not yours (FORBIDDEN). Correct the document or its variables.',
		});
	});

	it('keep the data that came in the failed item, where the node goes on', async () => {
		broken();
		const result = await query(
			{ query: NAME, variables: '={{ { id: $json.id } }}' },
			{ input: [{ id: ids()[0] }], onError: 'continueErrorOutput' },
		);
		expect(jsonOf(result.errorOutput)).toEqual([
			{
				id: ids()[0],
				error: 'Trackunit could not complete the GraphQL request',
				message: expect.stringContaining('Not yours'),
				details: {
					status: 200,
					code: 'FORBIDDEN',
					attempts: 1,
					errors: [{ message: 'Not yours', path: ['customer', 'name'], code: 'FORBIDDEN' }],
					data: { customer: expect.anything() },
				},
			},
		]);
	});

	it('are those of the document too', async () => {
		const result = await query({ query: '{ nonsense }' });
		expect(shown(result)).toMatchObject({
			message: 'Trackunit could not complete the GraphQL request [item 0]',
			description: expect.stringContaining('Cannot query field "nonsense"'),
		});
	});
});

describe('a mutation', () => {
	const add = async (more: More = {}) =>
		await mutate({ query: ADD, variables: { input: { name: 'New' } } }, more);
	const added = () => [...t.state.customers.values()].filter(({ name }) => name === 'New');

	it('is carried out once, and answered with its data', async () => {
		const result = await add();
		expect(jsonOf(result.output)).toEqual([
			{ createCustomer: { customer: { id: added()[0]?.id, name: 'New' } } },
		]);
		expect(added()).toHaveLength(1);
	});

	it.each<FaultKind>([
		{ kind: 'resetAfter' },
		{ kind: 'truncated' },
		{ kind: 'html', status: 200 },
		{ kind: 'emptyBody', status: 200 },
	])('is not sent again after $kind, and says that it may have been made', async (kind) => {
		t.faults.add({ ...kind, on: { path: GRAPHQL }, times: 1 });
		const result = await add();
		expect(result.status).toBe('error');
		expect(t.requests()).toHaveLength(1);
		expect(shown(result).description).toContain('may still have been applied');
	});

	it('is sent again where the budget was used up, for then it was not carried out', async () => {
		t.faults.add({ kind: 'rateLimited', resetIn: 50, times: 1 });
		expect((await add()).status).toBe('success');
		expect(added()).toHaveLength(1);
	});

	it('is not sent again where the budget was used up below its field, for then it was carried out', async () => {
		t.faults.add({
			kind: 'graphqlError',
			code: 'RATE_LIMITED',
			path: ['createCustomer', 'customer', 'assets'],
			effect: true,
			times: 1,
		});
		const result = await add();
		expect(shown(result).description).toContain('may still have been applied');
		expect(added()).toHaveLength(1);
	});

	it('is only told in a dry run', async () => {
		const result = await add({ options: { dryRun: true } });
		expect(t.requests()).toEqual([]);
		expect(jsonOf(result.output)).toEqual([
			{
				dryRun: true,
				requests: [
					{
						method: 'POST',
						url: t.url + GRAPHQL,
						body: { query: ADD, variables: { input: { name: 'New' } }, operationName: 'Add' },
					},
				],
			},
		]);
	});
});
