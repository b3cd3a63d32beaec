/* eslint-disable @n8n/community-nodes/no-restricted-globals -- tests run on Node and never ship */
/** Timers and the clock of the code under test, so many times as fast as they are. */
export interface QuickTime {
	/** Where the timers were set that are still there after a second of the code's time, which is for what was just ending. */
	pending(): Promise<string[]>;
	restore(): void;
}

/**
 * Time itself is left in its order, unlike with timers that a test moves by hand: what runs side by side still does.
 * The HTTP client's own time-out is Node's and stays as it is.
 */
export function quicken(factor: number): QuickTime {
	const { setTimeout: set, clearTimeout: clear } = globalThis;
	const now = Date.now;
	const start = now();
	const pending = new Map<unknown, Error>();

	const quick = Object.assign(
		(callback: (...given: unknown[]) => void, delay = 0, ...given: unknown[]) => {
			const timer = set(() => {
				pending.delete(timer);
				callback(...given);
			}, delay / factor);
			pending.set(timer, new Error(`A timer of ${delay} ms was left`));
			return timer;
		},
		{ __promisify__: set.__promisify__ },
	);
	Object.assign(globalThis, {
		setTimeout: quick,
		clearTimeout(timer?: NodeJS.Timeout | string | number) {
			pending.delete(timer);
			clear(timer);
		},
	});
	Date.now = () => start + (now() - start) * factor;

	return {
		async pending() {
			for (let left = 1000; left > 0 && pending.size > 0; left -= factor) {
				await new Promise((done) => set(done, 1));
			}
			return [...pending.values()].map(({ stack = '' }) => stack);
		},
		restore() {
			Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
			Date.now = now;
		},
	};
}
