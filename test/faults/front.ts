/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import tls, { TLSSocket } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import { isObject } from '../../nodes/TrackunitCustomer/json';
import { CERTIFICATE, KEY } from './certificate';

/** What goes wrong on the wire, before or behind Trackunit; the API itself is made to fail by the local Trackunit. */
export type WireFault = { after: number; times: number; onToken: boolean } & (
	| { wire: 'cutBefore' }
	/** The response's head, and so much of its body, before the connection is cut. */
	| { wire: 'cutAfter'; share: number }
	/** The response in pieces, milliseconds between them. */
	| { wire: 'slow'; pieces: number; ms: number }
	/** Not carried out: told with all that the server was sent. */
	| { wire: 'echo'; status: number; as: 'json' | 'text' }
	| { wire: 'brokenUtf8' | 'wrongType' | 'gzip' | 'chunked' }
	/** Bytes that are no TLS, in place of the response; without TLS a response that is no HTTP. */
	| { wire: 'noTls' }
);

/** A request as it came in, and what the client was answered. */
export interface Exchange {
	method: string;
	path: string;
	body: string;
	/** Undefined as long as no head of an answer has gone out. */
	status?: number;
	/** Undefined as long as it has not gone out whole. */
	answer?: unknown;
}

export interface Front {
	readonly url: string;
	/** Tokens aside, in the order of arrival. */
	readonly exchanges: readonly Exchange[];
	/** All that was sent or issued and must not be seen. */
	readonly secrets: ReadonlySet<string>;
	begin(faults: readonly WireFault[], onRequest?: (count: number) => void): void;
	/** Cuts what is not answered after so long, and says how many requests that were. */
	settle(milliseconds: number): Promise<number>;
	close(): Promise<void>;
}

interface Answer {
	status: number;
	headers: http.IncomingHttpHeaders;
	body: Buffer;
	/** The server broke off. */
	isCut: boolean;
}

async function bodyOf(message: http.IncomingMessage): Promise<{ body: Buffer; isCut: boolean }> {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of message) chunks.push(Buffer.from(chunk));
	} catch {
		return { body: Buffer.concat(chunks), isCut: true };
	}
	return { body: Buffer.concat(chunks), isCut: !message.complete };
}

const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date']);

function own(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
	return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP.has(name)));
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** As if the machine behind it had gone: by a reset, or, where TLS is in between, without TLS's farewell. */
function cut(socket: Socket): void {
	if (socket instanceof TLSSocket) socket.destroy();
	else socket.resetAndDestroy();
}

/** As if n8n's host trusted the certificate, until what is answered is called. */
export function trustCertificate(): () => void {
	const create = tls.createSecureContext;
	tls.createSecureContext = (options) => {
		const made = create(options);
		made.context.addCACert(CERTIFICATE);
		return made;
	};
	return () => {
		tls.createSecureContext = create;
	};
}

