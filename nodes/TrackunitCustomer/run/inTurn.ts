import { asError } from '../failure/failure';
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

/** Does `task` for each, at most `width` at a time. Once it fails no more are started, and the first failure is thrown. */
export async function forEach<Each>(
	each: readonly Each[],
	width: number,
	task: (one: Each) => Promise<void>,
): Promise<void> {
	let failure: { error: unknown } | undefined;
	await inTurn(
		each.length,
		width,
		async (index) => {
			const one = each[index];
			if (one === undefined) return;
			await task(one).catch((error: unknown) => (failure ??= { error }));
		},
		() => failure !== undefined,
	);
	if (failure) throw asError(failure.error);
}
