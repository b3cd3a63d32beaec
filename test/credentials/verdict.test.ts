import type { FaultKind } from '../../simulator';
import {
	AUTHENTICATIONS,
	SIGNING_IN,
	startAnother,
	useTrackunit,
	type Authentication,
	type Trackunit,
} from '../support/trackunit';
import { failed, OK, testCredential, UNUSABLE } from './testCredential';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});

const FAILED = failed(expect.stringMatching(/./));

describe.each(AUTHENTICATIONS)('the test of a credential (%s)', (authentication) => {
	it('passes, with the smallest request', async () => {
		expect(await testCredential(t, authentication)).toEqual(OK);
		expect(t.requests().map(({ path, query }) => [path, query])).toEqual([
			['/api/customer/v1/customers', { page: '0', size: '1' }],
		]);
	});

	it('passes for an account without customers', async () => {
		const empty = await startAnother({ customers: 0 });
		expect(await testCredential(empty, authentication)).toEqual(OK);
	});

	it.each(['/', '/api/customer/v1/', '?a=1', '#x', ' '])(
		'forgives %j behind the base URL, as the node does',
		async (tail) => {
			expect(await testCredential(t, authentication, { baseUrl: t.url + tail })).toEqual(OK);
		},
	);

	it.each<[string, FaultKind]>([
		['that answers 404', { kind: 'html', status: 404 }],
		['that answers a web page', { kind: 'html', status: 200 }],
		['that answers other JSON', { kind: 'status', status: 200, body: { hello: 'world' } }],
		['that redirects', { kind: 'redirect', location: 'https://trackunit.example/login' }],
		['that fails', { kind: 'status', status: 500 }],
	])('fails for a host %s', async (_, fault) => {
		t.faults.add({ ...fault, times: 'always' });
		expect(await testCredential(t, authentication)).toEqual(FAILED);
	});

	it('does not take the token to the host of a redirect', async () => {
		const other = await startAnother();
		t.faults.add({ kind: 'redirect', location: `${other.url}/api/customer/v1/customers` });
		expect(await testCredential(t, authentication)).toEqual(FAILED);
		expect(other.log.entries).toEqual([]);
	});

	it.each(UNUSABLE)(
		'sends nothing to %j, which is not encrypted or no address',
		async (baseUrl) => {
			// That no connection was tried is held for every test.
			expect(await testCredential(t, authentication, { baseUrl })).toEqual(FAILED);
		},
	);

	it('fails without permission', async () => {
		expect(await testCredential({ credentials: t.forbidden }, authentication)).toEqual(FAILED);
	});
});

it.each<[Authentication, string]>([
	['apiToken', 'apiToken'],
	['apiUser', 'clientSecret'],
	['apiUser', 'password'],
	['oAuth2', 'clientSecret'],
])('a wrong secret fails, and is not shown: %s %s', async (authentication, field) => {
	const wrong = 'not-the-right-one';
	const result = await testCredential(t, authentication, { [field]: wrong });
	expect(result).toEqual(FAILED);
	expect(result.message).not.toContain(wrong);
});

it.each(['Bearer ', ' bearer\t ', 'Authorization: Bearer '])(
	'a pasted token may have %j before it',
	async (prefix) => {
		const { apiToken } = t.credentials.trackunitApi;
		expect(await testCredential(t, 'apiToken', { apiToken: `${prefix}${apiToken} ` })).toEqual(OK);
		const run = { operation: 'getAll', authentication: 'apiToken' } as const;
		const { status } = await t.run({ ...run, credential: { apiToken: prefix + apiToken } });
		expect(status).toBe('success');
	},
);

it.each(SIGNING_IN)('a token is asked for where there is none (%s)', async (authentication) => {
	await testCredential(t, authentication);
	expect(t.tokenCalls()).toBe(1);
});
