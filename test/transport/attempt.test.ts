import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { Failure } from '../../nodes/TrackunitCustomer/failure/failure';
import { createAttempt } from '../../nodes/TrackunitCustomer/transport/attempt';
import { createDeadlines } from '../../nodes/TrackunitCustomer/transport/deadline';
import { readGraphql } from '../../nodes/TrackunitCustomer/transport/graphql';
import type { Request } from '../../nodes/TrackunitCustomer/transport/request';
import type { Attempt } from '../../nodes/TrackunitCustomer/transport/send';

const SECRET = 'secret-of-the-key';
const RENEWED = 'token-after-renewal';
/** One that is written otherwise in a form, in an address and in JSON. */
const ODD = 'p4ss + wörd/"1"!~(*)\'';
const request: Request = {
	method: 'POST',
	path: '/api/customer/v1/customers',
	query: { page: 0, filter: undefined, sort: null },
	body: { name: 'Acme' },
	repeatable: false,
};
const turn = { notBefore: 0, failures: [], waitedForBudget: 0 };

type Call = (options: IHttpRequestOptions) => unknown;

/** An attempt through a stand-in for n8n's HTTP helper; n8n has renewed the token meanwhile. */
function attemptBy(call: Call): Attempt {
	const context = {
		getCredentials: async () =>
			await Promise.resolve({
				clientId: 'client-1',
				clientSecret: SECRET,
				username: 'somebody',
				password: ODD,
				oauthTokenData: { access_token: RENEWED },
			}),
		helpers: {
			httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) =>
				await Promise.resolve().then(() => call(options)),
		},
	} as unknown as IExecuteFunctions;
	return createAttempt({
		context,
		credentialType: 'trackunitOAuth2Api',
		credential: { clientSecret: SECRET },
		url: () => 'https://iris.example/api/customer/v1/customers',
		timeout: 50,
		tokenTime: 0,
		deadlines: createDeadlines(),
	});
}

const refusing =
	(data: unknown): Call =>
	() => ({ statusCode: 400, headers: {}, body: data });

it('follows no redirect, and sends no parameter without a value', async () => {
	const seen: IHttpRequestOptions[] = [];
	await attemptBy((options) => {
		seen.push(options);
		return { statusCode: 201, headers: {}, body: { id: '1' } };
	})(request, turn);
	expect(seen).toEqual([
		expect.objectContaining({
			method: 'POST',
			qs: { page: 0 },
			body: { name: 'Acme' },
			disableFollowRedirect: true,
			timeout: 50,
		}),
	]);
});

it('makes new options for each attempt, for n8n writes the token into them', async () => {
	const seen: unknown[] = [];
	const attempt = attemptBy((options) => {
		seen.push({ ...options.headers });
		Object.assign(options.headers ?? {}, { Authorization: 'Bearer x' });
		return { statusCode: 201, headers: {}, body: {} };
	});
	await attempt(request, turn);
	await attempt(request, turn);
	expect(seen).toEqual([
		{ 'Content-Type': 'application/json' },
		{ 'Content-Type': 'application/json' },
	]);
});

it.each([false, true])(
	'lets n8n throw a refusal, at which n8n renews the token, only to renew it (%s)',
	async (renewToken) => {
		let seen: unknown;
		const attempt = attemptBy(({ ignoreHttpStatusErrors }) => {
			seen = ignoreHttpStatusErrors;
			return { statusCode: 200, headers: {}, body: {} };
		});
		await attempt(request, { ...turn, renewToken });
		expect(seen).toBe(!renewToken);
	},
);

it('reads a refusal that came as a response', async () => {
	const attempt = attemptBy(() => ({
		statusCode: 429,
		headers: { 'retry-after': '3' },
		body: { message: 'm' },
	}));
	expect(await attempt(request, turn)).toEqual({
		failure: {
			kind: 'status',
			delivery: 'refused',
			status: 429,
			retryAfter: '3',
			reasons: expect.objectContaining({ text: 'm' }),
		},
	});
});

/** What a failure keeps of a response's body. */
async function kept(data: unknown): Promise<Failure> {
	const outcome = await attemptBy(refusing(data))(request, turn);
	if ('failure' in outcome) return outcome.failure;
	throw new Error('It did not fail');
}

