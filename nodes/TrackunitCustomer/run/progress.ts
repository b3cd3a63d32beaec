import type { IExecuteFunctions } from 'n8n-workflow';

import type { Counts } from '../transport/client';
import type { ItemOutcomes } from './itemOutcome';

/** Milliseconds between two lines in n8n's log. */
const INTERVAL = 5000;

/** Tells n8n's log how far a long run is, whenever it is called and enough time has passed. */
export function createProgress(
	context: IExecuteFunctions,
	outcomes: Readonly<ItemOutcomes>,
): (counts: Counts) => void {
	const { name } = context.getNode();
	let last = Date.now();
	return ({ attempts, paused }) => {
		if (Date.now() - last < INTERVAL) return;
		last = Date.now();
		const done = outcomes.filter((outcome) => outcome !== undefined).length;
		const waited = Math.round(paused / 1000);
		context.logger.info(
			`${name}: ${done} of ${outcomes.length} items done, ${attempts} requests, ${waited} s waited for the rate limit`,
		);
	};
}
