import { sleep } from 'n8n-workflow';

/** How many turns others had while something was done, by a clock that is far on whenever it is looked at. */
export async function turnsDuring<Result>(
	work: () => Promise<Result>,
): Promise<{ result: Result; turns: number }> {
	let now = 0;
	const clock = jest.spyOn(Date, 'now').mockImplementation(() => (now += 1000));
	let turns = 0;
	let isOver = false;
	const others = (async () => {
		for (; !isOver; turns += 1) await sleep(0);
	})();
	try {
		const result = await work();
		return { result, turns };
	} finally {
		isOver = true;
		await others;
		clock.mockRestore();
	}
}
