import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { isObject } from '../json';

const HIDDEN = '[hidden]';
/** Shorter ones are parts of ordinary words; hiding them would spoil a message and say what they are. */
const SHORTEST = 6;

/** What nobody may see of a credential, the token that n8n keeps in it among it. */
export function secretsOf(credential: ICredentialDataDecryptedObject): string[] {
	const { apiToken, clientSecret, password, accessToken, oauthTokenData } = credential;
	const kept = isObject(oauthTokenData) ? oauthTokenData.access_token : undefined;
	return [apiToken, clientSecret, password, accessToken, kept]
		.map((secret) => (typeof secret === 'string' ? secret.trim() : ''))
		.filter(({ length }) => length >= SHORTEST);
}

/** A text without the secrets. */
export function hideIn(text: string, secrets: readonly string[]): string {
	return secrets.reduce((hidden, secret) => hidden.replaceAll(secret, HIDDEN), text);
}

/** The body of a response without the secrets: a server, or a proxy before it, may tell what it was sent. */
export function withoutSecrets(body: unknown, secrets: readonly string[]): unknown {
	if (typeof body === 'string') return hideIn(body, secrets);
	if (Array.isArray(body)) return body.map((value) => withoutSecrets(value, secrets));
	if (!isObject(body)) return body;
	return Object.fromEntries(
		Object.entries(body).map(([key, value]) => [key, withoutSecrets(value, secrets)]),
	);
}
