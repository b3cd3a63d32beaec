import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { createAttempt } from '../../nodes/TrackunitCustomer/transport/attempt';
import { readGraphql } from '../../nodes/TrackunitCustomer/transport/graphql';
import type { Request } from '../../nodes/TrackunitCustomer/transport/request';
import type { Attempt } from '../../nodes/TrackunitCustomer/transport/send';

const SECRET = 'secret-of-the-key';
const RENEWED = 'token-after-renewal';
const request: Request = {
	method: 'POST',
	path: '/api/customer/v1/customers',
	query: { page: 0, filter: undefined, sort: null },
	body: { name: 'Acme' },
	repeatable: false,
};
const turn = { notBefore: 0, failures: [], waitedForBudget: 0 };

type Call = (options: IHttpRequestOptions, more: IDataObject[]) => unknown;

/** An attempt through a stand-in for n8n's HTTP helper; n8n has renewed the token meanwhile. */
function attemptBy(call: Call, renewsAlways = true): Attempt {
	const context = {
		getCredentials: async () =>
			await Promise.resolve({
				clientSecret: SECRET,
				oauthTokenData: { access_token: RENEWED },
			}),
		helpers: {
			httpRequestWithAuthentication: async (
				_: string,
				options: IHttpRequestOptions,
				...more: IDataObject[]
			) => await Promise.resolve().then(() => call(options, more)),
		},
	} as unknown as IExecuteFunctions;
	return createAttempt({
		context,
		credentialType: 'trackunitOAuth2Api',
		credential: { clientSecret: SECRET },
		renewsAlways,
		url: () => 'https://iris.example/api/customer/v1/customers',
		timeout: 1000,
	});
}

const refusing =
	(data: unknown): Call =>
	() => {
		throw Object.assign(new Error('wrapped'), {
			cause: { message: 'x', response: { status: 400, headers: {}, data } },
		});
	};

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
			timeout: 1000,
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

it.each([
	[true, undefined, []],
	[true, true, []],
	[false, undefined, [{ preAuthenticationRetryStatusCode: [] }]],
	[false, true, []],
])('lets n8n renew the token (always: %s, now: %s)', async (always, renewToken, expected) => {
	let seen: unknown;
	const attempt = attemptBy((_, more) => {
		seen = more;
		return { statusCode: 200, headers: {}, body: {} };
	}, always);
	await attempt(request, { ...turn, renewToken });
	expect(seen).toEqual(expected);
});

it.each([
	['text', `you sent ${SECRET}`, 'you sent [hidden]'],
	['a token that n8n got meanwhile', { message: RENEWED }, { message: '[hidden]' }],
	['a list', { violations: [{ field: SECRET }] }, { violations: [{ field: '[hidden]' }] }],
])('hides a secret in %s of a refusal', async (_, data, body) => {
	expect(await attemptBy(refusing(data))(request, turn)).toEqual({
		failure: expect.objectContaining({ status: 400, body }),
	});
});

it("hides a secret in GraphQL's errors, wherever it stands in them", async () => {
	const errors = [{ message: `no ${SECRET}`, path: [RENEWED], extensions: { code: SECRET } }];
	const attempt = attemptBy(() => ({ statusCode: 200, headers: {}, body: { errors } }));
	const outcome = await attempt({ ...request, reader: readGraphql }, turn);
	expect(outcome).toMatchObject({
		failure: {
			errors: [{ message: 'no [hidden]', path: ['[hidden]'], code: '[hidden]' }],
			body: { errors: [{ message: 'no [hidden]' }] },
		},
	});
});
