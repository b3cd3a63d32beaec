import type { Cursor, Path } from './json';
import { child, elements, entries, follow, isText } from './json';
import { pairUp } from './pairs';

interface Server {
	/** `undefined` where the document gives a relative address. */
	readonly host: string | undefined;
	/** '' or '/api/customer'. */
	readonly base: string;
}

interface Location {
	readonly host: string | undefined;
	/** From the root of the host, names of parameters as written. */
	readonly path: string;
}

/** A path of a document with the base paths of its servers in front. */
export interface Route {
	readonly locations: readonly Location[];
	readonly item: Cursor;
	readonly path: Path;
	readonly serversPath: Path;
}

export type RoutePair = readonly [ours: Route, theirs: Route];

export interface Pairing {
	readonly pairs: readonly RoutePair[];
	/** Theirs without a counterpart. */
	readonly missing: readonly Route[];
	/** Ours without a counterpart, though their servers cover it. */
	readonly extra: readonly Route[];
	/** Ours that their servers do not cover: another API, nothing to compare. */
	readonly outside: readonly Route[];
	/** Pairs that lie on different hosts. */
	readonly moved: readonly RoutePair[];
}

const ANYWHERE: Server = { host: undefined, base: '' };

/** `GET`-less name of a route, e.g. `/api/customer/v1/customers/{customerId}`. */
export const labelOf = (route: Route): string => route.locations[0]?.path ?? '';

/** Names of a path's parameters, in their order in the path. */
export const templateNames = (label: string): string[] =>
	[...label.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');

/** Finds for each of our paths the one of theirs that has the same address. Takes the roots of both documents. */
export function pairRoutes(ourRoot: Cursor, theirRoot: Cursor): Pairing {
	const ours = routes(ourRoot);
	const theirs = routes(theirRoot);
	const settled = pairUp(ours, theirs, anywhere(sameAddress));
	const moved = pairUp(settled.ours, settled.theirs, anywhere(samePath));
	const theirServers = [...serversOf(theirRoot), ...theirs.flatMap((route) => route.servers)];
	const covers = (route: Route): boolean =>
		route.locations.some((location) =>
			theirServers.some(
				(server) =>
					isBelow(location.path, server.base) &&
					(sameHost(location, server) || hasMoved(moved.pairs, location, server)),
			),
		);
	return {
		pairs: [...settled.pairs, ...moved.pairs],
		missing: moved.theirs,
		extra: moved.ours.filter(covers),
		outside: moved.ours.filter((route) => !covers(route)),
		moved: moved.pairs,
	};
}

interface ServedRoute extends Route {
	readonly servers: readonly Server[];
}

function routes(root: Cursor): ServedRoute[] {
	return entries(child(root, 'paths'))
		.filter(([path]) => path.startsWith('/'))
		.map(([path, at]) => {
			const item = follow(at);
			const own = serversOf(item);
			const servers = own.length > 0 ? own : serversOf(root);
			const used = servers.length > 0 ? servers : [ANYWHERE];
			return {
				servers: used,
				locations: used.map(({ host, base }) => ({ host, path: base + path })),
				item,
				path: at.path,
				serversPath: own.length > 0 ? [...item.path, 'servers'] : ['servers'],
			};
		});
}

const serversOf = (at: Cursor): Server[] =>
	elements(child(at, 'servers')).flatMap((server) => {
		const { value: url } = child(server, 'url');
		return isText(url) ? [parseServer(url, child(server, 'variables'))] : [];
	});

function parseServer(address: string, variables: Cursor): Server {
	const filled = address.replace(/\{([^}]*)\}/g, (whole, name: string) => {
		const { value } = child(child(variables, name), 'default');
		return value === undefined ? whole : String(value);
	});
	const isAbsolute = /^([a-z][a-z0-9+.-]*:)?\/\//i.test(filled);
	if (!URL.canParse(filled, 'https://relative.invalid')) return ANYWHERE;
	const url = new URL(filled, 'https://relative.invalid');
	return {
		host: isAbsolute ? url.host : undefined,
		base: url.pathname.replace(/\/+$/, ''),
	};
}

type Matcher = (ours: Location, theirs: Location) => boolean;

const anywhere =
	(matches: Matcher) =>
	(ours: Route, theirs: Route): boolean =>
		ours.locations.some((our) => theirs.locations.some((their) => matches(our, their)));

// Names of path parameters are not part of the address.
const template = (path: string): string => path.replace(/\{[^}]*\}/g, '{}');

const samePath: Matcher = (ours, theirs) => template(ours.path) === template(theirs.path);

const sameAddress: Matcher = (ours, theirs) => samePath(ours, theirs) && sameHost(ours, theirs);

const sameHost = (ours: Pick<Location, 'host'>, theirs: Pick<Location, 'host'>): boolean =>
	ours.host === undefined || theirs.host === undefined || ours.host === theirs.host;

const isBelow = (path: string, base: string): boolean => path.startsWith(`${base}/`);

const hasMoved = (moved: readonly RoutePair[], from: Location, to: Server): boolean =>
	moved.some(
		([ours, theirs]) =>
			ours.locations.some(({ host }) => host === from.host) &&
			theirs.locations.some(({ host }) => host === to.host),
	);
