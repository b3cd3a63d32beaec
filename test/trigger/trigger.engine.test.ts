import type { IDataObject } from 'n8n-workflow';

import type { PolledNode } from '../../scripts/engine';
import type { Customer, FaultKind } from '../../simulator';
import {
	AUTHENTICATIONS,
	CUSTOMERS,
	locator,
	startAnother,
	typeFor,
	useTrackunit,
	withoutBackOff,
	type Trackunit,
} from '../support/trackunit';
import { ALL, parametersFor, told, triggerOn, type TriggerOptions } from './trigger';

let trackunit: Trackunit;
useTrackunit((it) => (trackunit = it), { customers: 4 });
withoutBackOff();

const CUSTOMER_EVENTS = ['customerCreated', 'customerUpdated', 'customerDeleted'];
const PART_EVENTS = [
	'contactCreated',
	'contactUpdated',
	'contactDeleted',
	'assetAssigned',
	'assetUnassigned',
];

/** The trigger, after its first poll. */
async function active(events: string[], options?: TriggerOptions): Promise<PolledNode> {
	const trigger = triggerOn(trackunit, events, options);
	expect(await trigger.activate()).toBeNull();
	trackunit.log.clear();
	trigger.takeLogs();
	return trigger;
}

async function next(trigger: PolledNode): Promise<IDataObject[]> {
	return told(await trigger.poll());
}

/** What was told, in short. */
async function nextEvents(trigger: PolledNode): Promise<unknown[]> {
	return (await next(trigger)).map(({ event, id }) => [event, id]);
}

function customers(): Customer[] {
	return [...trackunit.state.customers.values()];
}

function customer(index: number): Customer {
	const found = customers()[index];
	if (!found) throw new Error(`There is no customer ${index}`);
	return found;
}

/** Customers with nothing but a name, so that they can be counted on. */
function bare(count: number): Customer[] {
	for (const { id } of customers()) trackunit.state.deleteCustomer(id);
	return Array.from({ length: count }, (_, index) =>
		trackunit.state.addCustomer({ name: `Customer ${index}` }),
	);
}

function logs(trigger: PolledNode, level: string): string[] {
	return trigger
		.takeLogs()
		.filter((line) => line.level === level)
		.map(({ message }) => message);
}

describe('each event is an item with what happened, to whom, and the record', () => {
	it('customerCreated', async () => {
		const trigger = await active(['customerCreated']);
		const { id } = trackunit.state.addCustomer({ name: 'Acme', address: { city: 'Oslo' } });
		expect(await next(trigger)).toEqual([
			{
				event: 'customerCreated',
				customerId: id,
				id,
				name: 'Acme',
				type: null,
				externalReference: null,
				email: null,
				phoneNumber: null,
				streetAddress: null,
				zipCode: null,
				city: 'Oslo',
				country: null,
			},
		]);
	});

	it('customerUpdated, with the fields that changed and what they were', async () => {
		const trigger = await active(['customerUpdated']);
		const { id, email, address } = customer(1);
		trackunit.state.updateCustomer(id, {
			email: null,
			address: { ...address, city: 'Odense', zipCode: '5000' },
		});
		expect(await next(trigger)).toEqual([
			expect.objectContaining({
				event: 'customerUpdated',
				customerId: id,
				id,
				city: 'Odense',
				changes: {
					email: { before: email, after: null },
					zipCode: { before: address?.zipCode, after: '5000' },
					city: { before: address?.city, after: 'Odense' },
				},
			}),
		]);
	});

	it('customerDeleted, with what the customer was', async () => {
		const trigger = await active(['customerDeleted']);
		const { id, name, externalReference } = customer(2);
		trackunit.state.deleteCustomer(id);
		expect(await next(trigger)).toEqual([
			expect.objectContaining({
				event: 'customerDeleted',
				customerId: id,
				id,
				name,
				externalReference,
			}),
		]);
	});

	it('contactCreated, contactUpdated, contactDeleted', async () => {
		const [owner] = bare(1);
		const customerId = owner?.id ?? '';
		const { addContact, updateContact, deleteContact } = trackunit.state;
		const changed = addContact(customerId, { name: 'Ann', email: 'ann@acme.example' });
		const gone = addContact(customerId, { name: 'Bo' });
		const trigger = await active(['contactCreated', 'contactUpdated', 'contactDeleted']);
		updateContact(customerId, changed.id, { email: 'ann@new.example' });
		deleteContact(customerId, gone.id);
		const added = addContact(customerId, { name: 'Cai' });
		expect(await next(trigger)).toEqual([
			{
				event: 'contactUpdated',
				customerId,
				contactId: changed.id,
				id: changed.id,
				name: 'Ann',
				email: 'ann@new.example',
				phoneNumber: null,
				changes: { email: { before: 'ann@acme.example', after: 'ann@new.example' } },
			},
			expect.objectContaining({
				event: 'contactCreated',
				customerId,
				contactId: added.id,
				id: added.id,
				name: 'Cai',
			}),
			{
				event: 'contactDeleted',
				customerId,
				contactId: gone.id,
				id: gone.id,
				name: 'Bo',
				email: null,
				phoneNumber: null,
			},
		]);
	});

	it('assetAssigned and assetUnassigned', async () => {
		const [owner] = bare(1);
		const customerId = owner?.id ?? '';
		const { addAsset, assign, unassign } = trackunit.state;
		const one = addAsset({ name: 'JCB 3CX', serialNumber: 'JCB1' });
		const other = addAsset({ name: 'CAT 320', serialNumber: 'CAT1' });
		assign(customerId, [one.id]);
		const trigger = await active(['assetAssigned', 'assetUnassigned']);
		assign(customerId, [other.id]);
		unassign(customerId, [one.id]);
		const asset = { externalReference: null, customerId };
		expect(await next(trigger)).toEqual([
			{
				...asset,
				event: 'assetAssigned',
				assetId: other.id,
				id: other.id,
				name: 'CAT 320',
				serialNumber: 'CAT1',
			},
			{
				...asset,
				event: 'assetUnassigned',
				assetId: one.id,
				id: one.id,
				name: 'JCB 3CX',
				serialNumber: 'JCB1',
			},
		]);
	});

	it('with the raw record, without Simplify; the names of the node win over the record', async () => {
		const trigger = await active(CUSTOMER_EVENTS, { parameters: { simplify: false } });
		const raw = {
			name: 'Acme',
			event: 'x',
			customerId: 'y',
			error: 'z',
			address: { city: 'Oslo' },
		};
		const { id } = trackunit.state.addCustomer(raw);
		const { id: gone } = customer(0);
		const { address } = customer(0);
		trackunit.state.deleteCustomer(gone);
		expect(await next(trigger)).toEqual([
			{
				event: 'customerCreated',
				customerId: id,
				id,
				name: 'Acme',
				_error: 'z',
				address: { city: 'Oslo' },
			},
			expect.objectContaining({ event: 'customerDeleted', id: gone, address }),
		]);
	});
});

