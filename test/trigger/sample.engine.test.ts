import { onePage } from '../support/lists';
import { CUSTOMERS, locator } from '../support/trackunit';
import {
	active,
	bare,
	customer,
	CUSTOMER_EVENTS,
	nextEvents,
	trackunit,
	useTrigger,
} from './setup';
import { ALL, told, triggerOn } from './trigger';

useTrigger();

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

	it('shows IDs as they are told later, however they are written', async () => {
		const { id, ...row } = customer(0);
		const body = onePage([{ ...row, id: `___Customer___${id.toUpperCase()}` }]);
		const on = { path: CUSTOMERS };
		trackunit.faults.add({ kind: 'status', status: 200, body, on, times: 'always' });
		trackunit.state.addContact(id, { name: 'Ann' });
		const items = told(await triggerOn(trackunit, ALL).fetchTestEvent());
		expect(items.map(({ customerId }) => customerId)).toEqual(items.map(() => id));
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
