import type { IDataObject } from 'n8n-workflow';

import { filtersProperties, readFilters, type Filters } from '../../parameters/filters';
import { limitProperties, readLimit, readSort, sortProperty } from '../../parameters/listing';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import { outputProperties, readShape, type Shape } from '../../parameters/output';
import type { OneByOne } from '../../run/operation';
import { idsOf, type Kind, type Place } from './kind';

interface Input {
	place: Place;
	limit: number | undefined;
	filters: Filters;
	query: IDataObject;
	shape: Shape;
}

export const getAll = ({ nouns, fields, filters, list }: Kind): OneByOne<Input> => ({
	name: 'Get Many',
	value: 'getAll',
	action: `Get many ${nouns}`,
	description: `Retrieve a list of ${nouns}`,
	parameters: [
		...list.at.parameters,
		...limitProperties,
		...filtersProperties(fields, filters),
		sortProperty(fields),
		...outputProperties(fields),
		optionsProperty('pageSize', 'queryParameters'),
	],
	read: (p) => ({
		place: list.at.read(p),
		limit: readLimit(p),
		filters: readFilters(p, fields, filters),
		query: { ...readQueryParameters(p), sort: readSort(p, fields) },
		shape: readShape(p, fields),
	}),
	async execute(run, { place, limit, filters, query, shape }) {
		const rows = await run.list({
			path: list.path,
			ids: idsOf(run, place),
			query: { ...query, ...filters.query },
			limit,
			accept: filters.accept,
		});
		return rows.map(shape);
	},
});
