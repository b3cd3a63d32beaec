import type { Customer, Fault, FaultKind } from '../../simulator';
import { CUSTOMERS, locator, type Authentication } from '../support/trackunit';
import {
	active,
	bare,
	customer,
	CUSTOMER_EVENTS,
	logs,
	next,
	nextEvents,
	PART_EVENTS,
	trackunit,
	useTrigger,
} from './setup';
import { ALL } from './trigger';

useTrigger();

describe('nothing moves when a read fails', () => {
	it('of the customers; the next poll tells all', async () => {
		const [one] = bare(2);
		const trigger = await active(ALL);
		const before = JSON.stringify(trigger.saved());
		const { id } = trackunit.state.addCustomer({ name: 'Acme' });
		const contact = trackunit.state.addContact(one?.id ?? '', { name: 'Ann' });
		trackunit.faults.add({ kind: 'status', status: 500, times: 2, on: { path: CUSTOMERS } });
		await expect(trigger.poll()).rejects.toThrow('Trackunit failed to process the request');
		expect(JSON.stringify(trigger.saved())).toBe(before);
		expect(await nextEvents(trigger)).toEqual([
			['customerCreated', id],
			['contactCreated', contact.id],
		]);
	});

	it.each(['contacts', 'assets'])('of the %s of the chosen customer', async (part) => {
		const { id } = customer(0);
		const trigger = await active(ALL, { parameters: { customerId: locator('id', id) } });
		const contact = trackunit.state.addContact(id, { name: 'Ann' });
		const on = { path: `${CUSTOMERS}/${id}/${part}` };
		trackunit.faults.add({ kind: 'status', status: 403, on });
		await expect(trigger.poll()).rejects.toThrow('The credential lacks permission');
		expect(await nextEvents(trigger)).toEqual([['contactCreated', contact.id]]);
	});

	const tooMany = { kind: 'rateLimit', retryAfter: '3600' } as const;

	it('and no further customer is asked for', async () => {
		const all = bare(30);
		const trigger = await active(['contactCreated']);
		const path = `${CUSTOMERS}/${all[0]?.id}/contacts`;
		trackunit.faults.add({ ...tooMany, on: { path } });
		await expect(trigger.poll()).rejects.toThrow('Trackunit received too many requests');
		expect(trackunit.sent().length).toBeLessThan(12);
	});

	it('and of those under way none goes on to its next list', async () => {
		const all = bare(30);
		const trigger = await active(PART_EVENTS);
		for (const [index, { id }] of all.entries()) {
			const on = { path: `${CUSTOMERS}/${id}/contacts` };
			// The last of the five that start, one after another: the others are still under way.
			if (index === 4) trackunit.faults.add({ ...tooMany, on });
			else trackunit.faults.add({ kind: 'latency', ms: 500, times: 'always', on });
		}
		await expect(trigger.poll()).rejects.toThrow('Trackunit received too many requests');
		expect(trackunit.sent()).toHaveLength(6);
	});

	it('or breaks off, or has no rows in it', async () => {
		const trigger = await active(CUSTOMER_EVENTS);
		const { id } = trackunit.state.addCustomer({ name: 'Acme' });
		trackunit.faults.add({ kind: 'truncated', times: 5 });
		await expect(trigger.poll()).rejects.toThrow("Trackunit's response could not be read");
		trackunit.faults.add({ kind: 'missingContent', times: 'always' });
		await expect(trigger.poll()).rejects.toThrow("Trackunit's response could not be read");
		trackunit.faults.clear();
		expect(await nextEvents(trigger)).toEqual([['customerCreated', id]]);
	});

	it('or gives fewer rows than it promised, twice', async () => {
		const trigger = await active(CUSTOMER_EVENTS);
		trackunit.faults.add({ kind: 'lieTotals', totalElements: 9, totalPages: 1, times: 'always' });
		await expect(trigger.poll()).rejects.toThrow('Trackunit returned fewer records than announced');
		trackunit.faults.clear();
		expect(await trigger.poll()).toBeNull();
	});

	const gatewayPage: Fault = { kind: 'html', status: 404, times: 'always' };
	const tokenGone: Fault[] = [
		{ kind: 'expireTokens' },
		{ kind: 'status', status: 404, on: { path: '/token*' }, times: 'always' },
	];

	it.each<[string, 'chosen' | 'all', Authentication, Fault[], string]>([
		['a gateway', 'chosen', 'apiToken', [gatewayPage], 'Something between n8n and Trackunit'],
		['a token endpoint', 'chosen', 'apiUser', tokenGone, 'Trackunit refused to sign in'],
		[
			'a gateway',
			'all',
			'apiToken',
			[{ ...gatewayPage, on: { path: `${CUSTOMERS}/*` } }],
			'Something between n8n and Trackunit',
		],
		['a token endpoint', 'all', 'apiUser', tokenGone, 'Trackunit refused to sign in'],
	])(
		'nor where %s answers 404, which says nothing of the customer (%s, %s)',
		async (_, which, authentication, faults, words) => {
			const [one] = bare(3);
			const id = one?.id ?? '';
			for (let count = 0; count < 5; count++) trackunit.state.addContact(id, { name: 'Ann' });
			const trigger = await active(['contactCreated', 'contactDeleted'], {
				authentication,
				parameters: which === 'chosen' ? { customerId: locator('id', id) } : {},
			});
			for (const fault of faults) trackunit.faults.add(fault);
			await expect(trigger.poll()).rejects.toThrow(words);
			trackunit.faults.clear();
			expect(await trigger.poll()).toBeNull();
		},
	);

	it('in words that tell n8n how long to wait, and with no secret', async () => {
		const trigger = await active(CUSTOMER_EVENTS);
		trackunit.faults.add({ kind: 'status', status: 503, times: 'always' });
		await expect(trigger.poll()).rejects.toMatchObject({
			message: 'Trackunit is not available',
			failure: { cause: 'temporarily-unavailable' },
		});
	});
});

