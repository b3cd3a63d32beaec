import { startFront, type Front } from '../faults/front';
import {
	byId,
	CUSTOMERS,
	shown,
	SIGNING_IN,
	useTrackunit,
	withoutBackOff,
	type Authentication,
	type CustomerRun,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

const get = async (authentication: Authentication, more: Partial<CustomerRun> = {}) =>
	await t.run({
		operation: 'get',
		authentication,
		parameters: { customerId: byId([...t.state.customers.keys()][0] ?? '') },
		options: { maxRetries: 0 },
		...more,
	});

describe('what stands between n8n and Trackunit is told from it', () => {
	it.each([401, 403, 404, 407, 451])('by its web page with status %d', async (status) => {
		t.faults.add({ kind: 'html', status, times: 'always' });
		expect(shown(await get('apiToken'))).toEqual({
			message: 'Something between n8n and Trackunit refused the request [item 0]',
			description: expect.stringContaining(
				`It returned a web page with status ${status}. Check n8n's proxy or firewall. Check 'Base URL'`,
			),
		});
	});

	it.each(SIGNING_IN.flatMap((by) => [401, 403, 407].map((status) => [by, status] as const)))(
		'by its web page in place of a token (%s, %d)',
		async (authentication, status) => {
			t.faults.add({ kind: 'html', status, on: { path: '/token*' }, times: 'always' });
			expect(shown(await get(authentication))).toEqual({
				message: 'Something between n8n and Trackunit refused the request [item 0]',
				description: expect.stringContaining(
					`It returned a web page with status ${status}. Check n8n's proxy or firewall. Check the credential's token URL.`,
				),
			});
			expect(t.requests()).toEqual([]);
		},
	);

	it.each<[Authentication, string]>([
		['apiToken', `${CUSTOMERS}/*`],
		['apiUser', '/token*'],
	])('by its wish for a password (%s, %s)', async (authentication, path) => {
		t.faults.add({ kind: 'status', status: 407, on: { path }, times: 'always' });
		expect(shown(await get(authentication))).toEqual({
			message: 'The proxy asks n8n to sign in [item 0]',
			description: expect.stringContaining("Check the user name and password of n8n's proxy."),
		});
	});
});

describe('a certificate that is not trusted', () => {
	let front: Front;
	beforeAll(async () => {
		front = await startFront(t.url, true);
	});
	afterAll(async () => {
		await front.close();
	});

	it.each<[Authentication, string, (url: string) => Record<string, string>]>([
		['apiToken', 'Trackunit', (baseUrl) => ({ baseUrl })],
		['apiUser', 'the token endpoint', (url) => ({ tokenUrl: `${url}/token` })],
		['oAuth2', 'the token endpoint', (url) => ({ accessTokenUrl: `${url}/token` })],
	])('is told with its code (%s, of %s)', async (authentication, _, credentialOf) => {
		const credential = credentialOf(front.url);
		expect(shown(await get(authentication, { credential }))).toEqual({
			message: "The server's certificate is not trusted [item 0]",
			description: expect.stringMatching(/Node\.js says [A-Z_]+\. .*NODE_EXTRA_CA_CERTS/),
		});
		expect(front.exchanges).toEqual([]);
		expect(t.log.entries).toEqual([]);
	});
});
