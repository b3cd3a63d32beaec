/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { jsonParse } from 'n8n-workflow';

import { chosenHosts, olderHosts } from '../../scripts/hosts/hosts';

const compatibility = /## Compatibility\n([^]*?)\n## /.exec(readFileSync('README.md', 'utf8'))?.[1];

it('names in the README the engines that the package is tried in, oldest first', () => {
	const rows = [...(compatibility ?? '').matchAll(/^\| (\d[\d.]*) +\| ([\d.]+), ([\d.]+) /gm)];
	const hosts = olderHosts().map(({ version, folder }) => {
		const file = readFileSync(path.join(folder, 'package.json'), 'utf8');
		const { dependencies } = jsonParse<{ dependencies: Record<string, string> }>(file);
		return [version, dependencies['n8n-core'], dependencies['n8n-workflow']];
	});
	expect(hosts[0]?.[0]).toBe('1.120');
	// The last is the one that everything else here runs in.
	expect(rows.slice(0, -1).map((row) => row.slice(1))).toEqual(hosts);
});

it('refuses a version that is not among them', () => {
	expect(() => chosenHosts(olderHosts(), ['0.1'])).toThrow(/There is no n8n 0\.1 here: 1\.120/);
});
