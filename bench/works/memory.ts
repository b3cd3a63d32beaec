import { node, NODE } from '../../scripts/n8n/flow';
import { itemsOf, measure, spanOf, type Sample } from '../measure';
import { medianOf } from '../statistics';
import type { Stand } from '../stand/stand';
import { atMost, count, type Work } from '../work';
import { chain } from '../workflows';
import { expectEqual } from './expect';
import { returnAllNode } from './returnAll';

const OURS = 'Trackunit node';
const WAIT = 'Wait';
/** Milliseconds between two looks at what is in use; each of them stops n8n for a while. */
const EVERY = 100;

/** Reads a whole list, then waits with its items in memory: what they take is what the peak is compared with. */
async function read(stand: Stand, customers: number): Promise<Sample> {
	const trackunit = await stand.fresh(customers);
	const wait = node(WAIT, 'n8n-nodes-base.wait', {
		typeVersion: 1.1,
		parameters: { resume: 'timeInterval', amount: 5, unit: 'seconds' },
	});
	await stand.meters.collectEvery(EVERY);
	try {
		const workflow = chain('Memory', [returnAllNode(stand), wait]);
		const { sample, execution } = await measure(stand, trackunit, workflow, [NODE]);
		expectEqual('Items that came out', itemsOf(execution, NODE), customers);
		const reading = spanOf(execution, [NODE]);
		const waiting = spanOf(execution, [WAIT]);
		const before = await stand.meters.used(reading.from - 3 * EVERY, reading.from);
		// At its end there is all of the output, and maybe what it was made of.
		const during = await stand.meters.used(reading.from, waiting.to);
		const after = await stand.meters.used(waiting.from + EVERY, waiting.to);
		return {
			requests: sample.requests,
			heap: during.heap - before.heap,
			size: after.heap - before.heap,
		};
	} finally {
		await stand.meters.collectEvery(0);
	}
}

/** How much more than its output a long list takes while it is read. */
export function memory(customers: number): Work {
	return {
		id: 'W11',
		title: `Memory of Return All of ${count(customers)} customers, at its peak and of its output`,
		ways: [
			{
				name: OURS,
				isOurs: true,
				rounds: 3,
				run: async (stand) => await read(stand, customers),
			},
		],
		goals: (of) => [
			atMost(
				'Peak beside the output',
				medianOf(of(OURS), 'heap') / medianOf(of(OURS), 'size'),
				1.4,
				' ×',
			),
		],
	};
}
