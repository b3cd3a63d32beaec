import type { IDataObject } from 'n8n-workflow';

import { optionsProperty, readQueryParameters } from '../../parameters/options';
import { outputProperties, readShape, type Shape } from '../../parameters/output';
import type { OneByOne } from '../../run/operation';
import { includeOptions, readParts, shapeAll } from './include';
import { idsOf, splitIds, type RecordKind, type Part, type Place } from './recordKind';

interface Input {
	place: Place;
	shape: Shape;
	parts: Part[];
	query: IDataObject;
}

export const get = (kind: RecordKind): OneByOne<Input> => ({
	name: 'Get',
	value: 'get',
	action: `Get ${kind.noun}`,
	description: `Retrieve a ${kind.noun}`,
	parameters: [
		...kind.record.at.parameters,
		...outputProperties(kind.fields),
		optionsProperty('queryParameters', ...includeOptions(kind.parts)),
	],
	read: (p) => ({
		place: kind.record.at.read(p),
		shape: readShape(p),
		parts: readParts(p, kind.parts),
		query: readQueryParameters(p),
	}),
	async execute(run, { place, shape, parts, query }) {
		const { path, idName } = kind.record;
		const ids = idsOf(run, place);
		const record = await run.record({ path, ids, query });
		const { owner } = splitIds(ids, idName);
		return await shapeAll(run, kind, [record], { shape, parts, owner });
	},
});
