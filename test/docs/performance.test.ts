/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readFileSync } from 'node:fs';

import { PERFORMANCE_PAGE, withGoals } from '../../scripts/docs/performance';

const plain = (page: string) => page.replace(/[ -]+/g, ' ');

it("has the benchmarks' results; `npm run docs:performance` writes them", () => {
	const page = readFileSync(PERFORMANCE_PAGE, 'utf8');
	expect(page).toContain('**W1** Create 1000 customers');
	expect(plain(page)).toBe(plain(withGoals(page)));
});
