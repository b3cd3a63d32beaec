import type { INodeProperties } from 'n8n-workflow';

import type { MapperColumns } from '../../parameters/columns';
import type { Parameters } from '../../parameters/itemParameters';
import type { AnyField, Filter } from '../../records/field';
import type { Reference } from '../../records/reference';
import type { Run } from '../../run/operation';
import type { Request } from '../../transport/request';

/** The records that an address needs the ids of, by their names in its path: `customerId`, `contactId`. */
export type Place = Readonly<Record<string, Reference>>;

/** The parameters that a place is read from. */
export interface Locators {
	parameters: INodeProperties[];
	read(p: Parameters): Place;
}

/** A kind of record that is listed, created, read, changed and deleted in the same way as the others. */
export interface RecordKind {
	/** As it stands in descriptions: 'customer', 'customers'. */
	noun: string;
	nouns: string;
	fields: readonly AnyField[];
	/** What a list can be filtered by. */
	filters: readonly Filter[];
	/** Whether a list can be sorted. */
	sorts: boolean;
	/** The list, and what it belongs to. */
	list: { path: Request['path']; at: Locators };
	/** One record, and which; `idName` is the name of its own id in the path. */
	record: { path: Request['path']; at: Locators; idName: string };
	/** What a user is told goes with a record that is deleted. */
	deletedToo?: string;
	/** What belongs to a record and can be read with it. */
	parts: readonly Part[];
}

/** A kind of record with an upsert, whose columns the editor offers. */
export interface UpsertKind extends RecordKind {
	columns: MapperColumns;
}

/** A list that belongs to a record, under the name that it gets in the output. */
export interface Part {
	name: string;
	label: string;
	help: string;
	path: Request['path'];
	fields: readonly AnyField[];
}

/** The id of a record itself, and the ids of what it belongs to. */
export function splitIds(
	ids: Record<string, string>,
	idName: string,
): { id: string; owner: Record<string, string> } {
	const { [idName]: id = '', ...owner } = ids;
	return { id, owner };
}

export function idsOf(run: Run, place: Place): Record<string, string> {
	return Object.fromEntries(
		Object.entries(place).map(([name, reference]) => [name, run.idOf(reference)]),
	);
}
