/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { request } from 'node:http';

import { DIALECTS, startSimulator, type Simulator } from '../../simulator';
import { ask, askToken, CUSTOMERS, firstKey, rowsOf } from './client';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ customers: 10, settings: { maxPageSize: 500 } });
});
beforeEach(() => simulator.reset());
afterAll(async () => await simulator.close());

const control = async (method: string, path: string, body?: unknown) =>
	await ask(simulator, method, `/_control${path}`, { body, token: 'none' });

describe('the control endpoint', () => {
	test('adds faults, one or several, tells and clears them', async () => {
		const fault = { kind: 'rateLimit', retryAfter: '2' };
		const added = await control('POST', '/faults', fault);
		expect([added.status, added.body.pending]).toEqual([200, [{ ...fault, after: 0, times: 1 }]]);
		await control('POST', '/faults', [{ kind: 'hang' }, { kind: 'html', times: 'always' }]);
		expect(simulator.faults.pending()).toHaveLength(3);
		expect((await control('GET', '/faults')).body.pending).toHaveLength(3);
		expect((await control('DELETE', '/faults')).body.pending).toEqual([]);
		expect(simulator.faults.pending()).toEqual([]);
	});

	test('refuses a fault that makes no sense, and adds none of a list with one', async () => {
		const unknown = await control('POST', '/faults', [{ kind: 'hang' }, { kind: 'earthquake' }]);
		expect([unknown.status, unknown.body.message]).toEqual([
			400,
			expect.stringContaining("Unknown kind of fault 'earthquake'; there are latency,"),
		]);
		const broken = await control('POST', '/faults', '{');
		expect([broken.status, broken.body.message]).toEqual([400, 'The body is not JSON']);
		expect(simulator.faults.pending()).toEqual([]);
	});

	test('changes settings, and refuses those that make no sense', async () => {
		const changed = await control('PUT', '/settings', { paging: 'cursor' });
		expect(changed.body).toMatchObject({ paging: 'cursor', maxPageSize: 500 });
		expect(simulator.settings.paging).toBe('cursor');
		for (const nonsense of [{ paging: 'scroll' }, { colour: 'red' }, 7]) {
			expect((await control('PUT', '/settings', nonsense)).status).toBe(400);
		}
		expect((await control('GET', '/settings')).body.paging).toBe('cursor');
	});

	test('changes the dialect', async () => {
		await control('PUT', '/settings', { address: 'flat' });
		const [row] = rowsOf(await ask(simulator, 'GET', CUSTOMERS));
		expect(row).toHaveProperty('city');
		expect(row).not.toHaveProperty('address');
		expect((await control('PUT', '/settings', { address: 'round' })).status).toBe(400);
	});

	test.each(Object.entries(DIALECTS))('takes the settings of the word %s', async (_, settings) => {
		const { status, body } = await control('PUT', '/settings', settings);
		expect(status).toBe(200);
		expect(body).toMatchObject(settings);
		expect(simulator.settings).toMatchObject(settings);
	});

	test('revokes tokens, and resets to the settings of the start', async () => {
		await control('PUT', '/settings', { maxPageSize: 1 });
		await control('POST', '/faults', { kind: 'html' });
		await control('POST', '/tokens/revoke');
		simulator.state.deleteCustomer(firstKey(simulator.state.customers));
		simulator.faults.clear();
		expect((await ask(simulator, 'GET', CUSTOMERS)).status).toBe(401);
		await control('POST', '/reset');
		expect((await ask(simulator, 'GET', CUSTOMERS)).body.totalElements).toBe(10);
		expect(simulator.settings.maxPageSize).toBe(500);
		expect(simulator.log.count()).toBe(1);
	});

	test('answers the log, in which its own requests are not', async () => {
		await ask(simulator, 'GET', `${CUSTOMERS}?size=3`);
		const { body } = await control('GET', '/log');
		expect(body).toMatchObject({
			entries: [{ method: 'GET', path: CUSTOMERS, query: { size: '3' }, status: 200 }],
			maxInFlight: 1,
			violations: [],
		});
		expect((await control('DELETE', '/log')).body.entries).toEqual([]);
	});

	test('is not struck by faults, not even where it has no such path', async () => {
		simulator.faults.add({ kind: 'html', times: 'always' });
		expect((await control('GET', '/settings')).status).toBe(200);
		const unknown = await control('GET', '/nothing');
		expect([unknown.status, unknown.body.code]).toEqual([404, 'not_found']);
	});
});

