import type { WorkflowJson } from '../scripts/engine';
import type { Execution } from '../scripts/n8n/executions';
import { chain, connect, node } from '../scripts/n8n/flow';
import { spanOf } from './executed';
import type { Meters } from './stand/meters';
import type { Stand } from './stand/stand';

const HOLD = 'Hold';
/** Milliseconds between two looks at what is in use at least; each of them stops n8n for a while. */
const EVERY = 10;

/** What a run takes of n8n's memory at its peak, and what of it is left when it is done, in bytes. */
export interface Heap {
	heap: number;
	size: number;
}

/** The workflow with a rest behind its last node, so that its items are in memory when n8n is looked at. */
export function holding({ nodes, connections, ...workflow }: WorkflowJson): WorkflowJson {
	const rest = node(HOLD, 'n8n-nodes-base.wait', {
		typeVersion: 1.1,
		parameters: { resume: 'timeInterval', amount: 10, unit: 'seconds' },
	});
	const last = nodes.at(-1)?.name ?? '';
	return {
		...workflow,
		nodes: [...nodes, rest],
		connections: { ...connections, [last]: connect([HOLD]) },
	};
}

/** Of a workflow that held its items; its input counts too. */
export async function heapOf(meters: Meters, execution: Execution): Promise<Heap> {
	const { from } = spanOf(execution, Object.keys(execution.runData));
	const rest = spanOf(execution, [HOLD]);
	const inUse = async (start: number, end: number): Promise<number> =>
		(await meters.used(start, end)).heap;
	const before = await inUse(meters.collectingSince() ?? from, from);
	const after = await inUse(rest.from, rest.to);
	const most = await inUse(from, rest.to);
	if (before === 0 || after === 0) throw new Error('n8n was never looked at');
	return { heap: most - before, size: after - before };
}

/** Of nothing: n8n holds what a run has brought until the next one, which would then seem to take less than it does. */
const EMPTY = chain('Empty', []);

/** Does it while n8n's memory is looked at, which takes time: times say nothing then. */
export async function whileCollecting<Value>(
	stand: Stand,
	work: () => Promise<Value>,
): Promise<Value> {
	const { meters } = stand;
	await stand.run(EMPTY);
	await meters.collectEvery(EVERY);
	try {
		return await work();
	} finally {
		await meters.collectEvery(0);
	}
}
