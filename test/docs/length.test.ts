/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readdirSync, readFileSync } from 'node:fs';

const MOST_WORDS = 10_000;

function wordsIn(page: string): number {
	return readFileSync(page, 'utf8').trim().split(/\s+/).length;
}

it('keeps the pages of docs/ at most 10 000 words together', () => {
	const pages = readdirSync('docs').filter((file) => file.endsWith('.md'));
	const words = pages.map((file) => wordsIn(`docs/${file}`));
	expect(pages.length).toBeGreaterThan(10);
	expect(words.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(MOST_WORDS);
});