describe('what is told', () => {
	it.each(AUTHENTICATIONS)(
		'is told once and not again, signed in with %s',
		async (authentication) => {
			const trigger = await active(ALL, { authentication });
			const { id } = trackunit.state.addCustomer({ name: 'Acme' });
			expect(await nextEvents(trigger)).toEqual([['customerCreated', id]]);
			expect(await trigger.poll()).toBeNull();
		},
	);

	it('is one event for two changes between two polls, and none for what came and went', async () => {
		const trigger = await active(CUSTOMER_EVENTS);
		const { id } = customer(0);
		trackunit.state.updateCustomer(id, { name: 'First' });
		trackunit.state.updateCustomer(id, { name: 'Second' });
		trackunit.state.deleteCustomer(trackunit.state.addCustomer({ name: 'Brief' }).id);
		expect(await next(trigger)).toMatchObject([{ event: 'customerUpdated', id, name: 'Second' }]);
		trackunit.state.updateCustomer(id, { name: 'Third' });
		trackunit.state.updateCustomer(id, { name: 'Second' });
		expect(await trigger.poll()).toBeNull();
	});

	it('is only what was chosen', async () => {
		const trigger = await active(['customerUpdated']);
		trackunit.state.addCustomer({ name: 'Acme' });
		trackunit.state.deleteCustomer(customer(0).id);
		expect(await trigger.poll()).toBeNull();
		const { id } = customer(0);
		trackunit.state.updateCustomer(id, { name: 'New' });
		expect(await nextEvents(trigger)).toEqual([['customerUpdated', id]]);
	});

	it('is no change of null to nothing', async () => {
		const [owner] = bare(1);
		const { id = '' } = owner ?? {};
		trackunit.state.updateCustomer(id, { email: null });
		const trigger = await active(ALL);
		trackunit.state.updateCustomer(id, { email: undefined, address: { city: null } });
		expect(await trigger.poll()).toBeNull();
	});

	it('is no new customer where a UUID comes in capitals', async () => {
		const [only] = bare(1);
		const trigger = await active(['customerCreated', 'customerDeleted']);
		const content = [{ ...only, id: only?.id.toUpperCase() }];
		trackunit.faults.add({ kind: 'status', status: 200, body: { content }, times: 'always' });
		expect(await trigger.poll()).toBeNull();
	});

	it('is a change of a field that this node does not know, which it cannot name', async () => {
		const trigger = await active(['customerUpdated']);
		trackunit.state.updateCustomer(customer(0).id, { note: 'new' });
		expect(await next(trigger)).toMatchObject([{ event: 'customerUpdated', changes: {} }]);
	});

	it('comes in the order in which a workflow can use it', async () => {
		const [first, gone] = bare(2);
		trackunit.state.addContact(gone?.id ?? '', { name: 'Ann' });
		const trigger = await active(ALL);
		trackunit.state.deleteCustomer(gone?.id ?? '');
		trackunit.state.addContact(first?.id ?? '', { name: 'Bo' });
		const { id } = trackunit.state.addCustomer({ name: 'Acme' });
		trackunit.state.addContact(id, { name: 'Cai' });
		expect((await next(trigger)).map(({ event }) => event)).toEqual([
			'customerCreated',
			'contactCreated',
			'contactCreated',
			'contactDeleted',
			'customerDeleted',
		]);
	});

	it('is all the same with cursors in place of page numbers, and small pages', async () => {
		Object.assign(trackunit.settings, { paging: 'cursor', maxPageSize: 2 });
		const trigger = await active(CUSTOMER_EVENTS);
		const { id } = customer(3);
		trackunit.state.deleteCustomer(id);
		expect(await nextEvents(trigger)).toEqual([['customerDeleted', id]]);
	});
});

