import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../json';

/**
 * What is known of the fate of a request that failed:
 * `refused` — Trackunit answered that it did not do it; `not sent` — it certainly did not arrive;
 * `unknown` — it may have been done.
 */
export type Delivery = 'refused' | 'not sent' | 'unknown';

export type FailureKind =
	| 'status'
	| 'redirect'
	| 'network'
	| 'timeout'
	| 'unreadable'
	| 'tooLarge'
	| 'signIn'
	| 'graphql';

/** GraphQL's code for a budget that is used up for now. */
export const RATE_LIMITED = 'RATE_LIMITED';
/** GraphQL's code for a single document that asks for more than any may. */
export const TOO_COSTLY = 'QUERY_COMPLEXITY_REACHED';

/** One of the errors that a GraphQL answer has beside its data. */
export interface GraphqlError {
	message: string;
	path?: string[];
	code?: string;
	/** Milliseconds until a budget is new. */
	resetIn?: number;
}

/** A request that failed, as plain data: nothing of n8n's error object is kept, so no secret can be. */
export interface Failure {
	kind: FailureKind;
	delivery: Delivery;
	/** HTTP status, of the token endpoint where the kind is `signIn`. */
	status?: number;
	/** Node's name of a network error, such as ECONNRESET. */
	networkCode?: string;
	/** The Retry-After header, as it came. */
	retryAfter?: string;
	/** Milliseconds until GraphQL's budget is new. */
	resetIn?: number;
	/** The code of the GraphQL error that decides. */
	code?: string;
	/** The host that a redirect points to. */
	redirectHost?: string;
	/** Why it was not tried again. */
	gaveUp?: 'final' | 'retries' | 'budget' | 'retryAfter';
	/** The answer's body, or the text of the token endpoint's refusal. */
	body?: unknown;
}

/** What of a request is needed to tell how it failed. */
export interface FailedRequest {
	method: string;
	path: string;
	/** Whether it changes nothing, whatever its method; a GET never does. */
	reads?: boolean;
	/** Whether it asks for a page, whose size the user may set. */
	isPage?: boolean;
	nameField?: (field: string) => string;
}

/** Whether a request changes nothing. */
export function isRead({ method, reads = method === 'GET' }: FailedRequest): boolean {
	return reads;
}

/** Thrown by the client; `run` and the pickers turn it into the words that a user reads. */
export class RequestFailure extends Error {
	constructor(
		readonly failure: Failure,
		readonly request: FailedRequest,
		readonly attempts: number,
	) {
		super(`${request.method} ${request.path} failed: ${failure.kind}`);
		this.name = 'RequestFailure';
	}
}

/** Whether Trackunit answered that there is no such record. */
export function isNotFound(error: unknown): boolean {
	return error instanceof RequestFailure && error.failure.status === 404;
}

/** The user cancelled the execution; passes through everything and is no item's failure. */
export class Cancelled extends Error {
	constructor() {
		super('The execution was cancelled');
		this.name = 'AbortError';
	}
}

/** What was thrown, as an error that can be thrown again. */
export function asError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** A credential could not get a token; n8n wraps it, and the client reads it out again. */
export class SignInFailure extends Error {
	constructor(
		message: string,
		readonly signIn: Failure,
	) {
		super(message);
		this.name = 'SignInFailure';
	}
}

const NOT_SENT = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ENETUNREACH',
	'EHOSTUNREACH',
	'ERR_INVALID_URL',
]);
const TIMEOUTS = new Set(['ECONNABORTED', 'ETIMEDOUT']);
/** What Node's TLS calls a certificate that it does not trust; the handshake comes before the request. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS|ERR_SSL/;

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function header(headers: unknown, name: string): string | undefined {
	return isObject(headers) ? text(headers[name]) : undefined;
}

/** The error and its causes, outermost first. */
function chain(error: unknown): IDataObject[] {
	const found: IDataObject[] = [];
	let current = error;
	while (isObject(current) && found.length < 5) {
		found.push(current);
		current = current.cause;
	}
	return found;
}

