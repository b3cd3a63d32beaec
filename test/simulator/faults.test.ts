import { startSimulator, type Fault, type FaultKind, type Simulator } from '../../simulator';
import { ask, askToken, ASSETS, CUSTOMERS, firstKey, idsOf, rowsOf, type Answered } from './client';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ customers: 45 });
});
beforeEach(() => simulator.reset());
afterEach(() => {
	expect(simulator.violations).toEqual([]);
});
afterAll(async () => await simulator.close());

const list = async (query = ''): Promise<Answered> =>
	await ask(simulator, 'GET', `${CUSTOMERS}?${query}`);

const create = async (): Promise<Answered> =>
	await ask(simulator, 'POST', CUSTOMERS, { body: { name: 'Created' } });

/** How many customers the create under a fault left behind, and what came of it. */
async function createUnder(fault: FaultKind): Promise<{ made: number; answered?: Answered }> {
	const before = simulator.state.customers.size;
	simulator.faults.add({ ...fault, on: { method: 'POST', path: CUSTOMERS } });
	const answered = await create().catch(() => undefined);
	return { made: simulator.state.customers.size - before, answered };
}

describe('which requests are struck', () => {
	const fault = { kind: 'status', status: 503 } as const;

	async function statuses(count: number): Promise<number[]> {
		const found: number[] = [];
		for (let left = count; left > 0; left -= 1) found.push((await list()).status);
		return found;
	}

	test('one, unless told how many', async () => {
		simulator.faults.add(fault);
		expect(await statuses(2)).toEqual([503, 200]);
		simulator.faults.add({ ...fault, times: 2 });
		expect(await statuses(3)).toEqual([503, 503, 200]);
		simulator.faults.add({ ...fault, times: 'always' });
		expect(await statuses(3)).toEqual([503, 503, 503]);
		simulator.faults.clear();
		simulator.faults.add({ ...fault, times: Infinity });
		expect(await statuses(3)).toEqual([503, 503, 503]);
		simulator.faults.clear();
		expect(await statuses(1)).toEqual([200]);
	});

	test('after so many have passed', async () => {
		simulator.faults.add({ ...fault, after: 2 });
		expect(await statuses(4)).toEqual([200, 200, 503, 200]);
	});

	test('one after the other, where there are several faults', async () => {
		simulator.faults.add({ kind: 'status', status: 500 });
		simulator.faults.add({ ...fault, after: 1 });
		expect(await statuses(4)).toEqual([500, 200, 503, 200]);
	});

	test('by method, whatever its case, and by path, exact or its beginning', async () => {
		const place = `${CUSTOMERS}/${firstKey(simulator.state.customers)}`;
		simulator.faults.add({ ...fault, on: { method: 'post' } });
		simulator.faults.add({ ...fault, on: { path: `${CUSTOMERS}/*` } });
		expect(await statuses(1)).toEqual([200]);
		expect((await create()).status).toBe(503);
		expect((await ask(simulator, 'GET', place)).status).toBe(503);
		simulator.faults.add({ ...fault, on: { path: CUSTOMERS } });
		expect((await ask(simulator, 'GET', place)).status).toBe(200);
		expect(await statuses(1)).toEqual([503]);
	});

	test('requests for a token only by their path', async () => {
		simulator.faults.add({ ...fault, times: 'always' });
		expect((await askToken(simulator, '/token/v2', {})).status).toBe(400);
		simulator.faults.add({ ...fault, on: { path: '/token/v2' } });
		expect((await askToken(simulator, '/token/v2', {})).status).toBe(503);
	});

	test('faults that are due are told, with what is left of them', async () => {
		simulator.faults.add({ ...fault, after: 1, times: 2 });
		simulator.faults.add({ kind: 'hang', on: { path: ASSETS }, times: 'always' });
		await list();
		await list();
		expect(simulator.faults.pending()).toEqual([
			{ ...fault, after: 0, times: 1 },
			{ kind: 'hang', on: { path: ASSETS }, after: 0, times: 'always' },
		]);
	});

	test('the log names the faults that struck', async () => {
		simulator.faults.add({ kind: 'latency', ms: 1 });
		simulator.faults.add(fault);
		await list();
		await list();
		expect(simulator.log.entries.map((entry) => [entry.status, entry.fault])).toEqual([
			[503, 'latency+status'],
			[200, undefined],
		]);
	});
});

