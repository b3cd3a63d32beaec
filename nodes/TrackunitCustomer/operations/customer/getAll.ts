import type { IDataObject } from 'n8n-workflow';

import { filtersProperty, readFilters, type Filters } from '../../parameters/filters';
import { limitProperties, readLimit, readSort, sortProperty } from '../../parameters/listing';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import { outputProperties, readShape, type Shape } from '../../parameters/output';
import type { OneByOne } from '../../run/operation';
import { customerFields, customerFilters } from './record';

interface Input {
	limit: number | undefined;
	filters: Filters;
	query: IDataObject;
	shape: Shape;
}

export const getAll: OneByOne<Input> = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many customers',
	description: 'Retrieve a list of customers',
	parameters: [
		...limitProperties,
		filtersProperty(customerFields, customerFilters),
		sortProperty(customerFields),
		...outputProperties(customerFields),
		optionsProperty('pageSize', 'queryParameters'),
	],
	read: (p) => ({
		limit: readLimit(p),
		filters: readFilters(p, customerFields, customerFilters),
		query: { ...readQueryParameters(p), sort: readSort(p, customerFields) },
		shape: readShape(p, customerFields),
	}),
	async execute(run, { limit, filters, query, shape }) {
		const path = '/api/customer/v1/customers';
		const rows = await run.list({
			path,
			query: { ...query, ...filters.query },
			limit,
			accept: filters.accept,
		});
		return rows.map(shape);
	},
};
