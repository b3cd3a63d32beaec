import type { INode } from 'n8n-workflow';

import { explain } from '../../nodes/TrackunitCustomer/failure/explain';
import {
	Refusal,
	RequestFailure,
	type Failure,
} from '../../nodes/TrackunitCustomer/failure/failure';
import { toNodeError } from '../../nodes/TrackunitCustomer/failure/nodeError';

const node: INode = {
	id: '1',
	name: 'n',
	type: 't',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const path = '/api/customer/v1/customers';
const failed = (failure: Partial<Failure>, method = 'POST', attempts = 1): RequestFailure =>
	new RequestFailure(
		{ kind: 'status', delivery: 'refused', gaveUp: 'final', ...failure },
		{ method, path },
		attempts,
	);

const violation = {
	status: 400,
	code: 'constraint_violation',
	message: 'Constraint violation',
	violations: [
		{ field: 'name', message: 'must not be empty' },
		{ field: 'address.city', message: 'is too long' },
	],
};

describe('the words for a failure', () => {
	const html =
		'<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>x</body></html>';

	it.each<[what: string, error: RequestFailure, message: string, description: string]>([
		[
			'violations',
			failed({ status: 400, body: violation }),
			'Trackunit did not accept the values sent',
			'name: must not be empty; address.city: is too long. Correct the fields named',
		],
		[
			'a bad request without violations',
			failed({ status: 400, body: { message: 'Malformed' } }),
			'Trackunit did not accept the values sent',
			'Malformed. Correct',
		],
		[
			'a token that is not accepted',
			failed({ status: 401, body: {} }),
			'Trackunit did not accept the access token',
			'Open the credential and test it.',
		],
		[
			'a token that GraphQL does not accept after something was done',
			failed({ kind: 'graphql', status: 200, code: 'UNAUTHENTICATED', delivery: 'unknown' }),
			'Trackunit did not accept the access token',
			'The change may still have been applied. Check Trackunit before you run it again. Open the credential and test it.',
		],
		[
			'a missing permission',
			failed({ status: 403 }),
			'The credential lacks permission',
			'IrisX subscription',
		],
		['a missing record', failed({ status: 404 }), 'Trackunit has no such record', 'Check the ID.'],
		[
			'a conflict',
			failed({ status: 409, body: { message: 'externalReference is taken' } }),
			'Another record already has a value that must be unique',
			'externalReference is taken.',
		],
		[
			'too many requests',
			failed({ status: 429, gaveUp: 'retries' }, 'GET', 5),
			'Trackunit received too many requests',
			'Tried 5 times. Lower',
		],
		[
			'an absurd Retry-After',
			failed({ status: 429, gaveUp: 'retryAfter', retryAfter: '86400' }),
			'Trackunit received too many requests',
			'asked to wait 86400 seconds',
		],
		[
			'a server error of a read',
			failed({ status: 500, delivery: 'unknown' }, 'GET', 2),
			'Trackunit failed to process the request',
			'Tried 2 times. Run it again later.',
		],
		[
			'a server error of a write',
			failed({ status: 503, delivery: 'unknown' }),
			'Trackunit is not available',
			'The change may still have been applied',
		],
		[
			'a status that nobody knows',
			failed({ status: 418 }),
			'Trackunit refused the request',
			'status 418',
		],
		[
			'a server status that nobody knows',
			failed({ status: 599, delivery: 'unknown' }, 'GET'),
			'Trackunit failed to process the request',
			'status 599',
		],
		[
			"a gateway's page",
			failed({ status: 502, body: html, delivery: 'unknown' }, 'GET'),
			'Trackunit could not be reached behind its gateway',
			'502 Bad Gateway.',
		],
		[
			"a proxy's page",
			failed({ status: 403, body: html }),
			'Something between n8n and Trackunit refused the request',
			"It returned a web page with status 403. Check n8n's proxy or firewall. Check 'Base URL'",
		],
		[
			'a proxy that asks for a password',
			failed({ status: 407, body: { message: 'Who are you?' } }),
			'The proxy asks n8n to sign in',
			"Check the user name and password of n8n's proxy.",
		],
		[
			'a certificate that is not trusted',
			failed({ kind: 'network', delivery: 'not sent', networkCode: 'CERT_HAS_EXPIRED' }),
			"The server's certificate is not trusted",
			'Node.js says CERT_HAS_EXPIRED.',
		],
		[
			'a certificate of a token endpoint that is not trusted',
			failed({ kind: 'signIn', delivery: 'not sent', networkCode: 'CERT_HAS_EXPIRED' }),
			"The server's certificate is not trusted",
			'Node.js says CERT_HAS_EXPIRED.',
		],
		[
			'a web page for an answer',
			failed({ kind: 'unreadable', status: 200, body: html }, 'GET'),
			"Trackunit's response could not be read",
			"It is a web page. Check 'Base URL'",
		],
		[
			'half an answer to a write',
			failed({ kind: 'unreadable', status: 200, delivery: 'unknown' }),
			"Trackunit's response could not be read",
			'may still have been applied',
		],
		[
			'an answer too large',
			failed({ kind: 'tooLarge', delivery: 'unknown' }, 'GET'),
			"Trackunit's response is too large for n8n",
			"Lower 'Page Size'",
		],
		[
			'a redirect',
			failed({ kind: 'redirect', status: 302, redirectHost: 'other.example' }),
			'The server responded with a redirect, which was not followed',
			'It leads to other.example.',
		],
		[
			'a timeout of a write',
			failed({ kind: 'timeout', delivery: 'unknown' }),
			'Trackunit did not respond in time',
			'may still have been applied',
		],
		[
			'a host that is not there',
			failed({ kind: 'network', delivery: 'not sent', networkCode: 'ENOTFOUND' }),
			'Trackunit could not be reached',
			'(ENOTFOUND)',
		],
		[
			'a connection that broke off',
			failed({ kind: 'network', delivery: 'unknown', networkCode: 'ECONNRESET' }, 'GET'),
			'The connection to Trackunit was interrupted',
			'(ECONNRESET)',
		],
		[
			'a wrong secret',
			failed({
				kind: 'signIn',
				delivery: 'not sent',
				status: 401,
				body: { error: 'invalid_client' },
			}),
			'Trackunit refused to sign in',
			"'Client ID' or 'Client Secret' is wrong.",
		],
		[
			'a wrong password',
			failed({
				kind: 'signIn',
				delivery: 'not sent',
				status: 400,
				body: { error: 'invalid_grant' },
			}),
			'Trackunit refused to sign in',
			"'Username' or 'Password' is wrong.",
		],
		[
			'a scope too wide',
			failed({
				kind: 'signIn',
				delivery: 'not sent',
				status: 400,
				body: { error: 'invalid_scope' },
			}),
			'Trackunit refused to sign in',
			"'Scope' asks for more",
		],
		[
			"a proxy's page in place of a token",
			failed({ kind: 'signIn', delivery: 'not sent', status: 403, body: html }),
			'Something between n8n and Trackunit refused the request',
			"It returned a web page with status 403. Check n8n's proxy or firewall. Check the credential's token URL.",
		],
		[
			'a proxy that asks for a password before a token is given',
			failed({ kind: 'signIn', delivery: 'not sent', status: 407 }),
			'The proxy asks n8n to sign in',
			"Check the user name and password of n8n's proxy.",
		],
		[
			'a token endpoint whose address leads to a page that there is not',
			failed({ kind: 'signIn', delivery: 'not sent', status: 404, body: html }),
			'Trackunit refused to sign in',
			'The token URL responded with status 404.',
		],
		[
			'a token endpoint that is not there',
			failed({ kind: 'signIn', delivery: 'not sent', networkCode: 'ECONNREFUSED' }),
			"Trackunit's token URL could not be reached",
			'token URL',
		],
		[
			'a token endpoint that is busy',
			failed({ kind: 'signIn', delivery: 'not sent', status: 503 }),
			'Signing in to Trackunit failed temporarily',
			'later',
		],
	])('%s', (_, error, message, description) => {
		const explained = explain(error);
		expect(explained.message).toBe(message);
		expect(explained.description).toContain(description);
		// n8n replaces a message in which it finds a code such as EPERM.
		expect(toNodeError(node, error).message).toBe(message);
	});

	it('are all different for what a user has to do differently', () => {
		const statuses = [400, 401, 403, 404, 409, 413, 429, 500, 502, 503, 504];
		const messages = statuses.map((status) => explain(failed({ status })).message);
		expect(new Set(messages).size).toBe(statuses.length);
	});

	it('keep what a program wants in the details', () => {
		expect(explain(failed({ status: 400, body: violation })).details).toEqual({
			status: 400,
			code: 'constraint_violation',
			violations: violation.violations,
			attempts: 1,
		});
	});

	it.each<[what: string, body: unknown]>([
		['nothing', undefined],
		['null', null],
		['a list', [1]],
		['a number', 7],
		['violations of an odd shape', { violations: [null, 'x', {}, { field: 1 }] }],
		['violations that are no list', { violations: { a: 1 } }],
		['a message that is an object', { message: { a: 1 } }],
	])('are there for a body of %s', (_, body) => {
		const { message, description } = explain(failed({ status: 400, body }));
		expect(message).toBe('Trackunit did not accept the values sent');
		expect(description).toContain('Correct the fields named');
	});
});

describe('the error that n8n shows', () => {
	it('carries our words, the item and the status', () => {
		const error = toNodeError(node, failed({ status: 400, body: violation }), {
			item: 3,
			addition: 'More.',
		});
		expect(error.message).toBe('Trackunit did not accept the values sent [item 3]');
		expect(error.description).toContain('name: must not be empty');
		expect(error.description).toContain('More.');
		expect(error.context.itemIndex).toBe(3);
		expect(error).toMatchObject({ httpCode: '400' });
	});

	it.each<[status: number, cause: string | undefined]>([
		[400, undefined],
		[401, 'credential-invalid'],
		[429, 'rate-limited'],
		[503, 'temporarily-unavailable'],
	])('tells n8n what %i means', (status, cause) => {
		expect(toNodeError(node, failed({ status }))).toMatchObject({
			failure: cause === undefined ? undefined : { cause },
		});
	});

	it('keeps API text out of the message, since n8n replaces one with a code in it', () => {
		const error = toNodeError(
			node,
			failed({ status: 400, body: { message: 'createPermission denied' } }),
		);
		expect(error.message).toBe('Trackunit did not accept the values sent');
		expect(error.description).toContain('createPermission denied');
	});

	it('has all of it in the message for an AI model, codes and all', () => {
		const error = toNodeError(
			node,
			failed({ status: 400, body: { message: 'createPermission denied' } }),
			{ allInMessage: true },
		);
		expect(error.message).toContain('createPermission denied');
	});

	it('shows a refusal as it is', () => {
		const error = toNodeError(node, new Refusal("'Name' is empty", 'Enter a value.'), { item: 0 });
		expect(error.message).toBe("'Name' is empty [item 0]");
		expect(error.description).toBe('Enter a value.');
	});
});
