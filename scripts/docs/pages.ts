/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import { readdirSync } from 'node:fs';

/** The pages that users and contributors read, seen from the root. */
export function readPageNames(): string[] {
	const docs = readdirSync('docs').filter((file) => file.endsWith('.md'));
	return ['README.md', 'CONTRIBUTING.md', ...docs.map((file) => `docs/${file}`)];
}
