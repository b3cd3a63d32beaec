/** Throws where a run did not do what it was measured for. */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
	const [is, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
	if (is !== wanted) throw new Error(`${what}: ${is}, not ${wanted}`);
}
