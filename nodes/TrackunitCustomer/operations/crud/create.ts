import type { IDataObject } from 'n8n-workflow';

import { readNewBody } from '../../parameters/body';
import { newRecordProperties } from '../../parameters/fields';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import { recordAfterWrite } from '../../records/written';
import type { OneByOne } from '../../run/operation';
import { idsOf, type RecordKind, type Place } from './recordKind';

interface Input {
	place: Place;
	body: IDataObject;
	query: IDataObject;
}

export const create = ({ noun, fields, list }: RecordKind): OneByOne<Input> => ({
	name: 'Create',
	value: 'create',
	action: `Create ${noun}`,
	description: `Create a ${noun}`,
	parameters: [
		...list.at.parameters,
		...newRecordProperties(fields),
		optionsProperty('bodyFields', 'queryParameters', 'dryRun'),
	],
	read: (p) => ({
		place: list.at.read(p),
		body: readNewBody(p, fields),
		query: readQueryParameters(p),
	}),
	async execute(run, { place, body, query }) {
		const { path } = list;
		const ids = idsOf(run, place);
		const answer = await run.write({ method: 'POST', path, ids, query, body, repeatable: false });
		return recordAfterWrite(answer, body);
	},
});
