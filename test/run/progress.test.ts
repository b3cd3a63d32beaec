import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import type { ItemOutcomes } from '../../nodes/TrackunitCustomer/run/itemOutcome';
import { createProgress } from '../../nodes/TrackunitCustomer/run/progress';
import { createEngine } from '../../scripts/engine';

afterEach(() => {
	jest.restoreAllMocks();
});

/** The lines that are logged when a run of four items is told of an attempt at each of these milliseconds. */
async function logged(times: number[]): Promise<string[]> {
	const START = 1_700_000_000_000;
	const type: INodeType = {
		description: {
			displayName: 'Probe',
			name: 'probe',
			group: [],
			version: 1,
			description: '',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const outcomes: ItemOutcomes = Array.from({ length: 4 });
			const clock = jest.spyOn(Date, 'now').mockReturnValue(START);
			const tell = createProgress(this, outcomes);
			for (const [index, time] of times.entries()) {
				clock.mockReturnValue(START + time);
				if (index < 4) outcomes[index] = { kind: 'done', result: {}, written: true };
				tell({ attempts: index + 1, paused: 2600 });
			}
			clock.mockRestore();
			return await Promise.resolve([[]]);
		},
	};
	const engine = createEngine({ nodeTypes: { 'test.probe': type }, credentialTypes: {} });
	const { logs } = await engine.runNode({
		node: { type: 'test.probe', name: 'My node' },
		input: [{}],
	});
	return logs.map(({ message }) => message).filter((message) => message.startsWith('My node: '));
}

it('says nothing of a run that is shorter than 5 seconds', async () => {
	expect(await logged([0, 10, 4999])).toEqual([]);
});

it('says how far a long run is: items, requests, and what it waited', async () => {
	expect(await logged([100, 5000])).toEqual([
		'My node: 2 of 4 items done, 2 requests, 3 s waited for the rate limit',
	]);
});

it('says it at most once in 5 seconds', async () => {
	const times = Array.from({ length: 2000 }, (_, n) => n * 10);
	expect(await logged(times)).toHaveLength(3);
});
