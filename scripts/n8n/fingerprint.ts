/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A hash of files, and of all files below folders; the names count too. */
export async function fingerprint(paths: readonly string[], ...more: string[]): Promise<string> {
	const hash = createHash('sha256').update(JSON.stringify(more));
	for (const one of paths) await addTo(hash, one);
	return hash.digest('hex');
}

async function addTo(hash: ReturnType<typeof createHash>, where: string): Promise<void> {
	if ((await stat(where)).isDirectory()) {
		for (const name of (await readdir(where)).sort()) await addTo(hash, path.join(where, name));
	} else {
		// Seen from here: a repository that is moved or copied is the same one.
		hash.update(`${path.relative('', where)}\0`).update(await readFile(where));
	}
}

/** Makes what the stamp stands in, unless it is there and made from these sources; what is interrupted is made anew. */
export async function makeFrom(
	sources: string,
	stamp: string,
	make: () => Promise<void>,
): Promise<void> {
	if ((await readFile(stamp, 'utf8').catch(() => '')) === sources) return;
	await mkdir(path.dirname(stamp), { recursive: true });
	// What is interrupted from here on is not what it was made from.
	await rm(stamp, { force: true });
	await make();
	await writeFile(stamp, sources);
}
