/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test: what the rule guards, n8n's process, never loads it */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import nock from 'nock';
import { stringify } from 'yaml';

import { check, CONTRACT } from '../../scripts/contract/check';
import { copy, customerApi, drop, get, put, rename, text } from './doctor';

const ADDRESS = ['components', 'schemas', 'Address', 'properties'];

let folder: string;
let server: Server;
let origin: string;
/** What the server answers, by path; all else is a 404. */
const answers = new Map<string, string>();

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'contract-'));
	server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://localhost');
		const answer = answers.get(pathname);
		response.writeHead(answer === undefined ? 404 : 200).end(answer);
	});
	origin = await listen(server);
});

afterAll(async () => {
	await new Promise((resolve) => server.close(resolve));
	await rm(folder, { recursive: true });
});

/** Starts a server on a free port of the loopback interface; returns its address. */
async function listen(idle: Server): Promise<string> {
	await new Promise<void>((resolve) => idle.listen(0, '127.0.0.1', resolve));
	const address = idle.address();
	if (typeof address !== 'object' || address === null) throw new Error('The server has no port');
	return `http://127.0.0.1:${address.port}`;
}

async function file(name: string, content: string): Promise<string> {
	const full = path.join(folder, name);
	await writeFile(full, content);
	return full;
}

async function run(...args: string[]) {
	const printed: string[] = [];
	const complaints: string[] = [];
	const code = await check(args, {
		print: (line) => printed.push(line),
		complain: (line) => complaints.push(line),
	});
	return { code, printed, complaints };
}

