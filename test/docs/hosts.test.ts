/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readFileSync } from 'node:fs';

import { chosenHosts, olderHosts } from '../../scripts/hosts/hosts';

const compatibility = /## Compatibility\n([^]*?)\n## /.exec(readFileSync('README.md', 'utf8'))?.[1];

it('names in the README the versions of n8n that the package is tried in, oldest first', () => {
	const versions = olderHosts().map(({ version }) => version);
	expect(versions[0]).toBe('1.120');
	expect(/engine of n8n ([\d., ]*\d)/.exec(compatibility ?? '')?.[1]?.split(', ')).toEqual(
		versions,
	);
});

it('refuses a version that is not among them', () => {
	expect(() => chosenHosts(olderHosts(), ['0.1'])).toThrow(/There is no n8n 0\.1 here: 1\.120/);
});
