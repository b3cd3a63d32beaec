import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { isObject } from '../json';

const HIDDEN = '[hidden]';
/** Shorter ones are parts of ordinary words; hiding them would spoil a message and say what they are. */
const SHORTEST = 6;
/** Deeper than any body that says something; without a bound one could end the run. */
const DEEPEST = 30;

/** What nobody may see of a credential, the token that n8n keeps in it among it. */
export function secretsOf(credential: ICredentialDataDecryptedObject): string[] {
	const { apiToken, clientSecret, password, accessToken, oauthTokenData } = credential;
	const kept = isObject(oauthTokenData) ? oauthTokenData.access_token : undefined;
	return [apiToken, clientSecret, password, accessToken, kept].map(trimmed).filter(isLongEnough);
}

/** All spellings in which a server may tell them: as they are, and as a header, a form or an address has them. */
export function spellingsOf(...credentials: ICredentialDataDecryptedObject[]): string[] {
	const pairs = credentials
		.flatMap(({ clientId, clientSecret, username, password }) => [
			pair(clientId, clientSecret),
			pair(username, password),
		])
		.filter(isLongEnough);
	const plain = credentials.flatMap(secretsOf);
	const all = [...plain.flatMap(inOtherForms), ...[...plain, ...pairs].map(inBase64)];
	// The longest first: one may be a part of another.
	return [...new Set([...plain, ...all])].sort((a, b) => b.length - a.length);
}

/** A token is often copied with what is before it in the header; that is neither sent nor a part of the secret. */
export function bareToken(token: string): string {
	return token.trim().replace(/^(?:Authorization:\s*)?Bearer\s+/i, '');
}

function trimmed(secret: IDataObject[string]): string {
	return typeof secret === 'string' ? bareToken(secret) : '';
}

function isLongEnough({ length }: string): boolean {
	return length >= SHORTEST;
}

/** As HTTP's Basic authentication joins them; nothing without the secret. */
function pair(id: IDataObject[string], secret: IDataObject[string]): string {
	return trimmed(secret) === '' ? '' : `${trimmed(id)}:${trimmed(secret)}`;
}

function inBase64(text: string): string {
	return Buffer.from(text).toString('base64');
}

function inOtherForms(secret: string): string[] {
	const inJson = JSON.stringify(secret).slice(1, -1);
	const inForm = new URLSearchParams({ '': secret }).toString().slice(1);
	const escaped = inForm.replace(/\+/g, '%20');
	// A form escapes !'()~ too, which most addresses have as they are.
	const inAddress = escaped.replace(/%(?:21|27|28|29|7E)/g, (code) => decodeURIComponent(code));
	return [inJson, inForm, escaped, inAddress];
}

/** A text without the secrets, in whatever case an address has its escapes. */
export function hideIn(text: string, secrets: readonly string[]): string {
	return secrets.reduce((hidden, secret) => {
		const lower = secret.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase());
		return hidden.replaceAll(secret, HIDDEN).replaceAll(lower, HIDDEN);
	}, text);
}

/** The body of a response without the secrets: a server, or a proxy before it, may tell what it was sent. */
export function withoutSecrets(body: unknown, secrets: readonly string[], depth = 0): unknown {
	if (typeof body === 'string') return hideIn(body, secrets);
	if (typeof body === 'object' && depth === DEEPEST) return '…';
	if (Array.isArray(body)) return body.map((value) => withoutSecrets(value, secrets, depth + 1));
	if (!isObject(body)) return body;
	return Object.fromEntries(
		Object.entries(body).map(([key, value]) => [
			hideIn(key, secrets),
			withoutSecrets(value, secrets, depth + 1),
		]),
	);
}
