/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- tests run on Node and never ship */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

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

	describe('that an n8n still uses whose script was killed', () => {
		const note = async (n8n: number): Promise<void> => {
			const { pid } = spawnSync(process.execPath, ['-v']);
			await writeFile(`${folder}.running`, JSON.stringify({ pid, n8n }));
		};

		test('is waited for', async () => {
			const n8n = spawn('sleep', ['0.3']);
			await note(n8n.pid ?? 0);
			await (await claimFolder(folder, 'http://127.0.0.1:5678')).release();
			expect(n8n.exitCode).toBe(0);
		});

		test('is refused after a while, with the process to end', async () => {
			await note(process.pid);
			await expect(claimFolder(folder, 'http://127.0.0.1:5678', 10)).rejects.toThrow(
				`An n8n of an earlier start is still running (process ${process.pid}). End it with kill ${process.pid}.`,
			);
		});

		test('is known from the note', async () => {
			const claim = await claimFolder(folder, 'http://127.0.0.1:5678');
			await claim.note(4711);
			const text = await readFile(`${folder}.running`, 'utf8');
			expect(JSON.parse(text)).toMatchObject({ pid: process.pid, n8n: 4711 });
			await claim.release();
		});
	});
});

test.each([
	['in a group of its own', true],
	['in the same group', false],
])(
	'a program ends with the one that started it, %s, even where that was killed',
	async (_, detached) => {
		const program = `
			process.on('SIGTERM', () => process.stdout.write('told', () => process.exit()));
			process.stdout.write(String(process.pid));
			setInterval(() => {}, 1000);
		`;
		const starter = `
			const { spawn } = require('node:child_process');
			const args = ['--require', './scripts/n8n/endsWithStarter.cjs', '-e', ${JSON.stringify(program)}];
			spawn(process.execPath, args, { detached: ${detached}, stdio: ['pipe', 'inherit', 'inherit'] });
		`;
		const script = spawn(process.execPath, ['-e', starter], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const output = script.stdout.setEncoding('utf8');
		const printed = new Promise<string>((resolve) => output.once('data', resolve));
		const pid = Number(await printed);
		let told = '';
		output.on('data', (text: string) => (told += text));
		expect(pid).toBeGreaterThan(0);
		// Closed once no program has it any more.
		const closed = new Promise((resolve) => script.once('close', resolve));
		script.kill('SIGKILL');
		const isGone = await Promise.race([closed.then(() => true), wait(5000, false, { ref: false })]);
		if (!isGone) process.kill(pid, 'SIGKILL');
		expect([isGone, told]).toEqual([true, 'told']);
	},
);
