/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';

import { readPageNames } from '../../scripts/docs/pages';

const PAGES = readPageNames();

/** A page's text without code, in which brackets are no links and # is no heading. */
function prose(page: string): string {
	return readFileSync(page, 'utf8')
		.replace(/^(```|~~~)[\s\S]*?^\1/gm, '')
		.replace(/(`+)[^`]*\1/g, (code) => code.replace(/[[\]()]/g, ''));
}

/** What links lead to, as they are written. */
function linksOf(page: string): string[] {
	return [...prose(page).matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)].map(([, link = '']) => link);
}

/** The anchors that GitHub gives the headings of a page; a heading that comes again is numbered. */
function anchorsOf(page: string): Set<string> {
	const anchors = new Set<string>();
	for (const [, heading = ''] of prose(page).matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
		const anchor = heading
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replace(/\s/g, '-');
		let free = anchor;
		for (let count = 1; anchors.has(free); count += 1) free = `${anchor}-${count}`;
		anchors.add(free);
	}
	return anchors;
}

function isWeb(link: string): boolean {
	return /^[a-z]+:/i.test(link);
}

const LINKS = PAGES.flatMap((page) =>
	[...new Set(linksOf(page))].filter((link) => !isWeb(link)).map((link) => [page, link] as const),
);

it.each(LINKS)('%s: %s leads somewhere', (page, link) => {
	const [path = '', anchor] = link.split('#');
	const target = path === '' ? page : normalize(join(page, '..', path));
	expect(existsSync(target)).toBe(true);
	if (anchor === undefined) return;
	expect(statSync(target).isFile()).toBe(true);
	expect([...anchorsOf(target)]).toContain(anchor);
});

it('leads to no page outside of the repository by a relative link', () => {
	for (const [page, link] of LINKS) {
		expect(normalize(join(page, '..', link)).startsWith('..')).toBe(false);
	}
});

it('leads to the web by https only', () => {
	for (const page of PAGES) {
		for (const link of linksOf(page).filter(isWeb)) expect(link).toMatch(/^https:/);
	}
});

it('names every page and every example somewhere', () => {
	const named = new Set(
		LINKS.map(([page, link]) => normalize(join(page, '..', link.split('#')[0] ?? ''))),
	);
	const examples = readdirSync('examples').map((file) => `examples/${file}`);
	const missing = [...PAGES.slice(2), ...examples].filter((file) => !named.has(file));
	expect(missing).toEqual([]);
});
