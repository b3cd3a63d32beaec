import { isObject } from '../../nodes/TrackunitCustomer/json';
import type { Simulator } from '../../simulator';

export const CUSTOMERS = '/api/customer/v1/customers';
export const ASSETS = '/api/asset/v1/assets';
export const PORTAL = '/api/customer/v1/customer-portal-access';

export interface Answered {
	status: number;
	headers: Headers;
	text: string;
	/** The body as a JSON object; empty where it is none. */
	body: Record<string, unknown>;
}

interface Asked {
	body?: unknown;
	token?: string;
	headers?: Record<string, string>;
}

async function read(response: Response): Promise<Answered> {
	const { status, headers } = response;
	const text = await response.text();
	const isJson = headers.get('content-type')?.startsWith('application/json') ?? false;
	const value: unknown = isJson && text !== '' ? JSON.parse(text) : {};
	return { status, headers, text, body: isObject(value) ? value : {} };
}

/** Sends a request with the ready-made access token, unless told another one. */
export async function ask(
	{ url, credentials }: Simulator,
	method: string,
	path: string,
	{ body, token = credentials.trackunitApi.apiToken, headers = {} }: Asked = {},
): Promise<Answered> {
	const response = await fetch(url + path, {
		method,
		redirect: 'manual',
		headers: {
			authorization: `Bearer ${token}`,
			...(body !== undefined && { 'content-type': 'application/json' }),
			...headers,
		},
		body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
	});
	return await read(response);
}

/** Asks for a token; `basic` are a client's id and secret for the header. */
export async function askToken(
	{ url }: Simulator,
	path: '/token' | '/token/v2',
	form: Record<string, string>,
	basic?: [string, string],
): Promise<Answered> {
	const encoded = basic && Buffer.from(basic.join(':')).toString('base64');
	const response = await fetch(url + path, {
		method: 'POST',
		headers: encoded === undefined ? {} : { authorization: `Basic ${encoded}` },
		body: new URLSearchParams(form),
	});
	return await read(response);
}

/** The rows of a page. */
export function rowsOf({ body }: Answered): Array<Record<string, unknown>> {
	if (!Array.isArray(body.content)) throw new Error('There is no content');
	return body.content.filter(isObject);
}

export function idsOf(answered: Answered): string[] {
	return rowsOf(answered).map(({ id, assetId }) => String(id ?? assetId));
}

/** The fields that violations name. */
export function fieldsOf({ body }: Answered): string[] {
	const violations = Array.isArray(body.violations) ? body.violations.filter(isObject) : [];
	return violations.map(({ field }) => String(field));
}

/** The first of a map's keys. */
export function firstKey(map: ReadonlyMap<string, unknown>): string {
	for (const key of map.keys()) return key;
	throw new Error('The map is empty');
}
