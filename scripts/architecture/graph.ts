import type { Import } from './imports';

/** The files that a file imports. */
export type Next = (file: string) => readonly string[];

export function nextOf(imports: readonly Import[]): Next {
	const next = new Map<string, string[]>();
	for (const { from, to } of imports) {
		if (to !== undefined) next.set(from, [...(next.get(from) ?? []), to]);
	}
	return (file) => next.get(file) ?? [];
}

/**
 * The shortest path along imports from a file to another, or back to itself, with both ends. Searched
 * breadth first; undefined if there is none.
 */
export function shortestPath(next: Next, from: string, goal: string): string[] | undefined {
	const reachedFrom = new Map<string, string>();
	const queue = [from];
	for (const file of queue) {
		for (const imported of next(file)) {
			if (reachedFrom.has(imported)) continue;
			reachedFrom.set(imported, file);
			if (imported === goal) return pathBack(reachedFrom, from, goal);
			queue.push(imported);
		}
	}
	return undefined;
}

function pathBack(reachedFrom: ReadonlyMap<string, string>, from: string, goal: string): string[] {
	const path = [goal];
	let file = reachedFrom.get(goal);
	while (file !== undefined && file !== from) {
		path.unshift(file);
		file = reachedFrom.get(file);
	}
	return [from, ...path];
}

/** The same cycle, whichever of its files it was found from. */
function fromFirstFile(cycle: readonly string[]): string[] {
	const files = cycle.slice(1);
	const first = files.indexOf([...files].sort()[0] ?? '');
	return [...files.slice(first), ...files.slice(0, first + 1)];
}

/** For each file that lies on cycles, the shortest of them; each cycle once, its first file at both ends. */
export function cyclesOf(imports: readonly Import[]): string[][] {
	const next = nextOf(imports);
	const cycles = new Map<string, string[]>();
	for (const file of new Set(imports.map(({ from }) => from))) {
		const path = shortestPath(next, file, file);
		if (!path) continue;
		const cycle = fromFirstFile(path);
		cycles.set(cycle.join(), cycle);
	}
	return [...cycles.values()];
}
