/** The elements by key, keys and elements in the order in which they come. */
export function groupBy<Element>(
	elements: Iterable<Element>,
	keyOf: (element: Element) => string,
): Map<string, Element[]> {
	const groups = new Map<string, Element[]>();
	for (const element of elements) {
		const key = keyOf(element);
		const group = groups.get(key);
		if (group) group.push(element);
		else groups.set(key, [element]);
	}
	return groups;
}