describe('before the write takes effect', () => {
	test.each(['7', 'Wed, 21 Oct 2025 07:28:00 GMT', 'soon', '-1', '999999999999999', ''])(
		"rateLimit says Retry-After '%s' as it is told",
		async (retryAfter) => {
			const { made, answered } = await createUnder({ kind: 'rateLimit', retryAfter });
			expect([made, answered?.status, answered?.headers.get('retry-after')]).toEqual([
				0,
				429,
				retryAfter,
			]);
		},
	);

	test('rateLimit may come without Retry-After, and without a token', async () => {
		simulator.faults.add({ kind: 'rateLimit' });
		const { status, headers, body } = await ask(simulator, 'GET', CUSTOMERS, { token: 'wrong' });
		expect([status, headers.has('retry-after')]).toEqual([429, false]);
		expect(body).toMatchObject({ status: 429, code: 'too_many_requests' });
	});

	test('status answers what it is told', async () => {
		const plain = await createUnder({ kind: 'status', status: 503 });
		expect(plain).toMatchObject({ made: 0, answered: { status: 503 } });
		expect(plain.answered?.body).toMatchObject({ status: 503, code: 'service_unavailable' });

		const told = await createUnder({
			kind: 'status',
			status: 418,
			body: 'short and stout',
			headers: { 'x-pot': 'tea' },
			contentType: 'text/x-tea',
		});
		expect([told.answered?.status, told.answered?.text]).toEqual([418, 'short and stout']);
		expect(told.answered?.headers.get('x-pot')).toBe('tea');
		expect(told.answered?.headers.get('content-type')).toMatch('text/x-tea');
		const json = await createUnder({ kind: 'status', status: 400, body: { odd: [1] } });
		expect(json.answered?.body).toEqual({ odd: [1] });
	});

	test('resetBefore cuts the connection', async () => {
		expect(await createUnder({ kind: 'resetBefore' })).toEqual({ made: 0, answered: undefined });
		expect(simulator.log.entries.at(-1)?.status).toBe('reset');
	});

	test('html is the page of a gateway', async () => {
		const { made, answered } = await createUnder({ kind: 'html' });
		expect([made, answered?.status]).toEqual([0, 502]);
		expect(answered?.headers.get('content-type')).toMatch('text/html');
		expect(answered?.text).toMatch(/^<html>[^]*502 Bad Gateway/);
	});

	test('emptyBody has none', async () => {
		const { made, answered } = await createUnder({ kind: 'emptyBody', status: 500 });
		expect([made, answered?.status, answered?.text]).toEqual([0, 500, '']);
		expect(answered?.headers.has('content-type')).toBe(false);
	});

	test('redirect points where it is told', async () => {
		const location = 'https://login.example/';
		const { made, answered } = await createUnder({ kind: 'redirect', status: 307, location });
		expect([made, answered?.status, answered?.headers.get('location')]).toEqual([0, 307, location]);
	});
});

