/** Where the docs have their pictures, seen from the root. */
export const PICTURES = 'docs/pictures';

/** The names of the pictures that a page shows, without their ending. */
export function picturesIn(page: string): string[] {
	return [...page.matchAll(/!\[[^\]]*\]\((?:docs\/)?pictures\/([^)\s/]+)\.png\)/g)].map(
		([, name = '']) => name,
	);
}
