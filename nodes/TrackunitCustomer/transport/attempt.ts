import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { partialData } from '../failure/explain';
import { isRead, type Failure } from '../failure/failure';
import { isAnswerOf, readFailure, readStatus } from '../failure/readFailure';
import { ofSignIn, readReasons } from '../failure/reasons';
import { isObject } from '../json';
import { CUSTOMERS } from '../paths';
import type { Deadlines } from './deadline';
import type { Request } from './request';
import { readRest, type Attempted } from './response';
import { hideIn, spellingsOf, withoutSecrets } from './secrets';
import type { Attempt } from './send';

/** The contexts of n8n that the node talks to Trackunit from: a run, a picker of the editor, a poll. */
export type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** What the attempts of a client have in common. */
export interface Connection {
	context: Context;
	credentialType: string;
	credential: ICredentialDataDecryptedObject;
	/** The address of a request, without its query. */
	url: (request: Pick<Request, 'path' | 'ids'>) => string;
	/** Milliseconds that an answer may take in all, and those that n8n may take to get a token before it. */
	timeout: number;
	tokenTime: number;
	deadlines: Deadlines;
}

const PROBE: Request = { method: 'GET', path: CUSTOMERS, query: { size: 1 }, repeatable: true };

/** One call of n8n's HTTP helper, read; never throws but for an id that is none. */
export function createAttempt(connection: Connection): Attempt {
	return async (request, { renewToken = false }) => {
		if (renewToken && request.reader !== undefined) {
			// GraphQL may refuse a token with a status of 200, at which n8n does not renew it: a list does with 401.
			const probe = await call(connection, PROBE, true);
			if ('failure' in probe && probe.failure.kind === 'signIn') {
				return { failure: await read(connection, probe.failure) };
			}
		}
		const outcome = await call(connection, request, renewToken);
		return 'answer' in outcome ? outcome : { failure: await read(connection, outcome.failure) };
	};
}

async function call(
	{ context, credentialType, url, timeout, tokenTime, deadlines }: Connection,
	request: Request,
	renewToken: boolean,
): Promise<Attempted> {
	const target = url(request);
	try {
		const work: Promise<unknown> = context.helpers.httpRequestWithAuthentication.call(
			context,
			credentialType,
			{
				...httpOptions(request, target, timeout),
				// n8n renews a token where a 401 is thrown, for each request that meets one; the token gate does it
				// once. And what an n8n before 2.34 throws says nothing of the response but its status.
				ignoreHttpStatusErrors: !renewToken,
			},
			// A 401 whose body cannot be read is thrown all the same.
			...(renewToken ? [] : [{ preAuthenticationRetryStatusCode: [] }]),
		);
		// The client's own time-out is about silence: a byte now and then would keep a run for ever.
		const response = await deadlines.within(work, timeout + tokenTime);
		if (response === 'late') return { failure: { kind: 'timeout', delivery: 'unknown' } };
		const { statusCode, headers, body } = isObject(response) ? response : {};
		if (typeof statusCode === 'number' && statusCode >= 300) {
			return { failure: readStatus(statusCode, headers, body, target) };
		}
		const { reader = readRest } = request;
		return reader(response, isRead(request));
	} catch (error) {
		const failure = readFailure(error, target);
		// The API's own refusal comes as a response here, so another one that is thrown is the token endpoint's.
		const isSignIn = !renewToken && failure.kind === 'status' && !isAnswerOf(target, error);
		return { failure: isSignIn ? { ...failure, kind: 'signIn', delivery: 'not sent' } : failure };
	}
}

/** Made anew for each attempt: n8n writes the Authorization header into it. */
function httpOptions(
	{ method, query = {}, headers, body }: Request,
	url: string,
	timeout: number,
): IHttpRequestOptions {
	return {
		method,
		url,
		qs: withoutEmpty(query),
		arrayFormat: 'repeat',
		headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
		...(body && { body }),
		json: true,
		timeout,
		returnFullResponse: true,
		disableFollowRedirect: true,
	};
}

function withoutEmpty(query: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(query).filter(([, value]) => value !== undefined && value !== null),
	);
}

/**
 * A failure with what its body says, without secrets, in place of the body: the server may have sent back what
 * it was sent, and a run keeps a failure for each item. A token endpoint was sent the secrets themselves: of
 * its body no more than the code is kept.
 */
async function read(
	{ context, credentialType, credential }: Connection,
	{ body, errors, ...failure }: Failure,
): Promise<Failure> {
	if (body === undefined) return failure;
	// Read anew, for n8n may have renewed the token.
	const current = await context.getCredentials(credentialType).catch(() => credential);
	const secrets = spellingsOf(credential, current);
	const shown = withoutSecrets(body, secrets);
	const reasons = readReasons(
		shown,
		errors?.map(({ message, path, code, ...more }) => ({
			...more,
			message: hideIn(message, secrets),
			...(path && { path: path.map((name) => hideIn(name, secrets)) }),
			...(code !== undefined && { code: hideIn(code, secrets) }),
		})),
	);
	const data = partialData({ ...failure, body: shown });
	return {
		...failure,
		...(failure.code !== undefined && { code: hideIn(failure.code, secrets) }),
		reasons: failure.kind === 'signIn' ? ofSignIn(reasons) : reasons,
		...(data && { data }),
	};
}