describe('a limit of requests per second', () => {
	afterEach(() => jest.restoreAllMocks());

	test('refuses what is beyond it until the next second, and says when that is', async () => {
		simulator.settings.maxRequestsPerSecond = 2;
		const second = Math.ceil(Date.now() / 1000);
		const now = jest.spyOn(Date, 'now').mockReturnValue(second * 1000);
		const statuses = async () => [
			(await ask(simulator, 'GET', CUSTOMERS)).status,
			(await ask(simulator, 'GET', CUSTOMERS)).status,
		];
		expect(await statuses()).toEqual([200, 200]);
		const refused = await ask(simulator, 'GET', CUSTOMERS);
		expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
		now.mockReturnValue((second + 1) * 1000);
		expect(await statuses()).toEqual([200, 200]);
		expect(simulator.violations).toEqual([]);
	});
});

describe('the log', () => {
	test('has headers unmasked and bodies parsed, in the order of arrival', async () => {
		await ask(simulator, 'POST', CUSTOMERS, { body: { name: 'A' }, token: 'canary-token' });
		await askToken(simulator, '/token/v2', { client_secret: 'canary-secret' });
		await ask(simulator, 'POST', CUSTOMERS, { body: '{broken' });
		const [data, token, broken] = simulator.log.entries;
		expect(data).toMatchObject({
			method: 'POST',
			headers: { authorization: 'Bearer canary-token' },
			body: { name: 'A' },
			status: 401,
		});
		expect(token).toMatchObject({ path: '/token/v2', body: { client_secret: 'canary-secret' } });
		expect(broken?.body).toBe('{broken');
		expect(data?.endedAt).toBeGreaterThanOrEqual(data?.startedAt ?? Infinity);
	});

	test('counts by method, path and status', async () => {
		await ask(simulator, 'GET', CUSTOMERS);
		await ask(simulator, 'GET', `${CUSTOMERS}/unknown`);
		await ask(simulator, 'POST', CUSTOMERS, { body: {} });
		const { log } = simulator;
		expect(log.count()).toBe(3);
		expect(log.count({ method: 'GET' })).toBe(2);
		expect(log.count({ path: CUSTOMERS })).toBe(2);
		expect(log.count({ path: `${CUSTOMERS}*` })).toBe(3);
		expect(log.count({ path: /unknown$/ })).toBe(1);
		expect(log.count({ method: 'GET', status: 404 })).toBe(1);
	});

	test('knows how many requests were under way at most', async () => {
		simulator.faults.add({ kind: 'latency', ms: 50, times: 'always' });
		const some = async (count: number) =>
			await Promise.all(
				Array.from({ length: count }, async () => await ask(simulator, 'GET', CUSTOMERS)),
			);
		await some(3);
		expect(simulator.log.maxInFlight()).toBe(3);
		simulator.log.clear();
		expect(simulator.log.maxInFlight()).toBe(0);
		await some(1);
		await some(1);
		expect(simulator.log.maxInFlight()).toBe(1);
	});
});

test('only loopback names are served', async () => {
	const statusFor = async (host: string, path: string) =>
		await new Promise((resolve, reject) => {
			const asked = request(simulator.url + path, { headers: { host } }, (response) => {
				response.resume();
				resolve(response.statusCode);
			});
			asked.on('error', reject).end();
		});
	const { port } = new URL(simulator.url);
	expect(simulator.url).toBe(`http://127.0.0.1:${port}`);
	for (const path of [CUSTOMERS, '/_control/log', '/nothing']) {
		expect(await statusFor(`rebound.example:${port}`, path)).toBe(421);
	}
	expect(await statusFor(`localhost:${port}`, '/_control/log')).toBe(200);
});

test('a port in use is told by its code, nonsense in the settings by its name', async () => {
	const port = Number(new URL(simulator.url).port);
	await expect(startSimulator({ port, customers: 1 })).rejects.toMatchObject({
		code: 'EADDRINUSE',
	});
	await expect(startSimulator({ settings: { maxPageSize: 0 } })).rejects.toThrow('maxPageSize');
});
