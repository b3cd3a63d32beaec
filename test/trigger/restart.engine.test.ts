import { active, CUSTOMER_EVENTS, logs, trackunit, useTrigger } from './setup';
import { told, triggerOn } from './trigger';

useTrigger();

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
