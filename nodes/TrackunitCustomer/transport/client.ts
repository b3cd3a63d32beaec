import {
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestMethods,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type IPollFunctions,
} from 'n8n-workflow';

import type { paths } from '../contract';
import {
	asError,
	Cancelled,
	isRead,
	Refusal,
	RequestFailure,
	Stopped,
	type Failure,
} from '../failure/failure';
import { readFailure } from '../failure/readFailure';
import { originOf } from './baseUrl';
import { createGate } from './gate';
import { readRest, type ApiResponse, type Attempted, type ResponseReader } from './response';
import { decide, RESET_CAP, RETRY_BUDGET } from './retry';
import { secretsOf, withoutSecrets } from './secrets';
import { createTokenGate } from './token';

/** The contexts of n8n that the node talks to Trackunit from: a run, a picker of the editor, a poll. */
export type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

export type Authentication = 'oAuth2' | 'apiUser' | 'apiToken';

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
export interface ClientOptions {
	maxConcurrency: number;
	timeout: number;
	maxRetries: number;
	/** Called after each attempt, for telling how far a long run is. */
	onAttempt?: (counts: Counts) => void;
}

export interface Request {
	method: IHttpRequestMethods;
	/** As the contract has it, `{customerId}` and the like filled from `ids`. */
	path: keyof paths;
	ids?: Record<string, string>;
	query?: IDataObject;
	headers?: Record<string, string>;
	body?: IDataObject;
	/** Whether it changes nothing, whatever its method; a GET never does. */
	reads?: boolean;
	/** Whether it asks for a page, whose size the user may set. */
	isPage?: boolean;
	/** How an answer of 2xx is read; without it, as one of REST. */
	reader?: ResponseReader;
	/** Whether sending it twice does no harm. Where it does, it is sent again only if it certainly did not arrive. */
	repeatable: boolean;
	/** A status that means "done before" after an attempt of unknown fate, such as 404 for a delete. */
	doneBefore?: number;
	/** What to call a field of the body that Trackunit refuses, where its name says little: `assign[3]`. */
	nameField?: (field: string) => string;
}

export interface Client {
	/** Throws RequestFailure, Cancelled, or Stopped after `close`. */
	send(request: Request): Promise<ApiResponse>;
	/** The address that a request goes to, without its query. */
	url(request: Pick<Request, 'path' | 'ids'>): string;
	/** Sends nothing more; what is under way goes on. */
	close(): void;
	readonly maxConcurrency: number;
	readonly counts: Counts;
}

/** Attempts sent so far, and milliseconds waited for the rate limit. */
export interface Counts {
	attempts: number;
	paused: number;
}

function cancelSignal(context: Context): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

function inDoubt(failures: readonly Failure[]): boolean {
	return failures.some(({ delivery }) => delivery === 'unknown');
}

/** Whether a token was there to send with: only then may more than one request be under way. */
function isFromTrackunit(outcome: Attempted): boolean {
	return (
		'answer' in outcome ||
		(outcome.failure.kind !== 'signIn' && outcome.failure.status !== undefined)
	);
}

function fillPath({ path, ids = {} }: Pick<Request, 'path' | 'ids'>): string {
	return path.replace(/\{(\w+)\}/g, (_, name: string) => {
		const id = ids[name] ?? '';
		// A dot segment would be resolved away: the request would go to another record, or to the list.
		if (id === '' || id === '.' || id === '..') {
			throw new Refusal('An ID is missing or is not one', `${name} is '${id}'`);
		}
		return encodeURIComponent(id);
	});
}

function withoutEmpty(query: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(query).filter(([, value]) => value !== undefined && value !== null),
	);
}

/**
 * The only door to the network. Signs in with the credential chosen in the node, bounds and repeats
 * requests, and never follows a redirect: n8n would take the token along to the other host.
 */
