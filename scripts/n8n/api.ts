import { randomUUID } from 'node:crypto';

import { jsonParse } from 'n8n-workflow';

import { isObject } from '../../nodes/TrackunitCustomer/json';
import { valueAt } from '../engine/objects';

/** Who signs in. */
export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** An answer of n8n that is no success. */
export class Refused extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/** The REST API that n8n's own editor uses, signed in as the owner. */
export interface Api {
	/** What a browser needs to be signed in too: its cookie 'n8n-auth', and the id that n8n binds it to. */
	session: { cookie: string; browserId: string };
	/** What stands under `data` in the answer; throws Refused. */
	get(path: string): Promise<unknown>;
	post(path: string, body?: object): Promise<unknown>;
	patch(path: string, body: object): Promise<unknown>;
	remove(path: string): Promise<unknown>;
}

/** Signs in; makes the owner's account where n8n is new. */
export async function signIn(url: string, owner: Owner): Promise<Api> {
	const browserId = randomUUID();
	let cookie = '';

	async function send(method: string, path: string, body?: object): Promise<unknown> {
		const response = await fetch(`${url}/rest${path}`, {
			method,
			headers: {
				'browser-id': browserId,
				// n8n ends a connection that rests; one that is kept may be gone when it is used again.
				connection: 'close',
				...(body && { 'content-type': 'application/json' }),
				...(cookie && { cookie }),
			},
			...(body && { body: JSON.stringify(body) }),
			signal: AbortSignal.timeout(60_000),
		});
		const text = await response.text();
		const answer: unknown = text === '' ? {} : jsonParse(text, { fallbackValue: text });
		if (!response.ok) {
			const reason = valueAt(answer, 'message') ?? text;
			throw new Refused(response.status, `${method} ${path}: ${response.status} ${String(reason)}`);
		}
		const given = response.headers.getSetCookie().map((one) => one.split(';')[0]);
		if (given.length > 0) cookie = given.join('; ');
		return isObject(answer) && 'data' in answer ? answer.data : answer;
	}

	const isNew = await unless(send('POST', '/owner/setup', owner), (status) => status < 500);
	if (isNew === undefined) {
		const { email, password } = owner;
		await send('POST', '/login', { emailOrLdapLoginId: email, password });
	}
	return {
		session: { cookie, browserId },
		get: async (path) => await send('GET', path),
		post: async (path, body = {}) => await send('POST', path, body),
		patch: async (path, body) => await send('PATCH', path, body),
		remove: async (path) => await send('DELETE', path),
	};
}

/** What n8n answers; undefined where it refuses with such a status. */
export async function unless<Value>(
	answer: Promise<Value>,
	isExpected: (status: number) => boolean,
): Promise<Value | undefined> {
	return await answer.catch((error: unknown) => {
		if (error instanceof Refused && isExpected(error.status)) return undefined;
		throw error;
	});
}
