import { sleep } from 'n8n-workflow';

import type { Fault } from '../../simulator';
import {
	AUTHENTICATIONS,
	byId,
	credentialsOfNobody,
	engine,
	NODE_TYPE,
	rows,
	SIGNING_IN,
	typeFor,
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

/** Whatever must not be seen: the secrets of all credentials, and the tokens that came in. */
function secrets(): string[] {
	const { trackunitApi, trackunitApiUserApi, trackunitOAuth2Api } = t.credentials;
	return [
		trackunitApi.apiToken,
		trackunitApiUserApi.clientSecret,
		trackunitApiUserApi.password,
		trackunitOAuth2Api.clientSecret,
		...t.log.entries.flatMap(({ headers }) => headers.authorization?.split(' ')[1] ?? []),
		'Authorization',
		// n8n's and the HTTP client's errors would carry the request.
		'"headers"',
	];
}

function expectNone(text: string): void {
	for (const secret of secrets()) expect(text.includes(secret) && secret).toBe(false);
}

type Echo = (authentication: Authentication) => string;

/** A server that tells in its answer what it was sent; tokens that it made up are tested further down. */
const echo: Echo = (authentication) =>
	({
		apiToken: `Bearer ${t.credentials.trackunitApi.apiToken} may not`,
		apiUser: `${t.credentials.trackunitApiUserApi.clientSecret} ${t.credentials.trackunitApiUserApi.password}`,
		oAuth2: `client_secret=${t.credentials.trackunitOAuth2Api.clientSecret}`,
	})[authentication];

const situations: Array<[string, (by: Authentication) => Fault[], Partial<CustomerRun>?]> = [
	['nothing', () => []],
	['a 400', () => [{ kind: 'status', status: 400, times: 'always' }]],
	['a 401', () => [{ kind: 'status', status: 401, times: 'always' }]],
	['a 403', () => [{ kind: 'status', status: 403, times: 'always' }]],
	['a 429', () => [{ kind: 'rateLimit', times: 'always' }]],
	['a 503', () => [{ kind: 'status', status: 503, times: 'always' }]],
	['a web page', () => [{ kind: 'html', status: 200, times: 'always' }]],
	['a reset', () => [{ kind: 'resetBefore', times: 'always' }]],
	['no answer in time', () => [{ kind: 'hang', times: 'always' }]],
	['a body broken off', () => [{ kind: 'truncated', times: 'always' }]],
	['JSON broken off', () => [{ kind: 'truncatedJson', times: 'always' }]],
	['an empty body', () => [{ kind: 'emptyBody', status: 200, times: 'always' }]],
	[
		'a redirect',
		() => [{ kind: 'redirect', location: 'https://trackunit.example/login', times: 'always' }],
	],
	['a token that ran out', () => [{ kind: 'expireTokens' }]],
	[
		'a token endpoint that is down',
		() => [{ kind: 'status', status: 503, on: { path: '/token*' }, times: 'always' }],
	],
	[
		'a token endpoint that is a web page',
		() => [{ kind: 'html', status: 200, on: { path: '/token*' }, times: 'always' }],
	],
	[
		'a token endpoint that answers nothing',
		() => [{ kind: 'status', status: 200, body: {}, on: { path: '/token*' }, times: 'always' }],
	],
	[
		'a server that tells what it was sent',
		(by) => [
			{ kind: 'status', status: 400, body: { message: echo(by), code: echo(by) }, times: 'always' },
		],
	],
	[
		'a server that tells it in violations',
		(by) => [
			{
				kind: 'status',
				status: 400,
				body: { violations: [{ field: echo(by), message: echo(by) }] },
				times: 'always',
			},
		],
	],
	[
		'a server that tells it as text',
		(by) => [{ kind: 'status', status: 500, body: echo(by), times: 'always' }],
	],
	[
		'a token endpoint that tells what it was sent',
		(by) => [
			{
				kind: 'status',
				status: 400,
				body: { error: echo(by), error_description: echo(by) },
				on: { path: '/token*' },
				times: 'always',
			},
		],
	],
	[
		'a token endpoint that tells it as text',
		(by) => [
			{ kind: 'status', status: 400, body: echo(by), on: { path: '/token*' }, times: 'always' },
		],
	],
	['parameters that are refused', () => [], { parameters: { customerId: byId('a/b') } }],
];

describe.each(AUTHENTICATIONS)(
	'no secret is in an output, an error or a log (%s)',
	(authentication) => {
		const run = async (more: Partial<CustomerRun> = {}) =>
			await t.run({
				operation: 'get',
				authentication,
				parameters: { customerId: byId([...t.state.customers.keys()][0] ?? '') },
				options: { maxRetries: 1, timeout: 100 },
				input: rows(2),
				...more,
			});

		it.each(situations)('after %s', async (_, faults, more = {}) => {
			for (const onError of [undefined, 'continueErrorOutput'] as const) {
				t.faults.clear();
				for (const fault of faults(authentication)) t.faults.add(fault);
				expectNone((await run({ ...more, onError })).whole());
			}
		});

		it('after a server that tells the token that it was sent, though it is a new one', async () => {
			// While the first row waits, its token is seen, and is what the second row is answered.
			t.faults.add({ kind: 'latency', ms: 60 });
			const running = run({ onError: 'continueErrorOutput', options: { maxConcurrency: 1 } });
			while (t.requests().length === 0) await sleep(5);
			const [sent] = t.requests();
			const message = `Bad header: ${sent?.headers.authorization}`;
			t.faults.add({ kind: 'status', status: 400, body: { message } });
			const result = await running;
			expect(result.errorOutput[0]?.json.message).toContain('Bad header: Bearer [hidden].');
			expectNone(result.whole());
		});

		it('after an upset of the credential', async () => {
			const { trackunitApi, trackunitApiUserApi, trackunitOAuth2Api } = await credentialsOfNobody();
			const nobody = { trackunitApi, trackunitApiUserApi, trackunitOAuth2Api };
			expectNone((await run({ credential: { ...nobody[typeFor(authentication)] } })).whole());
			expectNone((await run({ credential: { baseUrl: 'http://192.0.2.1' } })).whole());
			expectNone((await run({ credential: { baseUrl: 'no address' } })).whole());
		});

		it('in what a picker is told', async () => {
			t.faults.add({
				kind: 'status',
				status: 400,
				body: { message: echo(authentication) },
				times: 'always',
			});
			const failure: unknown = await search(authentication).catch((error: unknown) => error);
			expect(failure).toBeInstanceOf(Error);
			if (failure instanceof Error) expectNone(JSON.stringify({ ...failure, m: failure.message }));
		});
	},
);

it.each(SIGNING_IN)(
	'of what a token endpoint says, no words are told but the code of the standard (%s)',
	async (authentication) => {
		const words = 'what was sent in a spelling that nobody knows';
		t.faults.add({
			kind: 'status',
			status: 400,
			body: { error: 'invalid_client', error_description: words, message: words },
			on: { path: '/token*' },
			times: 'always',
		});
		for (const onError of [undefined, 'continueErrorOutput'] as const) {
			const whole = (await t.run({ operation: 'getAll', authentication, onError })).whole();
			expect(whole).toContain("'Client ID' or 'Client Secret' is wrong.");
			expect(whole).not.toContain(words);
		}
	},
);

async function search(authentication: Authentication) {
	const type = typeFor(authentication);
	return await engine.listSearch({
		nodeType: NODE_TYPE,
		method: 'searchCustomers',
		parameters: { authentication },
		credentials: { any: { type, data: { ...t.credentials[type] } } },
	});
}
