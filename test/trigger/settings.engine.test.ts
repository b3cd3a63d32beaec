import { locator } from '../support/trackunit';
import { active, bare, CUSTOMER_EVENTS, nextEvents, trackunit, useTrigger } from './setup';
import { triggerOn } from './trigger';

useTrigger();

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
		expect((await nextEvents(trigger)).sort()).toEqual([
			['customerCreated', added.id],
			['customerUpdated', other?.id],
		]);
		expect(trackunit.requests().map(({ query }) => query)).toEqual([
			{ sort: 'id', page: '0', size: '1000' },
		]);
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

describe('what is set up wrongly is refused before any request', () => {
	it.each([
		['no event', [], "'Trigger On' is empty"],
		['an event that there is not', ['customerMoved'], "'Trigger On' has an unknown value"],
	])('%s', async (_, events, message) => {
		await expect(triggerOn(trackunit, events).activate()).rejects.toThrow(message);
		expect(trackunit.sent()).toEqual([]);
	});

	it.each(['={{ undefined }}', '={{ null }}', '={{ $vars.customer }}', '={{ " " }}'])(
		'a customer by the expression %s, which gives none: all are meant only where it is empty',
		async (expression) => {
			for (const customerId of [
				locator('id', expression),
				locator('externalReference', expression),
				expression,
			]) {
				const trigger = triggerOn(trackunit, ['contactCreated'], { parameters: { customerId } });
				await expect(trigger.activate()).rejects.toThrow("'Only This Customer' is empty");
			}
			expect(trackunit.sent()).toEqual([]);
		},
	);

	it('a customer by a mode that there is not', async () => {
		const parameters = { customerId: locator('color', 'red') };
		await expect(
			triggerOn(trackunit, ['contactCreated'], { parameters }).activate(),
		).rejects.toThrow("'Only This Customer' has an unknown mode");
	});
});