describe('a list of one customer that cannot be read', () => {
	const forbidden = { kind: 'status', status: 403, times: 'always' } as const;

	function contactsOf(owner: Customer | undefined): { path: string } {
		return { path: `${CUSTOMERS}/${owner?.id}/contacts` };
	}

	it.each<[string, FaultKind, string]>([
		['is forbidden', { kind: 'status', status: 403 }, 'The credential lacks permission'],
		['fails', { kind: 'status', status: 500 }, 'Trackunit failed to process the request'],
		['breaks off', { kind: 'truncatedJson' }, "Trackunit's response could not be read"],
		[
			'never has all that it promises',
			{ kind: 'lieTotals', totalElements: 9, totalPages: 1 },
			'Trackunit returned fewer records than announced',
		],
	])('because it %s stops no other, and is told when it can be read', async (_, kind, why) => {
		const [one, other] = bare(3);
		const gone = trackunit.state.addContact(one?.id ?? '', { name: 'Gone' });
		const trigger = await active(ALL);
		trackunit.faults.add({ ...kind, times: 'always', on: contactsOf(one) });
		trackunit.state.deleteContact(one?.id ?? '', gone.id);
		const asset = trackunit.state.addAsset({ name: 'JCB' });
		trackunit.state.assign(one?.id ?? '', [asset.id]);
		const contact = trackunit.state.addContact(other?.id ?? '', { name: 'Bo' });
		expect(await nextEvents(trigger)).toEqual([
			['assetAssigned', asset.id],
			['contactCreated', contact.id],
		]);
		expect(logs(trigger, 'warn')).toEqual([
			expect.stringMatching(new RegExp(`of 1 customers could not be read.*${one?.id}: ${why}`)),
		]);
		expect(await trigger.poll()).toBeNull();

		trackunit.faults.clear();
		expect(await nextEvents(trigger)).toEqual([['contactDeleted', gone.id]]);
	});

	it('is left behind when there is time for a few customers only', async () => {
		const all = bare(12);
		const trigger = await active(['contactCreated'], { budget: 0 });
		for (let polls = 0; polls < 2; polls++) await trigger.poll();
		trackunit.faults.add({ ...forbidden, on: contactsOf(all[4]) });
		const added = all.map(({ id }) => trackunit.state.addContact(id, { name: 'New' }).id);
		const found: unknown[] = [];
		for (let polls = 0; polls < 4; polls++) {
			for (const [, id] of (await nextEvents(trigger)) as string[][]) found.push(id);
		}
		expect(found.sort()).toEqual(added.filter((_, index) => index !== 4).sort());
	});

	it.each([
		['of the only customer', 1, [0]],
		['of the first five', 30, [0, 1, 2, 3, 4]],
		['of more than ten, and more than a tenth', 30, Array.from({ length: 11 }, (_, n) => n + 2)],
	])('is no matter of one customer where it is that %s', async (_, count, places) => {
		const all = bare(count);
		const trigger = await active(['contactCreated']);
		for (const place of places) trackunit.faults.add({ ...forbidden, on: contactsOf(all[place]) });
		trackunit.state.addContact(all.at(-1)?.id ?? '', { name: 'Ann' });
		await expect(trigger.poll()).rejects.toThrow('The credential lacks permission');
		trackunit.faults.clear();
		expect(await next(trigger)).toHaveLength(1);
	});

	it('is not what a token is that is not accepted', async () => {
		const [, other] = bare(3);
		const trigger = await active(['contactCreated']);
		trackunit.faults.add({ kind: 'status', status: 401, times: 'always', on: contactsOf(other) });
		await expect(trigger.poll()).rejects.toThrow('did not accept the access token');
	});
});

describe('a row that moves while the pages are read', () => {
	// An order that the server keeps would not let it move.
	beforeEach(() => {
		trackunit.settings.sorting = 'ignore';
	});

	it('is not taken for deleted', async () => {
		bare(12);
		trackunit.settings.maxPageSize = 3;
		const trigger = await active(CUSTOMER_EVENTS);
		const { id: first } = customer(0);
		// After the first page its first row goes: the fourth one moves up into it, unseen.
		trackunit.faults.add({ kind: 'drift', change: 'delete', on: { path: CUSTOMERS } });
		expect(await nextEvents(trigger)).toEqual([]);
		expect(await nextEvents(trigger)).toEqual([['customerDeleted', first]]);
	});

	it('is not taken for deleted where nobody says how many there are', async () => {
		bare(12);
		trackunit.settings.maxPageSize = 3;
		trackunit.faults.add({ kind: 'noTotals', times: 'always' });
		const trigger = await active(CUSTOMER_EVENTS);
		const { id: first } = customer(0);
		trackunit.faults.add({ kind: 'drift', change: 'delete', on: { path: CUSTOMERS } });
		expect(await nextEvents(trigger)).toEqual([]);
		expect(await nextEvents(trigger)).toEqual([['customerDeleted', first]]);
	});

	it('is not told twice', async () => {
		bare(12);
		trackunit.settings.maxPageSize = 3;
		const trigger = await active(CUSTOMER_EVENTS);
		trackunit.faults.add({ kind: 'drift', change: 'insert', on: { path: CUSTOMERS } });
		expect(await nextEvents(trigger)).toEqual([['customerCreated', customer(0).id]]);
		expect(await nextEvents(trigger)).toEqual([]);
	});
});
