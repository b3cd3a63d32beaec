import { createCheck, Nonsense } from './check';
import { isPath } from './log';

/** Which requests a fault strikes, and how often. */
export interface FaultScope {
	/** Without a path: every request for data, and none for a token. The path is exact, or ends with `*`. */
	on?: { method?: string; path?: string };
	/** How many matching requests pass first; 0 by default. A request taken by an earlier fault does not count. */
	after?: number;
	/** How many requests are struck then; 1 by default. */
	times?: number | 'always';
}

interface Body {
	/** Text is sent as it is, anything else as JSON. */
	body?: unknown;
	headers?: Record<string, string>;
	contentType?: string;
}

/** What a fault does. "The write takes effect" stands for whatever the request would have done. */
export type FaultKind =
	/** Waits before the request is handled: milliseconds, or between two figures. Goes with any other fault. */
	| { kind: 'latency'; ms: number | [number, number] }
	/** 429. `retryAfter` is sent as it is; without it there is no such header. */
	| { kind: 'rateLimit'; retryAfter?: string }
	/** Any status; the write takes effect only if `effect` says so. */
	| ({ kind: 'status'; status: number; effect?: boolean } & Body)
	/** The write takes effect, then this status is answered. */
	| ({ kind: 'statusAfter'; status: number } & Body)
	/** The connection is cut, before or after the write takes effect. */
	| { kind: 'resetBefore' }
	| { kind: 'resetAfter' }
	/** Never answers; with `effect` the write takes effect. */
	| { kind: 'hang'; effect?: boolean }
	/** The write takes effect; half of the promised answer is sent, then the connection is closed. */
	| { kind: 'truncated' }
	/** The write takes effect; the answer is whole as HTTP, and its JSON is cut in half. */
	| { kind: 'truncatedJson' }
	/** A gateway's page; the write takes effect where the status is 2xx, unless `effect` says otherwise. */
	| { kind: 'html'; status?: number; effect?: boolean }
	/** No body; the write takes effect where the status is 2xx, unless `effect` says otherwise. */
	| { kind: 'emptyBody'; status: number; effect?: boolean }
	| { kind: 'redirect'; status?: 301 | 302 | 303 | 307 | 308; location: string }
	/** All access tokens issued so far are invalid from this request on. */
	| { kind: 'expireTokens' }
	/** To a GraphQL request, nothing done: the budget is spent. `resetIn` in milliseconds is sent as it is, if at all. */
	| { kind: 'rateLimited'; resetIn?: number; cost?: number }
	/**
	 * To a GraphQL request: an error, and no data. With `keepsData` the data stands beside it, null at the error's path;
	 * then, and where `effect` says so, a mutation takes effect. `message` is the code unless it is told.
	 */
	| {
			kind: 'graphqlError';
			code: string;
			message?: string;
			path?: Array<string | number>;
			keepsData?: boolean;
			effect?: boolean;
	  }
	/** After a page of a list was read, a row is put before all others, or the first one is deleted. */
	| { kind: 'drift'; change: 'insert' | 'delete' }
	/** A list answers its first page, whatever page was asked for. */
	| { kind: 'repeatPage' }
	| { kind: 'lieTotals'; totalElements?: number; totalPages?: number }
	/** A list's page without totals and number. */
	| { kind: 'noTotals' }
	/** A list without an end: every page asked for is full of rows never seen before. */
	| { kind: 'endless' }
	/** Keys that the contract does not know: `error` and others at the top, others in each record. */
	| { kind: 'unknownFields' }
	/** A list's page without `content`. */
	| { kind: 'missingContent' };

export type Fault = FaultScope & FaultKind;
export type FaultOf<K extends FaultKind['kind']> = Extract<FaultKind, { kind: K }>;

const text = { type: 'string' };
// Node refuses to send anything else as a header's value.
const headerText = { type: 'string', pattern: '^[\\t\\x20-\\x7e\\x80-\\xff]*$' };
const status = { type: 'integer', minimum: 200, maximum: 599 };
const effect = { type: 'boolean' };
const count = { type: 'integer', minimum: 0 };
const milliseconds = { type: 'number', minimum: 0 };
const body = {
	body: true,
	headers: { type: 'object', additionalProperties: headerText },
	contentType: headerText,
};

