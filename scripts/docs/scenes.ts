/** The scenes of the video that docs/publishing.md lists, in order: names of pictures that the end-to-end tests take. */
export function scenesOfVideo(page: string): string[] {
	const lists = [...page.matchAll(/^\d\. .*Scenes?: (.*)$/gm)].map(([, names = '']) => names);
	return lists.flatMap((names) => [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
}
