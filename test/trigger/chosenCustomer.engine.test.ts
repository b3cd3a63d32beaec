import { onePage } from '../support/lists';
import { CUSTOMERS, locator } from '../support/trackunit';
import { active, bare, customer, logs, nextEvents, trackunit, useTrigger } from './setup';
import { ALL, triggerOn } from './trigger';

useTrigger();

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

	it('that is found by its external reference is the same one, however its ID is written', async () => {
		const [one] = bare(1);
		const id = one?.id ?? '';
		trackunit.state.updateCustomer(id, { externalReference: 'K-1' });
		const parameters = { customerId: locator('externalReference', 'K-1') };
		const trigger = await active(['contactCreated'], { parameters });
		const body = onePage([{ id: id.toUpperCase(), name: 'Acme', externalReference: 'K-1' }]);
		trackunit.faults.add({ kind: 'status', status: 200, body, on: { path: CUSTOMERS } });
		const contact = trackunit.state.addContact(id, { name: 'New' });
		expect(await nextEvents(trigger)).toEqual([['contactCreated', contact.id]]);
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
