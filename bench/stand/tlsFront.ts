/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { connect, type AddressInfo, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { createServer } from 'node:tls';

import { CERTIFICATE, KEY } from '../../test/faults/certificate';

export interface TlsFront {
	port: number;
	close(): Promise<void>;
}

/** Speaks TLS for what listens on a port of this machine, as the gateway of a real service does. */
export async function startTlsFront(port: number): Promise<TlsFront> {
	const open = new Set<Socket>();
	const server = createServer({ key: KEY, cert: CERTIFICATE, noDelay: true }, (near) => {
		const far = connect({ port, host: '127.0.0.1', noDelay: true });
		// Whoever ends first, or breaks off, takes the other along.
		pipeline(near, far, near, () => undefined);
	});
	server.on('connection', (socket: Socket) => {
		open.add(socket);
		socket.once('close', () => open.delete(socket)).on('error', () => undefined);
	});
	server.on('tlsClientError', () => undefined);
	await new Promise<void>((resolve) =>
		server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve),
	);
	return {
		port: (server.address() as AddressInfo).port,
		async close() {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
