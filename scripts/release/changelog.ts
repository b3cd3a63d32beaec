const UNRELEASED = /^## .* \(unreleased\)$/m;

/** Whether the changelog tells of something that is not released. */
export function hasUnreleased(changelog: string): boolean {
	return UNRELEASED.test(changelog);
}

/** The changelog with its unreleased version named and dated. */
export function released(changelog: string, version: string, date: string): string {
	return changelog.replace(UNRELEASED, () => `## ${version} (${date})`);
}
