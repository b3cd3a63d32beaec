/**
 * Numbers for the rows of a list that rise in its order and that a row keeps. A cursor is such a number: it keeps its
 * place when rows come and go around it, even when its own row goes.
 */
export interface Ranks {
	/** Takes note of the rows as they are now; for nothing where the version is the one of last time. */
	note(ids: readonly string[], version?: number): void;
	/** Throws for a row that was never noted. */
	of(id: string): number;
	/** Whether a row ever had this number. */
	has(rank: number): boolean;
}

export function createRanks(): Ranks {
	const ranks = new Map<string, number>();
	let least = 0;
	let most = -1;
	let noted: number | undefined;

	function noteFirst(ids: readonly string[]): void {
		const known = ids.findIndex((id) => ranks.has(id));
		for (const id of ids.slice(0, Math.max(known, 0)).reverse()) {
			least -= 1;
			ranks.set(id, least);
		}
	}

	return {
		note(ids, version) {
			if (version !== undefined && version === noted) return;
			noted = version;
			noteFirst(ids);
			let previous = -Infinity;
			for (const id of ids) {
				let rank = ranks.get(id);
				// A row that was taken away and added again is further back than it was.
				if (rank === undefined || rank <= previous) {
					most += 1;
					rank = most;
					ranks.set(id, rank);
				}
				previous = rank;
			}
		},
		of(id) {
			const rank = ranks.get(id);
			if (rank === undefined) throw new Error(`There is no row '${id}'`);
			return rank;
		},
		has: (rank) => Number.isInteger(rank) && rank >= least && rank <= most,
	};
}