describe('the filters', () => {
	const rental = { filters: { type: 'RENTAL' } };

	it('are not asked of the server, and count for created and updated as the customer is now', async () => {
		const [one, other] = bare(2);
		trackunit.state.updateCustomer(one?.id ?? '', { type: 'RENTAL' });
		trackunit.state.updateCustomer(other?.id ?? '', { type: 'DEALER' });
		const trigger = await active(CUSTOMER_EVENTS, { parameters: rental });
		trackunit.state.addCustomer({ name: 'No', type: 'DEALER' });
		const added = trackunit.state.addCustomer({ name: 'Yes', type: 'RENTAL' });
		trackunit.state.updateCustomer(one?.id ?? '', { type: 'DEALER' });
		trackunit.state.updateCustomer(other?.id ?? '', { type: 'RENTAL' });
		expect(await nextEvents(trigger)).toEqual([
			['customerUpdated', other?.id],
			['customerCreated', added.id],
		]);
		expect(trackunit.requests().map(({ query }) => query)).toEqual([{ page: '0', size: '1000' }]);
	});

	it('count for deleted as the customer was when it was last seen', async () => {
		const [one, other] = bare(2);
		trackunit.state.updateCustomer(one?.id ?? '', { type: 'RENTAL' });
		const trigger = await active(['customerDeleted'], { parameters: rental });
		trackunit.state.deleteCustomer(one?.id ?? '');
		trackunit.state.deleteCustomer(other?.id ?? '');
		expect(await nextEvents(trigger)).toEqual([['customerDeleted', one?.id]]);
	});

	it('say whose contacts and assets are watched; those of a customer that comes to match are where it starts', async () => {
		const [one, other] = bare(2);
		trackunit.state.updateCustomer(one?.id ?? '', { type: 'RENTAL' });
		trackunit.state.addContact(other?.id ?? '', { name: 'There before' });
		const trigger = await active(['contactCreated'], { parameters: rental });
		trackunit.state.updateCustomer(other?.id ?? '', { type: 'RENTAL' });
		expect(await trigger.poll()).toBeNull();
		const added = trackunit.state.addContact(other?.id ?? '', { name: 'New' });
		expect(await nextEvents(trigger)).toEqual([['contactCreated', added.id]]);
	});

	it('spare the requests for the lists of others', async () => {
		const [one] = bare(2);
		trackunit.state.updateCustomer(one?.id ?? '', { type: 'RENTAL' });
		await (await active(['contactCreated'], { parameters: rental })).poll();
		expect(trackunit.sent()).toEqual([
			'GET /customers 200',
			`GET /customers/${one?.id}/contacts 200`,
		]);
	});

	it('make a start of what a new customer has, if it comes to match only later', async () => {
		bare(1);
		const trigger = await active(['contactCreated'], { parameters: rental });
		const { id } = trackunit.state.addCustomer({ name: 'New', type: 'DEALER' });
		trackunit.state.addContact(id, { name: 'Ann' });
		expect(await trigger.poll()).toBeNull();
		trackunit.state.updateCustomer(id, { type: 'RENTAL' });
		expect(await trigger.poll()).toBeNull();
	});

	it('leave out the contacts of a deleted customer that did not match any more', async () => {
		const [one] = bare(2);
		const { id = '' } = one ?? {};
		trackunit.state.updateCustomer(id, { type: 'RENTAL' });
		trackunit.state.addContact(id, { name: 'Ann' });
		const trigger = await active(['contactDeleted'], { parameters: rental });
		trackunit.state.updateCustomer(id, { type: 'DEALER' });
		expect(await trigger.poll()).toBeNull();
		trackunit.state.deleteCustomer(id);
		expect(await trigger.poll()).toBeNull();
	});
});

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
		trackunit.faults.add({ kind: 'latency', ms: 5, times: 'always' });
		await trigger.poll();
		expect(trackunit.log.maxInFlight()).toBe(5);
	});
});

