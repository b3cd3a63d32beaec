/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { STATUS_CODES } from 'node:http';

import { refusal } from '../errors';
import { toWire, type Wire, type WireOutcome } from '../wire';
import { rateLimited, withGraphqlError } from './graphqlFaults';
import type { MainFault } from './types';

function gatewayPage(status: number): string {
	const title = `${status} ${STATUS_CODES[status] ?? ''}`;
	return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
}

function statusWire(fault: Extract<MainFault, { kind: 'status' | 'statusAfter' }>): Wire {
	const { status, body, headers, contentType } = fault;
	const code = (STATUS_CODES[status] ?? 'error').toLowerCase().replace(/\W+/g, '_');
	const json = body ?? { status, code, message: STATUS_CODES[status] ?? 'Error' };
	const isText = typeof json === 'string';
	return {
		status,
		headers: {
			'content-type': contentType ?? (isText ? 'text/plain' : 'application/json'),
			...headers,
		},
		text: isText ? json : JSON.stringify(json),
	};
}

function isSuccess(status: number): boolean {
	return status >= 200 && status < 300;
}

/** The outcome of a request with a fault. `perform` does what the request asks for. */
export async function applyFault(
	fault: MainFault,
	perform: () => Promise<Wire>,
	expireTokens: () => void,
): Promise<WireOutcome> {
	switch (fault.kind) {
		case 'rateLimit': {
			const { answer } = refusal(429, 'too_many_requests', 'Too many requests');
			const { retryAfter } = fault;
			if (retryAfter === undefined) return { wire: toWire(answer) };
			return { wire: toWire({ ...answer, headers: { 'retry-after': retryAfter } }) };
		}
		case 'status':
			if (fault.effect) await perform();
			return { wire: statusWire(fault) };
		case 'statusAfter':
			await perform();
			return { wire: statusWire(fault) };
		case 'resetBefore':
			return 'reset';
		case 'resetAfter':
			await perform();
			return 'reset';
		case 'hang':
			if (fault.effect) await perform();
			return 'hang';
		case 'truncated': {
			const wire = await perform();
			// A response without a body cannot be sent by half.
			return wire.text === '' ? 'reset' : { wire, isCut: true };
		}
		case 'truncatedJson': {
			const wire = await perform();
			return { wire: { ...wire, text: wire.text.slice(0, Math.floor(wire.text.length / 2)) } };
		}
		case 'html': {
			const { status = 502, effect = isSuccess(status) } = fault;
			if (effect) await perform();
			const headers = { 'content-type': 'text/html' };
			return { wire: { status, headers, text: gatewayPage(status) } };
		}
		case 'emptyBody': {
			const { status, effect = isSuccess(status) } = fault;
			const wire = effect ? await perform() : undefined;
			// What was refused and is said to be done is a lie that nobody could see.
			if (wire && isSuccess(status) && !isSuccess(wire.status)) return { wire };
			return { wire: { status, headers: {}, text: '' } };
		}
		case 'redirect': {
			const { status = 302, location } = fault;
			return { wire: { status, headers: { location }, text: '' } };
		}
		case 'expireTokens':
			expireTokens();
			return { wire: await perform() };
		case 'rateLimited':
			return { wire: toWire({ status: 200, body: rateLimited(fault) }) };
		case 'graphqlError': {
			const { keepsData = false, effect = keepsData } = fault;
			const wire = effect ? await perform() : toWire({ status: 200, body: { data: null } });
			return { wire: withGraphqlError(wire, fault) };
		}
	}
}
