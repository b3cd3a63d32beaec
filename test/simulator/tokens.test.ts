import { startSimulator, type Simulator } from '../../simulator';
import { ask, ASSETS, askToken, CUSTOMERS, firstKey } from './client';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ customers: 5 });
});
beforeEach(() => simulator.reset());
afterEach(() => {
	expect(simulator.violations).toEqual([]);
});
afterAll(async () => await simulator.close());

type WhoseKey = Pick<Simulator['credentials'], 'trackunitOAuth2Api'>;

function keyForm({ trackunitOAuth2Api: { clientId, clientSecret } }: WhoseKey, scope?: string) {
	return {
		grant_type: 'client_credentials',
		client_id: clientId,
		client_secret: clientSecret,
		...(scope !== undefined && { scope }),
	};
}

function userForm(scope = 'api') {
	const { username, password } = simulator.credentials.trackunitApiUserApi;
	return { grant_type: 'password', username, password, scope };
}

function client(): [string, string] {
	const { clientId, clientSecret } = simulator.credentials.trackunitApiUserApi;
	return [clientId, clientSecret];
}

async function statusWith(token: unknown, path = CUSTOMERS): Promise<number> {
	return (await ask(simulator, 'GET', path, { token: String(token) })).status;
}

describe('API keys', () => {
	test('get a token that opens what the key may', async () => {
		const { status, body, headers } = await askToken(
			simulator,
			'/token/v2',
			keyForm(simulator.credentials),
		);
		expect(status).toBe(200);
		expect(body).toEqual({
			access_token: expect.any(String),
			token_type: 'Bearer',
			expires_in: 1200,
			scope: 'account.customer.manage asset.view',
		});
		expect(headers.get('cache-control')).toBe('no-store');
		expect(await statusWith(body.access_token)).toBe(200);
		expect(simulator.tokens.issued()).toBe(1);
	});

	test('may send the client in a Basic header', async () => {
		const { clientId, clientSecret } = simulator.credentials.trackunitOAuth2Api;
		const form = { grant_type: 'client_credentials' };
		const { status } = await askToken(simulator, '/token/v2', form, [clientId, clientSecret]);
		expect(status).toBe(200);
	});

	test('get no more than the scopes they ask for', async () => {
		const form = keyForm(simulator.credentials, 'asset.view');
		const { body } = await askToken(simulator, '/token/v2', form);
		expect(body.scope).toBe('asset.view');
		expect(await statusWith(body.access_token, ASSETS)).toBe(200);
		expect(await statusWith(body.access_token)).toBe(403);
	});

	test.each([
		['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
		['an unknown key', { client_id: 'unknown' }, 401, 'invalid_client'],
		['an unknown grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
		['an unknown scope', { scope: 'asset.view admin' }, 400, 'invalid_scope'],
	])('%s is refused', async (_, change, status, error) => {
		const form = { ...keyForm(simulator.credentials), ...change };
		const answered = await askToken(simulator, '/token/v2', form);
		expect([answered.status, answered.body]).toEqual([
			status,
			{ error, error_description: expect.any(String) },
		]);
		expect(simulator.tokens.issued()).toBe(0);
	});

	test('a scope that the key does not have is refused', async () => {
		const form = keyForm(simulator.forbidden, 'account.customer.manage');
		expect((await askToken(simulator, '/token/v2', form)).body.error).toBe('invalid_scope');
	});

	test('a missing grant and a body that is no form are refused', async () => {
		expect((await askToken(simulator, '/token/v2', {})).body.error).toBe('invalid_request');
		const json = await ask(simulator, 'POST', '/token/v2', {
			body: keyForm(simulator.credentials),
		});
		expect([json.status, json.body.error]).toEqual([400, 'invalid_request']);
	});
});

describe('API users', () => {
	test('get a token for their password', async () => {
		const { status, body } = await askToken(simulator, '/token', userForm(), client());
		expect([status, body]).toEqual([
			200,
			{
				access_token: expect.any(String),
				token_type: 'Bearer',
				expires_in: 3600,
				scope: 'api',
			},
		]);
		expect(await statusWith(body.access_token)).toBe(200);
	});

	test('get a refresh token with offline_access, which gives another token', async () => {
		const { body } = await askToken(simulator, '/token', userForm('api offline_access'), client());
		const form = { grant_type: 'refresh_token', refresh_token: String(body.refresh_token) };
		simulator.tokens.revokeAll();
		const refreshed = await askToken(simulator, '/token', form, client());
		expect(refreshed.status).toBe(200);
		expect(refreshed.body.access_token).not.toBe(body.access_token);
		expect(await statusWith(refreshed.body.access_token)).toBe(200);
		expect(await statusWith(body.access_token)).toBe(401);
	});

	test.each([
		['a wrong password', { password: 'wrong' }, 'invalid_grant'],
		['an unknown user', { username: 'unknown' }, 'invalid_grant'],
		['an unknown grant', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
		['an unknown scope', { scope: 'api admin' }, 'invalid_scope'],
		['an unknown refresh token', { grant_type: 'refresh_token' }, 'invalid_grant'],
	])('%s is refused', async (_, change, error) => {
		const answered = await askToken(simulator, '/token', { ...userForm(), ...change }, client());
		expect([answered.status, answered.body.error]).toEqual([400, error]);
	});

	test('a wrong client, and one in the body, are refused', async () => {
		const [clientId, clientSecret] = client();
		const wrong = await askToken(simulator, '/token', userForm(), [clientId, 'wrong']);
		expect([wrong.status, wrong.body.error]).toEqual([401, 'invalid_client']);
		expect(wrong.headers.get('www-authenticate')).toMatch(/^Basic/);
		const form = { ...userForm(), client_id: clientId, client_secret: clientSecret };
		expect((await askToken(simulator, '/token', form)).status).toBe(401);
	});
});

describe('tokens', () => {
	test('a missing or an unknown token is 401, in the words of Trackunit', async () => {
		const missing = await ask(simulator, 'GET', CUSTOMERS, { headers: { authorization: '' } });
		expect([missing.status, missing.body]).toEqual([
			401,
			{ status: 401, code: 'unauthorized', message: expect.any(String) },
		]);
		expect(await statusWith('unknown')).toBe(401);
	});

	test('the ready-made ones of the forbidden account are valid, and may not touch customers', async () => {
		const { trackunitApi, trackunitApiUserApi } = simulator.forbidden;
		const { clientId, clientSecret, username, password } = trackunitApiUserApi;
		const key = await askToken(simulator, '/token/v2', keyForm(simulator.forbidden));
		const user = await askToken(
			simulator,
			'/token',
			{ grant_type: 'password', username, password },
			[clientId, clientSecret],
		);
		for (const token of [trackunitApi.apiToken, key.body.access_token, user.body.access_token]) {
			expect(await statusWith(token, ASSETS)).toBe(200);
			const refused = await ask(simulator, 'GET', CUSTOMERS, { token: String(token) });
			expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
		}
	});

	test('end after the lifetime that the answer tells', async () => {
		simulator.settings.tokenLifetime = 0;
		const { body } = await askToken(simulator, '/token/v2', keyForm(simulator.credentials));
		expect(body.expires_in).toBe(0);
		expect(await statusWith(body.access_token)).toBe(401);
	});

	test('a new one ends the older ones of the same client only where the setting says so', async () => {
		const form = keyForm(simulator.credentials);
		const first = await askToken(simulator, '/token/v2', form);
		await askToken(simulator, '/token/v2', form);
		expect(await statusWith(first.body.access_token)).toBe(200);

		simulator.settings.revokeOldTokens = true;
		const user = await askToken(simulator, '/token', userForm(), client());
		const last = await askToken(simulator, '/token/v2', form);
		expect(await statusWith(first.body.access_token)).toBe(401);
		expect(await statusWith(last.body.access_token)).toBe(200);
		expect(await statusWith(user.body.access_token)).toBe(200);
	});

	test('all end when they are revoked; a reset gives the ready-made one back', async () => {
		const { apiToken } = simulator.credentials.trackunitApi;
		const issued = await askToken(simulator, '/token/v2', keyForm(simulator.credentials));
		simulator.tokens.revokeAll();
		expect(await statusWith(issued.body.access_token)).toBe(401);
		expect(await statusWith(apiToken)).toBe(401);
		simulator.reset();
		expect(await statusWith(apiToken)).toBe(200);
		expect(simulator.tokens.issued()).toBe(0);
	});

	test('a token is asked for before a record is looked up', async () => {
		const place = `${CUSTOMERS}/${firstKey(simulator.state.customers)}`;
		expect(await statusWith('unknown', place)).toBe(401);
		expect(await statusWith('unknown', `${CUSTOMERS}/unknown`)).toBe(401);
	});
});