/** What each kind is told, for the check of faults that come in by HTTP. */
const KINDS: Record<FaultKind['kind'], { properties?: object; required?: string[] }> = {
	latency: {
		properties: {
			ms: {
				anyOf: [milliseconds, { type: 'array', items: milliseconds, minItems: 2, maxItems: 2 }],
			},
		},
		required: ['ms'],
	},
	rateLimit: { properties: { retryAfter: headerText } },
	status: { properties: { status, effect, ...body }, required: ['status'] },
	statusAfter: { properties: { status, ...body }, required: ['status'] },
	resetBefore: {},
	resetAfter: {},
	hang: { properties: { effect } },
	truncated: {},
	truncatedJson: {},
	html: { properties: { status, effect } },
	emptyBody: { properties: { status, effect }, required: ['status'] },
	redirect: {
		properties: { status: { enum: [301, 302, 303, 307, 308] }, location: headerText },
		required: ['location'],
	},
	expireTokens: {},
	rateLimited: { properties: { resetIn: { type: 'number' }, cost: { type: 'number' } } },
	graphqlError: {
		properties: {
			code: text,
			message: text,
			path: { type: 'array', items: { type: ['string', 'integer'] } },
			keepsData: { type: 'boolean' },
			effect,
		},
		required: ['code'],
	},
	drift: { properties: { change: { enum: ['insert', 'delete'] } }, required: ['change'] },
	repeatPage: {},
	lieTotals: { properties: { totalElements: count, totalPages: count } },
	noTotals: {},
	endless: {},
	unknownFields: {},
	missingContent: {},
};

const SCOPE = {
	kind: text,
	on: {
		type: 'object',
		properties: { method: text, path: text },
		additionalProperties: false,
	},
	after: count,
	times: { anyOf: [{ type: 'integer', minimum: 1 }, { enum: ['always'] }] },
};

const checks = new Map<string, (value: unknown) => Fault>();

function isKind(kind: unknown): kind is FaultKind['kind'] {
	return typeof kind === 'string' && Object.hasOwn(KINDS, kind);
}

/** Throws Nonsense that says what is wrong. */
export function asFault(value: unknown): Fault {
	const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : value;
	if (!isKind(kind)) {
		throw new Nonsense(
			`Unknown kind of fault '${String(kind)}'; there are ${Object.keys(KINDS).join(', ')}`,
		);
	}
	let check = checks.get(kind);
	if (check === undefined) {
		const { properties, required = [] } = KINDS[kind];
		const schema = {
			type: 'object',
			properties: { ...SCOPE, ...properties },
			required: ['kind', ...required],
			additionalProperties: false,
		};
		check = createCheck<Fault>(schema, `Fault '${kind}'`);
		checks.set(kind, check);
	}
	return check(value);
}

/** These alter a page or its rows; all that are due strike together. */
const PAGE_KINDS = [
	'drift',
	'repeatPage',
	'lieTotals',
	'noTotals',
	'endless',
	'unknownFields',
	'missingContent',
] as const;

/** These strike GraphQL requests only. */
const GRAPHQL_KINDS: ReadonlyArray<FaultKind['kind']> = ['rateLimited', 'graphqlError'];

export type PageFault = FaultOf<(typeof PAGE_KINDS)[number]>;
export type MainFault = Exclude<FaultKind, PageFault | FaultOf<'latency'>>;

/** What strikes one request. */
export interface Strike {
	latencies: Array<FaultOf<'latency'>>;
	main?: MainFault;
	page: PageFault[];
}

export interface Faults {
	/** Throws Nonsense for a fault that makes no sense. */
	add(fault: Fault): void;
	clear(): void;
	/** Those that have not struck as often as they shall, with what is left of `after` and `times`. */
	pending(): Fault[];
}

export interface FaultList extends Faults {
	/** Counts the request for the faults it matches. */
	take(request: {
		method: string;
		path: string;
		isToken: boolean;
		isList: boolean;
		isGraphql: boolean;
	}): Strike;
}

function isPageFault(fault: FaultKind): fault is PageFault {
	return PAGE_KINDS.some((kind) => kind === fault.kind);
}

export function createFaults(): FaultList {
	let faults: Array<{ fault: Fault; after: number; times: number }> = [];

	return {
		add(fault) {
			const checked = fault.times === Infinity ? { ...fault, times: 'always' } : fault;
			const { after = 0, times = 1 } = asFault(checked);
			faults.push({ fault, after, times: times === 'always' ? Infinity : times });
		},
		clear() {
			faults = [];
		},
		pending: () =>
			faults.map(({ fault, after, times }) => ({
				...fault,
				after,
				times: times === Infinity ? 'always' : times,
			})),
		take({ method, path, isToken, isList, isGraphql }) {
			const strike: Strike = { latencies: [], page: [] };
			for (const entry of faults) {
				const { fault } = entry;
				const { on = {} } = fault;
				if (on.method !== undefined && on.method.toUpperCase() !== method) continue;
				if (on.path === undefined ? isToken : !isPath(path, on.path)) continue;
				if (GRAPHQL_KINDS.includes(fault.kind) && !isGraphql) continue;
				const isPage = isPageFault(fault);
				if (isPage && !isList && fault.kind !== 'unknownFields') continue;
				const isMain = !isPage && fault.kind !== 'latency';
				if (isMain && strike.main !== undefined) continue;
				if (entry.after > 0) {
					entry.after -= 1;
					continue;
				}
				entry.times -= 1;
				if (isPage) strike.page.push(fault);
				else if (fault.kind === 'latency') strike.latencies.push(fault);
				else strike.main = fault;
			}
			faults = faults.filter(({ times }) => times > 0);
			return strike;
		},
	};
}
