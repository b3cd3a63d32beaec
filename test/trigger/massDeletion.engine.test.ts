import { CUSTOMERS } from '../support/trackunit';
import {
	active,
	bare,
	CUSTOMER_EVENTS,
	logs,
	next,
	nextEvents,
	trackunit,
	useTrigger,
} from './setup';
import { ALL } from './trigger';

useTrigger();

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
			const all = bare(12);
			const [owner] = all;
			const { addContact, addAsset, assign, unassign, deleteContact, deleteCustomer } =
				trackunit.state;
			const ownerId = owner?.id ?? '';
			for (let count = 0; count < 12; count++) {
				addContact(ownerId, { name: `Contact ${count}` });
				assign(ownerId, [addAsset({ name: `Asset ${count}` }).id]);
			}
			const trigger = await active(ALL, { keeps });
			if (list === 'customers') {
				for (const { id } of all.slice(1, 9)) deleteCustomer(id);
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
		const all = bare(12);
		const [owner] = all;
		const ownerId = owner?.id ?? '';
		const { addContact, deleteContact, deleteCustomer } = trackunit.state;
		const contacts = Array.from({ length: 12 }, () => addContact(ownerId, { name: 'Ann' }));
		const trigger = await active(['customerDeleted', 'contactDeleted'], { keeps });
		for (const { id } of contacts.slice(0, 8)) deleteContact(ownerId, id);
		for (const { id } of all.slice(1, 9)) deleteCustomer(id);
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
		// The first page again and again, as if there were no more.
		trackunit.faults.add({ kind: 'repeatPage', times: 'always' });
		trackunit.faults.add({ kind: 'lieTotals', totalElements: 3, totalPages: 1, times: 'always' });
		expect(await trigger.poll()).toBeNull();
		expect(logs(trigger, 'warn')).toEqual([expect.stringContaining('9 of 12 customers')]);
		trackunit.faults.clear();
		expect(await trigger.poll()).toBeNull();
		expect(await trigger.poll()).toBeNull();
	});

	it('fails where pages repeat and no word is of how many there are', async () => {
		bare(12);
		trackunit.settings.maxPageSize = 3;
		const trigger = await active(CUSTOMER_EVENTS, { keeps });
		trackunit.faults.add({ kind: 'repeatPage', times: 'always' });
		trackunit.faults.add({ kind: 'noTotals', times: 'always' });
		await expect(trigger.poll()).rejects.toThrow('fewer records than announced');
		trackunit.faults.clear();
		expect(await trigger.poll()).toBeNull();
	});
});
