/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import {
	byId,
	jsonOf,
	pairs,
	rows,
	shown,
	useTrackunit,
	withoutBackOff,
	type CustomerRun,
	type Trackunit,
} from '../support/trackunit';
import { RIGHT } from '../support/right';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

interface Reply {
	status?: number;
	headers?: http.OutgoingHttpHeaders;
	body: string | Buffer;
}

/** A server that answers everything alike. */
let reply: Reply = { body: '' };
let seen: string[] = [];
const server = http.createServer((request, response) => {
	seen.push(`${request.method} ${request.url}`);
	request.resume();
	request.on('end', () => {
		const { status = 200, headers = { 'content-type': 'application/json' }, body } = reply;
		response.writeHead(status, headers).end(body);
	});
});
let url = '';
beforeAll(async () => {
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
	seen = [];
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((done) => server.close(done));
});

const run = async (more: Partial<CustomerRun> & Pick<CustomerRun, 'operation'>) =>
	await t.run({
		authentication: 'apiToken',
		credential: { baseUrl: url },
		...more,
		options: { maxRetries: 0, ...more.options },
	});

const MEGABYTE = 1024 * 1024;
const blanks = (megabytes: number): Buffer => Buffer.alloc(megabytes * MEGABYTE, ' ');
const page = (content: string): string =>
	`{"content":[${content}],"totalPages":1,"totalElements":1}`;

