import { TrackunitOAuth2Api } from '../../credentials/TrackunitOAuth2Api.credentials';
import { mapped } from '../support/columns';
import { firstContact, firstCustomer, freeAssets } from '../support/records';
import {
	byId,
	jsonOf,
	locator,
	shown,
	useTrackunit,
	withoutBackOff,
	type Authentication,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

const first = (): string => firstCustomer(t.state);
const contact = (): string => firstContact(t.state);
const free = (): string => freeAssets(t.state)[0] ?? '';

describe('an id as GraphQL writes it', () => {
	const written = (type: string, id: string) => `___${type}___${id.toUpperCase()}`;

	it('names a customer and a contact', async () => {
		const customerId = byId(written('Customer', first()));
		const contactId = byId(written('Contact', contact()));
		const one = await t.run({ operation: 'get', parameters: { customerId } });
		expect(jsonOf(one.output)).toMatchObject([{ id: first() }]);
		const parameters = { customerId, contactId };
		const two = await t.run({ resource: 'contact', operation: 'get', parameters });
		expect(jsonOf(two.output)).toMatchObject([{ id: contact() }]);
	});

	it('names a customer in a URL', async () => {
		const customerId = locator('url', `https://x.test/customers/${written('Customer', first())}`);
		const { output } = await t.run({ operation: 'get', parameters: { customerId } });
		expect(jsonOf(output)).toMatchObject([{ id: first() }]);
	});

	it.each([
		['text', (id: string) => id],
		['a list as JSON', (id: string) => JSON.stringify([id])],
		['objects', (id: string) => `={{ [{ id: '${id}' }] }}`],
	])('names assets in %s', async (_, assets) => {
		const asset = free();
		const { output } = await t.run({
			resource: 'asset',
			operation: 'assign',
			parameters: {
				customerId: byId(first()),
				assetIdentifier: 'id',
				assets: assets(written('Asset', asset)),
			},
		});
		expect(jsonOf(output)).toMatchObject([{ assigned: [{ id: asset }] }]);
		expect(t.state.holders(asset)).toEqual([first()]);
	});

	it('is matched by in an upsert', async () => {
		const columns = mapped('id', { id: written('Customer', first()), name: 'Renamed' });
		const { output } = await t.run({ operation: 'upsert', parameters: { columns } });
		expect(jsonOf(output)).toMatchObject([{ _action: 'updated', id: first() }]);
		expect(t.state.customers.get(first())?.name).toBe('Renamed');
	});

	it.each([
		['so', (id: string) => written('Customer', id)],
		['in capitals', (id: string) => id.toUpperCase()],
	])('is matched by in an upsert where the record shows its own %s', async (_, own) => {
		const body = { ...t.state.customers.get(first()), id: own(first()) };
		t.faults.add({ kind: 'status', status: 200, body, on: { method: 'GET' }, times: 'always' });
		const columns = mapped('id', { id: first(), name: 'Renamed' });
		const { output } = await t.run({
			operation: 'upsert',
			parameters: { columns },
			options: { dryRun: true },
		});
		expect(jsonOf(output)).toMatchObject([
			{ _action: 'updated', changes: { name: { after: 'Renamed' } } },
		]);
	});
});

it('a list is sorted by attributes that are parameters of their own', async () => {
	t.settings.sortParameter = 'repeated';
	const rules = [{ field: 'type' }, { field: 'name', direction: 'desc' }];
	const parameters = { returnAll: true, sort: { rules } };
	const { output, error } = await t.run({ operation: 'getAll', parameters });
	expect(error).toBeUndefined();
	const all = [...t.state.customers.values()].sort(
		(a, b) =>
			String(a.type).localeCompare(String(b.type)) ||
			b.name.toLowerCase().localeCompare(a.name.toLowerCase()),
	);
	expect(jsonOf(output).map(({ type }) => type)).toEqual(all.map(({ type }) => type));
});

describe('a token that GraphQL does not accept', () => {
	const query = async (authentication: Authentication, items = 4) =>
		await t.run({
			resource: 'graphql',
			operation: 'query',
			authentication,
			parameters: { query: '{ customers(first: 1) { edges { node { id } } } }' },
			input: Array.from({ length: items }, () => ({})),
			options: { maxRetries: 0 },
		});

	it.each<[Authentication, 'status' | 'errors']>([
		['oAuth2', 'status'],
		['oAuth2', 'errors'],
		['apiUser', 'status'],
		['apiUser', 'errors'],
	])('is renewed once and the run goes on (%s, %s)', async (authentication, graphqlSignIn) => {
		t.settings.graphqlSignIn = graphqlSignIn;
		t.faults.add({ kind: 'expireTokens', after: 2 });
		const { output, error } = await query(authentication);
		expect(error).toBeUndefined();
		expect(output).toHaveLength(4);
		expect(t.tokenCalls()).toBe(2);
	});

	it.each<Authentication>(['oAuth2', 'apiUser'])(
		'is told by why there is no new one, where signing in is refused (%s)',
		async (authentication) => {
			t.settings.graphqlSignIn = 'errors';
			t.faults.add({ kind: 'expireTokens', after: 2 });
			const body = { error: 'invalid_grant' };
			const on = { path: '/token*' };
			t.faults.add({ kind: 'status', status: 400, body, on, after: 1, times: 'always' });
			expect(shown(await query(authentication, 3)).message).toBe(
				'Trackunit refused to sign in [item 2]',
			);
			// Two that went well, and the one that was refused: it is not sent again.
			expect(t.requests('POST')).toHaveLength(3);
		},
	);

	it.each<Authentication>(['oAuth2', 'apiUser', 'apiToken'])(
		"is told in the credential's words (%s)",
		async (authentication) => {
			const message = 'Not authenticated';
			t.faults.add({ kind: 'graphqlError', code: 'UNAUTHENTICATED', message, times: 'always' });
			const result = await query(authentication, 1);
			expect(shown(result)).toEqual({
				message: 'Trackunit did not accept the access token [item 0]',
				description: expect.stringContaining(
					authentication === 'apiToken' ? 'A pasted token expires' : 'account.customer.manage',
				),
			});
		},
	);
});

it('a document that the schema does not allow is told as such', async () => {
	const message = 'Cannot query field "x"';
	t.faults.add({ kind: 'graphqlError', code: 'GRAPHQL_VALIDATION_FAILED', message });
	const parameters = { query: '{ customers { x } }' };
	const result = await t.run({ resource: 'graphql', operation: 'query', parameters });
	expect(shown(result)).toEqual({
		message: 'Trackunit does not know what the GraphQL document asks for [item 0]',
		description: expect.stringContaining('Cannot query field "x"'),
	});
});

it('a new token that is refused too is told with the scope to look for, and the other way', async () => {
	t.faults.add({ kind: 'status', status: 401, times: 'always' });
	const result = await t.run({ operation: 'get', parameters: { customerId: byId(first()) } });
	expect(shown(result).description).toMatch(
		/scopes of the API key, or this kind of token\..*account\.customer\.manage.* API user/,
	);
});

it('the scope to look for is shown where a scope is entered', () => {
	const scope = new TrackunitOAuth2Api().properties.find(({ name }) => name === 'scope');
	expect(scope?.placeholder).toContain('account.customer.manage');
});
