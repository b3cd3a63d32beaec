/** How to end what was started, in the order in which it was. */
export type Ends = Array<() => Promise<void>>;

/**
 * Sets up what consists of several things, each of which adds to `ends` how to end it. `close` ends the last
 * first, and the others also where one fails; where not all can be set up, what was is ended.
 */
export async function opened<Made extends object>(
	setUp: (ends: Ends) => Promise<Made>,
): Promise<Made & { close(): Promise<void> }> {
	const ends: Ends = [];

	async function close(): Promise<void> {
		const end = ends.pop();
		if (end) await end().finally(close);
	}

	return await setUp(ends).then(
		(made) => ({ ...made, close }),
		async (error: unknown) => {
			await close();
			throw error;
		},
	);
}
