import { AUTHENTICATIONS } from '../support/trackunit';
import {
	active,
	bare,
	customer,
	CUSTOMER_EVENTS,
	next,
	nextEvents,
	trackunit,
	useTrigger,
} from './setup';
import { ALL } from './trigger';

useTrigger();

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

	it('nothing for a list in another order', async () => {
		const record = Object.assign(customer(1), { tags: ['a', 'b'] });
		const trigger = await active(['customerUpdated']);
		record.tags.reverse();
		expect(await next(trigger)).toEqual([]);
		record.tags.push('c');
		expect(await next(trigger)).toEqual([expect.objectContaining({ id: record.id })]);
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
		const all = await next(trigger);
		expect(all).toHaveLength(3);
		// The new and the changed come in the list's order.
		expect(all).toEqual(
			expect.arrayContaining([
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
			]),
		);
		expect(all.at(-1)?.event).toBe('contactDeleted');
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

	it('is a change of a record that is nested without measure', async () => {
		const nested = '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000);
		const answer = (name: string): void => {
			const body = `{"content":[{"id":"1","name":"${name}","more":${nested}}]}`;
			const contentType = 'application/json';
			trackunit.faults.add({ kind: 'status', status: 200, body, contentType, times: 'always' });
		};
		answer('One');
		const trigger = await active(['customerUpdated']);
		trackunit.faults.clear();
		answer('Two');
		expect(await next(trigger)).toMatchObject([
			{ id: '1', changes: { name: { before: 'One', after: 'Two' } } },
		]);
		expect(await trigger.poll()).toBeNull();
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
