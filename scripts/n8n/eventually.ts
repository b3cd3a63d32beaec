/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { setTimeout as wait } from 'node:timers/promises';

export interface Trying {
	/** Milliseconds after which it is not tried again. */
	patience?: number;
	/** Milliseconds between two tries. */
	pause?: number;
}

/** Does it again until it no longer throws, and answers what it gives; its own error when the time is up. */
export async function eventually<Value>(
	work: () => Promise<Value> | Value,
	{ patience = 60_000, pause = 200 }: Trying = {},
): Promise<Value> {
	const deadline = Date.now() + patience;
	for (;;) {
		const result = await attempt(work);
		if ('value' in result) return result.value;
		if (Date.now() > deadline) throw result.error;
		await wait(pause);
	}
}

async function attempt<Value>(
	work: () => Promise<Value> | Value,
): Promise<{ value: Value } | { error: unknown }> {
	try {
		return { value: await work() };
	} catch (error) {
		return { error };
	}
}
