import { sleep } from 'n8n-workflow';

/** Milliseconds after which other work of n8n gets its turn, where nothing else would wait. */
export const YIELD_AFTER = 50;

/** Runs `task` for 0 … count-1 in order, at most `width` at a time, until all have ended or `stop` says so. */
export async function inTurn(
	count: number,
	width: number,
	task: (index: number) => Promise<void>,
	stop: () => boolean = () => false,
): Promise<void> {
	let next = 0;
	let lastYield = Date.now();
	async function worker(): Promise<void> {
		while (next < count && !stop()) {
			const index = next;
			next += 1;
			await task(index);
			// Rows that need no request never wait.
			if (Date.now() - lastYield > YIELD_AFTER) {
				lastYield = Date.now();
				await sleep(0);
			}
		}
	}
	await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
}
