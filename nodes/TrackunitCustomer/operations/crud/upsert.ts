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
import type { OneByOne, Row, Run } from '../../run/operation';
import { createPace } from '../../yielding';
import { answerOf, changesOf } from './answer';
import { keyHints, noticing, type KeyedRow } from './keyHints';
import { idsOf, type Place, type RecordKind, type UpsertKind } from './recordKind';
import { writeRecord } from './write';

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
		const groups: Array<Array<Row<Input>>> = [];
		const pace = createPace();
		const lists = await pace.groupBy(rows, ({ input: { place, columns } }) =>
			JSON.stringify([idsOf(run, place), columns.match.key]),
		);
		await run.forEach([...lists.values()], async (ofList) => {
			const byKey = await pace.groupBy(ofList, ({ input }) => input.columns.key);
			const keys = [...byKey.keys()];
			const nearForms = await pace.map(keys, nearForm);
			const { lookup, near } = noticing(lookupFor(kind, run, ofList[0]), nearForms);
			const found = await run.find(lookup, keys);
			await pace.map([...byKey], ([key, sameKey]) => {
				const slot = slotOf(kind, sameKey[0], found.get(key));
				if ('error' in slot) {
					sameKey.forEach(({ item }) => run.refuse(item, slot.error));
					return;
				}
				if (!slot.record) slot.near = near(key);
				groups.push(sameKey.map((row) => ({ ...row, input: { ...row.input, slot } })));
			});
		});
		groups.sort(([a], [b]) => (a?.item ?? 0) - (b?.item ?? 0));
		const doubtful: typeof groups = [];
		await pace.map(groups, (group) => {
			refuseNameless(kind, group, run.refuse);
			if (group.length > 1 || group[0]?.input.slot.near !== undefined) doubtful.push(group);
		});
		keyHints(doubtful.map((group) => group.map((row) => keyedRow(run, row)))).forEach(run.hint);
		return groups;
	},
	async execute(run, { place, columns, further, query, shape, slot }) {
		const { fields } = kind;
		const { path, idName } = kind.record;
		const ids = idsOf(run, place);
		const answer = { fields, shape, owner: ids };
		const list = { path: kind.list.path, ids, fields };
		const table = await run.table(list, Object.keys(columns.values));
		const sent = columns.fields.filter(isSent);
		const desired = merge(
			toBody(placed(sent, table), withEmpty(columns.values, run.options.emptyValues)),
			further,
		);
		if (!slot.record) {
			const body = withoutNull(desired);
			const written = await writeRecord(run, kind, { ids, query, body, table, before: {} });
			slot.record = written.record;
			slot.isNew = true;
			slot.isPart = written.isPart;
			return answerOf(run, { ...answer, ...written, action: 'created' });
		}
		const id = knownId(slot.record);
		if (!slot.isNew && isBlind(desired, slot.record)) {
			const record = await run.record({ path, ids: { ...ids, [idName]: id } });
			slot.record = merge(slot.record, record);
		}
		const before = slot.record;
		const { isPart } = slot;
		const differing = differences(table, desired, before);
		const changed = run.options.skipUnchanged ? differing : desired;
		if (Object.keys(changed).length === 0) {
			const action = 'unchanged';
			return answerOf(run, { ...answer, action, record: before, notKept: [], isPart });
		}

		// Whole objects, those beyond the contract too: nobody says that PATCH merges deeply.
		const body = complete(changed, before);
		const written = await writeRecord(run, kind, { ids, id, query, body, table, before });
		const kept = written.notKept.length === 0 ? body : {};
		const record = merge(merge(before, kept), written.record);
		slot.record = record;
		slot.isPart = isPart && written.isPart;
		const changes = changesOf(table, differing, before);
		return answerOf(run, {
			...answer,
			...written,
			action: 'updated',
			record,
			isPart: slot.isPart,
			changes,
		});
	},
});

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
	group: ReadonlyArray<Row<Input>>,
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
