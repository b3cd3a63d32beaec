import type { IDataObject } from 'n8n-workflow';

import { asError, RequestFailure, Stopped } from '../failure/failure';
import { idOf } from '../ids';
import type { RunOptions } from '../parameters/options';
import type { Client } from '../transport/client';
import { readFirstPage, readRows, unreadable, type Listing } from '../transport/pages';
import type { Dialect } from './dialect';
import { inTurn } from './inTurn';
import { lookUp, type Resolve } from './lookup';
import type { Run } from './operation';

/** What one group's rows sent, as far as it changed something. */
export interface Ledger {
	written: number;
	inDoubt: boolean;
	dry: IDataObject[];
}

export function createLedger(): Ledger {
	return { written: 0, inDoubt: false, dry: [] };
}

/** What all groups of a run have in common. */
interface Shared {
	options: RunOptions;
	resolve: Resolve;
	hint: (text: string) => void;
	/** Whether the server knows a filter, by the list and what it is filtered by; found out once a run. */
	known: Map<string, Promise<boolean>>;
	dialect: Dialect;
}

const NOT_FILTERED =
	"Trackunit returned rows that do not match 'Filters'; they were removed. Reading the whole list takes longer.";

/** What one group works with; whatever it writes is entered in its ledger. */
export function createRun(
	client: Client,
	{ options, resolve, hint, known, dialect }: Shared,
	ledger: Ledger,
): Run {
	/** Asked where nothing was found: that is the answer of some servers to a filter that they do not know. */
	async function isKnown(listing: Listing, filter: IDataObject): Promise<boolean> {
		const key = JSON.stringify([listing.path, listing.ids, Object.keys(filter)]);
		const answer = known.get(key) ?? findsWhatIsThere(client, listing, Object.keys(filter));
		known.set(key, answer);
		return await answer;
	}

	return {
		async record(request) {
			const { status, body } = await client.send({ method: 'GET', repeatable: true, ...request });
			if (body && idOf(body) !== undefined) return body;
			throw unreadable(request.path, status);
		},
		async read(request) {
			const { body } = await client.send({ method: 'GET', repeatable: true, ...request });
			return body ?? {};
		},
		async write(request) {
			if (options.dryRun) {
				const { method, body } = request;
				ledger.dry.push({ method, url: client.url(request), ...(body && { body }) });
				return { status: 0, headers: {}, body: undefined };
			}
			try {
				const answer = await client.send(request);
				ledger.written += 1;
				return answer;
			} catch (error) {
				if (isInDoubt(error)) ledger.inDoubt = true;
				throw asError(error);
			}
		},
		async list({ accept, isAskedFor = () => true, filter = {}, ...listing }) {
			let isEmpty = Object.keys(filter).length > 0;
			const checked = (row: IDataObject): boolean => {
				isEmpty = false;
				if (!isAskedFor(row)) hint(NOT_FILTERED);
				return accept?.(row) ?? true;
			};
			// A page of the limit's size would be too few where rows are left out here.
			const most = accept ? Infinity : (listing.limit ?? Infinity);
			const pageSize = Math.min(options.pageSize, most);
			const whole = { ...listing, pageSize, accept: checked };
			let reading = await readRows(client, { ...whole, query: { ...listing.query, ...filter } });
			if (isEmpty && accept && !(await isKnown(whole, filter))) {
				reading = await readRows(client, whole);
			}
			if (reading.short !== undefined) hint(reading.short);
			return reading;
		},
		table: async (list, keys) => await dialect.table(client, list, keys),
		arrives: dialect.arrives,
		idOf(reference) {
			const resolved = resolve(reference);
			if ('error' in resolved) throw asError(resolved.error);
			return resolved.id;
		},
		recordOf(reference) {
			const resolved = resolve(reference);
			return 'record' in resolved ? resolved.record : undefined;
		},
		find: async (lookup, keys) =>
			await lookUp(client, lookup, keys, { pageSize: options.pageSize, hint }),
		async forEach(each, task) {
			let failure: { error: unknown } | undefined;
			await inTurn(
				each.length,
				client.maxConcurrency,
				async (index) => {
					const one = each[index];
					if (one === undefined) return;
					await task(one).catch((error: unknown) => (failure ??= { error }));
				},
				() => failure !== undefined,
			);
			if (failure) throw asError(failure.error);
		},
		hint,
		options,
	};
}

/** Whether a list that is filtered by what one of its records has gives that record. */
async function findsWhatIsThere(
	client: Client,
	{ path, ids, query, pageSize }: Listing,
	keys: readonly string[],
): Promise<boolean> {
	const listing = { path, ids, query, pageSize };
	const { rows } = await readFirstPage(client, listing);
	if (rows.length === 0) return true;
	const one = rows.find((row) => keys.every((key) => isText(row[key])));
	if (!one) return false;
	const filter = Object.fromEntries(keys.map((key) => [key, one[key]]));
	// In the same order, so that it is among the first of those that are like it.
	const found = await readFirstPage(client, { ...listing, query: { ...query, ...filter } });
	return found.rows.some((row) => idOf(row) === idOf(one));
}

function isText(value: unknown): boolean {
	return typeof value === 'string' && value !== '';
}

function isInDoubt(error: unknown): boolean {
	if (error instanceof Stopped) return error.inDoubt;
	return error instanceof RequestFailure && error.failure.delivery === 'unknown';
}
