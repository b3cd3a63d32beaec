import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	byId,
	CUSTOMERS,
	inOrder,
	jsonOf,
	pairs,
	shown,
	useTrackunit,
	withoutBackOff,
	type CustomerRun,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

const ids = (): string[] => inOrder(t.state.customers.keys());
const contactsOf = (id: string) =>
	[...(t.state.contacts.get(id)?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
const assetsOf = (id: string): string[] => inOrder(t.state.assignments.get(id) ?? []);
const idsIn = (list: unknown, key = 'id'): unknown[] =>
	Array.isArray(list) ? list.map((one: IDataObject) => one[key]) : [];

const get = async (
	include: string | string[],
	parameters: INodeParameters = {},
	more: Partial<CustomerRun> = {},
) =>
	await t.run({
		operation: 'get',
		parameters: { customerId: byId(ids()[0] ?? ''), ...parameters },
		...more,
		options: { include, ...more.options },
	});
const getAll = async (
	include: string[],
	parameters: INodeParameters = {},
	options: INodeParameters = {},
) => await t.run({ operation: 'getAll', parameters, options: { include, ...options } });

it.each([
	[[], []],
	[['contacts'], ['contacts']],
	[['assets'], ['assets']],
	[
		['assets', 'contacts'],
		['contacts', 'assets'],
	],
])('get reads %j with the customer', async (include, lists) => {
	const [id = ''] = ids();
	const result = await get(include);
	const [record = {}] = jsonOf(result.output);
	expect(Object.keys(record).slice(10)).toEqual(lists);
	expect(t.sent()).toEqual([
		`GET /customers/${id} 200`,
		...lists.map((list) => `GET /customers/${id}/${list} 200`),
	]);
});

it('gives simplified contacts and assets with simplified customers', async () => {
	const [id = ''] = ids();
	const [record] = jsonOf((await get(['contacts', 'assets'])).output);
	expect(record?.contacts).toEqual(
		contactsOf(id).map(({ id: contact, name, email, phoneNumber }) => ({
			id: contact,
			customerId: id,
			name: name ?? null,
			email: email ?? null,
			phoneNumber: phoneNumber ?? null,
		})),
	);
	expect(idsIn(record?.assets)).toEqual(assetsOf(id));
});

it('gives all of them as Trackunit does, with Simplify off', async () => {
	const [id = ''] = ids();
	const [record] = jsonOf((await get(['contacts', 'assets'], { simplify: false })).output);
	expect(record).toMatchObject({ ...t.state.customers.get(id), contacts: contactsOf(id) });
	expect(idsIn(record?.assets, 'assetId')).toEqual(assetsOf(id));
});

it('get many reads them for each customer, each beside its own', async () => {
	const result = await getAll(['contacts', 'assets'], { returnAll: true });
	expect(
		jsonOf(result.output).map(({ id, contacts, assets }) => [id, idsIn(contacts), idsIn(assets)]),
	).toEqual(ids().map((id) => [id, contactsOf(id).map((one) => one.id), assetsOf(id)]));
	expect(t.requests()).toHaveLength(1 + 2 * ids().length);
});

it('reads all pages of a part', async () => {
	const [id = ''] = ids();
	for (let n = 0; n < 30; n++) t.state.addContact(id, { name: `Desk ${n}` });
	t.settings.maxPageSize = 10;
	const [record] = jsonOf((await get(['contacts'])).output);
	expect(idsIn(record?.contacts)).toEqual(contactsOf(id).map((one) => one.id));
});

it.each([1, 3])('has never more than %d requests under way', async (maxConcurrency) => {
	t.faults.add({ kind: 'latency', ms: 100, times: 'always' });
	await getAll(
		['contacts', 'assets'],
		{ returnAll: true },
		{ maxConcurrency, maxRequestsPerSecond: 500 },
	);
	expect(t.log.maxInFlight()).toBe(maxConcurrency);
});

it('has never more under way for many items at once', async () => {
	t.faults.add({ kind: 'latency', ms: 100, times: 'always' });
	await get(
		['contacts', 'assets'],
		{ customerId: byId('={{ $json.id }}') },
		{
			input: ids().map((id) => ({ id })),
			options: { maxConcurrency: 4, maxRequestsPerSecond: 500 },
		},
	);
	expect(t.log.maxInFlight()).toBe(4);
});

it.each(['.', '..'])('asks for no part of a customer whose ID is %j', async (id) => {
	const page = {
		content: [{ id, name: 'Odd' }],
		totalPages: 1,
		totalElements: 1,
		size: 20,
		number: 0,
	};
	t.faults.add({ kind: 'status', status: 200, body: page });
	const result = await getAll(['contacts']);
	expect(jsonOf(result.output)).toMatchObject([{ id, contacts: null }]);
	expect(result.nodeHints.map(({ message }) => message)).toEqual([
		expect.stringContaining(`'${id}'`),
	]);
	expect(t.requests()).toHaveLength(1);
});

it('fails the item whose part cannot be read, and no other', async () => {
	const [first = '', second = '', third = ''] = ids();
	const path = `${CUSTOMERS}/${second}/assets`;
	t.faults.add({ kind: 'status', status: 500, on: { path }, times: 'always' });
	const result = await get(
		['contacts', 'assets'],
		{ customerId: byId('={{ $json.id }}') },
		{
			input: [first, second, third].map((id) => ({ id })),
			options: { maxRetries: 0 },
			onError: 'continueErrorOutput',
		},
	);
	expect(pairs(result.output)).toEqual([0, 2]);
	expect(result.errorOutput).toEqual([
		{
			json: {
				id: second,
				error: 'Trackunit failed to process the request',
				message: expect.any(String),
				details: { status: 500, attempts: 1, code: expect.anything() },
			},
			pairedItem: { item: 1 },
		},
	]);
});

describe('get many, where a customer is deleted while the lists are read', () => {
	const notFound = { status: 404, code: 'not_found', message: 'Gone' };

	it('costs that one its lists only, and says so once', async () => {
		const [, second = '', third = ''] = ids();
		for (const id of [second, third]) {
			const path = `${CUSTOMERS}/${id}/*`;
			t.faults.add({ kind: 'status', status: 404, body: notFound, on: { path }, times: 'always' });
		}
		const result = await getAll(['contacts', 'assets'], { returnAll: true });
		expect(
			jsonOf(result.output).map(({ id, contacts, assets }) => [
				id,
				contacts && idsIn(contacts),
				assets && idsIn(assets),
			]),
		).toEqual(
			ids().map((id) =>
				id === second || id === third
					? [id, null, null]
					: [id, contactsOf(id).map((one) => one.id), assetsOf(id)],
			),
		);
		expect(result.nodeHints.map(({ message }) => message)).toEqual([
			`The contacts and assets of 2 customers could not be read, since Trackunit has no such record any more: '${second}', '${third}'.`,
		]);
	});

	it('names ten of them, where they are more', async () => {
		const path = `${CUSTOMERS}/*`;
		t.faults.add({ kind: 'status', status: 404, body: notFound, on: { path }, times: 'always' });
		const result = await getAll(['contacts'], { returnAll: true });
		const [{ message = '' } = {}] = result.nodeHints;
		expect(message).toContain('The contacts of 25 customers could not be read');
		expect(message).toContain(`'${ids()[9]}' …`);
		expect(message).not.toContain(ids()[10]);
	});

	it('costs all where it is the page of a gateway that says so', async () => {
		t.faults.add({ kind: 'html', status: 404, on: { path: `${CUSTOMERS}/*` } });
		const result = await getAll(['contacts'], { returnAll: true });
		expect(result.error).toBeDefined();
		expect(result.output).toEqual([]);
	});

	it.each(['.', '..', ''])('costs as much for one that is listed with the ID %j', async (id) => {
		const [first = ''] = ids();
		const content = [t.state.customers.get(first), { id, name: 'Odd' }];
		const counts = { totalElements: 2, totalPages: 1, number: 0, size: 50, numberOfElements: 2 };
		t.faults.add({
			kind: 'status',
			status: 200,
			body: { ...counts, content },
			on: { path: CUSTOMERS },
		});
		const result = await getAll(['contacts']);
		expect(jsonOf(result.output)).toMatchObject([{ id: first }, { name: 'Odd', contacts: null }]);
		expect(t.sent()).toEqual([`GET /customers 200`, `GET /customers/${first}/contacts 200`]);
		expect(result.nodeHints).toHaveLength(1);
	});
});

it('get fails where its customer is deleted while its lists are read', async () => {
	const [id = ''] = ids();
	const body = { status: 404, code: 'not_found', message: 'Gone' };
	t.faults.add({ kind: 'status', status: 404, body, on: { path: `${CUSTOMERS}/${id}/contacts` } });
	expect(shown(await get(['contacts'])).message).toBe('Trackunit has no such record [item 0]');
});

it.each([undefined, 'continueRegularOutput' as const])(
	'reads no more parts for an item once one cannot be read (%s)',
	async (onError) => {
		t.faults.add({ kind: 'status', status: 403, on: { path: `${CUSTOMERS}/*` }, times: 'always' });
		t.faults.add({ kind: 'latency', ms: [0, 20], times: 'always' });
		const result = await t.run({
			operation: 'getAll',
			parameters: { returnAll: true },
			options: { include: ['contacts'], maxConcurrency: 5 },
			onError,
		});
		const message = 'The credential lacks permission';
		if (onError) expect(jsonOf(result.output)).toMatchObject([{ error: message }]);
		else expect(shown(result).message).toBe(`${message} [item 0]`);
		expect(t.requests().length).toBeLessThan(10);
		// Nothing is left under way when the run ends.
		expect(t.requests().every(({ endedAt }) => endedAt < Infinity)).toBe(true);
	},
);
