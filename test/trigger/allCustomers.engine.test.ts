import type { PolledNode } from '../../scripts/engine';
import { CUSTOMERS, locator } from '../support/trackunit';
import {
	active,
	bare,
	customer,
	CUSTOMER_EVENTS,
	logs,
	nextEvents,
	PART_EVENTS,
	trackunit,
	useTrigger,
} from './setup';
import { triggerOn } from './trigger';

useTrigger();

describe('what it costs', () => {
	it('is one list of customers as long as only customers are watched', async () => {
		await (await active(CUSTOMER_EVENTS)).poll();
		expect(trackunit.sent()).toEqual(['GET /customers 200']);
	});

	it('is one list a customer, and of those lists only the ones that an event needs', async () => {
		const [one, other] = bare(2);
		await (await active(['assetAssigned'])).poll();
		expect(trackunit.sent().sort()).toEqual([
			'GET /customers 200',
			...[one, other].map((owner) => `GET /customers/${owner?.id}/assets 200`).sort(),
		]);
	});

	it('is one or two lists where a customer is chosen', async () => {
		const { id } = customer(1);
		const parameters = { customerId: locator('id', id) };
		await (await active(PART_EVENTS, { parameters })).poll();
		expect(trackunit.sent()).toEqual([
			`GET /customers/${id}/contacts 200`,
			`GET /customers/${id}/assets 200`,
		]);
	});

	it('is never more than five requests at a time', async () => {
		bare(20);
		const trigger = await active(PART_EVENTS);
		trackunit.faults.add({ kind: 'latency', ms: 300, times: 'always' });
		await trigger.poll();
		expect(trackunit.log.maxInFlight()).toBe(5);
	});
});

describe('with all customers', () => {
	it("tells a new customer's contacts and assets", async () => {
		const trigger = await active(['contactCreated', 'assetAssigned']);
		const { id } = trackunit.state.addCustomer({ name: 'Acme' });
		const contact = trackunit.state.addContact(id, { name: 'Ann' });
		const asset = trackunit.state.addAsset({ name: 'JCB' });
		trackunit.state.assign(id, [asset.id]);
		expect(await nextEvents(trigger)).toEqual([
			['contactCreated', contact.id],
			['assetAssigned', asset.id],
		]);
	});

	it("tells a deleted customer's contacts and assets", async () => {
		const [one] = bare(1);
		const contact = trackunit.state.addContact(one?.id ?? '', { name: 'Ann' });
		const asset = trackunit.state.addAsset({ name: 'JCB' });
		trackunit.state.assign(one?.id ?? '', [asset.id]);
		const trigger = await active(['contactDeleted', 'assetUnassigned']);
		trackunit.state.deleteCustomer(one?.id ?? '');
		expect(await nextEvents(trigger)).toEqual([
			['contactDeleted', contact.id],
			['assetUnassigned', asset.id],
		]);
		expect(await trigger.poll()).toBeNull();
	});

	it('leaves a customer that is deleted meanwhile to the next poll', async () => {
		const [one, other] = bare(2);
		const contact = trackunit.state.addContact(one?.id ?? '', { name: 'Ann' });
		const trigger = await active(['contactCreated', 'contactDeleted']);
		const path = `${CUSTOMERS}/${one?.id}/contacts`;
		trackunit.faults.add({ kind: 'status', status: 404, on: { path } });
		const added = trackunit.state.addContact(other?.id ?? '', { name: 'Bo' });
		expect(await nextEvents(trigger)).toEqual([['contactCreated', added.id]]);
		expect(logs(trigger, 'info')).toEqual([expect.stringContaining('1 customers were deleted')]);

		trackunit.state.deleteCustomer(one?.id ?? '');
		expect(await nextEvents(trigger)).toEqual([['contactDeleted', contact.id]]);
	});
});

describe('when there is time for a few customers only', () => {
	const budget = 0;

	it('goes round them over several polls, five at a time, and says so', async () => {
		const all = bare(12);
		const trigger = triggerOn(trackunit, ['contactCreated'], { budget });
		await trigger.activate();
		expect(logs(trigger, 'info')).toEqual([
			expect.stringContaining('read the contacts of 5 of 12 customers'),
		]);
		await trigger.poll();
		await trigger.poll();
		const read = trackunit
			.sent()
			.flatMap((line) => /customers\/(.*)\/contacts/.exec(line)?.[1] ?? []);
		expect(read).toHaveLength(15);
		expect([...new Set(read)].sort()).toEqual(all.map(({ id }) => id).sort());

		const added = all.map(({ id }) => trackunit.state.addContact(id, { name: 'New' }).id);
		const found: unknown[] = [];
		for (let round = 0; round < 3; round++) {
			for (const [, id] of (await nextEvents(trigger)) as string[][]) found.push(id);
		}
		expect(found.sort()).toEqual(added.sort());
		expect(await trigger.poll()).toBeNull();
	});

	it('takes what a customer has for where it starts, unless the customer is new itself', async () => {
		// More than two polls look at, so that the new one has to be remembered as such.
		const all = bare(12);
		for (const { id } of all) trackunit.state.addContact(id, { name: 'There before' });
		const trigger = triggerOn(trackunit, ['contactCreated'], { budget });
		await trigger.activate();
		const created = trackunit.state.addCustomer({ name: 'New' });
		const contact = trackunit.state.addContact(created.id, { name: 'New too' });
		const found: unknown[] = [];
		for (let round = 0; round < 4; round++) found.push(...(await nextEvents(trigger)));
		expect(found).toEqual([['contactCreated', contact.id]]);
	});

	it('goes on where it was, even if that customer is gone meanwhile', async () => {
		const all = bare(12);
		const trigger = await active(['contactCreated'], { budget });
		trackunit.state.deleteCustomer(all[5]?.id ?? '');
		await trigger.poll();
		expect(trackunit.sent().slice(1)).toEqual(
			expect.arrayContaining([expect.stringContaining(`${all[6]?.id}/contacts`)]),
		);
		expect(trackunit.sent()).not.toContainEqual(expect.stringContaining(`${all[0]?.id}/`));
	});

	it('takes half a minute for the first poll at most, and later most of what n8n gives', async () => {
		bare(60);
		const start = Date.now();
		// A clock on which each request takes ten seconds.
		jest.spyOn(Date, 'now').mockImplementation(() => start + trackunit.log.entries.length * 10_000);
		const looked = (trigger: PolledNode): number[] =>
			logs(trigger, 'info').map((line) => Number(/ of (\d+) of /.exec(line)?.[1]));

		const trigger = triggerOn(trackunit, ['contactCreated'], { budget: 300_000 });
		await trigger.activate();
		expect(looked(trigger)).toEqual([5]);
		await trigger.poll();
		const [later = 0] = looked(trigger);
		expect(later).toBeGreaterThan(20);
		expect(later).toBeLessThan(30);
	});

	it('takes n8n for one that gives a minute where it does not say', async () => {
		bare(60);
		const start = Date.now();
		jest.spyOn(Date, 'now').mockImplementation(() => start + trackunit.log.entries.length * 4_000);
		const trigger = await active(['contactCreated'], { budget: 'unknown' });
		await trigger.poll();
		const [line = ''] = logs(trigger, 'info');
		const looked = Number(/ of (\d+) of /.exec(line)?.[1]);
		expect(looked).toBeGreaterThan(8);
		expect(looked).toBeLessThan(18);
	});
});
