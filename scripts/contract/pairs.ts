/** Finds for each of ours, in order, the first of theirs that is the same and not yet taken, and tells who is left alone. */
export function pairUp<Our, Their>(
	ours: readonly Our[],
	theirs: readonly Their[],
	isSame: (our: Our, their: Their) => boolean,
): { pairs: Array<[Our, Their]>; ours: Our[]; theirs: Their[] } {
	const pairs: Array<[Our, Their]> = [];
	const alone: Our[] = [];
	const left = [...theirs];
	for (const our of ours) {
		const index = left.findIndex((their) => isSame(our, their));
		const [their] = index < 0 ? [] : left.splice(index, 1);
		if (their === undefined) alone.push(our);
		else pairs.push([our, their]);
	}
	return { pairs, ours: alone, theirs: left };
}
