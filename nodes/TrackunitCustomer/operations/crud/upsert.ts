import type { IDataObject } from 'n8n-workflow';

import { Refusal } from '../../failure/failure';
import { idOf, toId } from '../../ids';
import { columnsProperty, readColumns, type Columns } from '../../parameters/columns';
import { clearFieldsProperty } from '../../parameters/fields';
import { optionsProperty, readBodyFields, readQueryParameters } from '../../parameters/options';
import { outputProperties, readShape, type Shape } from '../../parameters/output';
import { isEmpty } from '../../parameters/values';
import { complete, isBlind, merge, toBody } from '../../records/body';
import { differences, toKey } from '../../records/differences';
import type { AnyField } from '../../records/field';
import type { Lookup } from '../../records/reference';
import { readField, valueAt } from '../../records/simplify';
import { nearForm } from '../../records/text';
import type { Found } from '../../run/lookup';
import type { OneByOne, Planning, Row, Run } from '../../run/operation';
import { createPace, type Pace } from '../../yielding';
import { answerOf, changesOf, type Done } from './answer';
import { keyHints, noticing, type KeyedRow } from './keyHints';
import { idsOf, type Place, type RecordKind, type UpsertKind } from './recordKind';
import { writeRecord, type Write } from './write';

/** The record of a key as it is now; rows with the same key share it, one after another. */
interface Slot {
	record?: IDataObject;
	/** Created in this run, so that it has nothing but what was sent. */
	isNew?: boolean;
	/** Nor did Trackunit show more of it. */
	isPart?: boolean;
	/** The key of another record that is nearly this one's, where there is no record yet. */
	near?: string;
}

interface Input {
	place: Place;
	columns: Columns;
	/** The user's further body fields. */
	further: IDataObject;
	query: IDataObject;
	shape: Shape;
	slot: Slot;
}

/** Rows with the same key. */
type Group = Array<Row<Input>>;

export const upsert = (kind: UpsertKind): OneByOne<Input> => ({
	name: 'Create or Update',
	value: 'upsert',
	action: `Create or update ${kind.noun}`,
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	parameters: [
		...kind.list.at.parameters,
		columnsProperty(kind.noun, kind.columns),
		clearFieldsProperty(kind.fields),
		...outputProperties(kind.fields),
		optionsProperty(
			'bodyFields',
			'queryParameters',
			'dryRun',
			'emptyValues',
			'pageSize',
			'skipUnchanged',
		),
	],
	read: (p) => ({
		place: kind.list.at.read(p),
		columns: readColumns(p, kind.fields),
		further: readBodyFields(p),
		query: readQueryParameters(p),
		shape: readShape(p),
		slot: {},
	}),
	async plan(run, rows) {
		hintIgnored(run, rows);
		const pace = createPace();
		const lists = await pace.groupBy(rows, ({ input: { place, columns } }) =>
			JSON.stringify([idsOf(run, place), columns.match.key]),
		);
		const ofLists: Group[][] = [];
		await run.forEach([...lists.values()], async (ofList) => {
			ofLists.push(await withRecords(kind, run, ofList, pace));
		});
		const groups = ofLists.flat().sort(([a], [b]) => (a?.item ?? 0) - (b?.item ?? 0));
		await pace.each(groups, (group) => refuseNameless(kind, group, run.refuse));
		hintOnKeys(run, groups);
		return groups;
	},
	async execute(run, { place, columns, further, query, shape, slot }) {
		const { list, fields } = kind;
		const ids = idsOf(run, place);
		const keys = Object.keys(columns.values);
		const table = await run.table({ path: list.path, ids, fields }, keys);
		const sent = placed(columns.fields.filter(isSent), table);
		const values = withEmpty(columns.values, run.options.emptyValues);
		const asked = { ids, query, table, body: merge(toBody(sent, values), further) };
		const before = await recordBefore(run, kind, slot, asked);
		const done = before
			? await change(run, kind, slot, asked, before)
			: await create(run, kind, slot, asked);
		return answerOf(run, { ...done, fields, shape, owner: ids });
	},
});

/** The rows of one list by their key, with its record. Where nobody can tell which that is, they are refused. */
async function withRecords(
	kind: RecordKind,
	run: Planning,
	rows: ReadonlyArray<Row<Input>>,
	pace: Pace,
): Promise<Group[]> {
	const byKey = await pace.groupBy(rows, ({ input }) => input.columns.key);
	const keys = [...byKey.keys()];
	const nearForms = await pace.map(keys, nearForm);
	const { lookup, near } = noticing(lookupFor(kind, run, rows[0]), nearForms);
	const found = await run.find(lookup, keys);
	const groups = await pace.map([...byKey], ([key, sameKey]): Group => {
		const slot = slotOf(kind, sameKey[0], found.get(key));
		if ('error' in slot) {
			sameKey.forEach(({ item }) => run.refuse(item, slot.error));
			return [];
		}
		if (!slot.record) slot.near = near(key);
		return sameKey.map((row) => ({ ...row, input: { ...row.input, slot } }));
	});
	return groups.filter(({ length }) => length > 0);
}

function hintOnKeys(run: Run, groups: readonly Group[]): void {
	const doubtful = groups.filter(
		(group) => group.length > 1 || group[0]?.input.slot.near !== undefined,
	);
	keyHints(doubtful.map((group) => group.map((row) => keyedRow(run, row)))).forEach(run.hint);
}

