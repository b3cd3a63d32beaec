import type { WorkflowJson } from '../scripts/engine';
import type { Execution } from '../scripts/n8n/executions';
import type { Simulator } from '../simulator';
import type { Stand } from './stand/stand';

/** Figures of one run. Times are in milliseconds, sizes in bytes. */
export const MEASURES = [
	'time',
	'requests',
	'refused',
	'inFlight',
	'lost',
	'doubled',
	'cpu',
	'heap',
	'blocked',
	'size',
	'rows',
] as const;
export type Measure = (typeof MEASURES)[number];
export type Sample = Partial<Record<Measure, number>>;

/** Runs a workflow; the figures of those of its nodes that do the work. Throws where n8n says that it failed. */
export async function measure(
	stand: Stand,
	trackunit: Simulator,
	workflow: WorkflowJson,
	nodes: readonly string[],
): Promise<{ sample: Sample; execution: Execution }> {
	trackunit.log.clear();
	stand.connections.forget();
	const execution = await stand.run(workflow);
	if (execution.status !== 'success') {
		throw new Error(`${workflow.name} ended as ${execution.status}: ${inWords(execution.error)}`);
	}
	const { from, to, time } = spanOf(execution, nodes);
	const { cpu, heap, longestGap } = await stand.meters.used(from, to);
	const { log } = trackunit;
	return {
		execution,
		sample: {
			time,
			requests: log.entries.length,
			refused: log.count({ status: 429 }),
			inFlight: stand.connections.mostOpen(),
			cpu,
			...(heap > 0 && { heap }),
			blocked: longestGap,
		},
	};
}

function inWords(error: unknown): string {
	return typeof error === 'object' && error !== null && 'message' in error
		? String(error.message)
		: JSON.stringify(error);
}

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

/** How many items came out of a node, by its first output. */
export function itemsOf({ runData }: Execution, node: string): number {
	return (runData[node] ?? []).reduce((sum, { data }) => sum + (data?.main?.[0]?.length ?? 0), 0);
}
