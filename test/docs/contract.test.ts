/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readFileSync } from 'node:fs';

import { CONTRACT_PAGE, withAssumptions } from '../../scripts/docs/contract';

const plain = (page: string) => page.replace(/[ -]+/g, ' ');

it("has the contract's assumptions; `npm run docs:contract` writes them", () => {
	const page = readFileSync(CONTRACT_PAGE, 'utf8');
	expect(plain(page)).toContain('| CustomerWritable |');
	expect(plain(page)).toBe(plain(withAssumptions(page)));
});
