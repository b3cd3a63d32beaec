import { whileCollecting } from '../heap';
import { medianOf } from '../statistics';
import { atMost, count, type Work } from '../work';
import { readByOurs } from './returnAll';

const OURS = 'Trackunit node';

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
				async run(stand) {
					const { requests, heap, size } = await whileCollecting(
						stand,
						async () => await readByOurs(stand, customers),
					);
					return { requests, heap, size };
				},
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