export async function createClient(
	context: Context,
	authentication: Authentication,
	{ maxConcurrency, timeout, maxRetries, onAttempt }: ClientOptions,
): Promise<Client> {
	const credentialType = credentialTypeOf(authentication);
	const credential = await context.getCredentials(credentialType);
	const base = originOf(credential.baseUrl, 'Base URL');
	if (authentication === 'oAuth2') originOf(credential.accessTokenUrl, 'Access Token URL');
	if (authentication === 'apiUser') originOf(credential.tokenUrl, 'Token URL');

	const signal = cancelSignal(context);
	const gate = createGate(maxConcurrency, signal);
	const token = createTokenGate();
	const rules = { maxRetries, budget: RETRY_BUDGET };

	function url(request: Pick<Request, 'path' | 'ids'>): string {
		return base + fillPath(request);
	}

	// Made anew for each attempt: n8n writes the Authorization header into it.
	function httpOptions(request: Request, target: string): IHttpRequestOptions {
		return {
			method: request.method,
			url: target,
			qs: withoutEmpty(request.query ?? {}),
			arrayFormat: 'repeat',
			headers: {
				...request.headers,
				...(request.body && { 'Content-Type': 'application/json' }),
			},
			...(request.body && { body: request.body }),
			json: true,
			timeout,
			returnFullResponse: true,
			disableFollowRedirect: true,
		};
	}

	async function call(request: Request, target: string, renewToken: boolean): Promise<Attempted> {
		const outcome = await attempt(request, target, renewToken);
		if ('answer' in outcome || outcome.failure.body === undefined) return outcome;
		// Read anew, for n8n may have renewed the token.
		const current = await context.getCredentials(credentialType).catch(() => credential);
		const secrets = [...secretsOf(credential), ...secretsOf(current)];
		return { failure: { ...outcome.failure, body: withoutSecrets(outcome.failure.body, secrets) } };
	}

	async function attempt(
		request: Request,
		target: string,
		renewToken: boolean,
	): Promise<Attempted> {
		try {
			const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
				context,
				credentialType,
				httpOptions(request, target),
				// n8n renews an API user's token for each request that meets a 401; the token gate does it once.
				// A pasted token cannot be renewed at all, yet n8n would send the request again with it.
				...(authentication !== 'oAuth2' && !renewToken
					? [{ preAuthenticationRetryStatusCode: [] }]
					: []),
			);
			const { reader = readRest } = request;
			return reader(response, isRead(request));
		} catch (error) {
			return { failure: readFailure(error, target) };
		}
	}

	async function send(request: Request): Promise<ApiResponse> {
		const target = url(request);
		let started: number | undefined;
		const failures: Failure[] = [];
		const { method, path, reads, isPage, nameField } = request;
		const described = { method, path, reads, isPage, nameField };

		function failed(failure: Failure): RequestFailure {
			// What an earlier attempt may have done stays in doubt, whatever the last one answered.
			const delivery = inDoubt(failures) ? 'unknown' : failure.delivery;
			return new RequestFailure({ ...failure, delivery }, described, failures.length);
		}

		let notBefore = 0;
		let waitedForBudget = 0;
		for (;;) {
			await enter(notBefore, failures);
			started ??= Date.now();
			const outcome = await token
				.run(
					async (renewToken) => await call(request, target, renewToken),
					authentication === 'apiUser',
				)
				.catch((error: unknown) => {
					// A fault of ours must not keep its place for ever.
					gate.leave(true);
					throw asError(error);
				});
			const answered = isFromTrackunit(outcome);
			onAttempt?.(gate.counts);
			if (signal?.aborted) {
				gate.leave(answered);
				throw new Cancelled();
			}
			if ('answer' in outcome) {
				const { rest } = outcome.answer;
				if (rest !== undefined) gate.pause(Date.now() + Math.min(rest, RESET_CAP));
				gate.leave(answered);
				return outcome.answer;
			}

			const { failure } = outcome;
			const { status } = failure;
			if (inDoubt(failures) && status !== undefined && status === request.doneBefore) {
				gate.leave(answered);
				return { status, headers: {}, body: undefined };
			}
			const decision = decide(
				failure,
				{
					made: failures.length + 1,
					elapsed: Date.now() - started - waitedForBudget,
					repeatable: request.repeatable,
					reads: isRead(request),
					statuses: failures.map((one) => one.status ?? 0),
				},
				rules,
				{ now: Date.now(), random: Math.random() },
			);
			failures.push(failure);
			if (!decision.retry) {
				void leaveLate(answered);
				throw failed({ ...failure, gaveUp: decision.because });
			}
			notBefore = Date.now() + decision.wait;
			if (failure.resetIn !== undefined) waitedForBudget += decision.wait;
			if (decision.pauseAll) gate.pause(notBefore);
			gate.leave(answered);
		}
	}

	/** Lets the next one in when the failure has been dealt with: that may close the gate. */
	async function leaveLate(answered: boolean): Promise<void> {
		await sleep(0);
		gate.leave(answered);
	}

	async function enter(notBefore: number, failures: readonly Failure[]): Promise<void> {
		try {
			await gate.enter(notBefore);
		} catch (reason) {
			throw reason instanceof Stopped ? new Stopped(inDoubt(failures)) : asError(reason);
		}
	}

	return { send, url, close: gate.close, maxConcurrency, counts: gate.counts };
}
