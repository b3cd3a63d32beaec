import type { Execution } from '../scripts/n8n/executions';

/** When the nodes began and ended, since 1970, and how long they ran without what n8n did between them. */
export function spanOf(
	{ runData }: Execution,
	nodes: readonly string[],
): { from: number; to: number; time: number } {
	const runs = nodes.flatMap((name) => runData[name] ?? []);
	const starts = runs.map(({ startTime }) => startTime);
	const ends = runs.map(({ startTime, executionTime }) => startTime + executionTime);
	const time = runs.reduce((sum, { executionTime }) => sum + executionTime, 0);
	return { from: Math.min(...starts), to: Math.max(...ends), time };
}