/** The record as a change has to know it; undefined where there is none. */
async function recordBefore(
	run: Run,
	{ record: { path, idName } }: RecordKind,
	slot: Slot,
	{ ids, body }: Write,
): Promise<IDataObject | undefined> {
	if (slot.record && !slot.isNew && isBlind(body, slot.record)) {
		const id = knownId(slot.record);
		const record = await run.record({ path, ids: { ...ids, [idName]: id } });
		slot.record = merge(slot.record, record);
	}
	return slot.record;
}

async function create(run: Run, kind: RecordKind, slot: Slot, asked: Write): Promise<Done> {
	const body = withoutNull(asked.body);
	const written = await writeRecord(run, kind, { ...asked, body, before: {} });
	slot.record = written.record;
	slot.isNew = true;
	slot.isPart = written.isPart;
	return { ...written, action: 'created' };
}

async function change(
	run: Run,
	kind: RecordKind,
	slot: Slot,
	asked: Write,
	before: IDataObject,
): Promise<Done> {
	const id = knownId(before);
	const differing = differences(asked.table, asked.body, before);
	const changed = run.options.skipUnchanged ? differing : asked.body;
	if (Object.keys(changed).length === 0) {
		return { action: 'unchanged', record: before, notKept: [], isPart: slot.isPart };
	}

	// Whole objects, those beyond the contract too: nobody says that PATCH merges deeply.
	const body = complete(changed, before);
	const written = await writeRecord(run, kind, { ...asked, id, body, before });
	const kept = written.notKept.length === 0 ? body : {};
	const record = merge(merge(before, kept), written.record);
	slot.record = record;
	slot.isPart = slot.isPart && written.isPart;
	const changes = changesOf(asked.table, differing, before);
	return { ...written, action: 'updated', record, isPart: slot.isPart, changes };
}

/** The fields of a row where the table has them; those beyond it stay. */
function placed(fields: readonly AnyField[], table: readonly AnyField[]): AnyField[] {
	return fields.map((field) => table.find(({ key }) => key === field.key) ?? field);
}

function hintIgnored(run: Run, rows: ReadonlyArray<Row<Input>>): void {
	const ignored = new Set(rows.flatMap(({ input }) => input.columns.ignored));
	if (ignored.size === 0) return;
	run.hint(`Ignored columns without a Trackunit field: ${[...ignored].join(', ')}.`);
}

/** What hints on keys are made of: the row's key, and what it says of the record. */
function keyedRow(run: Run, { item, input: { columns, further, slot } }: Row<Input>): KeyedRow {
	const values = { ...withEmpty(columns.values, run.options.emptyValues), ...further };
	return { ...columns, item, values, near: slot.near };
}

/** How the records of a row's list are found by its matching column. */
function lookupFor(kind: RecordKind, run: Run, row: Row<Input> | undefined): Lookup {
	const { list, record, filters, fields } = kind;
	const match = row?.input.columns.match ?? fields[0];
	if (!row || !match) throw new Error('A list without rows has nothing to look up');
	const filter = filters.find(({ key, asked }) => asked && key === match.key);
	return {
		path: list.path,
		ids: idsOf(run, row.input.place),
		keyLabel: match.label,
		by:
			match.key === 'id'
				? { record: record.path, idName: record.idName }
				: filter && {
						filter: filter.key,
						...(filter.compare === 'contains' && { contains: true }),
					},
		keyOf: (one) =>
			match.key === 'id' ? toId(idOf(one) ?? '') : toKey(readField(one, match), match),
	};
}

/** The record that has a row's key, or why there cannot be one. */
function slotOf(
	{ noun }: RecordKind,
	row: Row<Input> | undefined,
	found: Found = { records: [] },
): Slot | { error: unknown } {
	if ('error' in found) return { error: found.error };
	const { match, key } = row?.input.columns ?? {};
	const [record, ...others] = found.records;
	if (others.length > 0) {
		const ids = found.records.map(idOf).join(', ');
		return {
			error: new Refusal(
				`More than one ${noun} has the value to match on`,
				`These have the ${match?.label} '${key}': ${ids}. Nothing was written; make it unique in Trackunit, or match on ID.`,
			),
		};
	}
	if (!record && match?.key === 'id') {
		return {
			error: new Refusal(`The ${noun} was not found`, `There is no ${noun} with the ID '${key}'.`),
		};
	}
	return { record };
}

/** The first row of a new record has to have what a record cannot be without. */
function refuseNameless(
	{ noun, fields }: RecordKind,
	group: Readonly<Group>,
	refuse: (item: number, error: unknown) => void,
): void {
	for (const { item, input } of group) {
		if (input.slot.record) return;
		const missing = fields.find(
			({ key, path, use }) =>
				use === 'required' &&
				isEmpty(input.columns.values[key]) &&
				isEmpty(valueAt(input.further, path)),
		);
		if (!missing) return;
		refuse(
			item,
			new Refusal(
				`'${missing.label}' is empty`,
				`There is no ${noun} with the ${input.columns.match.label} '${input.columns.key}' yet, and creating one requires it.`,
			),
		);
	}
}

function isSent({ use }: AnyField): boolean {
	return use !== 'readOnly';
}

function withEmpty(values: IDataObject, emptyValues: 'ignore' | 'clear'): IDataObject {
	const empty = emptyValues === 'clear' ? null : undefined;
	return Object.fromEntries(
		Object.entries(values).map(([key, value]) => [key, value === '' ? empty : value]),
	);
}

/** A new record has nothing to clear. */
function withoutNull(body: IDataObject): IDataObject {
	return differences([], body, {});
}

function knownId(record: IDataObject): string {
	const id = idOf(record);
	if (id !== undefined) return id;
	throw new Refusal(
		'This row was not sent',
		'Trackunit did not return the ID of the record that an earlier row with the same key created. Run it again.',
	);
}
