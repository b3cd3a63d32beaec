import type { IDataObject } from 'n8n-workflow';

import { readNewDraft } from '../../parameters/body';
import { newRecordProperties } from '../../parameters/fields';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import { outputProperties, readShape, type Shape } from '../../parameters/output';
import { bodyOf, type Draft } from '../../records/body';
import type { OneByOne } from '../../run/operation';
import { answerOf } from './answer';
import { idsOf, type RecordKind, type Place } from './recordKind';
import { writeRecord } from './write';

interface Input {
	place: Place;
	draft: Draft;
	query: IDataObject;
	shape: Shape;
}

export const create = (kind: RecordKind): OneByOne<Input> => ({
	name: 'Create',
	value: 'create',
	action: `Create ${kind.noun}`,
	description: `Create a ${kind.noun}`,
	parameters: [
		...kind.list.at.parameters,
		...newRecordProperties(kind.fields),
		...outputProperties(kind.fields),
		optionsProperty('bodyFields', 'queryParameters', 'dryRun'),
	],
	read: (p) => ({
		place: kind.list.at.read(p),
		draft: readNewDraft(p, kind.fields),
		query: readQueryParameters(p),
		shape: readShape(p),
	}),
	async execute(run, { place, draft, query, shape }) {
		const ids = idsOf(run, place);
		const { fields } = kind;
		const list = { path: kind.list.path, ids, fields };
		const table = await run.table(list, Object.keys(draft.values));
		const body = bodyOf(table, draft);
		const written = await writeRecord(run, kind, { ids, query, body, table, before: {} });
		return answerOf(run, { ...written, fields, shape, owner: ids });
	},
});
