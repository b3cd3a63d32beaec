import { sleep } from 'n8n-workflow';

/** Milliseconds after which other work of n8n gets its turn. */
const MILLISECONDS = 20;
/** Rows after which it is seen how long others have waited. */
export const CHUNK = 1000;

/** Goes through many rows without keeping all else in n8n's process waiting until the last. */
export interface Pace {
	map<In, Out>(rows: readonly In[], one: (row: In, index: number) => Out): Promise<Out[]>;
	/** What `pack` makes of the rows, chunk by chunk, put together. */
	join<In>(rows: readonly In[], pack: (chunk: In[]) => string, between?: string): Promise<string>;
	/** All that comes. */
	collect<Row>(rows: Iterable<Row>): Promise<Row[]>;
	/** Lets others have their turn if they have waited. */
	giveTurn(): Promise<void>;
}

/** One pace for all that is done in one go, since others wait for the sum of it. */
export function createPace(): Pace {
	let since = Date.now();

	async function giveTurn(): Promise<void> {
		if (Date.now() - since < MILLISECONDS) return;
		await sleep(0);
		since = Date.now();
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
		async join(rows, pack, between = '') {
			const texts: string[] = [];
			for (let start = 0; start < rows.length; start += CHUNK) {
				texts.push(pack(rows.slice(start, start + CHUNK)));
				await giveTurn();
			}
			return texts.join(between);
		},
		async collect(rows) {
			const all = [];
			for (const row of rows) {
				all.push(row);
				if (all.length % CHUNK === 0) await giveTurn();
			}
			return all;
		},
	};
}