/** JavaScript's own words, or the shape of a value where there should be words. */
const FAULTS_OF_OURS =
	/Cannot read|is not a function|not iterable|Maximum call stack|\[object|undefined|circular|Invalid array length/i;

const BODIES: Record<string, Reply> = {
	null: { body: 'null' },
	'a number': { body: '5' },
	'a text': { body: '"text"' },
	'a list': { body: '[]' },
	'a list of lists': { body: '[[[]]]' },
	'an empty object': { body: '{}' },
	nothing: { body: '' },
	'white space': { body: ' \r\n\t ' },
	'a record of null': { body: '{"id":null,"name":null,"content":null,"data":null,"errors":null}' },
	'a record of lists': { body: '{"id":[],"name":[],"content":{},"data":[],"errors":{}}' },
	'rows that are none': { body: page('null,5,"a",[],[[1]],{}') },
	'rows without ids': { body: page('{"name":"a"},{"id":""},{"id":null},{"id":{}}') },
	'numbers beyond all bounds': {
		body: '{"content":[],"totalPages":1e308,"totalElements":-5,"size":0,"number":1e400}',
	},
	'keys of the prototype': {
		body: '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"id":"1","content":[{"__proto__":{"polluted":1},"id":"2","address":{"__proto__":{"polluted":1}}}],"data":{"__proto__":{"polluted":1}}}',
	},
	'a hundred thousand brackets': { body: '['.repeat(100_000) + ']'.repeat(100_000) },
	'a record nested 20 000 deep': {
		body: `{"id":"1","a":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
	},
	'UTF-8 that is none': { body: Buffer.from('{"id":"1","name":"\xff\xfe\x80"}', 'latin1') },
	'a mark of the byte order': { body: '\ufeff{"id":"1"}' },
	'JSON that says it is HTML': { headers: { 'content-type': 'text/html' }, body: '{"id":"1"}' },
	'HTML that says it is JSON': { body: '<!DOCTYPE html><html><body>Hello</body></html>' },
	'a picture': {
		headers: { 'content-type': 'image/png' },
		body: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 255]),
	},
	'gzip that is none': {
		headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
		body: 'no gzip',
	},
	'an unknown encoding': {
		headers: { 'content-type': 'application/json', 'content-encoding': 'rot13' },
		body: '{"id":"1"}',
	},
};
const STATUSES = [200, 201, 204, 206, 299, 400, 401, 404, 418, 429, 500, 599];

describe.each(Object.entries(BODIES))('%s as the answer to everything', (_, given) => {
	it.each(Object.keys(RIGHT))('has %s answer its item, in words of ours', async (name) => {
		const [resource = '', operation = ''] = name.split('.');
		reply = given;
		const result = await run({
			resource,
			operation,
			parameters: RIGHT[name],
			onError: 'continueRegularOutput',
		});
		expect(result.error).toBeUndefined();
		for (const { error, message } of jsonOf(result.output)) {
			expect(`${String(error ?? '')} ${String(message ?? '')}`).not.toMatch(FAULTS_OF_OURS);
		}
		expect(pairs(result.output).every((item) => item === 0)).toBe(true);
		expect({}).not.toHaveProperty('polluted');
	});

	it.each(STATUSES)('is told with status %s', async (status) => {
		reply = { ...given, status };
		const result = await run({
			operation: 'create',
			parameters: { name: '={{ $json.name }}' },
			input: rows(2),
			onError: 'continueRegularOutput',
		});
		expect(pairs(result.output)).toEqual([0, 1]);
		for (const { error, message } of jsonOf(result.output)) {
			expect(`${String(error ?? '')} ${String(message ?? '')}`).not.toMatch(FAULTS_OF_OURS);
			if (status >= 400) expect(error).toBeTruthy();
		}
		// What may have been made is made by nobody a second time, and a token that is refused is refused for all.
		const sent = seen.filter((request) => request.startsWith('POST'));
		const isPage = String(given.body).startsWith('<!');
		expect(sent).toHaveLength(status === 401 && !isPage ? 1 : 2);
	});
});

describe('a body without measure', () => {
	it.each<[string, Reply]>([
		[
			'64 MB of white space',
			{ body: Buffer.concat([Buffer.from('{"content":['), blanks(64), Buffer.from(']}')]) },
		],
		[
			'128 MB in a small archive',
			{
				headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
				body: gzipSync(
					Buffer.concat([Buffer.from('{"content":['), blanks(128), Buffer.from(']}')]),
				),
			},
		],
	])('is read to its end: %s', async (_, given) => {
		reply = given;
		const result = await run({ operation: 'getAll', parameters: { returnAll: true } });
		expect(result.error).toBeUndefined();
		expect(result.output).toEqual([]);
	});

	it('is cut in what is told of it', async () => {
		reply = { status: 400, body: JSON.stringify({ message: 'x'.repeat(8 * MEGABYTE) }) };
		const result = await run({
			operation: 'create',
			parameters: { name: 'A' },
			input: rows(3),
			onError: 'continueRegularOutput',
		});
		expect(JSON.stringify(result.output).length).toBeLessThan(10_000);
	});
});

describe('a redirect', () => {
	const STATUS = [301, 302, 303, 307, 308];
	const LOCATIONS = [
		'https://elsewhere.example/api/customer/v1/customers',
		'http://elsewhere.example/',
		'//elsewhere.example/x',
		'http://169.254.169.254/latest/meta-data',
		'file:///etc/passwd',
		'javascript:alert(1)',
		'/login?next=%2F',
		'\\\\elsewhere.example\\x',
		'',
		'http://',
	];

	it.each(STATUS.flatMap((status) => LOCATIONS.map((location) => [status, location] as const)))(
		'with %s to %j is followed by nobody',
		async (status, location) => {
			reply = { status, headers: { location }, body: '' };
			const result = await run({ operation: 'get', parameters: { customerId: byId('1') } });
			expect(shown(result).message).toBe(
				'The server responded with a redirect, which was not followed [item 0]',
			);
			expect(seen).toEqual(['GET /api/customer/v1/customers/1']);
		},
	);

	it.each(STATUS)(
		"of an API user's token endpoint with %s takes no secret along",
		async (status) => {
			t.faults.add({
				kind: 'redirect',
				status: status as 301,
				location: `${url}/token`,
				on: { path: '/token*' },
				times: 'always',
			});
			const result = await t.run({
				operation: 'get',
				authentication: 'apiUser',
				parameters: { customerId: byId('1') },
			});
			expect(shown(result).message).toBe('Trackunit refused to sign in [item 0]');
			expect(seen).toEqual([]);
			expect(t.requests()).toEqual([]);
		},
	);
});