describe('with one customer chosen', () => {
	it('tells of its contacts and assets only', async () => {
		const [one, other] = bare(2);
		const parameters = { customerId: locator('id', one?.id ?? '') };
		const trigger = await active(['contactCreated'], { parameters });
		trackunit.state.addContact(other?.id ?? '', { name: 'Not mine' });
		const mine = trackunit.state.addContact(one?.id ?? '', { name: 'Mine' });
		expect(await nextEvents(trigger)).toEqual([['contactCreated', mine.id]]);
	});

	it('finds it by its external reference, and starts anew where another one has that now', async () => {
		const [one, other] = bare(2);
		trackunit.state.updateCustomer(one?.id ?? '', { externalReference: 'K-1' });
		trackunit.state.addContact(other?.id ?? '', { name: 'There before' });
		const parameters = { customerId: locator('externalReference', 'K-1') };
		const trigger = await active(['contactCreated', 'contactDeleted'], { parameters });
		const contact = trackunit.state.addContact(one?.id ?? '', { name: 'New' });
		expect(await nextEvents(trigger)).toEqual([['contactCreated', contact.id]]);

		trackunit.state.updateCustomer(one?.id ?? '', { externalReference: null });
		trackunit.state.updateCustomer(other?.id ?? '', { externalReference: 'K-1' });
		expect(await trigger.poll()).toBeNull();
	});

	describe('by its external reference', () => {
		const events = ['customerCreated', 'customerDeleted', 'contactCreated', 'contactDeleted'];
		const parameters = { customerId: locator('externalReference', 'K-1') };

		/** A customer that has the reference, with a contact, and another one. */
		function someWithReference(): { id: string; contactId: string; other: string } {
			const [one, other] = bare(2);
			const id = one?.id ?? '';
			trackunit.state.updateCustomer(id, { externalReference: 'K-1' });
			const contactId = trackunit.state.addContact(id, { name: 'Ann' }).id;
			return { id, contactId, other: other?.id ?? '' };
		}

		it('goes on telling of customers when it is deleted, and that its contacts went with it', async () => {
			const { id, contactId, other } = someWithReference();
			const trigger = await active(events, { parameters });
			trackunit.state.deleteCustomer(id);
			expect(await nextEvents(trigger)).toEqual([
				['contactDeleted', contactId],
				['customerDeleted', id],
			]);
			expect(logs(trigger, 'warn')).toEqual([
				expect.stringContaining('No customer with this external reference'),
				expect.stringContaining('not in Trackunit any more'),
			]);

			// It does not become all customers.
			trackunit.state.addContact(other, { name: 'Not mine' });
			const { id: added } = trackunit.state.addCustomer({ name: 'Acme' });
			expect(await nextEvents(trigger)).toEqual([['customerCreated', added]]);
			expect(await trigger.poll()).toBeNull();
		});

		it('watches it on when it has another reference or shares its own, and says so', async () => {
			const { id, other } = someWithReference();
			const trigger = await active(events, { parameters });
			trackunit.state.updateCustomer(id, { externalReference: 'K-2' });
			const mine = trackunit.state.addContact(id, { name: 'Mine' });
			expect(await nextEvents(trigger)).toEqual([['contactCreated', mine.id]]);
			expect(logs(trigger, 'warn')).toEqual([expect.stringContaining('No customer with this')]);

			for (const each of [id, other]) {
				trackunit.state.updateCustomer(each, { externalReference: 'K-1' });
			}
			trackunit.state.deleteContact(id, mine.id);
			expect(await nextEvents(trigger)).toEqual([['contactDeleted', mine.id]]);
			expect(logs(trigger, 'warn')).toEqual([
				expect.stringContaining('More than one customer with this'),
			]);
		});

		it('tells what went with one that was deleted and made anew with the same reference', async () => {
			const { id, contactId } = someWithReference();
			const trigger = await active(events, { parameters });
			trackunit.state.deleteCustomer(id);
			const anew = trackunit.state.addCustomer({ name: 'Anew', externalReference: 'K-1' });
			expect(await nextEvents(trigger)).toEqual([
				['customerCreated', anew.id],
				['contactDeleted', contactId],
				['customerDeleted', id],
			]);
			const { id: later } = trackunit.state.addContact(anew.id, { name: 'Bo' });
			expect(await nextEvents(trigger)).toEqual([['contactCreated', later]]);
		});

		it('fails where it never was there, or the look-up fails', async () => {
			const trigger = triggerOn(trackunit, events, { parameters });
			await expect(trigger.activate()).rejects.toThrow('No customer with this external reference');
			someWithReference();
			await trigger.activate();
			trackunit.faults.add({ kind: 'status', status: 403, after: 1 });
			await expect(trigger.poll()).rejects.toThrow('The credential lacks permission');
		});
	});

	it.each([[['contactCreated']], [ALL]])(
		'says so if it is not there when it begins, for %j',
		async (events) => {
			const parameters = { customerId: locator('id', 'nobody') };
			const trigger = triggerOn(trackunit, events, { parameters });
			await expect(trigger.activate()).rejects.toThrow('Trackunit has no such record');
		},
	);

	it.each(['id', 'externalReference'])(
		'tells once what went with it where it is deleted and no customers are read, chosen by %s',
		async (mode) => {
			const [one] = bare(1);
			const id = one?.id ?? '';
			trackunit.state.updateCustomer(id, { externalReference: 'K-1' });
			const contact = trackunit.state.addContact(id, { name: 'Ann' });
			const asset = trackunit.state.addAsset({ name: 'JCB' });
			trackunit.state.assign(id, [asset.id]);
			const parameters = { customerId: locator(mode, mode === 'id' ? id : 'K-1') };
			const trigger = await active(['contactDeleted', 'assetUnassigned'], { parameters });
			trackunit.state.deleteCustomer(id);
			expect(await nextEvents(trigger)).toEqual([
				['contactDeleted', contact.id],
				['assetUnassigned', asset.id],
			]);
			expect(await trigger.poll()).toBeNull();
			const gone = logs(trigger, 'warn').filter((line) =>
				line.includes('not in Trackunit any more'),
			);
			expect(gone).toHaveLength(2);
		},
	);

	it('does not take it for deleted where only its list is not found', async () => {
		const { id } = customer(0);
		trackunit.state.addContact(id, { name: 'Ann' });
		const parameters = { customerId: locator('id', id) };
		const trigger = await active(['contactDeleted'], { parameters });
		trackunit.faults.add({
			kind: 'status',
			status: 404,
			on: { path: `${CUSTOMERS}/${id}/contacts` },
		});
		await expect(trigger.poll()).rejects.toThrow('Trackunit has no such record');
		expect(await trigger.poll()).toBeNull();
	});

	it('goes on telling of customers when it is deleted, and that its contacts went with it', async () => {
		const { id } = customer(0);
		const contact = trackunit.state.addContact(id, { name: 'Ann' });
		const parameters = { customerId: locator('id', id) };
		const trigger = await active(['customerDeleted', 'contactDeleted'], { parameters });
		trackunit.state.deleteCustomer(id);
		const events = await nextEvents(trigger);
		expect(events).toContainEqual(['contactDeleted', contact.id]);
		expect(events).toContainEqual(['customerDeleted', id]);

		const { id: another } = customer(0);
		trackunit.state.deleteCustomer(another);
		expect(await nextEvents(trigger)).toEqual([['customerDeleted', another]]);
		expect(logs(trigger, 'warn')).toEqual([
			expect.stringContaining('not in Trackunit any more'),
			expect.stringContaining('not in Trackunit any more'),
		]);
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
			if (index === 0) trackunit.faults.add({ ...tooMany, on });
			else trackunit.faults.add({ kind: 'latency', ms: 50, times: 'always', on });
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

describe.each(['memory', 'database'] as const)('where n8n keeps the state in its %s', (keeps) => {
	it('tells a change once', async () => {
		const trigger = await active(ALL, { keeps });
		const { id } = trackunit.state.addCustomer({ name: 'Acme' });
		expect(await nextEvents(trigger)).toEqual([['customerCreated', id]]);
		expect(await trigger.poll()).toBeNull();
		trigger.restart();
		expect(await trigger.poll()).toBeNull();
	});

	it.each(['customers', 'contacts', 'assets'])(
		'believes that most %s are gone only when it sees it twice',
		async (list) => {
			const [owner] = bare(12);
			const { addContact, addAsset, assign, unassign, deleteContact, deleteCustomer } =
				trackunit.state;
			const ownerId = owner?.id ?? '';
			for (let count = 0; count < 12; count++) {
				addContact(ownerId, { name: `Contact ${count}` });
				assign(ownerId, [addAsset({ name: `Asset ${count}` }).id]);
			}
			const trigger = await active(ALL, { keeps });
			if (list === 'customers') {
				for (const { id } of customers().slice(1, 9)) deleteCustomer(id);
			} else if (list === 'contacts') {
				const ids = [...(trackunit.state.contacts.get(ownerId)?.keys() ?? [])];
				for (const id of ids.slice(0, 8)) deleteContact(ownerId, id);
			} else {
				unassign(ownerId, [...(trackunit.state.assignments.get(ownerId) ?? [])].slice(0, 8));
			}
			expect(await trigger.poll()).toBeNull();
			expect(logs(trigger, 'warn')).toEqual([
				expect.stringContaining(`8 of 12 ${list} are missing from Trackunit's answer`),
			]);
			expect(await next(trigger)).toHaveLength(8);
			expect(await trigger.poll()).toBeNull();
		},
	);

	it('believes that most contacts of one customer are gone only when it sees it twice', async () => {
		const all = bare(5);
		for (const { id } of all) {
			for (let count = 0; count < 12; count++) trackunit.state.addContact(id, { name: 'Ann' });
		}
		const trigger = await active(ALL, { keeps });
		const on = { path: `${CUSTOMERS}/${all[0]?.id}/contacts` };
		// The list is read twice in a poll.
		const empty = { content: [], totalElements: 0 };
		trackunit.faults.add({ kind: 'status', status: 200, body: empty, times: 2, on });
		expect(await trigger.poll()).toBeNull();
		expect(logs(trigger, 'warn')).toEqual([
			expect.stringContaining("12 of 12 contacts are missing from Trackunit's answer"),
		]);
		expect(await trigger.poll()).toBeNull();

		for (let polls = 0; polls < 2; polls++) {
			trackunit.faults.add({ kind: 'status', status: 200, body: empty, times: 2, on });
			expect(await next(trigger)).toHaveLength(polls * 12);
		}
	});

	it('believes in the end that most rows of two lists are gone', async () => {
		const [owner] = bare(12);
		const ownerId = owner?.id ?? '';
		const { addContact, deleteContact, deleteCustomer } = trackunit.state;
		const contacts = Array.from({ length: 12 }, () => addContact(ownerId, { name: 'Ann' }));
		const trigger = await active(['customerDeleted', 'contactDeleted'], { keeps });
		for (const { id } of contacts.slice(0, 8)) deleteContact(ownerId, id);
		for (const { id } of customers().slice(1, 9)) deleteCustomer(id);
		expect(await trigger.poll()).toBeNull();
		expect(await trigger.poll()).toBeNull();
		expect(await next(trigger)).toHaveLength(16);
	});

	it('says nothing of the few rows of a small account that an answer leaves out once', async () => {
		bare(3);
		const trigger = await active(CUSTOMER_EVENTS, { keeps });
		trackunit.faults.add({ kind: 'status', status: 200, body: { content: [], totalElements: 0 } });
		expect(await trigger.poll()).toBeNull();
	});

	it('says nothing of most rows that an answer leaves out once', async () => {
		bare(12);
		trackunit.settings.maxPageSize = 3;
		const trigger = await active(CUSTOMER_EVENTS, { keeps });
		// The first page again and again, and no word of how many there are.
		trackunit.faults.add({ kind: 'repeatPage', times: 'always' });
		trackunit.faults.add({ kind: 'noTotals', times: 'always' });
		expect(await trigger.poll()).toBeNull();
		expect(logs(trigger, 'warn')).toEqual([expect.stringContaining('9 of 12 customers')]);
		trackunit.faults.clear();
		expect(await trigger.poll()).toBeNull();
		expect(await trigger.poll()).toBeNull();
	});
});

describe('other settings make a new start', () => {
	const changes: Array<[string, TriggerOptions & { events?: string[] }]> = [
		['events', { events: ['customerCreated', 'customerDeleted', 'contactCreated'] }],
		['filters', { parameters: { filters: { type: 'RENTAL' } } }],
		['customer', { parameters: { customerId: locator('id', 'another') } }],
	];
	it.each(changes)(
		'of %s',
		async (what, { events = ['customerCreated', 'contactCreated'], parameters }) => {
			const trigger = await active(['customerCreated', 'contactCreated']);
			trackunit.state.addCustomer({ name: 'Acme' });
			const given =
				what === 'customer' ? { customerId: locator('id', customer(0).id) } : parameters;
			trigger.change({ parameters: parametersFor(events, 'apiToken', given) });
			expect(await trigger.activate()).toBeNull();
			expect(logs(trigger, 'info')).toEqual([
				expect.stringContaining('starts from what Trackunit has now'),
			]);
			const { id } = trackunit.state.addCustomer({ name: 'Later', type: 'RENTAL' });
			expect(await nextEvents(trigger)).toEqual([['customerCreated', id]]);
		},
	);

	it.each([
		['account', 'oAuth2', (other: Trackunit) => other.credentials.trackunitOAuth2Api],
		[
			'client',
			'oAuth2',
			(other: Trackunit) => ({ clientId: other.forbidden.trackunitOAuth2Api.clientId }),
		],
	] as const)('of %s', async (what, authentication, other) => {
		const another = await startAnother({ customers: 2 });
		const type = typeFor(authentication);
		const trigger = await active(CUSTOMER_EVENTS, { authentication });
		const change = { ...trackunit.credentials[type], ...other(another) };
		trigger.change({ credentials: { [type]: change } });
		if (what === 'client') await expect(trigger.activate()).rejects.toThrow();
		else expect(await trigger.activate()).toBeNull();
		expect(logs(trigger, 'info')).toEqual([
			expect.stringContaining('other events, filters, customer or credential'),
		]);
	});

	it.each([
		[
			'a new token',
			() => ({
				credentials: { trackunitApi: { ...trackunit.credentials.trackunitApi, apiToken: 'other' } },
			}),
		],
		[
			'Simplify',
			() => ({ parameters: parametersFor(CUSTOMER_EVENTS, 'apiToken', { simplify: false }) }),
		],
		['the order of events', () => ({ parameters: parametersFor([...CUSTOMER_EVENTS].reverse()) })],
	])('but %s does not', async (_, change) => {
		const trigger = await active(CUSTOMER_EVENTS);
		const { id } = trackunit.state.addCustomer({ name: 'Acme' });
		trigger.change(change());
		trigger.change({ credentials: { trackunitApi: trackunit.credentials.trackunitApi } });
		expect(told(await trigger.activate()).map((item) => item.id)).toEqual([id]);
	});
});

describe('a state that cannot be read', () => {
	it.each([
		['is damaged', (state: IDataObject) => ({ ...state, customers: { ids: 'AAAA' } })],
		['is of another version', (state: IDataObject) => ({ ...state, version: 99 })],
		["is another node's", () => ({ lastItemId: 'x' })],
		['is text', () => 'state'],
	])('because it %s makes a new start, and a warning', async (_, spoil) => {
		const trigger = await active(CUSTOMER_EVENTS);
		const { state } = trigger.saved();
		trigger.overwrite({ state: spoil(state as IDataObject) });
		expect(await trigger.poll()).toBeNull();
		expect(logs(trigger, 'warn')).toEqual([expect.stringContaining('cannot be read')]);
		const { id } = trackunit.state.addCustomer({ name: 'Acme' });
		expect(await nextEvents(trigger)).toEqual([['customerCreated', id]]);
	});

	it('has no secret in it, nor a token', async () => {
		for (const authentication of AUTHENTICATIONS) {
			const trigger = await active(ALL, { authentication });
			const text = JSON.stringify([trigger.saved(), trigger.takeLogs()]);
			const credential = trackunit.credentials[typeFor(authentication)];
			for (const [name, value] of Object.entries(credential)) {
				if (name !== 'scope') expect(text).not.toContain(value);
			}
		}
	});
});

describe('polls that overlap', () => {
	it('tell a change once: the later one is left out', async () => {
		const trigger = await active(CUSTOMER_EVENTS);
		const { id } = trackunit.state.addCustomer({ name: 'Acme' });
		const outputs = await Promise.all([trigger.poll(), trigger.poll(), trigger.poll()]);
		expect(outputs.map((items) => told(items).map((item) => item.id))).toEqual([[id], [], []]);
		expect(logs(trigger, 'info')).toHaveLength(2);
		expect(await trigger.poll()).toBeNull();
	});

	it('of two nodes both tell it', async () => {
		const one = await active(CUSTOMER_EVENTS);
		const other = await active(CUSTOMER_EVENTS);
		const { id } = trackunit.state.addCustomer({ name: 'Acme' });
		const outputs = await Promise.all([one.poll(), other.poll()]);
		expect(outputs.map((items) => told(items).map((item) => item.id))).toEqual([[id], [id]]);
	});

	it('do not keep later ones out after one that failed', async () => {
		const trigger = await active(CUSTOMER_EVENTS);
		trackunit.faults.add({ kind: 'status', status: 403 });
		await expect(trigger.poll()).rejects.toThrow();
		expect(await trigger.poll()).toBeNull();
		expect(logs(trigger, 'info')).toEqual([]);
	});
});

describe('after a restart', () => {
	it('tells the same after polls that told nothing', async () => {
		const trigger = await active(CUSTOMER_EVENTS);
		await trigger.poll();
		await trigger.poll();
		trigger.restart();
		const { id } = trackunit.state.addCustomer({ name: 'Acme' });
		expect(told(await trigger.activate()).map((item) => item.id)).toEqual([id]);
	});

	it('tells nothing again that was told before', async () => {
		const trigger = await active(CUSTOMER_EVENTS);
		trackunit.state.addCustomer({ name: 'Acme' });
		await trigger.poll();
		trigger.restart();
		expect(await trigger.activate()).toBeNull();
	});

	it('makes its first start again where activation had failed', async () => {
		const trigger = triggerOn(trackunit, CUSTOMER_EVENTS);
		trackunit.faults.add({ kind: 'status', status: 403 });
		await expect(trigger.activate()).rejects.toThrow('The credential lacks permission');
		expect(trigger.saved()).toEqual({});
		expect(await trigger.activate()).toBeNull();
	});
});

describe('a test in the editor', () => {
	it('shows an example of each chosen event and remembers nothing', async () => {
		const trigger = await active(ALL);
		const before = JSON.stringify(trigger.saved());
		const { id } = customer(0);
		trackunit.state.updateCustomer(id, { address: { city: 'Oslo' } });
		const items = told(await trigger.fetchTestEvent());
		expect(items.map(({ event }) => event)).toEqual(ALL);
		for (const item of items) {
			expect(trackunit.state.customers.has(String(item.customerId))).toBe(true);
			expect(item.name).toEqual(expect.any(String));
		}
		expect(items.at(-1)).toMatchObject({
			id,
			changes: { city: { before: 'Odense', after: 'Oslo' } },
		});
		expect(JSON.stringify(trigger.saved())).toBe(before);
		expect(await nextEvents(trigger)).toEqual([['customerUpdated', id]]);
	});

	it('reads little', async () => {
		trackunit.state.addCustomers(300);
		await triggerOn(trackunit, ALL).fetchTestEvent();
		expect(trackunit.sent().length).toBeLessThanOrEqual(7);
		expect(trackunit.requests()[0]?.query).toEqual({ page: '0', size: '50' });
	});

	it('makes examples up where the account has none', async () => {
		bare(0);
		const items = told(await triggerOn(trackunit, ALL).fetchTestEvent());
		expect(items.map(({ event }) => event)).toEqual(ALL);
		for (const item of items) {
			expect(Object.values(item)).not.toContain(null);
			expect(Object.values(item)).not.toContain(undefined);
		}
		expect(items.at(-1)).toMatchObject({
			name: 'Nordic Rental A/S',
			changes: { city: { before: 'Odense', after: 'Aarhus' } },
		});
	});

	it('shows a customer that the filters let through, and the one that is chosen', async () => {
		const [, chosen] = bare(3);
		trackunit.state.updateCustomer(chosen?.id ?? '', { type: 'RENTAL' });
		trackunit.state.addContact(chosen?.id ?? '', { name: 'Ann' });
		const filtered = triggerOn(trackunit, ['customerCreated'], {
			parameters: { filters: { type: 'RENTAL' } },
		});
		expect(told(await filtered.fetchTestEvent())).toMatchObject([{ id: chosen?.id }]);
		const ofOne = triggerOn(trackunit, ['contactCreated'], {
			parameters: { customerId: locator('id', chosen?.id ?? '') },
		});
		expect(told(await ofOne.fetchTestEvent())).toMatchObject([
			{ customerId: chosen?.id, name: 'Ann' },
		]);
	});

	it('says what is wrong', async () => {
		trackunit.faults.add({ kind: 'status', status: 403 });
		await expect(triggerOn(trackunit, CUSTOMER_EVENTS).fetchTestEvent()).rejects.toThrow(
			'The credential lacks permission',
		);
	});
});

describe('what is set up wrongly is refused before any request', () => {
	it.each([
		['no event', [], "'Trigger On' is empty"],
		['an event that there is not', ['customerMoved'], "'Trigger On' has an unknown value"],
	])('%s', async (_, events, message) => {
		await expect(triggerOn(trackunit, events).activate()).rejects.toThrow(message);
		expect(trackunit.sent()).toEqual([]);
	});

	it('a customer by a mode that there is not', async () => {
		const parameters = { customerId: locator('color', 'red') };
		await expect(
			triggerOn(trackunit, ['contactCreated'], { parameters }).activate(),
		).rejects.toThrow("'Customer' has an unknown mode");
	});
});
