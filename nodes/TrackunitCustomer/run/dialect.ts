import { Cancelled, Stopped } from '../failure/failure';
import { isObject } from '../json';
import { asShown, mayBeElsewhere, noteShape, type Shown } from '../records/dialect';
import type { AnyField } from '../records/field';
import type { Client, ClientOptions } from '../transport/client';
import { readPage } from '../transport/pages';
import type { Request } from '../transport/request';
import type { Run } from './operation';

/** How this account's records are, as far as the run's answers showed it. */
export interface Dialect {
	/** Takes in an answer: each row of a list, or the record. */
	note: NonNullable<ClientOptions['onAnswer']>;
	table(client: Client, ...asked: Parameters<Run['table']>): ReturnType<Run['table']>;
	readonly arrives: Run['arrives'];
}

/** A record's path is that of its list, and then its id. */
function listOf(path: Request['path']): string {
	return path.replace(/\/\{\w+\}$/, '');
}

/** One for each run. */
export function createDialect(): Dialect {
	const shown = new Map<string, Set<string>>();
	const asked = new Map<string, Promise<unknown>>();
	const tables = new Map<readonly AnyField[], { known: Shown; size: number; table: AnyField[] }>();

	function shownBy(list: string): Set<string> {
		const known = shown.get(list) ?? new Set();
		shown.set(list, known);
		return known;
	}

	/** Each row asks for it, and answers show something new in the first few only. */
	function tableOf(fields: readonly AnyField[], known: Shown): AnyField[] {
		const last = tables.get(fields);
		if (last?.known === known && last.size === known.size) return last.table;
		const table = asShown(fields, known);
		tables.set(fields, { known, size: known.size, table });
		return table;
	}

	/** What cannot be read now shows nothing; the write that follows tells why. */
	async function askOnce(
		client: Client,
		{ path, ids }: Parameters<Run['table']>[0],
	): Promise<void> {
		const reading =
			asked.get(path) ??
			readPage(client, { path, ids, pageSize: 1 }).catch((error: unknown) => {
				if (error instanceof Cancelled || error instanceof Stopped) throw error;
			});
		asked.set(path, reading);
		await reading;
	}

	return {
		arrives: new Map(),
		note({ path, reader }, { body }) {
			if (!body || reader) return;
			const rows: unknown[] = Array.isArray(body.content) ? body.content : [body];
			const known = shownBy(listOf(path));
			for (const row of rows.filter(isObject)) noteShape(row, known);
		},
		async table(client, list, keys) {
			const known = shownBy(list.path);
			if (known.size === 0 && mayBeElsewhere(list.fields, keys)) await askOnce(client, list);
			return tableOf(list.fields, known);
		},
	};
}
