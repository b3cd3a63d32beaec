/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { isTokenOperation, type Api } from './api';
import { isListOperation, routes, type OperationId } from './contractDocument';
import { refusal } from './errors';
import { applyFault } from './faults/answerFaults';
import type { DueFaults, FaultList } from './faults/faults';
import type { FaultKind } from './faults/types';
import { isLoopback, toApiRequest } from './incoming';
import type { Journal, LogEntry } from './log';
import type { Random } from './random';
import { toWire, type WireOutcome } from './wire';

export interface ServerParts {
	api: Api;
	faults: FaultList;
	journal: Journal;
	random: Random;
	expireTokens(): void;
}

const MOST_BYTES = 16 * 1024 * 1024;
function kindsOf({ latencies, main, page }: DueFaults): string | undefined {
	const kinds = [...latencies, ...(main === undefined ? [] : [main]), ...page];
	return kinds.length === 0 ? undefined : kinds.map(({ kind }: FaultKind) => kind).join('+');
}

/** What never reaches an operation: a body that is too large, an address that cannot be decoded. */
function answerHttpError(error: unknown, _request: FastifyRequest, reply: FastifyReply): void {
	const { statusCode = 500, message }: { statusCode?: number; message: string } =
		error instanceof Error ? error : { message: String(error) };
	const code = statusCode >= 500 ? 'internal_error' : 'bad_request';
	void reply.code(statusCode).send(refusal(statusCode, code, message).answer.body);
}

/** Serves the contract's paths; does not listen yet. */
export function createServer({
	api,
	faults,
	journal,
	random,
	expireTokens,
}: ServerParts): FastifyInstance {
	const closing = new AbortController();
	// Each request that waits listens to it.
	setMaxListeners(Infinity, closing.signal);
	const server = fastify({
		exposeHeadRoutes: false,
		frameworkErrors: answerHttpError,
		bodyLimit: MOST_BYTES,
		// A hanging request must not keep the server from closing.
		forceCloseConnections: true,
		routerOptions: { maxParamLength: 2000 },
	});

	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) =>
		done(null, text),
	);

	/** Milliseconds; ends early, quietly, when the server closes. */
	async function wait({ latencies }: DueFaults): Promise<void> {
		for (const { ms } of latencies) {
			const time = typeof ms === 'number' ? ms : ms[0] + random.next() * (ms[1] - ms[0]);
			await sleep(time, undefined, { signal: closing.signal }).catch(() => undefined);
		}
	}

	async function deliver(
		outcome: WireOutcome,
		entry: LogEntry,
		reply: FastifyReply,
	): Promise<void> {
		if (outcome === 'hang') {
			reply.hijack();
			reply.raw.once('close', () => journal.close(entry, 'hang'));
			return;
		}
		if (outcome === 'reset') {
			reply.hijack();
			journal.close(entry, 'reset');
			reply.raw.socket?.resetAndDestroy();
			return;
		}
		const { status, headers, text } = outcome.wire;
		journal.close(entry, status);
		if (outcome.isCut) {
			reply.hijack();
			const bytes = Buffer.from(text);
			reply.raw.writeHead(status, { ...headers, 'content-length': bytes.length });
			reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
				reply.raw.socket?.destroy();
			});
			return;
		}
		await reply
			.code(status)
			.headers(headers)
			.send(text === '' ? undefined : text);
	}

	function handler(operation: OperationId | undefined) {
		return async (incoming: FastifyRequest, reply: FastifyReply) => {
			const request = toApiRequest(incoming, operation);
			const { method, path, query, headers, body } = request;
			const entry = journal.open({ method, path, query, headers, body: body.value });
			const due = faults.take({
				method,
				path,
				isToken: isTokenOperation(operation),
				isList: isListOperation(operation),
				isGraphql: operation === 'graphql',
			});
			entry.fault = kindsOf(due);
			const perform = async () => toWire(await api.answer(request, due.page));
			await wait(due);
			const { main } = due;
			const outcome =
				main === undefined
					? { wire: await perform() }
					: await applyFault(main, perform, expireTokens);
			await deliver(outcome, entry, reply);
			return reply;
		};
	}

	server.setErrorHandler(answerHttpError);
	server.addHook('onRequest', async (request, reply) => {
		if (isLoopback(request.headers.host)) return;
		const { answer } = refusal(421, 'misdirected_request', 'Only loopback addresses are served');
		await reply.code(answer.status).send(answer.body);
	});
	for (const { operation, method, path } of routes) {
		const url = path.replace(/\{(\w+)\}/g, ':$1');
		server.route({ method, url, handler: handler(operation) });
	}
	server.setNotFoundHandler(handler(undefined));
	server.addHook('preClose', async () => closing.abort());
	return server;
}