describe('after the write took effect', () => {
	test('resetAfter cuts the connection', async () => {
		expect(await createUnder({ kind: 'resetAfter' })).toEqual({ made: 1, answered: undefined });
	});

	test('statusAfter answers another status', async () => {
		const { made, answered } = await createUnder({ kind: 'statusAfter', status: 504 });
		expect([made, answered?.status]).toEqual([1, 504]);
	});

	test('truncated promises more than it sends', async () => {
		expect(await createUnder({ kind: 'truncated' })).toEqual({ made: 1, answered: undefined });
		simulator.faults.add({ kind: 'truncated' });
		const { credentials, url } = simulator;
		const response = await fetch(url + CUSTOMERS, {
			headers: { authorization: `Bearer ${credentials.trackunitApi.apiToken}` },
		});
		expect(response.status).toBe(200);
		await expect(response.text()).rejects.toThrow();
	});

	test('truncated cuts the connection where there is no body', async () => {
		simulator.faults.add({ kind: 'truncated' });
		const id = firstKey(simulator.state.customers);
		await expect(ask(simulator, 'DELETE', `${CUSTOMERS}/${id}`)).rejects.toThrow();
		expect(simulator.state.customers.has(id)).toBe(false);
	});

	test('truncatedJson is whole as HTTP', async () => {
		simulator.faults.add({ kind: 'truncatedJson' });
		const { credentials, url } = simulator;
		const response = await fetch(url + CUSTOMERS, {
			headers: { authorization: `Bearer ${credentials.trackunitApi.apiToken}` },
		});
		const text = await response.text();
		expect(text).toMatch(/^\{"totalPages":3/);
		expect(() => JSON.parse(text)).toThrow();
	});

	test('html and emptyBody with 2xx', async () => {
		expect(await createUnder({ kind: 'html', status: 200 })).toMatchObject({ made: 1 });
		expect(await createUnder({ kind: 'emptyBody', status: 201 })).toMatchObject({ made: 1 });
		expect(await createUnder({ kind: 'html', status: 200, effect: false })).toMatchObject({
			made: 0,
		});
		expect(await createUnder({ kind: 'status', status: 503, effect: true })).toMatchObject({
			made: 1,
		});
	});
});

test('emptyBody with 2xx leaves a refusal as it is', async () => {
	simulator.faults.add({ kind: 'emptyBody', status: 200 });
	const { status } = await fetch(simulator.url + CUSTOMERS, { method: 'POST', body: '{}' });
	expect(status).toBe(401);
});

describe('no answer', () => {
	test.each([
		[false, 0],
		[true, 1],
	])('hang never answers, with effect: %s', async (effect, made) => {
		const before = simulator.state.customers.size;
		simulator.faults.add({ kind: 'hang', effect });
		const aborting = new AbortController();
		const answered = fetch(simulator.url + CUSTOMERS, {
			method: 'POST',
			signal: aborting.signal,
			headers: {
				authorization: `Bearer ${simulator.credentials.trackunitApi.apiToken}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify({ name: 'Hanging' }),
		});
		// A later request is answered while the first one hangs.
		while (simulator.log.count({ method: 'POST' }) === 0) await list('size=1');
		expect(simulator.log.entries.find(({ method }) => method === 'POST')).toMatchObject({
			status: 'hang',
			endedAt: Infinity,
		});
		expect(simulator.state.customers.size - before).toBe(made);
		aborting.abort();
		await expect(answered).rejects.toThrow();
	});

	test('a server with hanging and delayed requests can be closed', async () => {
		const other = await startSimulator({ customers: 1 });
		other.faults.add({ kind: 'hang' });
		other.faults.add({ kind: 'latency', ms: 3_600_000, after: 1 });
		const answers = Promise.allSettled([
			ask(other, 'GET', CUSTOMERS),
			ask(other, 'GET', CUSTOMERS),
		]);
		while (other.log.count() < 2) await list('size=1');
		await other.close();
		await answers;
	});

	test('latency lets others overtake, and goes with another fault', async () => {
		const order: string[] = [];
		simulator.faults.add({ kind: 'latency', ms: [200, 300], on: { path: CUSTOMERS } });
		simulator.faults.add({ kind: 'status', status: 503, on: { path: CUSTOMERS } });
		const slow = list().then(({ status }) => order.push(`slow ${status}`));
		while (simulator.log.count() === 0) await ask(simulator, 'GET', '/nothing');
		await ask(simulator, 'GET', ASSETS).then(({ status }) => order.push(`quick ${status}`));
		await slow;
		expect(order).toEqual(['quick 200', 'slow 503']);
	});
});

test('expireTokens ends what was issued so far, not what comes after', async () => {
	const { clientId, clientSecret } = simulator.credentials.trackunitOAuth2Api;
	const form = {
		grant_type: 'client_credentials',
		client_id: clientId,
		client_secret: clientSecret,
	};
	const tokenOf = async () =>
		String((await askToken(simulator, '/token/v2', form)).body.access_token);
	const token = await tokenOf();
	simulator.faults.add({ kind: 'expireTokens' });
	expect((await ask(simulator, 'GET', CUSTOMERS, { token })).status).toBe(401);
	expect((await ask(simulator, 'GET', CUSTOMERS, { token })).status).toBe(401);
	expect((await ask(simulator, 'GET', CUSTOMERS, { token: await tokenOf() })).status).toBe(200);
});

describe('faults of pages', () => {
	const allIds = () => [...simulator.state.customers.keys()];

	test('drift puts a row before all others after the page was read', async () => {
		simulator.faults.add({ kind: 'drift', change: 'insert' });
		const ids = allIds();
		expect(idsOf(await list())).toEqual(ids.slice(0, 20));
		expect(idsOf(await list('page=1'))).toEqual(ids.slice(19, 39));
		expect(simulator.state.customers.size).toBe(46);
	});

	test('drift deletes the first row after the page was read', async () => {
		simulator.faults.add({ kind: 'drift', change: 'delete' });
		const ids = allIds();
		expect(idsOf(await list())).toEqual(ids.slice(0, 20));
		expect(idsOf(await list('page=1'))).toEqual(ids.slice(21, 41));
	});

	test('drift makes the first row the last after the page was read, which no order shows', async () => {
		simulator.faults.add({ kind: 'drift', change: 'move', times: 2 });
		const ids = allIds();
		expect(idsOf(await list())).toEqual(ids.slice(0, 20));
		expect(idsOf(await list('page=1'))).toEqual(ids.slice(21, 41));
		expect(allIds()).toEqual([...ids.slice(2), ...ids.slice(0, 2)]);
		expect(idsOf(await list('sort=id'))).toEqual([...ids].sort().slice(0, 20));
	});

	test.each(['contacts', 'assets'])('drift moves the %s of a customer', async (kind) => {
		const { state, faults } = simulator;
		const { id } = state.addCustomer({ name: 'Owner' });
		state.addContact(id, { name: 'First' });
		state.assign(id, [state.addAsset({ name: 'First' }).id]);
		const path = `${CUSTOMERS}/${id}/${kind}`;
		const names = async () => rowsOf(await ask(simulator, 'GET', path)).map(({ name }) => name);
		faults.add({ kind: 'drift', change: 'insert' });
		expect(await names()).toEqual(['First']);
		const moved = await names();
		expect(moved).toEqual([expect.stringMatching('Inserted'), 'First']);
		faults.add({ kind: 'drift', change: 'delete' });
		expect(await names()).toEqual(moved);
		expect(await names()).toEqual(['First']);
		faults.add({ kind: 'drift', change: 'insert' });
		faults.add({ kind: 'drift', change: 'move', after: 1 });
		await names();
		expect(await names()).toEqual(moved);
		expect(await names()).toEqual([...moved].reverse());
	});

	test('drift moves the assets of the account', async () => {
		const first = firstKey(simulator.state.assets);
		simulator.faults.add({ kind: 'drift', change: 'insert' });
		await ask(simulator, 'GET', ASSETS);
		const [inserted, second] = idsOf(await ask(simulator, 'GET', ASSETS));
		expect(second).toBe(first);
		simulator.faults.add({ kind: 'drift', change: 'delete' });
		await ask(simulator, 'GET', ASSETS);
		expect(simulator.state.assets.has(inserted ?? '')).toBe(false);
		simulator.faults.add({ kind: 'drift', change: 'move' });
		await ask(simulator, 'GET', ASSETS);
		expect([...simulator.state.assets.keys()].at(-1)).toBe(first);
	});

	test('repeatPage answers the first page', async () => {
		simulator.faults.add({ kind: 'repeatPage', times: 2 });
		const { body } = await list('page=2');
		expect(body).toMatchObject({ number: 0, totalPages: 3 });
		simulator.settings.paging = 'cursor';
		const first = await list();
		expect(idsOf(first)).toEqual(allIds().slice(0, 20));
		simulator.faults.add({ kind: 'repeatPage' });
		expect(idsOf(await list(`after=${String(first.body.after)}`))).toEqual(idsOf(first));
	});

	test('lieTotals and noTotals', async () => {
		simulator.faults.add({ kind: 'lieTotals', totalElements: 7, totalPages: 99 });
		expect((await list()).body).toMatchObject({ totalElements: 7, totalPages: 99, number: 0 });
		simulator.faults.add({ kind: 'noTotals' });
		expect(Object.keys((await list()).body).sort()).toEqual([
			'content',
			'numberOfElements',
			'size',
		]);
	});

	test('endless has no end in either style, and no row twice', async () => {
		simulator.faults.add({ kind: 'endless', times: 'always' });
		const pages: Answered[] = [];
		for (const page of [0, 1, 40]) pages.push(await list(`page=${page}&size=30`));
		expect(pages.map(({ body }) => [body.number, body.totalPages])).toEqual([
			[0, 2],
			[1, 3],
			[40, 42],
		]);
		simulator.settings.paging = 'cursor';
		const first = await list('limit=30');
		pages.push(first, await list(`limit=30&after=${String(first.body.after)}`));
		expect(pages.at(-1)?.body.after).toEqual(expect.any(String));
		expect(new Set(pages.flatMap(idsOf)).size).toBe(150);
	});

	test('unknownFields are at the top, in each record, and in a single record', async () => {
		simulator.faults.add({ kind: 'unknownFields', times: 2 });
		const { body, ...page } = await list('size=1');
		expect(body).toMatchObject({ error: 'x', totalElements: 45 });
		const [row] = rowsOf({ body, ...page });
		expect(row).toMatchObject({ unknownFlag: true, address: { unknownPart: 'x' } });
		const single = await ask(simulator, 'GET', `${CUSTOMERS}/${String(row?.id)}`);
		expect(single.body).toMatchObject({ id: row?.id, error: 'x' });
	});

	test('missingContent has none', async () => {
		simulator.faults.add({ kind: 'missingContent' });
		const { status, body } = await list();
		expect([status, 'content' in body]).toEqual([200, false]);
	});

	test('strike lists only, and several together', async () => {
		simulator.faults.add({ kind: 'noTotals' });
		simulator.faults.add({ kind: 'repeatPage' });
		const place = `${CUSTOMERS}/${firstKey(simulator.state.customers)}`;
		await ask(simulator, 'GET', place);
		const answered = await list('page=1');
		expect(idsOf(answered)).toEqual(allIds().slice(0, 20));
		expect('number' in answered.body).toBe(false);
	});
});

describe('a fault that makes no sense is refused', () => {
	test.each<[string, unknown]>([
		['Unknown kind of fault', { kind: 'earthquake' }],
		['status', { kind: 'status' }],
		['ms', { kind: 'latency', ms: 'long' }],
		['colour', { kind: 'hang', colour: 'red' }],
		['retryAfter', { kind: 'rateLimit', retryAfter: 'two\nlines' }],
		['times', { kind: 'hang', times: 0 }],
	])('%s', (message, fault) => {
		const given: Fault = JSON.parse(JSON.stringify(fault));
		expect(() => simulator.faults.add(given)).toThrow(message);
		expect(simulator.faults.pending()).toEqual([]);
	});
});
