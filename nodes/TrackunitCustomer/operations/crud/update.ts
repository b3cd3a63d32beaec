import type { IDataObject } from 'n8n-workflow';

import { readChangedDraft } from '../../parameters/body';
import { changesProperty, clearFieldsProperty } from '../../parameters/fields';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import { bodyOf, complete, isPartial, type Draft } from '../../records/body';
import { groupBy } from '../../run/groupBy';
import type { OneByOne } from '../../run/operation';
import { idsOf, type RecordKind, type Place } from './recordKind';
import { withNotKept, writeRecord } from './write';

interface Input {
	place: Place;
	draft: Draft;
	query: IDataObject;
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
		optionsProperty('bodyFields', 'queryParameters', 'dryRun'),
	],
	read: (p) => ({
		place: kind.record.at.read(p),
		draft: readChangedDraft(p, kind.fields),
		query: readQueryParameters(p),
	}),
	// A change may read the record first, so those of one record go one after another.
	plan: async (run, rows) =>
		await Promise.resolve([
			...groupBy(rows, ({ input }) => JSON.stringify(idsOf(run, input.place))).values(),
		]),
	async execute(run, { place, draft, query }) {
		const { path, idName } = kind.record;
		const at = { path, ids: idsOf(run, place) };
		const { [idName]: id = '', ...ids } = at.ids;
		const list = { path: kind.list.path, ids, fields: kind.fields };
		const asked = bodyOf(kind.fields, draft);
		if (Object.keys(asked).length === 0) return await run.record({ ...at, query });

		// Read first, it shows as well where this account's records have their fields.
		const before = isPartial(kind.fields, asked) ? await run.record(at) : undefined;
		const table = await run.table(list, Object.keys(draft.values));
		const changes = bodyOf(table, draft);
		const body = before ? complete(changes, before) : changes;
		return withNotKept(await writeRecord(run, kind, { ids, id, query, body, table, before }));
	},
});
