import type { Settings } from '../settings';

/** Points, points, and milliseconds. */
export interface RateLimit {
	cost: number;
	remaining: number;
	resetIn: number;
}

export interface Budget {
	/** Takes the cost, unless it is more than what is left to the holder of a token. */
	spend(
		holder: string,
		cost: number,
		settings: Readonly<Settings>,
	): RateLimit & { isGranted: boolean };
	clear(): void;
}

/** What each holder of a token has spent in its window, which starts with the first query after the one before. */
export function createBudget(): Budget {
	const accounts = new Map<string, { since: number; spent: number }>();

	return {
		spend(holder, cost, { graphqlBudget, graphqlWindow }) {
			const now = Date.now();
			let account = accounts.get(holder);
			if (account === undefined || now - account.since >= graphqlWindow) {
				account = { since: now, spent: 0 };
				accounts.set(holder, account);
			}
			const isGranted = account.spent + cost <= graphqlBudget;
			if (isGranted) account.spent += cost;
			return {
				isGranted,
				cost,
				remaining: Math.max(0, graphqlBudget - account.spent),
				resetIn: Math.ceil(account.since + graphqlWindow - now),
			};
		},
		clear: () => accounts.clear(),
	};
}
