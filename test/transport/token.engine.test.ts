import {
	AUTHENTICATIONS,
	SIGNING_IN,
	pairs,
	rows,
	shown,
	useTrackunit,
	withoutBackOff,
	type Authentication,
	type CustomerRun,
	type Trackunit,
} from '../support/trackunit';
import { createRows, rowsMade } from './twentyRows';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

const create = async (authentication: Authentication, more: Partial<CustomerRun> = {}) =>
	await createRows(t, authentication, more);
const made = (): number => rowsMade(t);

describe.each(SIGNING_IN)('a token (%s)', (authentication) => {
	it('is asked for once, however many items there are', async () => {
		t.faults.add({ kind: 'latency', ms: 10, times: 'always' });
		await create(authentication, { options: { maxConcurrency: 20 } });
		expect(made()).toBe(20);
		expect(t.tokenCalls()).toBe(1);
	});

	it.each([false, true])(
		'that runs out in mid-run is renewed once, and the run goes on (older ones revoked: %s)',
		async (revokeOldTokens) => {
			t.settings.revokeOldTokens = revokeOldTokens;
			t.faults.add({ kind: 'latency', ms: [5, 25], times: 'always' });
			t.faults.add({ kind: 'expireTokens', after: 7 });
			const result = await create(authentication);
			expect(result.error).toBeUndefined();
			expect(pairs(result.output)).toEqual(rows(20).map(({ n }) => n));
			expect(made()).toBe(20);
			expect(t.log.maxInFlight()).toBeGreaterThan(1);
			expect(t.log.count({ status: 401 })).toBeGreaterThan(0);
			expect(t.tokenCalls()).toBe(2);
		},
	);

	it('may run out more than once', async () => {
		t.faults.add({ kind: 'expireTokens', after: 4 });
		t.faults.add({ kind: 'expireTokens', after: 30 });
		const result = await create(authentication, { input: rows(40) });
		expect(result.error).toBeUndefined();
		expect(made()).toBe(40);
		expect(t.tokenCalls()).toBe(3);
	});

	it('is kept in the credential for the next run', async () => {
		const { credentials } = await create(authentication);
		const [stored] = Object.values(credentials);
		await create(authentication, { credential: stored?.data });
		expect(made()).toBe(40);
		expect(t.tokenCalls()).toBe(1);
	});
});

it('that was pasted in cannot be renewed, which is told', async () => {
	t.faults.add({ kind: 'expireTokens', after: 3 });
	const result = await create('apiToken', { options: { maxConcurrency: 1 } });
	expect(shown(result)).toEqual({
		message: 'Trackunit did not accept the access token [item 3]',
		description: expect.stringMatching(
			/Open the credential and test it\. A pasted token expires within an hour; .* 3 of 20 items had already been written\.$/,
		),
	});
	expect(t.tokenCalls()).toBe(0);
});

describe('what a credential gets wrong', () => {
	const wrong = 'not-the-right-one';
	it('a token that is wrong: fails all items', async () => {
		const result = await create('apiToken', {
			credential: { apiToken: wrong },
			onError: 'continueErrorOutput',
		});
		expect(result.errorOutput).toHaveLength(20);
		const [first] = result.errorOutput;
		expect(first?.json.error).toBe('Trackunit did not accept the access token');
		for (const { json } of result.errorOutput) {
			expect([json.error, json.message]).toEqual([first?.json.error, first?.json.message]);
		}
		// Nobody renews it, so the other rows need not be sent.
		expect(t.requests()).toHaveLength(1);
		expect(t.tokenCalls()).toBe(0);
	});

	it.each(AUTHENTICATIONS)('a missing permission, with %s', async (authentication) => {
		const { trackunitApi, trackunitApiUserApi, trackunitOAuth2Api } = t.forbidden;
		const credential = {
			apiToken: { ...trackunitApi },
			apiUser: { ...trackunitApiUserApi },
			oAuth2: { ...trackunitOAuth2Api },
		}[authentication];
		const result = await create(authentication, { credential });
		expect(shown(result)).toEqual({
			message: 'The credential lacks permission [item 0]',
			description: expect.stringContaining('Ask your Trackunit administrator'),
		});
	});

	it.each<[Authentication, Record<string, string>, string]>([
		['apiToken', { baseUrl: 'iris' }, "'Base URL' is not a web address"],
		['apiToken', { baseUrl: 'http://192.0.2.1' }, "'Base URL' is not encrypted"],
		['apiToken', { baseUrl: 'https://a:b@iris.trackunit.com' }, "'Base URL' has a user name in it"],
		['oAuth2', { accessTokenUrl: 'http://192.0.2.1/token' }, "'Access Token URL' is not encrypted"],
		['apiUser', { tokenUrl: 'http://192.0.2.1/token' }, "'Token URL' is not encrypted"],
	])('%s %j: is refused before anything is sent', async (authentication, credential, words) => {
		const result = await create(authentication, { credential });
		expect(shown(result).message).toBe(`The credential's ${words}`);
		expect(t.log.entries).toEqual([]);
	});

	it.each(['/', '/api/customer/v1/customers', '?x=1', '  '])(
		'%j behind the base URL is forgiven',
		async (tail) => {
			const result = await create('oAuth2', { credential: { baseUrl: t.url + tail } });
			expect(result.error).toBeUndefined();
			expect(made()).toBe(20);
		},
	);
});
