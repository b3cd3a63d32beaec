/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { jsonParse } from 'n8n-workflow';

const run = promisify(execFile);

export interface Packed {
	/** Where it is unpacked, beside a `node_modules` as n8n's own. */
	directory: string;
	name: string;
	/** Paths in the package. */
	files: string[];
	/** Bytes of the tarball, and of what is in it. */
	packed: number;
	unpacked: number;
}

export interface PackOptions {
	/** One that is published, such as 'name@1.0.0', in place of the one in `root`. */
	published?: string;
	/** The `node_modules` with the n8n-workflow that it is to find. */
	modules?: string;
}

interface PackReport {
	filename: string;
	size: number;
	unpackedSize: number;
	files: Array<{ path: string }>;
}

/**
 * Packs the package in `root` as it would be published, or fetches one that is, such as 'name@1.0.0', and
 * unpacks it in `target`. It finds n8n-workflow there and nothing else, as within n8n: whatever else it requires fails to load.
 */
export async function pack(
	root: string,
	target: string,
	{ published, modules: host = path.join(root, 'node_modules') }: PackOptions = {},
): Promise<Packed> {
	const what = published === undefined ? [] : [published];
	const { stdout } = await run('npm', ['pack', ...what, '--json', '--pack-destination', target], {
		cwd: root,
	});
	const [report] = jsonParse<PackReport[]>(stdout);
	if (!report) throw new Error('npm pack reported nothing');
	await run('tar', ['-xzf', report.filename], { cwd: target });

	const modules = path.join(target, 'node_modules');
	await mkdir(modules);
	await symlink(path.join(host, 'n8n-workflow'), path.join(modules, 'n8n-workflow'), 'dir');
	return {
		directory: path.join(target, 'package'),
		name: report.filename,
		files: report.files.map((file) => file.path),
		packed: report.size,
		unpacked: report.unpackedSize,
	};
}
