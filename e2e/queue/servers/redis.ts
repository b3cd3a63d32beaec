import { freePort } from '../../../scripts/n8n/ports';
import { startServer, type Server } from './server';

/** A Redis on loopback that keeps its data as Debian's does: it writes them when it is told to end, and now and then. */
export async function startRedis(program: string, folder: string): Promise<Server> {
	const port = await freePort();
	return await startServer({
		name: 'Redis',
		port,
		folder,
		program,
		args: [
			...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
			...['--save', '3600 1 300 100 60 10000'],
		],
		endWith: 'SIGTERM',
	});
}
