/** One request. `path` is as it was sent, without the query; times are milliseconds since 1970. */
export interface LogEntry {
	method: string;
	path: string;
	query: Record<string, string>;
	headers: Record<string, string | undefined>;
	/** Parsed if it is JSON or a form, else the text. */
	body: unknown;
	/** `reset`: the connection was cut. `hang`: no response, at least not yet. */
	status: number | 'reset' | 'hang';
	/** The kinds of the faults that applied, joined by `+`. */
	fault?: string;
	startedAt: number;
	/** Infinity while the request is in progress. */
	endedAt: number;
}

export interface LogFilter {
	method?: string;
	/** Exact, or the beginning where it ends with `*`. */
	path?: string | RegExp;
	status?: number;
}

export interface Log {
	/** In the order of arrival; the oldest are dropped beyond 200 000. Control requests are not among them. */
	readonly entries: readonly LogEntry[];
	clear(): void;
	count(filter?: LogFilter): number;
	/** The most requests in progress at once since the log was cleared. */
	maxInFlight(): number;
}

export interface Journal extends Log {
	open(request: Pick<LogEntry, 'method' | 'path' | 'query' | 'headers' | 'body'>): LogEntry;
	/** Call it before the response is sent, or the client's next request may overlap with this one. */
	close(entry: LogEntry, status: LogEntry['status']): void;
}

const MOST_ENTRIES = 200_000;
const DROPPED_AT_ONCE = 10_000;

/** Whether a path is meant by a pattern: exact, or its beginning where the pattern ends with `*`. */
export function isPath(path: string, pattern: string | RegExp): boolean {
	if (pattern instanceof RegExp) return path.search(pattern) >= 0;
	return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

function now(): number {
	return performance.timeOrigin + performance.now();
}

export function createJournal(): Journal {
	const entries: LogEntry[] = [];
	let inFlight = 0;
	let most = 0;

	return {
		entries,
		open(request) {
			const entry: LogEntry = { ...request, status: 'hang', startedAt: now(), endedAt: Infinity };
			entries.push(entry);
			if (entries.length > MOST_ENTRIES) entries.splice(0, DROPPED_AT_ONCE);
			inFlight += 1;
			most = Math.max(most, inFlight);
			return entry;
		},
		close(entry, status) {
			if (entry.endedAt !== Infinity) return;
			entry.status = status;
			entry.endedAt = now();
			inFlight -= 1;
		},
		clear() {
			entries.length = 0;
			most = inFlight;
		},
		count: ({ method, path, status } = {}) =>
			entries.filter(
				(entry) =>
					(method === undefined || entry.method === method) &&
					(path === undefined || isPath(entry.path, path)) &&
					(status === undefined || entry.status === status),
			).length,
		maxInFlight: () => most,
	};
}
