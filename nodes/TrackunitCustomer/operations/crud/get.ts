import type { IDataObject } from 'n8n-workflow';

import { optionsProperty, readQueryParameters } from '../../parameters/options';
import { outputProperties, readShape, type Shape } from '../../parameters/output';
import type { OneByOne } from '../../run/operation';
import { idsOf, type Kind, type Place } from './kind';

interface Input {
	place: Place;
	shape: Shape;
	query: IDataObject;
}

export const get = ({ noun, fields, record }: Kind): OneByOne<Input> => ({
	name: 'Get',
	value: 'get',
	action: `Get ${noun}`,
	description: `Retrieve a ${noun}`,
	parameters: [
		...record.at.parameters,
		...outputProperties(fields),
		optionsProperty('queryParameters'),
	],
	read: (p) => ({
		place: record.at.read(p),
		shape: readShape(p, fields),
		query: readQueryParameters(p),
	}),
	async execute(run, { place, shape, query }) {
		return shape(await run.read({ path: record.path, ids: idsOf(run, place), query }));
	},
});
