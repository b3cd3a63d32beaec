import { Cancelled, Stopped } from '../../nodes/TrackunitCustomer/failure/failure';
import { createDeadlines } from '../../nodes/TrackunitCustomer/transport/deadline';
import { createGate } from '../../nodes/TrackunitCustomer/transport/gate';

/** Lets everything run that can run without a timer. */
const settle = async (): Promise<void> => {
	for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

describe('the gate', () => {
	it('lets one attempt through until one has been answered, then as many as its width', async () => {
		const gate = createGate(3);
		let inside = 0;
		for (let worker = 0; worker < 5; worker++) void gate.enter().then(() => (inside += 1));
		await settle();
		expect(inside).toBe(1);
		gate.leave(false);
		await settle();
		expect(inside).toBe(2);
		gate.leave(true);
		await settle();
		expect(inside).toBe(5);
	});

	it('keeps the order of those who wait', async () => {
		const gate = createGate(1);
		const order: number[] = [];
		for (const worker of [0, 1, 2]) void gate.enter().then(() => order.push(worker));
		for (let turn = 0; turn < 3; turn++) {
			await settle();
			gate.leave(true);
		}
		expect(order).toEqual([0, 1, 2]);
	});

	it('lets others pass one that backs off', async () => {
		const gate = createGate(1);
		const order: string[] = [];
		const late = gate.enter(Date.now() + 60).then(() => order.push('late'));
		await gate.enter();
		order.push('now');
		gate.leave(true);
		await late;
		expect(order).toEqual(['now', 'late']);
	});

	it('lets nobody in while it is paused, with one timer for all', async () => {
		const gate = createGate(5);
		const until = Date.now() + 80;
		gate.pause(until);
		const times = await Promise.all(
			[gate.enter(), gate.enter()].map(async (entered) => {
				await entered;
				gate.leave(true);
				return Date.now();
			}),
		);
		for (const time of times) expect(time).toBeGreaterThanOrEqual(until);
		expect(gate.counts.paused).toBeGreaterThan(0);
	});

	it('stays paused until the latest time that it was given, and counts no wait twice', async () => {
		const gate = createGate(1);
		const until = Date.now() + 80;
		gate.pause(until);
		gate.pause(Date.now() + 10);
		await gate.enter();
		expect(Date.now()).toBeGreaterThanOrEqual(until);
		expect(gate.counts.paused).toBeLessThanOrEqual(80);
	});

	it('adds no listener for each that waits to the signal', async () => {
		const { signal } = new AbortController();
		let listeners = 0;
		const add = signal.addEventListener.bind(signal);
		signal.addEventListener = (...args: Parameters<typeof add>) => {
			listeners += 1;
			add(...args);
		};
		const gate = createGate(1, signal);
		const until = Date.now() + 20;
		const all = Array.from({ length: 20 }, async () => {
			await gate.enter(until);
			gate.leave(true);
		});
		await Promise.all(all);
		expect(listeners).toBeLessThan(10);
	});

	it('and the deadlines have few listeners on it with a hundred under way', async () => {
		const { signal } = new AbortController();
		let listeners = 0;
		const add = signal.addEventListener.bind(signal);
		const remove = signal.removeEventListener.bind(signal);
		signal.addEventListener = (...args: Parameters<typeof add>) => {
			listeners += 1;
			add(...args);
		};
		signal.removeEventListener = (...args: Parameters<typeof remove>) => {
			listeners -= 1;
			remove(...args);
		};
		const gate = createGate(100, signal, 500);
		const deadlines = createDeadlines(signal);
		let finish: () => void = () => undefined;
		const answer = new Promise<void>((resolve) => (finish = resolve));
		const all = Array.from({ length: 100 }, async () => {
			await gate.enter(Date.now() + 20);
			await deadlines.within(answer, 60_000);
			gate.leave(true);
		});
		await deadlines.within(new Promise(() => undefined), 30);
		expect(listeners).toBeLessThan(5);
		finish();
		await Promise.all(all);
		expect(listeners).toBeLessThan(5);
	});

	it('wakes those who wait when the execution is cancelled', async () => {
		const controller = new AbortController();
		const gate = createGate(1, controller.signal);
		const waiting = gate.enter(Date.now() + 3_600_000);
		controller.abort();
		await expect(waiting).rejects.toBeInstanceOf(Cancelled);
		await expect(gate.enter()).rejects.toBeInstanceOf(Cancelled);
	});

	it('turns away those who wait and those who come once it is closed', async () => {
		const gate = createGate(1);
		await gate.enter();
		const waiting = gate.enter();
		gate.close();
		await expect(waiting).rejects.toBeInstanceOf(Stopped);
		await expect(gate.enter()).rejects.toBeInstanceOf(Stopped);
	});
});
