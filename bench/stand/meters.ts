import { isObject } from '../../nodes/TrackunitCustomer/json';

/** What n8n's process has used in a stretch of time. */
export interface Used {
	/** Milliseconds of processor time. */
	cpu: number;
	/** The most bytes in use on its heap; 0 unless `collectEvery` has looked. */
	heap: number;
	/** The longest stretch in which it did nothing else, in milliseconds. */
	longestGap: number;
}

/** Reads what `meters.cjs` notes in n8n's process. */
export interface Meters {
	/** Where it is told. */
	port: number;
	/** Times are milliseconds since 1970. */
	used(from: number, to: number): Promise<Used>;
	/** Collects garbage every so many milliseconds, to see how much is in use; 0 for never. */
	collectEvery(milliseconds: number): Promise<void>;
	/** Since when it does, in milliseconds since 1970; undefined where it does not. */
	collectingSince(): number | undefined;
}

export function createMeters(port: number): Meters {
	async function ask(query: Record<string, number>): Promise<Used> {
		const search = new URLSearchParams();
		for (const [name, value] of Object.entries(query)) search.set(name, String(value));
		const response = await fetch(`http://127.0.0.1:${port}/?${search}`);
		return readUsed(await response.json());
	}

	let since: number | undefined;

	return {
		port,
		used: async (from, to) => await ask({ from, to }),
		async collectEvery(milliseconds) {
			await ask({ collectEvery: milliseconds });
			since = milliseconds > 0 ? Date.now() : undefined;
		},
		collectingSince: () => since,
	};
}

function readUsed(answer: unknown): Used {
	if (!isObject(answer)) throw new Error('The meters of n8n did not answer');
	const { cpu, heap, longestGap } = answer;
	return { cpu: Number(cpu), heap: Number(heap), longestGap: Number(longestGap) };
}
