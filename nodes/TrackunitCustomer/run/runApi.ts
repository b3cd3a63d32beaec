import type { IDataObject } from 'n8n-workflow';

import { asError, RequestFailure, Stopped } from '../failure/failure';
import { idOf } from '../ids';
import type { RunOptions } from '../parameters/options';
import type { Client } from '../transport/client';
import { readRows, unreadable } from '../transport/pages';
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
}

const NOT_FILTERED =
	"Trackunit returned rows that do not match 'Filters'; they were removed. Reading the whole list takes longer.";

/** What one group works with; whatever it writes is entered in its ledger. */
export function createRun(client: Client, { options, resolve, hint }: Shared, ledger: Ledger): Run {
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
		async list({ accept, ...listing }) {
			const checked = (row: IDataObject): boolean => {
				const accepted = accept?.(row) ?? true;
				if (!accepted) hint(NOT_FILTERED);
				return accepted;
			};
			// A page of the limit's size would be too few where rows are left out here.
			const most = accept ? Infinity : (listing.limit ?? Infinity);
			const pageSize = Math.min(options.pageSize, most);
			const reading = await readRows(client, { ...listing, pageSize, accept: checked });
			if (reading.short !== undefined) hint(reading.short);
			return reading;
		},
		idOf(reference) {
			const resolved = resolve(reference);
			if ('error' in resolved) throw asError(resolved.error);
			return resolved.id;
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

function isInDoubt(error: unknown): boolean {
	if (error instanceof Stopped) return error.inDoubt;
	return error instanceof RequestFailure && error.failure.delivery === 'unknown';
}
