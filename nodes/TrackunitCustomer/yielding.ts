import { sleep } from 'n8n-workflow';

import { addTo } from './groupBy';

/** Milliseconds that a run may go on before n8n's other work gets its turn, where nothing else waits. */
const STRETCH = 20;

/** Rows after which `each` looks at the clock. */
const CHUNK = 100;

/** Goes through many rows without keeping n8n's other work waiting until the last. */
export interface Pace {
	/** Gives others a turn if it is time for one; says whether it did. */
	giveTurn(): Promise<boolean>;
	/** Does `one` with each row, in order, with turns for others in between. */
	each<Row>(rows: readonly Row[], one: (row: Row, index: number) => void): Promise<void>;
	/** What `one` makes of each row, in order, with turns for others in between. */
	map<In, Out>(rows: readonly In[], one: (row: In, index: number) => Out): Promise<Out[]>;
	/** `groupBy`, with turns for others in between. */
	groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Promise<Map<string, Row[]>>;
}

/**
 * Gives n8n's other work, which shares the node's process, a turn after each stretch of `milliseconds`.
 * One pace for all that is done in one go, since others wait for the sum of it.
 */
export function createPace(milliseconds = STRETCH): Pace {
	let since = Date.now();
	let turn: Promise<void> | undefined;

	async function giveTurn(): Promise<boolean> {
		if (!turn && Date.now() - since < milliseconds) return false;
		// All wait for the same turn: as long as one of several workers goes on, none is given.
		turn ??= sleep(0).finally(() => {
			turn = undefined;
			since = Date.now();
		});
		await turn;
		return true;
	}

	async function each<Row>(
		rows: readonly Row[],
		one: (row: Row, index: number) => void,
	): Promise<void> {
		for (const [index, row] of rows.entries()) {
			one(row, index);
			if (index % CHUNK === 0) await giveTurn();
		}
	}

	return {
		giveTurn,
		each,
		async map<In, Out>(rows: readonly In[], one: (row: In, index: number) => Out) {
			const results: Out[] = [];
			await each(rows, (row, index) => results.push(one(row, index)));
			return results;
		},
		async groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string) {
			const groups = new Map<string, Row[]>();
			await each(rows, (row) => addTo(groups, keyOf(row), row));
			return groups;
		},
	};
}
