import { sleep } from 'n8n-workflow';

import type { FaultKind } from '../../simulator';
import { startFront, trustCertificate } from '../faults/front';
import {
	byId,
	credentialsOfNobody,
	CUSTOMERS,
	jsonOf,
	rows,
	shown,
	startAnother,
	useTrackunit,
	withoutBackOff,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

const anyId = (): string => [...t.state.customers.keys()][0] ?? '';
const named = (name: string): number =>
	[...t.state.customers.values()].filter((customer) => customer.name === name).length;

type More = Partial<Parameters<Trackunit['run']>[0]>;

const create = async (more: More = {}) =>
	await t.run({
		operation: 'create',
		parameters: { name: '={{ $json.name ?? "Acme" }}' },
		options: { maxRetries: 2, timeout: 1000 },
		...more,
	});
const get = async (more: More = {}) =>
	await t.run({
		operation: 'get',
		parameters: { customerId: byId(anyId()) },
		options: { maxRetries: 2, timeout: 1000 },
		...more,
	});
const update = async () =>
	await t.run({
		operation: 'update',
		parameters: { customerId: byId(anyId()), updateFields: { name: 'Acme' } },
		options: { maxRetries: 2, timeout: 1000 },
	});
const remove = async (id = anyId()) =>
	await t.run({
		operation: 'delete',
		parameters: { customerId: byId(id) },
		options: { maxRetries: 2, timeout: 1000 },
	});

const MAY_HAVE_BEEN_MADE = 'The change may still have been applied';

describe('a read', () => {
	const faults: Array<[string, FaultKind, string, string]> = [
		['500', { kind: 'status', status: 500 }, 'failed to process the request', 'Tried 2 times'],
		['502', { kind: 'html', status: 502 }, 'behind its gateway', '502 Bad Gateway'],
		['503', { kind: 'status', status: 503 }, 'is not available', 'Tried 3 times'],
		['504', { kind: 'html', status: 504 }, 'did not respond to its gateway', '504 Gateway Timeout'],
		[
			'a reset',
			{ kind: 'resetBefore' },
			'The connection to Trackunit was interrupted',
			'ECONNRESET',
		],
		['a hang', { kind: 'hang' }, 'did not respond in time', "Raise 'Timeout' in options"],
		['a web page', { kind: 'html', status: 200 }, 'could not be read', 'It is a web page'],
		['a body broken off', { kind: 'truncated' }, 'could not be read', 'cut off'],
		['JSON broken off', { kind: 'truncatedJson' }, 'could not be read', 'cut off'],
		['an empty body', { kind: 'emptyBody', status: 200 }, 'could not be read', 'It is empty'],
	];

	it.each(faults)('comes through after %s', async (_, fault) => {
		t.faults.add(fault);
		const result = await get();
		expect(result.error).toBeUndefined();
		expect(result.output[0]?.json.id).toBe(anyId());
		expect(t.requests()).toHaveLength(2);
	});

	it.each(faults)('has words for %s that stays', async (_, fault, message, description) => {
		t.faults.add({ ...fault, times: 'always' });
		const result = await get();
		expect(shown(result)).toEqual({
			message: expect.stringContaining(message),
			description: expect.stringContaining(description),
		});
		expect(shown(result).description).not.toContain(MAY_HAVE_BEEN_MADE);
	});

	it('is tried again once after a 500, for it may be a fault in what is sent', async () => {
		t.faults.add({ kind: 'status', status: 500, times: 'always' });
		await get();
		expect(t.requests()).toHaveLength(2);
	});

	it.each([400, 403, 404, 409, 422])('is not tried again after %d', async (status) => {
		t.faults.add({ kind: 'status', status });
		const result = await get();
		expect(result.status).toBe('error');
		expect(t.requests()).toHaveLength(1);
	});

	it('is not tried again where Max Retries is 0', async () => {
		t.faults.add({ kind: 'status', status: 503 });
		await get({ options: { maxRetries: 0 } });
		expect(t.requests()).toHaveLength(1);
	});
});

describe('a create', () => {
	it.each<[string, FaultKind]>([
		['a reset', { kind: 'resetAfter' }],
		['no answer in time', { kind: 'hang', effect: true }],
		['a 500', { kind: 'statusAfter', status: 500 }],
		['a 502', { kind: 'statusAfter', status: 502 }],
		['a 503', { kind: 'statusAfter', status: 503 }],
		['a 504 page', { kind: 'html', status: 504, effect: true }],
		['a body broken off', { kind: 'truncated' }],
		['JSON broken off', { kind: 'truncatedJson' }],
		['a web page with 200', { kind: 'html', status: 200 }],
	])('is not sent again after %s', async (_, fault) => {
		t.faults.add(fault);
		const result = await create();
		expect(shown(result).description).toContain(MAY_HAVE_BEEN_MADE);
		expect(shown(result).description).toContain(
			'0 of 1 items had already been written, and 1 more may have been.',
		);
		expect(t.requests()).toHaveLength(1);
		expect(named('Acme')).toBe(1);
	});

	it.each<[string, FaultKind]>([
		['a reset', { kind: 'resetBefore' }],
		['a 503', { kind: 'status', status: 503 }],
	])('is not sent again after %s even if it did not arrive, for nobody knows', async (_, fault) => {
		t.faults.add(fault);
		const result = await create();
		expect(shown(result).description).toContain(MAY_HAVE_BEEN_MADE);
		expect(t.sent()).toHaveLength(1);
	});

	it.each([
		['HTTP', false],
		['TLS', true],
	])('is not sent again where what comes behind it is no %s', async (_, secure) => {
		const distrust = trustCertificate();
		const front = await startFront(t.url, secure);
		front.begin([{ wire: 'noTls', after: 0, times: 1, onToken: false }]);
		const credential = { baseUrl: front.url };
		const result = await create({ authentication: 'apiToken', credential });
		await front.close();
		distrust();
		expect(shown(result).description).toContain(MAY_HAVE_BEEN_MADE);
		expect(shown(result).description).toContain('1 more may have been.');
		expect(front.exchanges).toHaveLength(1);
		expect(named('Acme')).toBe(1);
	});

	it('is sent again after a 429, which says that it was not carried out', async () => {
		t.faults.add({ kind: 'rateLimit' });
		const result = await create();
		expect(result.error).toBeUndefined();
		expect(t.sent()).toEqual(['POST /customers 429', 'POST /customers 201']);
		expect(named('Acme')).toBe(1);
	});

	it('stays in doubt where a later attempt is refused', async () => {
		t.faults.add({ kind: 'rateLimit' });
		t.faults.add({ kind: 'resetAfter' });
		const result = await create();
		expect(shown(result).description).toContain(MAY_HAVE_BEEN_MADE);
		expect(t.sent()).toEqual(['POST /customers 429', 'POST /customers reset']);
		expect(named('Acme')).toBe(1);
	});

	it('is sent again if nobody listened', async () => {
		jest.restoreAllMocks();
		const { trackunitApi } = await credentialsOfNobody();
		const running = create({
			authentication: 'apiToken',
			credential: trackunitApi,
			options: { maxRetries: 10 },
		});
		await sleep(50);
		const port = Number(new URL(trackunitApi.baseUrl).port);
		const late = await startAnother({ customers: 0, port });
		expect((await running).error).toBeUndefined();
		expect(late.state.customers.size).toBe(1);
	});

	it('says so if nobody ever listened, and that nothing was made', async () => {
		const { trackunitApi } = await credentialsOfNobody();
		const result = await create({ authentication: 'apiToken', credential: trackunitApi });
		expect(shown(result)).toEqual({
			message: 'Trackunit could not be reached [item 0]',
			description: expect.stringContaining('Tried 3 times.'),
		});
		expect(shown(result).description).toContain('(ECONNREFUSED)');
		expect(shown(result).description).not.toContain(MAY_HAVE_BEEN_MADE);
		expect(shown(result).description).not.toContain('were written');
	});

	it('takes an empty answer for what it is, a create without an answer', async () => {
		t.faults.add({ kind: 'emptyBody', status: 201 });
		const result = await create();
		expect(jsonOf(result.output)).toEqual([{ name: 'Acme' }]);
		expect(named('Acme')).toBe(1);
	});
});

describe('an update', () => {
	it.each<[string, FaultKind]>([
		['a reset', { kind: 'resetAfter' }],
		['a 503', { kind: 'status', status: 503 }],
		['no answer in time', { kind: 'hang' }],
	])('is sent again after %s, which does no harm', async (_, fault) => {
		t.faults.add(fault);
		const result = await update();
		expect(result.error).toBeUndefined();
		expect(t.requests('PATCH')).toHaveLength(2);
	});

	it.each<[string, FaultKind]>([
		['JSON broken off', { kind: 'truncatedJson' }],
		['a body broken off', { kind: 'truncated' }],
		['a web page with 200', { kind: 'html', status: 200 }],
	])('is not sent again after %s, for it was made', async (_, fault) => {
		t.faults.add(fault);
		const result = await update();
		expect(shown(result)).toEqual({
			message: "Trackunit's response could not be read [item 0]",
			description: expect.stringContaining(MAY_HAVE_BEEN_MADE),
		});
		expect(t.requests('PATCH')).toHaveLength(1);
		expect(named('Acme')).toBe(1);
	});
});

it.each([
	['update', update],
	['delete', remove],
])(
	'what an earlier %s may have done stays in doubt where a later one is refused',
	async (_, change) => {
		t.faults.add({ kind: 'resetAfter' });
		t.faults.add({ kind: 'status', status: 403 });
		const result = await change();
		expect(shown(result)).toEqual({
			message: 'The credential lacks permission [item 0]',
			description: expect.stringContaining(MAY_HAVE_BEEN_MADE),
		});
		expect(shown(result).description).toContain('and 1 more may have been.');
		expect(t.requests()).toHaveLength(2);
	},
);

describe('a delete', () => {
	it.each<[string, FaultKind]>([
		['a reset', { kind: 'resetAfter' }],
		['no answer in time', { kind: 'hang', effect: true }],
		['a 502', { kind: 'statusAfter', status: 502 }],
	])('that finds nothing more after %s has done its work', async (_, fault) => {
		t.faults.add(fault);
		const id = anyId();
		const result = await remove(id);
		expect(jsonOf(result.output)).toEqual([{ deleted: true, id }]);
		expect(
			t
				.requests()
				.map(({ status }) => status)
				.at(-1),
		).toBe(404);
		expect(t.state.customers.has(id)).toBe(false);
	});

	it('that finds nothing after a 429 has not', async () => {
		t.faults.add({ kind: 'rateLimit' });
		const result = await remove('nobody');
		expect(shown(result).message).toBe('Trackunit has no such record [item 0]');
		expect(t.requests()).toHaveLength(2);
	});
});

const IN_AN_HOUR = new Date(Date.now() + 3_600_000).toUTCString();

describe('a 429', () => {
	it.each([
		['seconds', '0'],
		['a date', new Date(Date.now() - 1000).toUTCString()],
		['neither', 'soon'],
		['nothing', undefined],
	])('with %s is waited for', async (_, retryAfter) => {
		t.faults.add({ kind: 'rateLimit', retryAfter });
		const result = await get();
		expect(result.error).toBeUndefined();
		expect(t.requests().map(({ status }) => status)).toEqual([429, 200]);
	});

	it.each([
		['seconds', '3600', '3600 seconds'],
		['seconds without end', '99999999999', '99999999999 seconds'],
		['a date', IN_AN_HOUR, `until ${IN_AN_HOUR}`],
	])('that asks for too long in %s fails at once, and says so', async (_, retryAfter, time) => {
		t.faults.add({ kind: 'rateLimit', retryAfter });
		const result = await get();
		expect(shown(result)).toEqual({
			message: 'Trackunit received too many requests [item 0]',
			description: expect.stringContaining(
				`Trackunit asked to wait ${time}, longer than a run may wait`,
			),
		});
		expect(t.requests()).toHaveLength(1);
	});

	it('that asks for too long is told of all rows that come after, which are not sent', async () => {
		t.faults.add({ kind: 'rateLimit', retryAfter: '3600', after: 2, times: 'always' });
		const result = await create({
			input: rows(30),
			options: { maxConcurrency: 1 },
			onError: 'continueErrorOutput',
		});
		expect(result.output).toHaveLength(2);
		expect(t.requests()).toHaveLength(3);
		expect(result.errorOutput).toHaveLength(28);
		const [first] = result.errorOutput;
		expect(first?.json.message).toContain('Trackunit asked to wait 3600 seconds');
		for (const { json } of result.errorOutput) {
			expect([json.error, json.message]).toEqual([first?.json.error, first?.json.message]);
		}
	});

	it('that stays is told, with what to do', async () => {
		t.faults.add({ kind: 'rateLimit', times: 'always' });
		const result = await get();
		expect(shown(result)).toEqual({
			message: 'Trackunit received too many requests [item 0]',
			description: expect.stringContaining("Tried 3 times. Lower 'Max Concurrency'"),
		});
	});

	it('of the first request lets nobody in who waits for it', async () => {
		t.faults.add({ kind: 'rateLimit', retryAfter: '0' });
		await create({ input: rows(8), options: { maxConcurrency: 3 } });
		// Rows 1 and 2 waited before it came back; all three go when the pause is over, and then the others.
		expect(
			t
				.requests()
				.slice(0, 4)
				.map(({ body }) => body),
		).toEqual([0, 1, 2, 0].map((n) => ({ name: `Row ${n}` })));
	});

	it('holds up all workers, not only the one that met it', async () => {
		// Row 2 is under way when row 1 is told to wait; when it ends, its worker has to wait too.
		t.faults.add({ kind: 'rateLimit', retryAfter: '0', after: 1 });
		t.faults.add({ kind: 'latency', ms: 100, after: 2 });
		const result = await create({ input: rows(5), options: { maxConcurrency: 2 } });
		expect(result.error).toBeUndefined();
		expect(t.requests().map(({ body, status }) => [body, status])).toEqual(
			[0, 1, 2, 1, 3, 4].map((n, index) => [{ name: `Row ${n}` }, index === 1 ? 429 : 201]),
		);
	});
});

it('leaves in doubt only the row that was sent, where a 503 asks for too long', async () => {
	const headers = { 'retry-after': '3600' };
	t.faults.add({ kind: 'status', status: 503, headers, times: 'always' });
	const result = await create({ input: rows(5), onError: 'continueErrorOutput' });
	expect(t.requests()).toHaveLength(1);
	expect(
		result.errorOutput.map(({ json }) => String(json.message).includes(MAY_HAVE_BEEN_MADE)),
	).toEqual([true, false, false, false, false]);
});

it('sends no request to another host, wherever a redirect leads, and no token', async () => {
	const other = await startAnother();
	for (const status of [301, 302, 303, 307, 308] as const) {
		t.faults.add({ kind: 'redirect', status, location: other.url + CUSTOMERS });
		const result = await create();
		const { message, description } = shown(result);
		expect(message).toBe('The server responded with a redirect, which was not followed [item 0]');
		expect(description).toContain(
			`It leads to ${new URL(other.url).host}. Check 'Base URL' in the credential.`,
		);
		// A write that is done may answer with 302 or 303 where its result is to be seen.
		const isInDoubt = status === 302 || status === 303;
		expect(description?.includes(MAY_HAVE_BEEN_MADE)).toBe(isInDoubt);
	}
	expect(t.requests()).toHaveLength(5);
	expect(other.log.entries).toEqual([]);
});
