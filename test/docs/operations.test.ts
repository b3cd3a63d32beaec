/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readFileSync } from 'node:fs';

import { operationsPage, PAGE } from '../../scripts/docs/operations';

it('has the page of operations as the code has them; `npm run docs:operations` writes it', () => {
	expect(readFileSync(PAGE, 'utf8')).toBe(operationsPage());
});
