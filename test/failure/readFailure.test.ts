import { readFailure } from '../../nodes/TrackunitCustomer/failure/readFailure';
import { SignInFailure, type Failure } from '../../nodes/TrackunitCustomer/failure/failure';

const url = 'https://iris.example/api/customer/v1/customers';

/** As n8n wraps the HTTP client's error. */
const wrapped = (cause: object): Error => Object.assign(new Error('wrapped'), { cause });
const answered = (status: number, headers = {}, data: unknown = undefined, more = {}): Error =>
	wrapped({
		message: 'Request failed',
		config: { url },
		response: { status, headers, data },
		...more,
	});
const broken = (code: string): Error => wrapped({ message: code, code, config: { url } });

it.each<[what: string, error: unknown, failure: Partial<Failure>]>([
	[
		'400',
		answered(400, {}, { message: 'm' }),
		{ kind: 'status', delivery: 'refused', status: 400, body: { message: 'm' } },
	],
	[
		"400 of an n8n before 2.34, which loses the HTTP client's error",
		Object.assign(new Error('Bad request'), {
			httpCode: '400',
			context: { data: { message: 'm' } },
		}),
		{ kind: 'status', delivery: 'refused', status: 400, body: { message: 'm' } },
	],
	['408', answered(408), { kind: 'status', delivery: 'unknown', status: 408 }],
	[
		'429 with Retry-After',
		answered(429, { 'retry-after': '3' }),
		{ delivery: 'refused', retryAfter: '3' },
	],
	['500', answered(500), { kind: 'status', delivery: 'unknown' }],
	[
		'a redirect',
		answered(302, { location: 'https://other.example:8443/x' }),
		{ kind: 'redirect', delivery: 'unknown', redirectHost: 'other.example:8443' },
	],
	['a 303, which follows a write that is done', answered(303), { delivery: 'unknown' }],
	['a 301', answered(301), { kind: 'redirect', delivery: 'refused' }],
	['a 308', answered(308), { kind: 'redirect', delivery: 'refused' }],
	[
		'a redirect within the host',
		answered(307, { location: '/login' }),
		{ kind: 'redirect', redirectHost: 'iris.example' },
	],
	['a redirect to nowhere', answered(302), { kind: 'redirect', redirectHost: undefined }],
	[
		'an answer that broke off',
		answered(200, {}, undefined, { code: 'ERR_BAD_RESPONSE' }),
		{ kind: 'unreadable', delivery: 'unknown', status: 200 },
	],
	[
		'a refused connection',
		broken('ECONNREFUSED'),
		{ kind: 'network', delivery: 'not sent', networkCode: 'ECONNREFUSED' },
	],
	['an unknown host', broken('ENOTFOUND'), { kind: 'network', delivery: 'not sent' }],
	[
		'a certificate that is not trusted',
		broken('DEPTH_ZERO_SELF_SIGNED_CERT'),
		{ kind: 'network', delivery: 'not sent' },
	],
	['a reset', broken('ECONNRESET'), { kind: 'network', delivery: 'unknown' }],
	['a timeout', broken('ECONNABORTED'), { kind: 'timeout', delivery: 'unknown' }],
	[
		'a timeout told by httpCode alone',
		Object.assign(new Error('t'), { httpCode: 'ECONNABORTED' }),
		{ kind: 'timeout' },
	],
	[
		'a body too large for a string',
		wrapped({ message: 'Cannot create a string longer than 0x1fffffe8 characters' }),
		{ kind: 'tooLarge', delivery: 'unknown' },
	],
	['nothing that can be read', undefined, { kind: 'network', delivery: 'unknown' }],
	['text', 'oops', { kind: 'network', delivery: 'unknown' }],
])('reads %s', (_, error, failure) => {
	expect(readFailure(error, url)).toMatchObject(failure);
});

describe('a sign-in that failed', () => {
	const ofStatus = (status: number): Failure => ({ kind: 'signIn', delivery: 'not sent', status });

	it.each<[what: string, error: unknown, failure: Partial<Failure>]>([
		[
			"a refusal told by n8n's OAuth2 client",
			wrapped({
				message: 'Failed to acquire OAuth2 access token: x',
				cause: { message: 'x', code: 'EAUTH', body: { error: 'invalid_client' } },
			}),
			{ status: 401, body: { error: 'invalid_client' } },
		],
		[
			'an odd status of the token endpoint',
			wrapped({ message: 'HTTP status 503', code: 'ESTATUS', status: 503 }),
			{ status: 503 },
		],
		[
			'an odd status, of which an n8n of old keeps the code only',
			wrapped({ message: 'HTTP status 503', httpCode: 'ESTATUS' }),
			{ status: undefined },
		],
		[
			'a refusal, of which an n8n of old keeps the code only',
			wrapped({ message: 'x', httpCode: 'EAUTH' }),
			{ status: 401 },
		],
		[
			'a token endpoint that cannot be reached',
			wrapped({
				message: 'Failed to acquire OAuth2 access token: connect',
				cause: { code: 'ECONNREFUSED', config: { url: 'https://auth.example/token' } },
			}),
			{ status: undefined, networkCode: 'ECONNREFUSED' },
		],
		[
			'an unknown client, of whom an n8n of old keeps words only',
			wrapped({
				message: 'Failed to acquire OAuth2 access token: Client authentication failed (e.g., x)',
			}),
			{ status: 401 },
		],
		[
			'a credential that n8n wants reconnected',
			wrapped({ message: 'needs to be reconnected', failure: { cause: 'credential-invalid' } }),
			{ status: 401 },
		],
		[
			'our own, of which an n8n of old keeps the words',
			wrapped({ message: new SignInFailure('kept', ofStatus(403)).message }),
			{ status: 403 },
		],
		['our own, as it was thrown', wrapped(new SignInFailure('m', ofStatus(400))), { status: 400 }],
	])('reads %s as a request that was not sent', (_, error, failure) => {
		expect(readFailure(error, url)).toMatchObject({
			kind: 'signIn',
			delivery: 'not sent',
			...failure,
		});
	});
});
