import type { Failure } from '../failure/failure';
import type { Attempted } from './response';

export interface TokenGate {
	/**
	 * Runs an attempt. `call(true)` lets n8n renew the token; with `renewsHere`, a 401 makes one attempt
	 * of the run do so while the others wait, and then the others go once more. A second 401 is final.
	 */
	run<Answer>(
		call: (renewToken: boolean) => Promise<Attempted<Answer>>,
		renewsHere: boolean,
	): Promise<Attempted<Answer>>;
}

function isUnauthorized(outcome: Attempted<unknown>): boolean {
	return (
		'failure' in outcome && outcome.failure.kind === 'status' && outcome.failure.status === 401
	);
}

/** A sign-in that was refused, rather than not reached, is refused again for every further row. */
function isRefusedSignIn({ kind, status = 0 }: Failure): boolean {
	return kind === 'signIn' && status >= 200 && status < 500 && status !== 408 && status !== 429;
}

/** One for each run: the tokens of a run's attempts are renewed together. */
export function createTokenGate(): TokenGate {
	let renewals = 0;
	let renewing: Promise<Attempted<unknown>> | undefined;
	let refused: Failure | undefined;

	function remember<Answer>(outcome: Attempted<Answer>): Attempted<Answer> {
		if ('failure' in outcome && isRefusedSignIn(outcome.failure)) refused = outcome.failure;
		return outcome;
	}

	async function renew<Answer>(
		call: (renewToken: boolean) => Promise<Attempted<Answer>>,
	): Promise<Attempted<Answer>> {
		const attempt = call(true);
		renewing = attempt;
		const outcome = remember(await attempt.finally(() => (renewing = undefined)));
		const renewed =
			!isUnauthorized(outcome) && !('failure' in outcome && outcome.failure.kind === 'signIn');
		if (renewed) renewals += 1;
		return outcome;
	}

	return {
		async run(call, renewsHere) {
			await renewing;
			if (refused) return { failure: refused };
			const before = renewals;
			const first = remember(await call(false));
			if (!renewsHere || !isUnauthorized(first)) return first;

			if (renewals === before && !renewing) return await renew(call);
			const renewal = await renewing;
			if (renewal && 'failure' in renewal && renewal.failure.kind === 'signIn') {
				return { failure: renewal.failure };
			}
			return await call(false);
		},
	};
}
