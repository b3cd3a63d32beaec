import type { IDataObject } from 'n8n-workflow';

import { readChangedBody } from '../../parameters/body';
import { changesProperty, clearFieldsProperty } from '../../parameters/fields';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import { recordAfterWrite } from '../../records/written';
import { complete, isPartial } from '../../records/body';
import { groupBy } from '../../run/groupBy';
import type { OneByOne } from '../../run/operation';
import { idsOf, type RecordKind, type Place } from './recordKind';

interface Input {
	place: Place;
	body: IDataObject;
	query: IDataObject;
}

export const update = ({ noun, fields, record }: RecordKind): OneByOne<Input> => ({
	name: 'Update',
	value: 'update',
	action: `Update ${noun}`,
	description: `Update a ${noun}`,
	parameters: [
		...record.at.parameters,
		changesProperty(fields),
		clearFieldsProperty(fields),
		optionsProperty('bodyFields', 'queryParameters', 'dryRun'),
	],
	read: (p) => ({
		place: record.at.read(p),
		body: readChangedBody(p, fields),
		query: readQueryParameters(p),
	}),
	// A change may read the record first, so those of one record go one after another.
	plan: async (run, rows) =>
		await Promise.resolve([
			...groupBy(rows, ({ input }) => JSON.stringify(idsOf(run, input.place))).values(),
		]),
	async execute(run, { place, body: changes, query }) {
		const { path, idName } = record;
		const ids = idsOf(run, place);
		if (Object.keys(changes).length === 0) return await run.record({ path, ids, query });

		const body = isPartial(fields, changes)
			? complete(changes, await run.record({ path, ids }))
			: changes;
		const answer = await run.write({ method: 'PATCH', path, ids, query, body, repeatable: true });
		return recordAfterWrite(answer, body, ids[idName]);
	},
});
