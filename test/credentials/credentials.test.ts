import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Credentials } from '../../simulator';
import {
	AUTHENTICATIONS,
	credentialsOfNobody,
	engine,
	startAnother,
	typeFor,
	useTrackunit,
	type Authentication,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});

const WRONG_HOST =
	"'Base URL' does not lead to Trackunit: something responds there, but not the Customer API.";
const SIGNING_IN: Authentication[] = ['oAuth2', 'apiUser'];

const test = async (
	authentication: Authentication,
	more: ICredentialDataDecryptedObject = {},
	credentials: Credentials = t.credentials,
) => {
	const type = typeFor(authentication);
	return await engine.testCredential(type, { ...credentials[type], ...more });
};

const OK = { status: 'OK', message: 'Connection successful!' };
const failed = (message: unknown) => ({ status: 'Error', message });

describe.each(AUTHENTICATIONS)('the test of a credential (%s)', (authentication) => {
	it('passes, with the smallest request', async () => {
		expect(await test(authentication)).toEqual(OK);
		expect(t.requests().map(({ path, query }) => [path, query])).toEqual([
			['/api/customer/v1/customers', { page: '0', size: '1' }],
		]);
	});

	it('passes for an account without customers', async () => {
		const empty = await startAnother({ customers: 0 });
		expect(await test(authentication, {}, empty.credentials)).toEqual(OK);
	});

	it.each(['/', '/api/customer/v1/', '?a=1', '#x', ' '])(
		'forgives %j behind the base URL, as the node does',
		async (tail) => {
			expect(await test(authentication, { baseUrl: t.url + tail })).toEqual(OK);
		},
	);

	it('says that a permission is missing', async () => {
		expect(await test(authentication, {}, t.forbidden)).toEqual(
			failed(expect.stringContaining('Signed in, but without permission to read customers')),
		);
	});

	it.each([
		['answers 404', { kind: 'html', status: 404 }],
		['answers a web page', { kind: 'html', status: 200 }],
		['answers other JSON', { kind: 'status', status: 200, body: { hello: 'world' } }],
		['redirects', { kind: 'redirect', location: 'https://trackunit.example/login' }],
	] as const)('says that the host is wrong, which %s', async (_, fault) => {
		t.faults.add({ ...fault, times: 'always' });
		expect(await test(authentication)).toEqual(failed(WRONG_HOST));
	});

	it('does not take the token to the host of a redirect', async () => {
		const other = await startAnother();
		t.faults.add({ kind: 'redirect', location: `${other.url}/api/customer/v1/customers` });
		expect(await test(authentication)).toEqual(failed(WRONG_HOST));
		expect(other.log.entries).toEqual([]);
	});

	it('says that nobody answers', async () => {
		const { trackunitApi } = await credentialsOfNobody();
		const result = await test(authentication, { baseUrl: trackunitApi.baseUrl });
		expect(result).toEqual(failed(expect.stringMatching(/ECONNREFUSED|could not be reached/)));
	});

	it.each([
		'http://192.0.2.1',
		' HTTP://192.0.2.1/ ',
		'http://localhost.example',
		'http://127.0.0.1.example',
		'http://127.0.0.1@192.0.2.1',
		'https://user:secret@192.0.2.1',
		'192.0.2.1',
		'',
	])('sends nothing to %j, which is not encrypted or no address', async (baseUrl) => {
		// That no connection was tried is held for every test.
		expect(await test(authentication, { baseUrl })).toEqual(
			failed(
				expect.stringMatching(
					/^(The credential's 'Base URL' is not a web address|ERR_INVALID_URL)$/,
				),
			),
		);
	});
});

it.each(['Bearer ', ' bearer\t ', 'Authorization: Bearer '])(
	'a pasted token may have %j before it',
	async (prefix) => {
		const { apiToken } = t.credentials.trackunitApi;
		expect(await test('apiToken', { apiToken: `${prefix}${apiToken} ` })).toEqual(OK);
		const run = { operation: 'getAll', authentication: 'apiToken' } as const;
		const { status } = await t.run({ ...run, credential: { apiToken: prefix + apiToken } });
		expect(status).toBe('success');
	},
);

describe('a wrong secret', () => {
	const wrong = 'not-the-right-one';
	it.each<[Authentication, ICredentialDataDecryptedObject, string]>([
		[
			'apiToken',
			{ apiToken: wrong },
			'Trackunit did not accept the token. It is wrong or has expired',
		],
		['apiUser', { clientSecret: wrong }, "'Client ID' or 'Client Secret' is wrong."],
		['apiUser', { username: wrong }, "'Username' or 'Password' is wrong."],
		['apiUser', { password: wrong }, "'Username' or 'Password' is wrong."],
		['oAuth2', { clientSecret: wrong }, 'Failed to acquire OAuth2 access token'],
		['oAuth2', { scope: 'all.of.it' }, 'Failed to acquire OAuth2 access token'],
	])('is told as such: %s %j', async (authentication, credential, words) => {
		const result = await test(authentication, credential);
		expect(result).toEqual(failed(expect.stringContaining(words)));
		expect(result.message).not.toContain(wrong);
	});
});

it.each(SIGNING_IN)('a token is asked for where there is none (%s)', async (authentication) => {
	await test(authentication);
	expect(t.tokenCalls()).toBe(1);
});
