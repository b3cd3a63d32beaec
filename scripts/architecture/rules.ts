import { cyclesOf, nextOf, shortestPath } from './graph';
import type { Import, Sources } from './imports';
import {
	CREDENTIALS,
	FAILURE,
	GROUND,
	isShipped,
	levelOf,
	NODE_FILES,
	partOfOperations,
	ROOMS,
	SIGNING_IN,
	TRIGGER,
} from './rooms';

const REGISTRY = 'registry.ts';
const CRUD = 'crud';
/** What resources may import of each other. */
const OPEN_FILES = /\/(record|locator)\.ts$/;

function arrow(...files: string[]): string {
	return files.join(' → ');
}

/** Shipped files that no room of the house has. */
export function withoutRoom(sources: Sources): string[] {
	return [...sources.keys()]
		.filter((file) => isShipped(file) && levelOf(file) === -1)
		.map((file) => `${file}: belongs to no room`);
}

/** Imports of shipped files that lead out of the package, as n8n forbids. */
export function foreignImports(imports: readonly Import[]): string[] {
	return imports
		.filter(({ from, name }) => isShipped(from) && name !== 'n8n-workflow')
		.filter(({ to }) => to === undefined || !isShipped(to))
		.map(
			({ from, name, to }) =>
				`${arrow(from, to ?? name)}: shipped code imports nothing but n8n-workflow, nodes/ and credentials/`,
		);
}

function isUpward({ from, to = '' }: Import): boolean {
	return levelOf(to) !== -1 && levelOf(to) < levelOf(from);
}

/** Imports of a room above. */
export function upwardImports(imports: readonly Import[]): string[] {
	return imports.filter(isUpward).map(({ from, to = '' }) => {
		const [room, above] = [from, to].map((file) => ROOMS[levelOf(file)]?.name);
		return `${arrow(from, to)}: ${room} may not import ${above}, which is above it`;
	});
}

function brokenInOperations({ from, to = '' }: Import): string | undefined {
	const [importer, imported] = [from, to].map(partOfOperations);
	if (imported === REGISTRY && isShipped(from) && !NODE_FILES.has(from) && !TRIGGER.has(from)) {
		return 'only the node files and trigger/ may import the registry';
	}
	if (importer === undefined || imported === undefined) return undefined;
	if (importer === REGISTRY || importer === imported || imported === CRUD) return undefined;
	if (importer === CRUD) return 'crud/ may not import a resource';
	if (OPEN_FILES.test(to)) return undefined;
	return 'a resource may import only record.ts and locator.ts of another resource';
}

/** Imports that break the order within operations/, or reach for the registry from below. */
export function brokenOperationsOrder(imports: readonly Import[]): string[] {
	return imports.flatMap((found) => {
		const rule = brokenInOperations(found);
		return rule === undefined ? [] : [`${arrow(found.from, found.to ?? '')}: ${rule}`];
	});
}

function servesSigningIn(file: string): boolean {
	return [CREDENTIALS, FAILURE, GROUND].some((room) => room.has(file)) || SIGNING_IN.includes(file);
}

/**
 * Imports, of credentials or of what they import in turn, that lead beyond what signing in needs;
 * each with the path that leads there.
 */
export function beyondSigningIn(imports: readonly Import[]): string[] {
	const next = nextOf(imports);
	const credentials = [...new Set(imports.map(({ from }) => from))].filter(CREDENTIALS.has);
	return imports
		.filter(({ from, to }) => to !== undefined && servesSigningIn(from) && !servesSigningIn(to))
		.flatMap(({ from, to = '' }) => {
			const paths = credentials.map((start) =>
				start === from
					? [start]
					: shortestPath((file) => next(file).filter(servesSigningIn), start, from),
			);
			const path = paths.find((found) => found !== undefined);
			const rule =
				'credentials/ may load only failure/, the ground, and what signs in of transport/';
			return path ? [`${arrow(...path, to)}: ${rule}`] : [];
		});
}

/** Import cycles, each with all its files. */
export function cycles(imports: readonly Import[]): string[] {
	return cyclesOf(imports).map((cycle) => `${arrow(...cycle)}: a cycle`);
}
