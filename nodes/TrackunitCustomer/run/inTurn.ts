import { createPace } from '../yielding';

/** Runs `task` for 0 … count-1 in order, at most `width` at a time, until all have ended or `stop` says so. */
export async function inTurn(
	count: number,
	width: number,
	task: (index: number) => Promise<void>,
	stop: () => boolean = () => false,
): Promise<void> {
	let next = 0;
	const pace = createPace();
	async function worker(): Promise<void> {
		while (next < count && !stop()) {
			const index = next;
			next += 1;
			await task(index);
			// Rows that need no request never wait.
			await pace.giveTurn();
		}
	}
	await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
}
