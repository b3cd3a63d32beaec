import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { RequestFailure, type Failure } from '../failure/failure';
import { createAttempt, type Context } from './attempt';
import { originOf } from './baseUrl';
import { createDeadlines } from './deadline';
import { createGate } from './gate';
import { pathOf, type Request } from './request';
import type { ApiResponse } from './response';
import { RETRY_BUDGET } from './retry';
import { isAnyInDoubt, withDecision, withGate, withRetry, withToken, withVerdict } from './send';
import { TOKEN_TIMEOUT } from './signIn';
import { createTokenGate, type Renewal } from './token';
import type { Ceilings } from './width';

export type Authentication = 'oAuth2' | 'apiUser' | 'apiToken';

const RENEWALS: Record<Authentication, Renewal> = {
	oAuth2: 'here',
	apiUser: 'here',
	apiToken: 'never',
};

const CREDENTIAL_TYPES = new Map<Authentication, string>([
	['oAuth2', 'trackunitOAuth2Api'],
	['apiUser', 'trackunitApiUserApi'],
	['apiToken', 'trackunitApi'],
]);

/** The name of the credential type that goes with a way to sign in. */
export function credentialTypeOf(authentication: Authentication): string {
	return CREDENTIAL_TYPES.get(authentication) ?? '';
}

/** How a client sends; milliseconds for `timeout`. */
export interface ClientOptions extends Ceilings {
	timeout: number;
	maxRetries: number;
	/** Called after each attempt, for telling how far a long run is. */
	onAttempt?: (counts: Counts) => void;
	/** Called with each answer. */
	onAnswer?: (request: Request, answer: ApiResponse) => void;
}

export interface Client {
	/** Throws RequestFailure, Cancelled, or Stopped after `close`. */
	send(request: Request): Promise<ApiResponse>;
	/** The address that a request goes to, without its query. */
	url(request: Pick<Request, 'path' | 'ids'>): string;
	/** Sends nothing more; what is in progress goes on. */
	close(): void;
	readonly maxConcurrency: number;
	readonly counts: Counts;
}

/** Attempts sent so far, and milliseconds waited for the rate limit. */
export interface Counts {
	attempts: number;
	paused: number;
}

/**
 * The only door to the network. Signs in with the credential chosen in the node, bounds and repeats
 * requests, and never follows a redirect: n8n would take the token along to the other host.
 */
export async function createClient(
	context: Context,
	authentication: Authentication,
	{ maxConcurrency, maxRequestsPerSecond, timeout, maxRetries, onAttempt, onAnswer }: ClientOptions,
): Promise<Client> {
	const credentialType = credentialTypeOf(authentication);
	const renewal = RENEWALS[authentication];
	const credential = await context.getCredentials(credentialType);
	const base = originIn(credential, authentication);
	const url: Client['url'] = (request) => base + pathOf(request);

	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const gate = createGate(maxConcurrency, signal, maxRequestsPerSecond);
	const once = createAttempt({
		context,
		credentialType,
		credential,
		url,
		timeout,
		tokenTime: renewal === 'never' ? 0 : TOKEN_TIMEOUT,
		deadlines: createDeadlines(signal),
	});
	const signedIn = withToken(once, createTokenGate(), renewal);
	const decided = withVerdict(withDecision(signedIn, { maxRetries, budget: RETRY_BUDGET }));
	const sendAgain = withRetry(withGate(decided, gate, signal, onAttempt));

	return {
		async send(request) {
			// An id that is none is refused before anything waits.
			url(request);
			const outcome = await sendAgain(request);
			if ('answer' in outcome) {
				onAnswer?.(request, outcome.answer);
				return outcome.answer;
			}
			const { failure, failures } = outcome;
			const renewed = failure.status === 401 && renewal !== 'never';
			throw requestFailure(request, { ...failure, ...(renewed && { renewed }) }, failures);
		},
		url,
		close: gate.close,
		maxConcurrency,
		counts: gate.counts,
	};
}

/** The origin that requests go to; throws Refusal where an address of the credential cannot be used. */
function originIn(
	credential: ICredentialDataDecryptedObject,
	authentication: Authentication,
): string {
	const base = originOf(credential.baseUrl, 'Base URL');
	if (authentication === 'oAuth2') originOf(credential.accessTokenUrl, 'Access Token URL');
	if (authentication === 'apiUser') originOf(credential.tokenUrl, 'Token URL');
	return base;
}

function requestFailure(
	{ method, path, reads, isPage, nameField }: Request,
	failure: Failure,
	failures: readonly Failure[],
): RequestFailure {
	// What an earlier attempt may have done stays in doubt, whatever the last one returned.
	const delivery = isAnyInDoubt(failures) ? 'unknown' : failure.delivery;
	return new RequestFailure(
		{ ...failure, delivery },
		{ method, path, reads, isPage, nameField },
		failures.length,
	);
}
