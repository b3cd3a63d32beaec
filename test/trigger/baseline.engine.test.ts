import type { IDataObject } from 'n8n-workflow';

import {
	AUTHENTICATIONS,
	locator,
	startAnother,
	typeFor,
	type Trackunit,
} from '../support/trackunit';
import {
	active,
	customer,
	CUSTOMER_EVENTS,
	logs,
	nextEvents,
	trackunit,
	useTrigger,
} from './setup';
import { ALL, parametersFor, told, type TriggerOptions } from './trigger';

useTrigger();

it('tells nothing of rows that only change places', async () => {
	trackunit.state.addCustomers(26);
	trackunit.settings.maxPageSize = 5;
	trackunit.faults.add({ kind: 'drift', change: 'move', times: 'always' });
	const trigger = await active(CUSTOMER_EVENTS);
	expect(await trigger.poll()).toBeNull();
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
