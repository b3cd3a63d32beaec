/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import process from 'node:process';

import type { IDataObject } from 'n8n-workflow';

import { LISTS, type ListName } from '../../nodes/TrackunitCustomer/trigger/events';
import { takeSnapshot, type RowSnapshot } from '../../nodes/TrackunitCustomer/trigger/snapshot';
import { encodeState, type CustomerLists } from '../../nodes/TrackunitCustomer/trigger/stateFormat';
import { idOf } from '../../nodes/TrackunitCustomer/ids';
import { startAnother, useTrackunit, type Trackunit } from '../support/trackunit';
import { ALL, told, triggerOn } from './trigger';

useTrackunit(() => undefined, { customers: 0 });

const CUSTOMER_EVENTS = ['customerCreated', 'customerUpdated', 'customerDeleted'];

interface Figures {
	bytes: number;
	/** At the first poll, and at one without changes. */
	requests: [number, number];
}

const printed: string[] = [];

/** What a trigger keeps and asks for. */
async function measure(
	trackunit: Trackunit,
	what: string,
	events: string[],
): Promise<Figures & { tells: () => Promise<unknown[]> }> {
	trackunit.log.clear();
	const trigger = triggerOn(trackunit, events);
	await trigger.activate();
	const first = trackunit.requests().length;
	const bytes = trigger.savedBytes();
	trackunit.log.clear();
	expect(await trigger.poll()).toBeNull();
	const figures: Figures = { bytes, requests: [first, trackunit.requests().length] };
	printed.push(
		`${what}: ${bytes} bytes of static data, ${first} requests at the first poll, ${figures.requests[1]} at one without changes`,
	);
	return { ...figures, tells: async () => told(await trigger.poll()) };
}

afterAll(() => {
	process.stdout.write(`${printed.join('\n')}\n`);
});

it('10 000 customers take less than 400 000 bytes, and 11 requests a poll', async () => {
	const trackunit = await startAnother({ customers: 10_000 });
	const { bytes, requests, tells } = await measure(
		trackunit,
		'10 000 customers, all events of customers',
		CUSTOMER_EVENTS,
	);
	expect(bytes).toBeLessThan(400_000);
	// The last page is full, so one more look shows that the list ends there.
	expect(requests).toEqual([11, 11]);

	const [one, other] = [...trackunit.state.customers.values()];
	trackunit.state.updateCustomer(one?.id ?? '', { email: 'new@acme.example', phoneNumber: null });
	trackunit.state.deleteCustomer(other?.id ?? '');
	const added = trackunit.state.addCustomer({ name: 'Acme' });
	// In the order of the list, and what is not there any more at its end.
	expect(await tells()).toEqual([
		expect.objectContaining({ event: 'customerCreated', id: added.id }),
		// What was before does not fit any more; which field it was does.
		expect.objectContaining({
			event: 'customerUpdated',
			id: one?.id,
			changes: { email: { after: 'new@acme.example' }, phoneNumber: { after: null } },
		}),
		{ event: 'customerDeleted', customerId: other?.id, id: other?.id },
	]);
}, 180_000);

/** The bytes kept of all that an account has. */
async function bytesOfAll({ state }: Trackunit): Promise<number> {
	const rowsOf = (list: ListName, records: Iterable<object>): Map<string, RowSnapshot> => {
		const tracking = { fields: LISTS[list].fields, hashes: list !== 'assets', values: true };
		return new Map(
			[...records].map((record): [string, RowSnapshot] => {
				const row: IDataObject = { ...record };
				return [idOf(row) ?? '', takeSnapshot(row, tracking, true)];
			}),
		);
	};
	const listsByCustomer = new Map<string, CustomerLists>();
	for (const id of state.customers.keys()) {
		const assets = [...(state.assignments.get(id) ?? [])].map((assetId) => ({ assetId }));
		const contacts = state.contacts.get(id)?.values() ?? [];
		listsByCustomer.set(id, {
			contacts: rowsOf('contacts', contacts),
			assets: rowsOf('assets', assets),
		});
	}
	const customers = rowsOf('customers', state.customers.values());
	const kept = await encodeState({ customers, listsByCustomer, unconfirmed: [] }, 'fingerprint');
	const bytes = JSON.stringify(kept).length;
	printed.push(`${state.customers.size} customers, all events: ${bytes} bytes of static data`);
	return bytes;
}

it('10 000 customers take 1.5 million bytes with all their contacts and assets', async () => {
	const trackunit = await startAnother({ customers: 10_000 });
	expect(await bytesOfAll(trackunit)).toBeLessThan(1_600_000);
}, 180_000);

it('300 customers take less than 400 000 bytes with all their contacts and assets', async () => {
	const trackunit = await startAnother({ customers: 300 });
	expect(await bytesOfAll(trackunit)).toBeLessThan(400_000);
}, 180_000);

it('50 000 customers work too', async () => {
	const trackunit = await startAnother({ customers: 50_000 });
	const { requests, tells } = await measure(
		trackunit,
		'50 000 customers, all events of customers',
		CUSTOMER_EVENTS,
	);
	expect(requests).toEqual([51, 51]);
	const { id } = trackunit.state.addCustomer({ name: 'Acme' });
	expect(await tells()).toMatchObject([{ event: 'customerCreated', id }]);
}, 180_000);

it('2 000 customers are remembered with their values', async () => {
	const trackunit = await startAnother({ customers: 2000 });
	const { bytes, tells } = await measure(
		trackunit,
		'2 000 customers, all events of customers',
		CUSTOMER_EVENTS,
	);
	expect(bytes).toBeLessThan(400_000);
	const [one] = trackunit.state.customers.values();
	trackunit.state.updateCustomer(one?.id ?? '', { email: null });
	expect(await tells()).toMatchObject([
		{ changes: { email: { before: one?.email, after: null } } },
	]);
}, 180_000);

it('each customer takes two requests a poll more, where its contacts and assets are watched', async () => {
	const trackunit = await startAnother({ customers: 40 });
	const { requests } = await measure(trackunit, '40 customers, all events', ALL);
	expect(requests).toEqual([81, 81]);
}, 180_000);
