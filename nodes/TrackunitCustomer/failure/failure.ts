import type { IDataObject } from 'n8n-workflow';

import { readReasons, type GraphqlError, type Reasons } from './reasons';

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

/** GraphQL's code for a token that it does not accept. */
export const UNAUTHENTICATED = 'UNAUTHENTICATED';
/** GraphQL's code for a document that its schema does not allow. */
export const NOT_VALID = 'GRAPHQL_VALIDATION_FAILED';

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
	/** Whether the token that was refused was a new one. */
	renewed?: boolean;
	/** The host that a redirect points to. */
	redirectHost?: string;
	/** Why it was not tried again. */
	gaveUp?: 'final' | 'retries' | 'budget' | 'retryAfter';
	/** The response's body as it came, until it is read. */
	body?: unknown;
	/** GraphQL's errors in it, which decide what may have been done. */
	errors?: GraphqlError[];
	/** What the body says, without secrets, cut to what is shown. */
	reasons?: Reasons;
	/** What GraphQL returned beside its errors. */
	data?: IDataObject;
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
	/** What a user may do about it beyond what a status tells. */
	advice?: string;
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

/**
 * Whether the API itself refused a request with a status. A token endpoint that is missing, or a gateway's page,
 * says nothing of a record.
 */
export function isRefusedByApi(failure: Failure, expected: number): boolean {
	if (failure.kind !== 'status' || failure.status !== expected) return false;
	return reasonsOf(failure).isFromApi;
}

/** What the response says is wrong, read from its body where that was not done yet. */
export function reasonsOf({ reasons, body, errors }: Failure): Reasons {
	return reasons ?? readReasons(body, errors);
}

/** Whether Trackunit answered that there is no such record. */
export function isNotFound(error: unknown): boolean {
	return error instanceof RequestFailure && isRefusedByApi(error.failure, 404);
}

/**
 * Something that the user has to put right before a request can be sent. `message` says what, naming
 * the parameter; `description` says how. Both are shown as they are.
 */
export class Refusal extends Error {
	constructor(
		message: string,
		readonly description?: string,
		/** Whether it is the node's own set-up that is wrong, so that no item can do better. */
		readonly concernsAll = false,
	) {
		super(message);
		this.name = 'Refusal';
	}
}

/** The user cancelled the execution; passes through everything and is no item's failure. */
export class Cancelled extends Error {
	constructor() {
		super('The execution was cancelled');
		this.name = 'AbortError';
	}
}

/**
 * Rejects those who wait at a gate that was closed because another item failed; `inDoubt` where an
 * earlier attempt of the request may have been carried out.
 */
export class Stopped extends Error {
	constructor(readonly inDoubt = false) {
		super('Stopped because another item failed');
		this.name = 'Stopped';
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
		if (told.size >= MOST_TOLD) told.clear();
		told.set(message, signIn);
	}
}

/** By their words, which are all that an n8n before 2.34 keeps of an error that it makes its own. */
const told = new Map<string, Failure>();
const MOST_TOLD = 100;

/** The failure to sign in that was put in these words. */
export function signInTold(message: unknown): Failure | undefined {
	return told.get(String(message));
}
