import { sleep } from 'n8n-workflow';

/** Rows after which `map` looks at the clock. */
const CHUNK = 1000;

/** Goes through many rows without keeping n8n's other work waiting until the last. */
export interface Pace {
	/** Gives others a turn if it is time for one; says whether it did. */
	giveTurn(): Promise<boolean>;
	/** What `one` makes of each row, in order, with turns for others in between. */
	map<In, Out>(rows: readonly In[], one: (row: In, index: number) => Out): Promise<Out[]>;
}

/**
 * Gives n8n's other work, which shares the node's process, a turn after each stretch of `milliseconds`.
 * One pace for all that is done in one go, since others wait for the sum of it.
 */
export function createPace(milliseconds: number): Pace {
	let since = Date.now();

	async function giveTurn(): Promise<boolean> {
		if (Date.now() - since < milliseconds) return false;
		// Before it sleeps too, so that of several workers only one does.
		since = Date.now();
		await sleep(0);
		since = Date.now();
		return true;
	}

	return {
		giveTurn,
		async map(rows, one) {
			const results: Array<ReturnType<typeof one>> = [];
			for (const [index, row] of rows.entries()) {
				results.push(one(row, index));
				if (index % CHUNK === 0) await giveTurn();
			}
			return results;
		},
	};
}
