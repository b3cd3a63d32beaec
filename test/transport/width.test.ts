import { sleep } from 'n8n-workflow';

import { createGate } from '../../nodes/TrackunitCustomer/transport/gate';
import type { Request } from '../../nodes/TrackunitCustomer/transport/request';
import {
	withDecision,
	withGate,
	withRetry,
	type Attempt,
} from '../../nodes/TrackunitCustomer/transport/send';
import { atOnce, bucket, unlimited, WAY, windowed, workers, type Server } from './servers';

/** The beginning of a second of the server's clock. */
const START = Date.UTC(2026, 0, 1);
const create: Request = { method: 'POST', path: '/api/customer/v1/customers', repeatable: false };
const rules = { maxRetries: 4, budget: 300_000 };

interface Node {
	requests: number;
	maxConcurrency: number;
	perSecond?: number;
}
const alone: Node = { requests: 2000, maxConcurrency: 100 };

interface Figures {
	seconds: number;
	done: number;
	refused: number;
	/** The most attempts that were under way at once. */
	most: number;
}

/** What nodes that share a server come to, in virtual time: the gate, the retries and n8n's sleep are the real ones. */
async function run(server: Server, ...nodes: Node[]): Promise<Figures> {
	const seen = { done: 0, refused: 0, most: 0 };
	let underWay = 0;
	const attempt: Attempt = async () => {
		underWay += 1;
		seen.most = Math.max(seen.most, underWay);
		await sleep(WAY);
		const { status, at, retryAfter } = server(Date.now());
		await sleep(at - Date.now());
		underWay -= 1;
		if (status === 200) return { answer: { status, headers: {}, body: {} } };
		seen.refused += 1;
		return { failure: { kind: 'status', status, delivery: 'refused', retryAfter } };
	};
	const work = nodes.map(async ({ requests, maxConcurrency, perSecond }) => {
		const gate = createGate(maxConcurrency, undefined, perSecond);
		const send = withRetry(withGate(withDecision(attempt, rules), gate));
		let left = requests;
		const worker = async (): Promise<void> => {
			while (left > 0) {
				left -= 1;
				if ('answer' in (await send(create))) seen.done += 1;
			}
		};
		await Promise.all(Array.from({ length: maxConcurrency }, worker));
	});
	let isOver = false;
	void Promise.all(work).then(() => (isOver = true));
	const seconds = (): number => (Date.now() - START) / 1000;
	while (!isOver && seconds() < 300) await jest.advanceTimersByTimeAsync(20);
	return { ...seen, seconds: seconds() };
}

beforeEach(() => {
	jest.useFakeTimers({ now: START });
	jest.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

describe('2 000 requests', () => {
	const jumps: Server = unlimited((now) => (now < START + 2000 ? 30 : 400));
	const nextSecond = (now: number): string =>
		new Date(Math.floor(now / 1000) * 1000 + 1000).toUTCString();

	it.each<[string, Server, Omit<Figures, 'done'>]>([
		['a server without a limit', unlimited(() => 30), { seconds: 4, refused: 0, most: 100 }],
		['50 in each second', windowed(50), { seconds: 44, refused: 100, most: 60 }],
		['50 a second from a bucket', bucket(50, START), { seconds: 44, refused: 100, most: 60 }],
		['four workers and a queue', workers(4, 40), { seconds: 21, refused: 0, most: 40 }],
		['ten at once', atOnce(10, 100), { seconds: 40, refused: 100, most: 40 }],
		['answers that become slow for good', jumps, { seconds: 14, refused: 0, most: 100 }],
		['a date to wait for', windowed(50, nextSecond), { seconds: 44, refused: 100, most: 60 }],
	])('to %s are all answered, in good time, few of them refused', async (_server, server, most) => {
		const figures = await run(server, alone);
		expect(figures.done).toBe(alone.requests);
		expect(figures.seconds).toBeLessThanOrEqual(most.seconds);
		expect(figures.refused).toBeLessThanOrEqual(most.refused);
		expect(figures.most).toBeLessThanOrEqual(most.most);
	});

	it('of two nodes that share a limit are too', async () => {
		const half = { ...alone, requests: alone.requests / 2 };
		const { done, refused, seconds } = await run(bucket(50, START), half, half);
		expect(done).toBe(alone.requests);
		expect(refused).toBeLessThanOrEqual(100);
		expect(seconds).toBeLessThanOrEqual(48);
	});

	it('are never more in a second than they may be, and at 50 a second none is refused', async () => {
		const arrived = new Map<number, number>();
		const server = windowed(50);
		const figures = await run(
			(now) => {
				const second = Math.floor(now / 1000);
				arrived.set(second, (arrived.get(second) ?? 0) + 1);
				return server(now);
			},
			{ requests: 500, maxConcurrency: 20, perSecond: 50 },
		);
		expect(figures).toMatchObject({ done: 500, refused: 0 });
		expect(Math.max(...arrived.values())).toBeLessThanOrEqual(50);
		expect(figures.seconds).toBeLessThanOrEqual(11);
	});
});

it('lets no more start than five, whatever is allowed, until answers have come', async () => {
	const gate = createGate(100);
	let inside = 0;
	await gate.enter();
	for (let worker = 0; worker < 50; worker++) void gate.enter().then(() => (inside += 1));
	gate.leave(true);
	await jest.advanceTimersByTimeAsync(1000);
	expect(inside).toBe(5);
});
