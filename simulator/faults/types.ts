/** Which requests a fault applies to, and how often. */
export interface FaultScope {
	/** Without a path: every request for data, and none for a token. The path is exact, or ends with `*`. */
	on?: { method?: string; path?: string };
	/** How many matching requests pass first; 0 by default. A request taken by an earlier fault does not count. */
	after?: number;
	/** How many requests it then applies to; 1 by default. */
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
	/** The write takes effect, then this status is returned. */
	| ({ kind: 'statusAfter'; status: number } & Body)
	/** The connection is cut, before or after the write takes effect. */
	| { kind: 'resetBefore' }
	| { kind: 'resetAfter' }
	/** Never responds; with `effect` the write takes effect. */
	| { kind: 'hang'; effect?: boolean }
	/** The write takes effect; half of the announced response is sent, then the connection is closed. */
	| { kind: 'truncated' }
	/** The write takes effect; the response is complete as HTTP, but its JSON is cut in half. */
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
	 * To a GraphQL request: an error, and no data. With `keepsData` the data comes with it, null at the error's path;
	 * then, and where `effect` says so, a mutation takes effect. `message` is the code unless it is given.
	 */
	| {
			kind: 'graphqlError';
			code: string;
			message?: string;
			path?: Array<string | number>;
			keepsData?: boolean;
			effect?: boolean;
	  }
	/** After a page of a list was read, a row is put before all others, or the first one is deleted or becomes the last. */
	| { kind: 'drift'; change: 'insert' | 'delete' | 'move' }
	/** A list returns its first page, whatever page was asked for. */
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

/** These change a page or its rows; all that are due apply together. */
const PAGE_KINDS = [
	'drift',
	'repeatPage',
	'lieTotals',
	'noTotals',
	'endless',
	'unknownFields',
	'missingContent',
] as const;

export type PageFault = FaultOf<(typeof PAGE_KINDS)[number]>;
export type MainFault = Exclude<FaultKind, PageFault | FaultOf<'latency'>>;

export function isPageFault(fault: FaultKind): fault is PageFault {
	return PAGE_KINDS.some((kind) => kind === fault.kind);
}
