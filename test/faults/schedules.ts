import fc from 'fast-check';

import { startTrackunit, type Trackunit } from '../support/trackunit';
import { trustCertificate } from './front';
import { play } from './hold';
import { chances, SCHEDULES, SEED } from './runs';
import { scheduleOf } from './schedule';

/** Plays a share of the schedules with these operations, which is all that the file of tests does. */
export function holdUnderFaults(operations: readonly string[], share: number): void {
	const count = Math.round(SCHEDULES * share);
	let trackunit: Trackunit;
	let distrust: () => void;
	beforeAll(async () => {
		distrust = trustCertificate();
		trackunit = await startTrackunit({ customers: 30 });
	});
	afterAll(async () => {
		distrust();
		await trackunit.close();
	});

	it(
		`loses, doubles and invents nothing, and ends, in ${count} schedules of faults (seed ${SEED})`,
		async () => {
			await fc.assert(
				fc.asyncProperty(scheduleOf(operations), async (one) => await play(trackunit, one)),
				chances(count),
			);
		},
		20 * 60_000,
	);
}
