/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- tests run on Node and never ship */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

import { claimPort, freePort } from '../../scripts/n8n/ports';
import { Problem } from '../../scripts/n8n/problem';
import { claimFolder } from '../../scripts/n8n/running';

describe('a port', () => {
	test('that is free may be used', async () => {
		await expect(claimPort(await freePort(), 'n8n', '--port')).resolves.toBeUndefined();
	});

	test('that is taken is told, with another one to choose', async () => {
		const port = await freePort();
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
		const claim = claimPort(port, 'n8n', '--port');
		await expect(claim).rejects.toThrow(Problem);
		await expect(claim).rejects.toThrow(
			`Port ${port} is taken, and n8n needs it. End what listens there, or choose another one: npm run n8n -- --port ${port + 10}`,
		);
		await new Promise((resolve) => server.close(resolve));
	});
});

describe("a folder of n8n's data", () => {
	let folder: string;
	beforeEach(async () => (folder = path.join(await mkdtemp(path.join(tmpdir(), 'data-')), 'data')));
	afterEach(async () => await rm(path.dirname(folder), { recursive: true, force: true }));

	test('is used by one n8n at a time', async () => {
		const claim = await claimFolder(folder, 'http://127.0.0.1:5678');
		await expect(claimFolder(folder, 'http://127.0.0.1:5688')).rejects.toThrow(
			`There is an n8n with this data already, at http://127.0.0.1:5678 (process ${process.pid})`,
		);
		await claim.release();
		await (await claimFolder(folder, 'http://127.0.0.1:5688')).release();
	});

	test.each([
		['of a process that has ended', () => String(spawnSync(process.execPath, ['-v']).pid)],
		['that cannot be read', () => '"'],
	])('may be used where there is a note %s', async (_, pid) => {
		await writeFile(`${folder}.running`, `{"pid":${pid()}}`);
		await (await claimFolder(folder, 'http://127.0.0.1:5678')).release();
	});
});
