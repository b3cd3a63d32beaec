/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- development only: what the rule guards, n8n's process, never loads it */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import process from 'node:process';
import type { Readable } from 'node:stream';

import { DIALECTS } from '../../simulator';

jest.setTimeout(60_000);

type Child = ChildProcessByStdio<null, Readable, Readable>;

const started: Child[] = [];

function start(...options: string[]): Child {
	const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/trackunit.ts', ...options], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	started.push(child);
	return child;
}

// A test that fails does not come to its end, and jest would wait for what it started.
afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')));

async function textOf(stream: Readable, isEnough: (text: string) => boolean): Promise<string> {
	let text = '';
	for await (const chunk of stream.setEncoding('utf8')) {
		text += String(chunk);
		if (isEnough(text)) break;
	}
	return text;
}

async function ended(child: Child): Promise<{ code: number | null; error: string }> {
	const error = textOf(child.stderr, () => false);
	const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
	return { code: await code, error: await error };
}

/** The method, headers, body and address of a curl line, as a shell would read them. */
function readCurl(line: string): [string, RequestInit] {
	const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
	const headers = new Headers();
	const init: RequestInit = { headers };
	let url = '';
	for (let index = 1; index < words.length; index += 1) {
		const [word = '', next = ''] = words.slice(index, index + 2);
		if (!word.startsWith('-')) url = word;
		else index += 1;
		if (word === '-X') init.method = next;
		if (word === '-d') init.body = next;
		if (word === '-H') headers.set(...splitHeader(next));
	}
	return [url, init];
}

function splitHeader(header: string): [string, string] {
	const colon = header.indexOf(':');
	return [header.slice(0, colon), header.slice(colon + 1).trim()];
}

test('prints what to fill in and lines that work, and stops on Ctrl-C', async () => {
	const child = start('--port', '0', '--customers', '12');
	const exit = ended(child);
	const text = await textOf(child.stdout, (so) => so.includes('Ctrl-C stops it'));
	expect(text).toMatch(/with 12 customers: http:\/\/127\.0\.0\.1:\d+/);
	for (const name of [
		'Trackunit (API Key) OAuth2 API',
		'Trackunit (User Login) API',
		'Access Token URL',
	]) {
		expect(text).toContain(name);
	}

	const [list = '', query = '', fault = '', log = '', reset = ''] = text.match(/curl .*/g) ?? [];
	const statusOf = async (line: string) => (await fetch(...readCurl(line))).status;
	expect(await (await fetch(...readCurl(list))).json()).toMatchObject({
		totalElements: 12,
		numberOfElements: 2,
	});
	expect(await (await fetch(...readCurl(query))).json()).toMatchObject({
		data: { customers: { pageInfo: { count: 12 } } },
	});
	expect(await statusOf(fault)).toBe(200);
	expect([await statusOf(list), await statusOf(list), await statusOf(list)]).toEqual([
		429, 429, 429,
	]);
	expect(await (await fetch(...readCurl(log))).json()).toMatchObject({
		entries: [{ status: 200 }, { status: 200 }, { status: 429 }, { status: 429 }, { status: 429 }],
	});
	expect(await statusOf(reset)).toBe(200);

	child.kill('SIGINT');
	expect(await exit).toEqual({ code: 0, error: '' });
});

test('speaks the dialect that it is told to', async () => {
	const child = start('--port', '0', '--customers', '1', '--dialect', 'flat,phone');
	const exit = ended(child);
	const text = await textOf(child.stdout, (printed) => printed.includes('Ctrl-C'));
	const [list = ''] = text.match(/curl .*/g) ?? [];
	const page: unknown = await (await fetch(...readCurl(list))).json();
	expect(page).toMatchObject({ content: [{ city: expect.anything(), phone: expect.anything() }] });
	child.kill('SIGINT');
	expect(await exit).toEqual({ code: 0, error: '' });
});

test('a port in use is one line and exit code 1', async () => {
	const holder = await new Promise<Server>((resolve) => {
		const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
	});
	const address = holder.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const { code, error } = await ended(start('--port', String(port), '--customers', '1'));
	holder.close();
	expect([code, error]).toEqual([1, `Port ${port} is in use; choose another one with --port N\n`]);
});

test.each([
	[['--prot', '1'], "Unknown option '--prot'"],
	[['--port', 'http'], "--port must be a whole number from 0 to 65535, not 'http'"],
	[
		['--dialect', 'flat,klingon'],
		`--dialect takes words of these: ${Object.keys(DIALECTS).join(', ')}`,
	],
])('%j is refused with the usage', async (options, reason) => {
	const { code, error } = await ended(start(...options));
	expect(code).toBe(1);
	expect(error).toBe(
		`${reason}\nUsage: npm run trackunit -- [--port N] [--customers N] [--dialect WORD,WORD]\n`,
	);
});