const NO_REASONS = { violations: [], errors: [], more: 0, isHtml: false, isFromApi: false };

it.each([
	['text', `you sent ${SECRET}`, { text: 'you sent [hidden]' }],
	['a token that n8n got meanwhile', { message: RENEWED }, { text: '[hidden]' }],
	[
		'a name',
		{ violations: [{ field: SECRET, message: 'no' }] },
		{ violations: [{ field: '[hidden]', message: 'no' }] },
	],
	['an address', `client_secret=${encodeURIComponent(ODD)}`, { text: 'client_secret=[hidden]' }],
	[
		'an address with small letters',
		`client_secret=${encodeURIComponent(ODD).toLowerCase()}`,
		{ text: 'client_secret=[hidden]' },
	],
	['a form', new URLSearchParams({ password: ODD }).toString(), { text: 'password=[hidden]' }],
	['JSON in a text', JSON.stringify({ password: ODD }), { text: '{"password":"[hidden]"}' }],
	[
		'a Basic header of the API key',
		`Basic ${Buffer.from(`client-1:${SECRET}`).toString('base64')}`,
		{ text: 'Basic [hidden]' },
	],
	[
		'a Basic header of the API user',
		`Basic ${Buffer.from(`somebody:${ODD}`).toString('base64')}`,
		{ text: 'Basic [hidden]' },
	],
	['base64 of its own', Buffer.from(SECRET).toString('base64'), { text: '[hidden]' }],
])('hides a secret in %s', async (_, data, reasons) => {
	expect((await kept(data)).reasons).toEqual({ ...NO_REASONS, ...reasons });
});

it("hides a secret in GraphQL's errors, wherever it stands in them", async () => {
	const errors = [{ message: `no ${SECRET}`, path: [RENEWED], extensions: { code: SECRET } }];
	const attempt = attemptBy(() => ({ statusCode: 200, headers: {}, body: { errors } }));
	const outcome = await attempt({ ...request, reader: readGraphql }, turn);
	expect(outcome).toMatchObject({
		failure: {
			code: '[hidden]',
			reasons: { errors: [{ message: 'no [hidden]', path: ['[hidden]'], code: '[hidden]' }] },
		},
	});
	expect(JSON.stringify(outcome)).not.toMatch(new RegExp(`${SECRET}|${RENEWED}`));
});

it('keeps no more of a token endpoint than the code of the standard', async () => {
	const data = { error: 'invalid_client', error_description: `for ${SECRET} and ${ODD}` };
	const attempt = attemptBy(() => {
		throw Object.assign(new Error('Failed to acquire OAuth2 access token: x'), {
			cause: { code: 'EAUTH', status: 401, body: data },
		});
	});
	expect(await attempt(request, turn)).toEqual({
		failure: {
			kind: 'signIn',
			delivery: 'not sent',
			status: 401,
			reasons: { ...NO_REASONS, code: 'invalid_client' },
		},
	});
});

it('keeps of a body no more than is shown', async () => {
	const violations = Array.from({ length: 500 }, (_, n) => ({
		field: `f${n}`,
		message: 'x'.repeat(5000),
	}));
	const failure = await kept({ message: 'y'.repeat(1_000_000), violations });
	expect(JSON.stringify(failure).length).toBeLessThan(5000);
	expect(failure).not.toHaveProperty('body');
	expect(failure.reasons).toMatchObject({ more: 490 });
});

it('reads a body that is nested without end', async () => {
	let deep: unknown = SECRET;
	for (let level = 0; level < 100_000; level++) deep = { message: deep };
	expect((await kept({ code: 'c', violations: [{ field: deep }], more: deep })).reasons).toEqual({
		...NO_REASONS,
		code: 'c',
		violations: [{ field: 'value', message: 'was refused' }],
	});
});

it('waits no longer for an answer than it may take in all, though the request goes on', async () => {
	const never = attemptBy(async () => await new Promise(() => undefined));
	expect(await never(request, turn)).toEqual({ failure: { kind: 'timeout', delivery: 'unknown' } });
});