function hostOf(url: string | undefined, base: string): string | undefined {
	if (url === undefined) return undefined;
	try {
		return new URL(url, base).host;
	} catch {
		return undefined;
	}
}

/** Reads an HTTP status of 3xx, 4xx or 5xx. A refusal of a gateway (5xx, 408) leaves the fate open. */
function readStatus(status: number, headers: unknown, body: unknown, url: string): Failure {
	if (status >= 300 && status < 400) {
		const redirectHost = hostOf(header(headers, 'location'), url);
		return { kind: 'redirect', delivery: 'refused', status, redirectHost };
	}
	const delivery = status >= 400 && status < 500 && status !== 408 ? 'refused' : 'unknown';
	return { kind: 'status', delivery, status, retryAfter: header(headers, 'retry-after'), body };
}

/** Signing in failed, so the request itself never left. */
function readSignIn(errors: IDataObject[], url: string): Failure | undefined {
	for (const error of errors) {
		if (error instanceof SignInFailure) return error.signIn;
	}
	const outer = errors[0];
	const ofTokenClient = errors.find(
		// n8n's OAuth2 client: a refusal that carries an OAuth error object, or an odd HTTP status.
		(error) => error.code === 'EAUTH' || error.code === 'ESTATUS',
	);
	const elsewhere = errors.find(
		(error) =>
			isObject(error.config) && text(error.config.url) !== undefined && error.config.url !== url,
	);
	const acquiring = errors.some((error) =>
		/^Failed to acquire OAuth2 access token/.test(String(error.message)),
	);
	// What answered the token request gave none.
	const noToken = errors.some((error) =>
		/^Unable to sign without access token/.test(String(error.message)),
	);
	const reconnect = errors.some(
		(error) => isObject(error.failure) && error.failure.cause === 'credential-invalid',
	);
	if (!outer || !(ofTokenClient ?? elsewhere ?? (acquiring || noToken || reconnect))) {
		return undefined;
	}

	const response = isObject(elsewhere?.response) ? elsewhere.response : undefined;
	const body = ofTokenClient?.body ?? response?.data;
	const status =
		ofTokenClient?.status ??
		response?.status ??
		(ofTokenClient?.code === 'EAUTH' ? 401 : undefined);
	return {
		kind: 'signIn',
		delivery: 'not sent',
		status: typeof status === 'number' ? status : reconnect ? 401 : noToken ? 200 : undefined,
		networkCode: response ? undefined : text(elsewhere?.code),
		retryAfter: header(response?.headers, 'retry-after'),
		body,
	};
}

/**
 * Reads what n8n's `httpRequestWithAuthentication` throws: a NodeApiError whose `cause` is the HTTP
 * client's error. Never throws; whatever it cannot read is a failure of unknown fate.
 */
export function readFailure(error: unknown, url: string): Failure {
	const errors = chain(error);
	const signIn = readSignIn(errors, url);
	if (signIn) return signIn;

	const withResponse = errors.find((one) => isObject(one.response));
	const response = isObject(withResponse?.response) ? withResponse.response : undefined;
	const status = typeof response?.status === 'number' ? response.status : undefined;
	if (status !== undefined && status >= 300) {
		return readStatus(status, response?.headers, response?.data, url);
	}
	if (errors.some((one) => /string longer than/.test(String(one.message)))) {
		return { kind: 'tooLarge', delivery: 'unknown', status };
	}
	const codes = errors.flatMap((one) => [text(one.code), text(one.httpCode)]);
	const code = codes.find((one) => one !== undefined && !/^\d+$/.test(one));
	// An answer that broke off has a status of 2xx and an error code.
	if (status !== undefined) return { kind: 'unreadable', delivery: 'unknown', status };
	if (code !== undefined && TIMEOUTS.has(code)) {
		return { kind: 'timeout', delivery: 'unknown', networkCode: code };
	}
	const notSent = code !== undefined && (NOT_SENT.has(code) || CERTIFICATE.test(code));
	return { kind: 'network', delivery: notSent ? 'not sent' : 'unknown', networkCode: code };
}
