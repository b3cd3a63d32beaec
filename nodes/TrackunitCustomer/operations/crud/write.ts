import type { IDataObject } from 'n8n-workflow';

import { RequestFailure } from '../../failure/failure';
import { idOf } from '../../ids';
import { complete, merge, toBody } from '../../records/body';
import { isRecord, lostIn, valuesIn, type Lost } from '../../records/echo';
import type { AnyField } from '../../records/field';
import { createdId, recordAfterWrite } from '../../records/written';
import type { Run } from '../../run/operation';
import type { ApiResponse } from '../../transport/response';
import type { RecordKind } from './recordKind';

type Kind = Pick<RecordKind, 'fields' | 'list' | 'record'>;

/** A record to create, or to change where it has an id. */
export interface Write {
	/** The ids of what it belongs to. */
	ids: Record<string, string>;
	id?: string;
	query: IDataObject;
	body: IDataObject;
	/** The table by which the body was made. */
	table: readonly AnyField[];
	/** The record as it was, as far as that is known. */
	before?: IDataObject;
}

/** What a write came to: the record, and the keys of what did not arrive. */
export interface Written {
	record: IDataObject;
	notKept: string[];
	/** Whether the record is only what was sent, since Trackunit showed none. */
	isPart?: boolean;
}

/** The id of a record that a dry run would create. */
export const NEW = '(new)';

/**
 * Writes a record and compares what Trackunit shows of it with what was sent. What the answer does not show is read
 * back, once a run for each field; what turns out to have another place is put there by one more request.
 */
export async function writeRecord(run: Run, kind: Kind, write: Write): Promise<Written> {
	const answer = await send(run, kind, write);
	const id = write.id ?? (answer.body && idOf(answer.body)) ?? createdId(answer);
	const plain = recordAfterWrite(answer, write.body, id ?? (run.options.dryRun ? NEW : undefined));
	const isPart = !isRecord(write.table, answer.body);
	if (run.options.dryRun || id === undefined) return { record: plain, notKept: [], isPart };

	const known = { ...write, id };
	const seen = await look(run, kind, known, answer);
	const moved = seen.lost.length > 0 ? await putRight(run, kind, known, seen) : undefined;
	const { record, lost } = moved ?? seen;
	const notKept = lost.map(({ key }) => key);
	return { record: record ?? plain, notKept, isPart: isPart && record === undefined };
}

/** A record as a write answers it; what did not arrive stands in it by name. */
export function withNotKept({ record, notKept }: Pick<Written, 'record' | 'notKept'>): IDataObject {
	return notKept.length === 0 ? record : { ...record, _notKept: notKept };
}

async function send(
	run: Run,
	{ list, record }: Kind,
	{ ids, id, query, body }: Pick<Write, 'ids' | 'id' | 'query' | 'body'>,
): Promise<ApiResponse> {
	if (id === undefined) {
		const { path } = list;
		return await run.write({ method: 'POST', path, ids, query, body, repeatable: false });
	}
	const of = { path: record.path, ids: { ...ids, [record.idName]: id } };
	return await run.write({ method: 'PATCH', ...of, query, body, repeatable: true });
}

interface Seen {
	/** As Trackunit shows it; undefined where it showed nothing. */
	record?: IDataObject;
	lost: Lost[];
}

/** What did not arrive, by the answer, and where that does not tell by the record itself. */
async function look(
	run: Run,
	kind: Kind,
	write: Write & { id: string },
	{ body: answered }: ApiResponse,
): Promise<Seen> {
	const { table, body, before } = write;
	const shown = isRecord(table, answered) ? answered : undefined;
	const lost = shown ? lostIn(table, body, shown, before) : [];
	const certain = lost.filter(({ isAbsent }) => !isAbsent);
	const untold = shown ? lost.filter(({ isAbsent }) => isAbsent) : valuesIn(table, body);
	const isNew = before !== undefined && Object.keys(before).length === 0;
	const nameOf = ({ key, value }: Pick<Lost, 'key' | 'value'>): string =>
		[kind.list.path, isNew ? 'new' : 'changed', value === null ? 'cleared' : 'set', key].join(' ');

	let record = certain.length > 0 ? shown : undefined;
	const unknown = untold.filter((one) => !run.arrives.has(nameOf(one)));
	if (unknown.length > 0) {
		const reading = readBack(run, kind, write).then((read) => {
			const missing = read ? lostIn(table, body, read, before) : [];
			if (missing.length > 0) record = read;
			return new Set(missing.map(({ key }) => key));
		});
		for (const one of unknown) {
			run.arrives.set(
				nameOf(one),
				reading.then((missing) => !missing.has(one.key)),
			);
		}
	}
	// All are awaited at once: where the run ends meanwhile, none of them is left to fail unheard.
	const arrived = await Promise.all(untold.map(async (one) => await run.arrives.get(nameOf(one))));
	const inferred = untold.flatMap(({ key, value }, index): Lost[] =>
		arrived[index] === false ? [{ key, value, isAbsent: true }] : [],
	);
	return { record, lost: [...certain, ...inferred] };
}

/** It is written: where it cannot be read now, nothing more is known of it. */
async function readBack(
	run: Run,
	{ record: { path, idName } }: Kind,
	{ ids, id }: { ids: Write['ids']; id: string },
): Promise<IDataObject | undefined> {
	return await run.record({ path, ids: { ...ids, [idName]: id } }).catch((error: unknown) => {
		if (error instanceof RequestFailure) return undefined;
		throw error;
	});
}

/** Writes what was lost at the place where this account's records have it; undefined where none of it has another. */
async function putRight(
	run: Run,
	kind: Kind,
	write: Write & { id: string },
	{ record = {}, lost }: Seen,
): Promise<Seen | undefined> {
	const { table: before, ids, query, id } = write;
	const table = await run.table({ ...kind.list, fields: kind.fields }, []);
	const placeIn = (fields: readonly AnyField[], key: string): string | undefined =>
		fields.find((field) => field.key === key)?.path;
	const moved = lost.filter(({ key }) => placeIn(table, key) !== placeIn(before, key));
	if (moved.length === 0) return undefined;

	const values = Object.fromEntries(moved.map(({ key, value }) => [key, value]));
	const body = complete(toBody(table, values), record);
	const answer = await send(run, kind, { ids, id, query, body });
	const again = await look(run, kind, { ...write, body, table, before: record }, answer);
	const stillLost = lost.filter((one) => !moved.includes(one));
	return {
		record: again.record ?? merge(merge(record, body), answer.body ?? {}),
		lost: [...stillLost, ...again.lost],
	};
}