/** A server between the node and the local Trackunit, that can be told to do wrong. */
export async function startFront(target: string, secure = false): Promise<Front> {
	const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
	const sockets = new Set<Socket>();
	const open = new Set<http.ServerResponse>();
	const exchanges: Exchange[] = [];
	const secrets = new Set<string>();
	let due: WireFault[] = [];
	let told: (count: number) => void = () => undefined;

	async function forward(
		request: http.IncomingMessage,
		body: Buffer,
		gone: AbortSignal,
	): Promise<Answer> {
		return await new Promise((resolve, reject) => {
			const { method, url, headers } = request;
			const up = http.request(
				new URL(url ?? '/', target),
				{
					method,
					headers: { ...own(headers), host: new URL(target).host, 'content-length': body.length },
					agent,
					signal: gone,
				},
				(response) => {
					void bodyOf(response).then((read) =>
						resolve({ status: response.statusCode ?? 0, headers: response.headers, ...read }),
					);
				},
			);
			up.on('error', reject);
			up.end(body);
		});
	}

	function take(isToken: boolean): WireFault | undefined {
		const index = due.findIndex((fault) => {
			if (fault.onToken !== isToken) return false;
			if (fault.after > 0) {
				fault.after -= 1;
				return false;
			}
			return true;
		});
		const fault = due[index];
		if (!fault) return undefined;
		fault.times -= 1;
		if (fault.times <= 0) due.splice(index, 1);
		return fault;
	}

	function keep(authorization: string | undefined): void {
		const [scheme, value] = authorization?.split(' ') ?? [];
		if (value === undefined) return;
		secrets.add(value);
		if (scheme !== 'Basic') return;
		const [, secret] = Buffer.from(value, 'base64').toString().split(':');
		if (secret) secrets.add(secret);
	}

	function keepForm(form: string): void {
		for (const name of ['password', 'client_secret']) {
			const value = new URLSearchParams(form).get(name);
			if (value) secrets.add(value);
		}
	}

	async function handle(
		request: http.IncomingMessage,
		response: http.ServerResponse,
	): Promise<void> {
		const path = (request.url ?? '').split('?')[0] ?? '';
		const isToken = path.startsWith('/token');
		const { body } = await bodyOf(request);
		const text = body.toString();
		const exchange: Exchange = { method: request.method ?? '', path, body: text };
		keep(request.headers.authorization);
		if (isToken) keepForm(text);
		else exchanges.push(exchange);
		const fault = take(isToken);
		told(exchanges.length);

		if (fault?.wire === 'cutBefore') {
			cut(request.socket);
			return;
		}
		if (fault?.wire === 'echo') {
			const { url, headers } = request;
			const echo = {
				message: `You sent ${text} with ${headers.authorization}`,
				url,
				headers,
				body: text,
			};
			await answer(response, exchange, {
				status: fault.status,
				headers: { 'content-type': fault.as === 'json' ? 'application/json' : 'text/plain' },
				body: Buffer.from(fault.as === 'json' ? JSON.stringify(echo) : echo.message),
				isCut: false,
			});
			return;
		}
		const gone = new AbortController();
		response.once('close', () => gone.abort());
		const result = await forward(request, body, gone.signal).catch(() => undefined);
		if (!result) {
			cut(request.socket);
			return;
		}
		const given = parsed(result.body.toString());
		const token = isToken && isObject(given) ? given.access_token : undefined;
		if (typeof token === 'string' && token !== '') secrets.add(token);
		await answer(response, exchange, result, fault);
	}

	async function answer(
		response: http.ServerResponse,
		exchange: Exchange,
		{ status, headers, body, isCut }: Answer,
		fault?: WireFault,
	): Promise<void> {
		const { socket } = response;
		const head = own(headers);
		let bytes = body;
		// What a head says is said, though its body does not arrive.
		if (fault?.wire !== 'noTls') exchange.status = status;
		switch (fault?.wire) {
			case 'noTls': {
				// Under TLS, the socket below it writes in the open.
				const raw: unknown = Reflect.get(socket ?? {}, '_parent') ?? socket;
				if (raw && typeof raw === 'object' && 'end' in raw && typeof raw.end === 'function') {
					raw.end('SSH-2.0-OpenSSH_9.2p1\r\nno more\r\n\r\n');
				}
				return;
			}
			case 'cutAfter': {
				response.writeHead(status, { ...head, 'content-length': bytes.length });
				const part = bytes.subarray(0, Math.floor(bytes.length * fault.share));
				if (part.length === 0) response.flushHeaders();
				else await new Promise<void>((done) => response.write(part, () => done()));
				socket?.destroy();
				return;
			}
			case 'slow': {
				response.writeHead(status, { ...head, 'content-length': bytes.length });
				const size = Math.max(1, Math.ceil(bytes.length / fault.pieces));
				for (let start = 0; start < bytes.length && !response.destroyed; start += size) {
					response.write(bytes.subarray(start, start + size));
					await sleep(fault.ms);
				}
				break;
			}
			case 'chunked':
				response.writeHead(status, head);
				response.write(bytes.subarray(0, 1));
				bytes = bytes.subarray(1);
				break;
			case 'gzip':
				head['content-encoding'] = 'gzip';
				bytes = gzipSync(bytes);
				break;
			case 'wrongType':
				head['content-type'] = 'text/html; charset=latin1';
				break;
			case 'brokenUtf8':
				// In place of a name's last letter: the JSON stays JSON, and an id an id.
				bytes = Buffer.from(
					bytes.toString('latin1').replace(/("name":"[^"]*)[a-z]"/, '$1\xff"'),
					'latin1',
				);
				break;
		}
		if (isCut) {
			response.writeHead(status, { ...head, 'content-length': bytes.length + 10 });
			response.write(bytes, () => socket?.destroy());
			return;
		}
		exchange.answer = parsed(body.toString());
		if (fault?.wire === 'slow') response.end();
		else if (fault?.wire === 'chunked') response.end(bytes);
		else response.writeHead(status, { ...head, 'content-length': bytes.length }).end(bytes);
	}

	const listener: http.RequestListener = (request, response) => {
		open.add(response);
		response.once('close', () => open.delete(response));
		request.on('error', () => undefined);
		response.on('error', () => undefined);
		handle(request, response).catch(() => response.destroy());
	};
	const server = secure
		? https.createServer({ key: KEY, cert: CERTIFICATE }, listener)
		: http.createServer(listener);
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		socket.once('close', () => sockets.delete(socket));
	});
	server.on('tlsClientError', () => undefined);
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;

	return {
		url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`,
		exchanges,
		secrets,
		begin(faults, onRequest = () => undefined) {
			due = faults.map((fault) => ({ ...fault }));
			told = onRequest;
		},
		async settle(milliseconds) {
			const end = performance.now() + milliseconds;
			while (open.size > 0 && performance.now() < end) await sleep(1);
			const left = open.size;
			for (const response of open) response.destroy();
			for (let tries = 1000; open.size > 0 && tries > 0; tries -= 1) await sleep(1);
			return left;
		},
		async close() {
			agent.destroy();
			for (const socket of sockets) socket.destroy();
			await new Promise((done) => server.close(done));
		},
	};
}
