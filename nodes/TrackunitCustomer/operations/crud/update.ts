import type { IDataObject } from 'n8n-workflow';

import { readChangedDraft } from '../../parameters/body';
import { changesProperty, clearFieldsProperty } from '../../parameters/fields';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import { outputProperties, readShape, type Shape } from '../../parameters/output';
import { bodyOf, complete, isPartial, merge, type Draft } from '../../records/body';
import { differences } from '../../records/differences';
import type { OneByOne, Row } from '../../run/operation';
import { createPace } from '../../yielding';
import { answerOf, changesOf } from './answer';
import { idsOf, splitIds, type RecordKind, type Place } from './recordKind';
import { writeRecord } from './write';

interface Input {
	place: Place;
	draft: Draft;
	query: IDataObject;
	shape: Shape;
}

export const update = (kind: RecordKind): OneByOne<Input> => ({
	name: 'Update',
	value: 'update',
	action: `Update ${kind.noun}`,
	description: `Update a ${kind.noun}`,
	parameters: [
		...kind.record.at.parameters,
		changesProperty(kind.fields),
		clearFieldsProperty(kind.fields),
		...outputProperties(kind.fields),
		optionsProperty('bodyFields', 'queryParameters', 'dryRun'),
	],
	read: (p) => ({
		place: kind.record.at.read(p),
		draft: readChangedDraft(p, kind.fields),
		query: readQueryParameters(p),
		shape: readShape(p),
	}),
	// A change may read the record first, so those of one record go one after another.
	async plan(run, rows) {
		const keyOf = ({ input }: Row<Input>): string => JSON.stringify(idsOf(run, input.place));
		return [...(await createPace().groupBy(rows, keyOf)).values()];
	},
	async execute(run, { place, draft, query, shape }) {
		const { fields } = kind;
		const { path, idName } = kind.record;
		const at = { path, ids: idsOf(run, place) };
		const { id, owner: ids } = splitIds(at.ids, idName);
		const list = { path: kind.list.path, ids, fields };
		const answer = { fields, shape, owner: ids };
		const asked = bodyOf(fields, draft);
		if (Object.keys(asked).length === 0) {
			const record = await run.record({ ...at, query });
			return answerOf(run, { ...answer, record, notKept: [] });
		}

		// Read first, it shows as well where this account's records have their fields.
		const isRead = run.options.dryRun || isPartial(fields, asked);
		const before = isRead ? await run.record(at) : undefined;
		const table = await run.table(list, Object.keys(draft.values));
		const desired = bodyOf(table, draft);
		const body = before ? complete(desired, before) : desired;
		const written = await writeRecord(run, kind, { ids, id, query, body, table, before });
		// The answer to an update shows them in a dry run alone.
		const changes =
			run.options.dryRun && before
				? changesOf(table, differences(table, desired, before), before)
				: undefined;
		const whole = before &&
			written.isPart && { record: merge(before, written.record), isPart: false };
		return answerOf(run, { ...answer, ...written, ...whole, changes });
	},
});
