/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development only: what the rule guards, n8n's process, never loads it */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A stretch of the way to Trackunit. */
export interface DelayProxy {
	port: number;
	/** The most connections that were open at once since the last `forget`: n8n opens one for each request. */
	mostOpen(): number;
	forget(): void;
	close(): Promise<void>;
}

/** Milliseconds: how long what is sent is under way, and from when on anything can be. */
interface Delay {
	each: number;
	notBefore: number;
}

/** Passes on what one end sends, in its order, when it is due; null stands for the end of it. */
function createLine(to: Socket, { each, notBefore }: Delay): (chunk: Buffer | null) => void {
	const underWay: Array<{ due: number; chunk: Buffer | null }> = [];

	function arrive(): void {
		const now = performance.now();
		for (let next = underWay[0]; next && next.due <= now; next = underWay[0]) {
			underWay.shift();
			if (next.chunk) to.write(next.chunk);
			else to.end();
		}
		schedule();
	}

	function schedule(): void {
		const [next] = underWay;
		if (next) setTimeout(arrive, Math.max(0, next.due - performance.now()));
	}

	return (chunk) => {
		underWay.push({ due: Math.max(performance.now(), notBefore) + each, chunk });
		if (underWay.length === 1) schedule();
	};
}

/** Listens on loopback, and passes on to a port of it as if that were so many milliseconds away, there and back. */
export async function startDelayProxy(port: number, roundTrip: number): Promise<DelayProxy> {
	const open = new Set<Socket>();
	let most = 0;

	function carry(near: Socket): void {
		const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
		open.add(near);
		most = Math.max(most, open.size);
		const gone = (): void => {
			open.delete(near);
			near.destroy();
			far.destroy();
		};
		// A connection costs a round trip before anything can be sent; on loopback it cost none.
		const there = createLine(far, {
			each: roundTrip / 2,
			notBefore: performance.now() + roundTrip,
		});
		const back = createLine(near, { each: roundTrip / 2, notBefore: 0 });
		near.on('data', there).on('end', () => there(null));
		far.on('data', back).on('end', () => back(null));
		for (const socket of [near, far]) socket.on('error', gone);
		near.on('close', gone);
	}

	const server = createServer({ allowHalfOpen: true, noDelay: true }, carry);
	// As many as there are: the connections of a batch come all at once.
	await new Promise<void>((resolve) =>
		server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve),
	);
	return {
		port: (server.address() as AddressInfo).port,
		mostOpen: () => most,
		forget: () => (most = open.size),
		async close() {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