describe('the check of the contract', () => {
	it('says that there are no differences, in one sentence', async () => {
		expect(await run(CONTRACT)).toEqual({
			code: 0,
			printed: [`No differences: ${CONTRACT} agrees with the document (10 paths).`],
			complaints: [],
		});
	});

	it('reads JSON, with a byte order mark too', async () => {
		const source = await file('bom.json', `\uFEFF${JSON.stringify(copy(), null, '\t')}`);
		expect(await run(source)).toMatchObject({ code: 0 });
	});

	it('reads a URL', async () => {
		answers.set('/openapi.json', JSON.stringify(copy()));
		expect(await run(`${origin}/openapi.json`)).toMatchObject({ code: 0, complaints: [] });
	});

	it('tells once, with the line to mend and all its places, what many places share', async () => {
		const document = copy();
		rename(document, [...ADDRESS, 'zipCode'], 'postalCode');
		const { code, printed } = await run(await file('renamed.yaml', stringify(document)));
		const line = text.split('\n').indexOf('        zipCode:') + 1;
		expect(code).toBe(1);
		expect(printed.filter((each) => each.startsWith('contract/'))).toHaveLength(2);
		expect(printed).toContain(
			`${CONTRACT}:${line} extra property: the contract has this property, the document does not`,
		);
		expect(printed).toContain(
			'    PATCH /api/customer/v1/customers/{customerId} body address.zipCode',
		);
		expect(printed.at(-1)).toBe('2 differences in 12 places.');
	});

	it('tells apart two properties that one definition lacks', async () => {
		const document = copy();
		put(document, [...ADDRESS, 'county'], { type: 'string' });
		put(document, [...ADDRESS, 'region'], { type: 'string' });
		const { printed } = await run(await file('two.yaml', stringify(document)));
		expect(printed.at(-1)).toBe('2 differences in 12 places.');
	});

	it('says which paths it did not compare', async () => {
		const document = customerApi({ url: 'https://iris.trackunit.com/api/customer' });
		expect(await run(await file('customer.yaml', stringify(document)))).toMatchObject({
			code: 0,
			complaints: [
				'Note: not compared, for the servers of the document do not cover it: ' +
					'/api/asset/v1/assets, /api/graphql/, /token/v2, /token',
			],
		});
	});

	it('brings in what stands in other files', async () => {
		const document = copy();
		const asset = get(document, 'components', 'schemas', 'Asset');
		put(document, ['components', 'schemas', 'Asset'], { $ref: './asset.yaml' });
		await file('asset.yaml', stringify(asset));
		expect(await run(await file('split.yaml', stringify(document)))).toMatchObject({ code: 0 });
	});

	it('follows no reference over the network', async () => {
		const elsewhere = nock('https://schemas.example.com').get('/asset.json').reply(200, {});
		nock.enableNetConnect('127.0.0.1');
		const document = copy();
		put(document, ['components', 'schemas', 'Asset'], {
			$ref: 'https://schemas.example.com/asset.json',
		});
		answers.set('/remote.json', JSON.stringify(document));
		const local = await file('remote.yaml', stringify(document));
		for (const source of [local, `${origin}/remote.json`]) {
			const { code, printed } = await run(source);
			expect(code).toBe(1);
			expect(printed[0]).toContain('refers to https://schemas.example.com/asset.json');
		}
		expect(elsewhere.isDone()).toBe(false);
		nock.restore();
	});

	it('compares a document that is not valid in every detail, and says so', async () => {
		const document = copy();
		drop(document, ['info', 'title']);
		expect(await run(await file('invalid.yaml', stringify(document)))).toMatchObject({
			code: 0,
			complaints: [
				expect.stringMatching(/^Note: .* is not valid in every detail: #\/info .*title/),
			],
		});
	});
});

describe('the check of the contract refuses with one line and code 2', () => {
	it.each([
		['nothing', '', 'is empty'],
		['white space', ' \n\n', 'is empty'],
		['a web page', '<!doctype html><title>Sign in</title>', 'is HTML or XML'],
		['Swagger 2.0', '{"swagger":"2.0","paths":{}}', 'is a Swagger 2.0 document'],
		['OpenAPI 4', 'openapi: 4.0.0\npaths: {}', 'is an OpenAPI 4.0.0 document'],
		['JSON that is something else', '{"name":"x"}', 'it has no "openapi" key'],
		['a list', '[1, 2]', 'is not an OpenAPI 3 document'],
		['plain text', 'Not found', 'is not an OpenAPI 3 document'],
		['the word null', 'null', 'is not an OpenAPI 3 document'],
		['cut-off JSON', '{"openapi":"3.0.0","paths":{', 'is neither JSON nor YAML'],
		['an anchor that explodes', bomb(), 'failed: Excessive alias count'],
		['a document without paths', 'openapi: 3.1.0\nwebhooks: {}', 'has no paths'],
		[
			'a document of another API, without any path',
			'openapi: 3.1.0\nservers: [{ url: https://example.com }]\npaths: {}',
			'shares no path with the contract',
		],
	])('%s', async (_, content, words) => {
		const source = await file('given', content);
		const { code, printed, complaints } = await run(source);
		expect({ code, printed }).toEqual({ code: 2, printed: [] });
		expect(complaints).toEqual([expect.stringContaining(`${source} `)]);
		expect(complaints[0]).toContain(words);
		expect(complaints[0]).not.toContain('\n');
	});

	it('a file that does not exist', async () => {
		const source = path.join(folder, 'nowhere.yaml');
		expect(await run(source)).toMatchObject({
			code: 2,
			complaints: [`${source} could not be read: there is no such file`],
		});
	});

	it('a directory', async () => {
		expect(await run(folder)).toMatchObject({
			code: 2,
			complaints: [`${folder} could not be read: it is a directory`],
		});
	});

	it('an address that answers 404, without repeating its query', async () => {
		expect(await run(`${origin}/nowhere?token=secret`)).toMatchObject({
			code: 2,
			complaints: [`${origin}/nowhere could not be read: the server answered 404 Not Found`],
		});
	});

	it('a host that cannot be reached', async () => {
		const closed = createServer();
		const address = await listen(closed);
		await new Promise((resolve) => closed.close(resolve));
		expect(await run(`${address}/openapi.json`)).toMatchObject({
			code: 2,
			complaints: [
				`${address}/openapi.json could not be read: the host could not be reached (ECONNREFUSED)`,
			],
		});
	});

	it.each([[[]], [['a.yaml', 'b.yaml']]])('the arguments %j', async (args) => {
		expect(await run(...args)).toMatchObject({
			code: 2,
			complaints: [expect.stringMatching(/^Usage: npm run contract:check -- /)],
		});
	});
});

describe('the command', () => {
	it('prints differences and exits with 1', async () => {
		const document = copy();
		drop(document, ['paths', '/token']);
		const source = await file('doctored.json', JSON.stringify(document));
		const command = promisify(execFile)('npx', ['tsx', 'scripts/contract-check.ts', source]);
		await expect(command).rejects.toMatchObject({
			code: 1,
			stdout: expect.stringMatching(
				/^contract\/.*:\d+ extra path: .*\n {4}\/token\n1 difference in 1 place\.\n$/,
			),
		});
	}, 30_000);
});

function bomb(): string {
	const levels = [...'bcdefghi'].map((name, index) => {
		const below = String.fromCharCode(name.charCodeAt(0) - 1);
		return `${name}: &${name} [${Array(9).fill(`*${below}`).join(', ')}] # ${index}`;
	});
	return ['a: &a [x]', ...levels].join('\n');
}
