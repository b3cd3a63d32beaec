/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import tls from 'node:tls';

import fc from 'fast-check';

import { startTrackunit, type Trackunit } from '../support/trackunit';
import { CERTIFICATE } from './certificate';
import { play } from './hold';
import { chances, SCHEDULES, SEED } from './runs';
import { scheduleOf } from './schedule';

/** As if n8n's host trusted the certificate. */
function trust(): void {
	const create = tls.createSecureContext;
	tls.createSecureContext = (options) => {
		const made = create(options);
		made.context.addCACert(CERTIFICATE);
		return made;
	};
}

/** Plays a share of the schedules with these operations, which is all that the file of tests does. */
export function holdUnderFaults(operations: readonly string[], share: number): void {
	const count = Math.round(SCHEDULES * share);
	let trackunit: Trackunit;
	beforeAll(async () => {
		trust();
		trackunit = await startTrackunit({ customers: 30 });
	});
	afterAll(async () => {
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
