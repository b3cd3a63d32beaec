import { whileCollecting } from '../heap';
import type { Sample } from '../measure';
import { medianOf } from '../statistics';
import type { Stand } from '../stand/stand';
import { atMost, count, type Goal, type Way, type Work } from '../work';
import { createByOurs } from './create';
import { readByOurs } from './returnAll';
import { syncHundredth } from './sync';

interface Growing {
	name: string;
	sizes: readonly [number, number, number];
	run(stand: Stand, size: number): Promise<Sample>;
}

/** Creates are a request each: a hundred thousand of them would take an hour. */
const ALL: readonly Growing[] = [
	{ name: 'Create or Update', sizes: [1000, 10_000, 100_000], run: syncHundredth },
	{ name: 'Return All', sizes: [1000, 10_000, 100_000], run: readByOurs },
	{ name: 'Create', sizes: [300, 3000, 10_000], run: createByOurs },
];

const nameOf = ({ name }: Growing, size: number): string => `${name}, ${count(size)} rows`;

/** The time of one run, and the most memory in use of another, which looking at it slows down. */
async function timeAndHeap(stand: Stand, { run }: Growing, size: number): Promise<Sample> {
	const sample = await run(stand, size);
	const { heap } = await whileCollecting(stand, async () => await run(stand, size));
	return { ...sample, heap };
}

/** A row of the largest size, beside one of the middle one: the smallest is mostly what a run costs without any. */
function goalsOf(
	growing: Growing,
	valueOf: (way: string, measure: 'time' | 'heap') => number,
): Goal[] {
	const { name, sizes } = growing;
	const [, middle, largest] = sizes;
	return (['time', 'heap'] as const).map((measure) => {
		const perRow = (size: number): number => valueOf(nameOf(growing, size), measure) / size;
		return atMost(
			`${name}: ${measure} a row of ${count(largest)}, beside one of ${count(middle)}`,
			perRow(largest) / perRow(middle),
			1.1,
			' ×',
		);
	});
}

/** Whether ten times the rows take ten times the time and the memory. */
export function growth(): Work {
	return {
		id: 'W7',
		title: 'Ever more rows',
		ways: ALL.flatMap((growing) =>
			growing.sizes.map(
				(size): Way => ({
					name: nameOf(growing, size),
					isOurs: true,
					rounds: 3,
					run: async (stand) => await timeAndHeap(stand, growing, size),
				}),
			),
		),
		goals: (of) =>
			ALL.flatMap((growing) => goalsOf(growing, (way, measure) => medianOf(of(way), measure))),
	};
}
