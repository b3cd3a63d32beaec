/* eslint-disable @n8n/community-nodes/no-restricted-globals -- tests run on Node and never ship */
import { inTurn } from '../nodes/TrackunitCustomer/run/inTurn';
import { createPace } from '../nodes/TrackunitCustomer/yielding';

/** A clock that goes on by a millisecond whenever it is looked at. */
beforeEach(() => {
	let now = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => now++);
});
afterEach(() => jest.restoreAllMocks());

/** How many were done when others had their first turn. */
async function doneAtFirstTurn(work: (one: () => void) => Promise<unknown>): Promise<number> {
	let done = 0;
	let atFirstTurn = 0;
	setImmediate(() => (atFirstTurn = done));
	await work(() => done++);
	return atFirstTurn;
}

test('others get their turn after the same stretch, however many rows are under way at once', async () => {
	const task = (one: () => void) => async () => await Promise.resolve(one());
	const alone = await doneAtFirstTurn(async (one) => await inTurn(5_000, 1, task(one)));
	const many = await doneAtFirstTurn(async (one) => await inTurn(5_000, 100, task(one)));
	expect(alone).toBeLessThan(100);
	expect(many).toBeLessThan(alone + 100);
});

test('rows that are only gone through give others their turn too', async () => {
	const rows = Array.from({ length: 50_000 }, (_, row) => row);
	const pace = createPace();
	expect(await doneAtFirstTurn(async (one) => await pace.map(rows, one))).toBeLessThan(5_000);
	const grouped = await pace.groupBy(rows, (row) => String(row % 3));
	expect([...grouped.keys()]).toEqual(['0', '1', '2']);
	expect(grouped.get('2')?.slice(0, 2)).toEqual([2, 5]);
});
