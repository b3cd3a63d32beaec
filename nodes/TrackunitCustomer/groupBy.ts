/** Puts an element beside those that have its key. */
export function addTo<Element>(
	groups: Map<string, Element[]>,
	key: string,
	element: Element,
): void {
	const group = groups.get(key);
	if (group) group.push(element);
	else groups.set(key, [element]);
}

/** The elements by key, keys and elements in the order in which they come. */
export function groupBy<Element>(
	elements: Iterable<Element>,
	keyOf: (element: Element) => string,
): Map<string, Element[]> {
	const groups = new Map<string, Element[]>();
	for (const element of elements) addTo(groups, keyOf(element), element);
	return groups;
}
