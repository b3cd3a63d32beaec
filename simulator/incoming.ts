import type { FastifyRequest } from 'fastify';

import type { ApiRequest, SentBody } from './api';
import type { OperationId } from './contractDocument';
import { parseJson } from './parseJson';

function first(value: string | string[] | undefined): string | undefined {
	return Array.isArray(value) ? value.join(', ') : value;
}

function headersOf(request: FastifyRequest): Record<string, string | undefined> {
	return Object.fromEntries(
		Object.entries(request.headers).map(([name, value]) => [name, first(value)]),
	);
}

/** The query; the values of a repeated name are joined by commas. */
function queryOf(search: string): Record<string, string> {
	const query: Record<string, string> = {};
	for (const [name, value] of new URLSearchParams(search)) {
		const known = query[name];
		query[name] = known === undefined ? value : `${known},${value}`;
	}
	return query;
}

function parseBody(text: string, contentType: string | undefined): SentBody {
	if (contentType?.startsWith('application/x-www-form-urlencoded')) {
		const form = Object.fromEntries(new URLSearchParams(text));
		return { text, value: form, form, isJson: false };
	}
	if (text === '') return { text, value: undefined, form: undefined, isJson: false };
	const parsed = parseJson(text);
	const value = parsed === undefined ? text : parsed.value;
	return { text, value, form: undefined, isJson: parsed !== undefined };
}

/** The request, with its body parsed. */
export function toApiRequest(
	request: FastifyRequest,
	operation: OperationId | undefined,
): ApiRequest {
	const question = request.url.indexOf('?');
	const search = question < 0 ? '' : request.url.slice(question + 1);
	const headers = headersOf(request);
	const ids: Record<string, string> = {};
	if (typeof request.params === 'object' && request.params !== null) {
		for (const [name, value] of Object.entries(request.params)) ids[name] = String(value);
	}
	return {
		operation,
		method: request.method,
		path: question < 0 ? request.url : request.url.slice(0, question),
		ids,
		query: queryOf(search),
		search,
		headers,
		body: parseBody(typeof request.body === 'string' ? request.body : '', headers['content-type']),
	};
}

/** Whether a Host header is of this machine: a web page whose name resolves to it is kept out. */
export function isLoopback(host: string | undefined): boolean {
	return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host ?? '');
}
