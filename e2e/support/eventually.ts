/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { setTimeout as wait } from 'node:timers/promises';

const PATIENCE = 60_000;

/** Does it again until it no longer throws, and answers what it gives; its own error when the time is up. */
export async function eventually<Value>(
	work: () => Promise<Value> | Value,
	patience = PATIENCE,
): Promise<Value> {
	const deadline = Date.now() + patience;
	for (;;) {
		const result = await attempt(work);
		if ('value' in result) return result.value;
		if (Date.now() > deadline) throw result.error;
		await wait(200);
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
