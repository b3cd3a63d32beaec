import type { IDataObject } from 'n8n-workflow';

import { asError, RequestFailure, Stopped } from '../failure/failure';
import { idOf } from '../ids';
import type { RunOptions } from '../parameters/options';
import type { Client } from '../transport/client';
import { unreadable } from '../transport/pages';
import type { Request } from '../transport/request';
import type { ApiResponse } from '../transport/response';
import type { Dialect } from './dialect';
import { readList, type KnownFilters } from './filteredList';
import { forEach } from './inTurn';
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
	known: KnownFilters;
	dialect: Dialect;
}

/** What one group works with; whatever it writes is entered in its ledger. */
export function createRun(
	client: Client,
	{ options, resolve, hint, known, dialect }: Shared,
	ledger: Ledger,
): Run {
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
		write: async (request) => await write(client, request, options, ledger),
		list: async (listing) =>
			await readList(client, listing, { pageSize: options.pageSize, hint, known }),
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
		forEach: async (each, task) => await forEach(each, client.maxConcurrency, task),
		hint,
		options,
	};
}

/** Enters in the ledger what became of it. */
async function write(
	client: Client,
	request: Request,
	{ dryRun }: Pick<RunOptions, 'dryRun'>,
	ledger: Ledger,
): Promise<ApiResponse> {
	if (dryRun) {
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
}

function isInDoubt(error: unknown): boolean {
	if (error instanceof Stopped) return error.inDoubt;
	return error instanceof RequestFailure && error.failure.delivery === 'unknown';
}
