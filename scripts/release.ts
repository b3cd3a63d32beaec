/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

import { hasUnreleased, released } from './release/changelog';
import { NOBODY, readOwner } from './release/owner';

const CHANGELOG = 'CHANGELOG.md';

/** What stands against a release, a sentence each. */
function obstacles(): string[] {
	const found: string[] = [];
	const owner = readOwner();
	if (owner.repository === NOBODY.repository || owner.email === NOBODY.email) {
		found.push('The package has no owner: npm run owner, as docs/publishing.md says.');
	}
	if (!hasUnreleased(readFileSync(CHANGELOG, 'utf8'))) {
		found.push(`${CHANGELOG} has no version that is "(unreleased)": write what is new.`);
	}
	return found;
}

/** `check` looks before a release; `note <version>` writes down what it is. Both are called by release-it. */
function main([task, version = '']: readonly string[]): number {
	if (task === 'note') {
		const date = new Date().toISOString().slice(0, 10);
		writeFileSync(CHANGELOG, released(readFileSync(CHANGELOG, 'utf8'), version, date));
		return 0;
	}
	const found = obstacles();
	for (const obstacle of found) process.stderr.write(`${obstacle}\n`);
	return found.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
