import type { IDataObject } from 'n8n-workflow';

import { filtersProperties, readFilters, type Filters } from '../../parameters/filters';
import {
	limitProperties,
	readLimit,
	readSort,
	sortProperty,
	sortQuery,
	type SortRule,
} from '../../parameters/listing';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import { outputProperties, readShape, type Shape } from '../../parameters/output';
import type { OneByOne } from '../../run/operation';
import { includeOptions, readParts, shapeAll } from './include';
import { idsOf, type RecordKind, type Part, type Place } from './recordKind';

interface Input {
	place: Place;
	limit: number | undefined;
	filters: Filters;
	query: IDataObject;
	sort: SortRule[];
	shape: Shape;
	parts: Part[];
}

type ListKind = Pick<RecordKind, 'nouns' | 'fields' | 'filters' | 'sorts' | 'list' | 'parts'> &
	Partial<Pick<RecordKind, 'record'>>;

export const getAll = (kind: ListKind): OneByOne<Input> => ({
	name: 'Get Many',
	value: 'getAll',
	action: `Get many ${kind.nouns}`,
	description: `Retrieve a list of ${kind.nouns}`,
	parameters: [
		...kind.list.at.parameters,
		...limitProperties,
		...filtersProperties(kind.fields, kind.filters),
		...outputProperties(kind.fields),
		optionsProperty('pageSize', 'queryParameters', ...includeOptions(kind.parts)),
		...(kind.sorts ? [sortProperty(kind.fields)] : []),
	],
	read: (p) => ({
		place: kind.list.at.read(p),
		limit: readLimit(p),
		filters: readFilters(p, kind.fields, kind.filters),
		query: readQueryParameters(p),
		sort: readSort(p),
		shape: readShape(p),
		parts: readParts(p, kind.parts),
	}),
	async execute(run, { place, limit, filters, query, sort, shape, parts }) {
		const { path } = kind.list;
		const ids = idsOf(run, place);
		const sorted = sort.map(({ field }) => field);
		const table = await run.table({ path, ids, fields: kind.fields }, sorted);
		const { rows } = await run.list({
			path,
			ids,
			query: { ...query, ...sortQuery(sort, table) },
			filter: filters.query,
			limit,
			accept: filters.accept,
			isAskedFor: filters.isAskedFor,
		});
		return await shapeAll(run, kind, rows, { shape, parts, owner: ids, mayBeGone: true });
	},
});
