const NODE = 'nodes/TrackunitCustomer/';

export interface Room {
	name: string;
	/** What is in it, in a few words. */
	holds: string;
	has(file: string): boolean;
}

function folder(name: string, holds: string): Room {
	return { name: `${name}/`, holds, has: (file) => file.startsWith(`${NODE}${name}/`) };
}

const GROUND_NAMES = ['contract.ts', 'paths.ts', 'ids.ts', 'json.ts', 'groupBy.ts', 'yielding.ts'];
const GROUND_FILES = GROUND_NAMES.map((file) => NODE + file);

export const CREDENTIALS: Room = {
	name: 'credentials/',
	holds: 'what a user fills in to sign in',
	has: (file) => file.startsWith('credentials/'),
};
export const NODE_FILES: Room = {
	name: 'node files',
	holds: 'what n8n loads: the node and its trigger',
	has: (file) => /^nodes\/TrackunitCustomer\/[^/]+\.node\.ts$/.test(file),
};
export const TRIGGER = folder('trigger', 'how it finds what changed, and what it remembers');
export const OPERATIONS = folder('operations', 'what a user can do: a folder per resource');
export const FAILURE = folder('failure', 'what can go wrong, and its words');
export const GROUND: Room = {
	name: 'ground',
	holds: GROUND_NAMES.join(', '),
	has: (file) => GROUND_FILES.includes(file),
};

/** The house from top to bottom. A room may import from itself and from the rooms below it. */
export const ROOMS: readonly Room[] = [
	CREDENTIALS,
	NODE_FILES,
	TRIGGER,
	OPERATIONS,
	folder('run', 'how it is done for many items'),
	folder('parameters', 'the only reader of parameters'),
	folder('records', 'pure functions over a field table'),
	folder('transport', 'the only door to the network'),
	FAILURE,
	GROUND,
];

/** All that signing in needs of transport/. */
export const SIGNING_IN = ['baseUrl.ts', 'secrets.ts', 'signIn.ts'].map(
	(file) => `${NODE}transport/${file}`,
);

/** The folders that ship. */
export const SHIPPED = ['credentials', 'nodes'];
/** The folders in which no import cycle is allowed. */
export const CHECKED = [...SHIPPED, 'scripts', 'simulator', 'bench'];

export function isShipped(file: string): boolean {
	return SHIPPED.some((name) => file.startsWith(`${name}/`));
}

/** How far down the room of a file is, from 0; -1 if it is in none. */
export function levelOf(file: string): number {
	return ROOMS.findIndex((room) => room.has(file));
}

/** `registry.ts`, `crud` or a resource's folder; undefined outside of operations/. */
export function partOfOperations(file: string): string | undefined {
	return OPERATIONS.has(file) ? file.slice(`${NODE}operations/`.length).split('/')[0] : undefined;
}
