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
import type { Filter } from '../../records/field';
import type { OneByOne } from '../../run/operation';
import type { Request } from '../../transport/request';
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

interface ListKind
	extends Pick<RecordKind, 'nouns' | 'fields' | 'filters' | 'sorts' | 'list' | 'parts'>,
		Partial<Pick<RecordKind, 'record'>> {
	/** The list of all, for items that name nothing that they belong to. Then it is the one that knows the filters. */
	whole?: Request['path'];
}

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
	read(p) {
		const place = kind.list.at.read(p);
		const asked = kind.whole && !isWhole(place) ? kind.filters.map(unasked) : kind.filters;
		return {
			place,
			limit: readLimit(p),
			filters: readFilters(p, kind.fields, asked),
			query: readQueryParameters(p),
			sort: readSort(p),
			shape: readShape(p),
			parts: readParts(p, kind.parts),
		};
	},
	async execute(run, { place, limit, filters, query, sort, shape, parts }) {
		const path = kind.whole && isWhole(place) ? kind.whole : kind.list.path;
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

function isWhole(place: Place): boolean {
	return Object.keys(place).length === 0;
}

/** A filter that the rows are only checked for. */
function unasked({ key, compare }: Filter): Filter {
	return { key, compare };
}
