import { reasonsOf, type Failure } from '../failure/failure';
import type { Attempted } from './response';

/** Who gets a new token after a 401: one attempt of the run for all, or nobody. */
export type Renewal = 'here' | 'never';

export interface TokenGate {
	/**
	 * Runs an attempt. `call(true)` lets n8n renew the token; where that is done here, a 401 makes one attempt of
	 * the run do so while the others wait, and then the others go once more. A second 401 is final. What is refused
	 * for good, a sign-in, a token that nobody renews or two new ones in a row, is answered to all that come after
	 * without being sent.
	 */
	run<Answer>(
		call: (renewToken: boolean) => Promise<Attempted<Answer>>,
		renewal: Renewal,
	): Promise<Attempted<Answer>>;
}

/** Another program that signs in may have had the first one revoked. */
const NEW_TOKENS_TRIED = 2;

function isUnauthorized(outcome: Attempted<unknown>): boolean {
	return (
		'failure' in outcome && outcome.failure.kind === 'status' && outcome.failure.status === 401
	);
}

/** A 401 of the API itself: a gateway's page says nothing of the token. */
function isRefusedToken(outcome: Attempted<unknown>): boolean {
	return isUnauthorized(outcome) && 'failure' in outcome && !reasonsOf(outcome.failure).isHtml;
}

/** A sign-in that was refused, rather than not reached, is refused again for every further row. */
function isRefusedSignIn({ kind, status = 0 }: Failure): boolean {
	return kind === 'signIn' && status >= 200 && status < 500 && status !== 408 && status !== 429;
}

/** One for each run: the tokens of a run's attempts are renewed together. */
export function createTokenGate(): TokenGate {
	let renewals = 0;
	let renewing: Promise<Attempted<unknown>> | undefined;
	let newOnesRefused = 0;
	let refused: Failure | undefined;

	function remember<Answer>(outcome: Attempted<Answer>, isFinal: boolean): Attempted<Answer> {
		if ('failure' in outcome && (isFinal || isRefusedSignIn(outcome.failure))) {
			refused = outcome.failure;
		}
		return outcome;
	}

	async function renew<Answer>(
		call: (renewToken: boolean) => Promise<Attempted<Answer>>,
	): Promise<Attempted<Answer>> {
		const attempt = call(true);
		renewing = attempt;
		const outcome = await attempt.finally(() => (renewing = undefined));
		newOnesRefused = isRefusedToken(outcome) ? newOnesRefused + 1 : 0;
		remember(outcome, newOnesRefused === NEW_TOKENS_TRIED);
		const renewed =
			!isUnauthorized(outcome) && !('failure' in outcome && outcome.failure.kind === 'signIn');
		if (renewed) renewals += 1;
		return outcome;
	}

	return {
		async run(call, renewal) {
			await renewing;
			if (refused) return { failure: refused };
			const before = renewals;
			const answer = await call(false);
			const first = remember(answer, renewal === 'never' && isRefusedToken(answer));
			if (renewal !== 'here' || !isUnauthorized(first)) return first;

			if (renewals === before && !renewing) return await renew(call);
			const renewed = await renewing;
			if (renewed && 'failure' in renewed && renewed.failure.kind === 'signIn') {
				return { failure: renewed.failure };
			}
			return await call(false);
		},
	};
}
