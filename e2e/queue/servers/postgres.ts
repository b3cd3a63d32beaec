/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import path from 'node:path';

import { runProgram } from '../../../scripts/n8n/child';
import { freePort } from '../../../scripts/n8n/ports';
import { lastLines, Problem } from '../../../scripts/n8n/problem';
import { asOrdinaryUser, startServer, type Server } from './server';

/** The user of the database, without a password: nobody else reaches it. */
export const DATABASE_USER = 'n8n';

/** A PostgreSQL on loopback, whose database `postgres` is empty. Throws Problem. */
export async function startPostgres(programs: string, folder: string): Promise<Server> {
	const data = path.join(folder, 'data');
	const [command, args] = asOrdinaryUser(path.join(programs, 'initdb'), [
		...['--pgdata', data, '--username', DATABASE_USER, '--auth', 'trust'],
		...['--encoding', 'UTF8', '--locale', 'C.UTF-8'],
	]);
	const made = await runProgram(command, args, { cwd: folder });
	if (made.code !== 0) {
		throw new Problem(`PostgreSQL's data cannot be made:\n\n${lastLines(made.output, 15)}`);
	}
	const port = await freePort();
	return await startServer({
		name: 'PostgreSQL',
		port,
		folder,
		program: path.join(programs, 'postgres'),
		args: ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder],
		// Those that are connected are cut off.
		endWith: 'SIGINT',
	});
}
