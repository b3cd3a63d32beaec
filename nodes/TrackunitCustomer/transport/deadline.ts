import { sleep } from 'n8n-workflow';

/** Bounds how long n8n's HTTP helper is waited for, which has no bound of its own. */
export interface Deadlines {
	/** What comes of the work, or 'late' after so many milliseconds or once cancelled; the work itself may go on. */
	within<Value>(work: Promise<Value>, milliseconds: number): Promise<Value | 'late'>;
}

/** One for each client, so that n8n's signal has one listener however many requests are in progress. */
export function createDeadlines(signal?: AbortSignal): Deadlines {
	const waiting = new Set<AbortController>();
	signal?.addEventListener('abort', () => waiting.forEach((one) => one.abort()), { once: true });

	return {
		async within(work, milliseconds) {
			const over = new AbortController();
			waiting.add(over);
			// In n8n 2.22 and before `sleep` knows no signal, and would keep a cancelled run until its time is up.
			const cancelled = new Promise<'late'>((resolve) => {
				over.signal.addEventListener('abort', () => resolve('late'), { once: true });
			});
			// A listener that is added to a signal that has gone off already is never called.
			if (signal?.aborted) over.abort();
			const late = sleep(milliseconds, over.signal).then(
				() => 'late' as const,
				() => 'late' as const,
			);
			try {
				return await Promise.race([work, late, cancelled]);
			} finally {
				waiting.delete(over);
				over.abort();
				// Nobody listens to it any more.
				work.catch(() => undefined);
			}
		},
	};
}
