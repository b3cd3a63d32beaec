/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readFileSync } from 'node:fs';

import { readPageNames } from '../../scripts/docs/pages';

const MOST_WORDS = 10_000;

function wordsIn(page: string): number {
	return readFileSync(page, 'utf8').trim().split(/\s+/).length;
}

it('keeps the pages of docs/ at most 10 000 words together', () => {
	const pages = readPageNames().filter((page) => page.startsWith('docs/'));
	const words = pages.map(wordsIn);
	expect(pages.length).toBeGreaterThan(10);
	expect(words.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(MOST_WORDS);
});
