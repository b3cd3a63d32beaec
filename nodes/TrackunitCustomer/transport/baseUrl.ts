import { Refusal } from '../failure/failure';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The origin of a URL that a credential holds; a path or a slash behind it is forgiven.
 * Plain http is for loopback only, since the token would travel in the open.
 */
export function originOf(value: unknown, field: string): string {
	const text = typeof value === 'string' ? value.trim() : '';
	const url = parse(text);
	if (!url || !/^https?:$/.test(url.protocol)) {
		throw new Refusal(
			`The credential's '${field}' is not a web address`,
			'Open the credential and enter an address that starts with https://',
		);
	}
	if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
		throw new Refusal(
			`The credential's '${field}' is not encrypted`,
			'Open the credential and use an address that starts with https://. Plain http is accepted for localhost only.',
		);
	}
	if (url.username !== '' || url.password !== '') {
		throw new Refusal(
			`The credential's '${field}' has a user name in it`,
			'Open the credential and remove the user name before the @',
		);
	}
	return url.origin;
}

function parse(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}
