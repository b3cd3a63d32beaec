import { createDeadlines } from '../../nodes/TrackunitCustomer/transport/deadline';

const never = new Promise<string>(() => undefined);

describe('a deadline', () => {
	it('gives what comes in time, and is late for what does not', async () => {
		const deadlines = createDeadlines();
		expect(await deadlines.within(Promise.resolve('answer'), 1000)).toBe('answer');
		expect(await deadlines.within(never, 10)).toBe('late');
	});

	it('passes on what the work throws', async () => {
		const failing = Promise.reject(new Error('broken'));
		await expect(createDeadlines().within(failing, 1000)).rejects.toThrow('broken');
	});

	it('ends all waits once the execution is cancelled', async () => {
		const controller = new AbortController();
		const deadlines = createDeadlines(controller.signal);
		const waits = [deadlines.within(never, 30_000), deadlines.within(never, 30_000)];
		controller.abort();
		expect(await Promise.all(waits)).toEqual(['late', 'late']);
	});

	it('waits for nothing that begins after it was cancelled', async () => {
		const controller = new AbortController();
		const deadlines = createDeadlines(controller.signal);
		controller.abort();
		expect(await deadlines.within(never, 30_000)).toBe('late');
	}, 5000);
});
