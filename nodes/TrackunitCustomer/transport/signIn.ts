import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { explain } from '../failure/explain';
import { RequestFailure, SignInFailure, type Failure } from '../failure/failure';
import { readFailure } from '../failure/readFailure';
import { ofSignIn, readReasons } from '../failure/reasons';
import { isObject } from '../json';
import { originOf } from './baseUrl';
import { spellingsOf, withoutSecrets } from './secrets';

/** Milliseconds that a token endpoint may take. */
export const TOKEN_TIMEOUT = 20000;

/**
 * A token for an API user, by Trackunit's password grant, which n8n's own OAuth2 does not have.
 * Throws SignInFailure, whose message is our own words.
 */
export async function requestToken(
	httpRequest: (options: IHttpRequestOptions) => Promise<unknown>,
	credential: ICredentialDataDecryptedObject,
): Promise<string> {
	const { clientId, clientSecret, username, password, tokenUrl } = credential;
	originOf(tokenUrl, 'Token URL');
	const url = String(tokenUrl).trim();
	const form = {
		grant_type: 'password',
		username: String(username),
		password: String(password),
		scope: 'api',
	};
	const options: IHttpRequestOptions = {
		method: 'POST',
		url,
		auth: { username: String(clientId).trim(), password: String(clientSecret).trim() },
		headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams(form),
		json: true,
		disableFollowRedirect: true,
		timeout: TOKEN_TIMEOUT,
	};
	const answer = await httpRequest(options).catch((error: unknown) => {
		throw signInFailure(readFailure(error, url), credential);
	});
	if (isObject(answer) && typeof answer.access_token === 'string' && answer.access_token !== '') {
		return answer.access_token;
	}
	// Text that a success came with may be the token itself.
	throw signInFailure({ status: 200, body: isObject(answer) ? answer : undefined }, credential);
}

function signInFailure(
	failure: Omit<Failure, 'kind' | 'delivery'>,
	credential: ICredentialDataDecryptedObject,
): SignInFailure {
	const { body, ...known } = failure;
	const reasons = ofSignIn(readReasons(withoutSecrets(body, spellingsOf(credential))));
	const signIn: Failure = { ...known, reasons, kind: 'signIn', delivery: 'not sent' };
	const { message, description } = explain(
		new RequestFailure(signIn, { method: 'POST', path: '/token' }, 1),
	);
	return new SignInFailure(`${message}: ${description}`, signIn);
}
