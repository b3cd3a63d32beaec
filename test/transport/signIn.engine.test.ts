import type { FaultKind } from '../../simulator';
import {
	SIGNING_IN,
	credentialsOfNobody,
	pairs,
	rows,
	shown,
	startAnother,
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

const WRONG = 'not-the-right-one';

it.each(SIGNING_IN)(
	'a token that is new and refused all the same is told as such (%s)',
	async (authentication) => {
		t.faults.add({ kind: 'status', status: 401, times: 'always' });
		const result = await create(authentication);
		expect(shown(result).message).toBe('Trackunit did not accept the access token [item 0]');
		expect(t.tokenCalls()).toBeLessThanOrEqual(2);
		expect(t.requests().length).toBeLessThanOrEqual(3);
	},
);

it.each(SIGNING_IN)(
	'new tokens that are refused are not asked for row by row (%s)',
	async (authentication) => {
		t.faults.add({ kind: 'status', status: 401, times: 'always' });
		const result = await create(authentication, {
			onError: 'continueErrorOutput',
			options: { maxConcurrency: 1 },
		});
		expect(result.errorOutput).toHaveLength(20);
		expect(t.tokenCalls()).toBeLessThanOrEqual(4);
		expect(t.requests().length).toBeLessThanOrEqual(6);
	},
);

it.each<[Authentication, Record<string, string>, string]>([
	['oAuth2', { clientSecret: WRONG }, "'Client ID' or 'Client Secret' is wrong."],
	['oAuth2', { scope: 'all.of.it' }, "'Scope' asks for more than the API key allows."],
	['apiUser', { clientSecret: WRONG }, "'Client ID' or 'Client Secret' is wrong."],
	['apiUser', { password: WRONG }, "'Username' or 'Password' is wrong."],
])('%s %j is asked for once, and fails all items', async (authentication, credential, words) => {
	const result = await create(authentication, { credential, onError: 'continueErrorOutput' });
	expect(pairs(result.errorOutput)).toEqual(rows(20).map(({ n }) => n));
	for (const { json } of result.errorOutput) {
		expect(json).toMatchObject({
			error: 'Trackunit refused to sign in',
			message: expect.stringContaining(words),
		});
	}
	expect(t.tokenCalls()).toBe(1);
	expect(t.sent()).toEqual([]);
});

describe.each(SIGNING_IN)('an address for signing in (%s)', (authentication) => {
	const onToken = (fault: FaultKind, times: number | 'always') => ({
		...fault,
		times,
		on: { path: '/token*' },
	});
	const faults: Array<[string, FaultKind, string]> = [
		['503', { kind: 'status', status: 503 }, 'Signing in to Trackunit failed temporarily'],
		['429', { kind: 'rateLimit' }, 'Signing in to Trackunit failed temporarily'],
		['a reset', { kind: 'resetBefore' }, "Trackunit's token URL could not be reached"],
	];

	it.each(faults)('that answers %s once does not cost a row', async (_, fault) => {
		t.faults.add(onToken(fault, 1));
		const result = await create(authentication);
		expect(result.error).toBeUndefined();
		expect(made()).toBe(20);
	});

	it.each([
		...faults,
		['a web page', { kind: 'html', status: 200 }, 'Trackunit refused to sign in'],
		['404', { kind: 'html', status: 404 }, 'Trackunit refused to sign in'],
		[
			'JSON without a token',
			{ kind: 'status', status: 200, body: {} },
			'Trackunit refused to sign in',
		],
	] satisfies Array<[string, FaultKind, string]>)(
		'that answers %s for good is told as such, and no request is sent',
		async (_, fault, words) => {
			t.faults.add(onToken(fault, 'always'));
			const result = await create(authentication);
			expect(shown(result).message).toBe(`${words} [item 0]`);
			expect(t.sent()).toEqual([]);
		},
	);

	it('that nobody listens at is told as such', async () => {
		const { trackunitOAuth2Api, trackunitApiUserApi } = await credentialsOfNobody();
		const { accessTokenUrl } = trackunitOAuth2Api;
		const { tokenUrl } = trackunitApiUserApi;
		const result = await create(authentication, {
			credential: authentication === 'oAuth2' ? { accessTokenUrl } : { tokenUrl },
		});
		expect(shown(result).message).toBe("Trackunit's token URL could not be reached [item 0]");
		expect(t.sent()).toEqual([]);
	});

	it('that answers without a token is asked once, however many items there are', async () => {
		t.faults.add(onToken({ kind: 'status', status: 200, body: {} }, 'always'));
		const result = await create(authentication, { onError: 'continueErrorOutput' });
		expect(result.errorOutput).toHaveLength(20);
		expect(t.tokenCalls()).toBe(1);
	});
});

// n8n's own client, which signs in for OAuth2, follows redirects.
it.each([302, 307] as const)(
	'an API user is not taken to another host by a redirect (%d)',
	async (status) => {
		const other = await startAnother();
		const location = `${other.url}/token`;
		t.faults.add({ kind: 'redirect', status, location, times: 'always', on: { path: '/token' } });
		const result = await create('apiUser');
		expect(shown(result).message).toBe('Trackunit refused to sign in [item 0]');
		expect(other.log.entries).toEqual([]);
	},
);
