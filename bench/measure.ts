import type { WorkflowJson } from '../scripts/engine';
import type { Execution } from '../scripts/n8n/executions';
import type { Simulator } from '../simulator';
import { spanOf } from './executed';
import { heapOf, holding } from './heap';
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

/** Runs a workflow; the figures of those of its nodes that do the work, with memory while `meters` collects. Throws where n8n says that it failed. */
export async function measure(
	stand: Stand,
	trackunit: Simulator,
	workflow: WorkflowJson,
	nodes: readonly string[],
): Promise<{ sample: Sample; execution: Execution }> {
	trackunit.log.clear();
	stand.connections.forget();
	const isCollecting = stand.meters.collectingSince() !== undefined;
	const execution = await stand.run(isCollecting ? holding(workflow) : workflow);
	if (execution.status !== 'success') {
		throw new Error(`${workflow.name} ended as ${execution.status}: ${inWords(execution.error)}`);
	}
	const { from, to, time } = spanOf(execution, nodes);
	const { cpu, longestGap } = await stand.meters.used(from, to);
	const { log } = trackunit;
	return {
		execution,
		sample: {
			time,
			requests: log.entries.length,
			refused: log.count({ status: 429 }),
			inFlight: stand.connections.mostOpen(),
			cpu,
			...(isCollecting && (await heapOf(stand.meters, execution))),
			blocked: longestGap,
		},
	};
}

function inWords(error: unknown): string {
	return typeof error === 'object' && error !== null && 'message' in error
		? String(error.message)
		: JSON.stringify(error);
}
