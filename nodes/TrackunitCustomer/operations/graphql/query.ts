import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Refusal } from '../../failure/failure';
import type { Parameters } from '../../parameters/itemParameters';
import { limitProperties, readLimit } from '../../parameters/listing';
import { optionsProperty, readGraphqlPageSize, readFlag } from '../../parameters/options';
import { isEmpty, readInteger, show } from '../../parameters/values';
import type { OneByOne } from '../../run/operation';
import { readConnection, withoutPageInfo } from '../../transport/graphql';
import { MAX_PAGE_SIZE } from '../../transport/pages';
import { documentProperties, readGraphqlInput, toItem, type GraphqlInput } from './request';

/** How the list in the answer is read; undefined where the answer is one item as it is. */
interface Paging {
	path: string[];
	limit: number | undefined;
	pageSize: number;
	includeRest: boolean;
}

interface Input extends GraphqlInput {
	paging: Paging | undefined;
}

/** Trackunit finds 50 to 100 records a page fastest. */
const PAGE_SIZE = 100;

const connectionProperties: INodeProperties[] = [
	{
		displayName: 'Connection Path',
		name: 'connectionPath',
		type: 'string',
		default: '',
		placeholder: 'e.g. customers',
		hint: 'To read all pages, the query needs $first, $after and pageInfo { hasNextPage endCursor }',
		description:
			'Path of the list to read page by page, such as customers or customer.assets. Each record becomes an item. The query needs the variables $first and $after. Leave empty to return the response as one item.',
	},
	...limitProperties.map((property) => ({
		...property,
		displayOptions: { ...property.displayOptions, hide: { connectionPath: [''] } },
	})),
];

function readPath(value: unknown): string[] {
	if (typeof value === 'string' && /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(value.trim())) {
		const path = value.trim().split('.');
		return path.length > 1 && path[0] === 'data' ? path.slice(1) : path;
	}
	throw new Refusal(
		"'Connection Path' is not a valid path",
		`It is ${show(value)}. Enter names separated by dots, such as customer.assets.`,
	);
}

function readPaging(
	p: Parameters,
	{ operation, names, variables }: GraphqlInput,
): Paging | undefined {
	const value = p.get('connectionPath', '');
	if (isEmpty(value)) return undefined;
	const path = readPath(value);
	const missing = ['after', 'first'].filter((name) => !operation.variables.has(name));
	if (missing.length > 0) {
		throw new Refusal(
			"'Query' lacks the variables for paging",
			`Declare ${missing.map((name) => `$${name}`).join(' and ')} and pass both to the list, such as query ($first: Int, $after: String) { ${path.at(-1)}(first: $first, after: $after) { … } }; or leave 'Connection Path' empty.`,
		);
	}
	if (!names.has('hasNextPage') || !names.has('endCursor')) throw withoutPageInfo(path);
	const first = readInteger(variables.first ?? PAGE_SIZE, 'first in Variables', 1, MAX_PAGE_SIZE);
	return {
		path,
		limit: readLimit(p),
		pageSize: readGraphqlPageSize(p, first),
		includeRest: readFlag(p, 'includeRest'),
	};
}

export const query: OneByOne<Input> = {
	name: 'Query',
	value: 'query',
	action: 'Run query',
	description: 'Read data with a GraphQL query',
	parameters: [
		...documentProperties('query', 'e.g. query ($first: Int, $after: String) { … }'),
		...connectionProperties,
		optionsProperty(
			{
				name: 'pageSize',
				scope: 'item',
				default: PAGE_SIZE,
				description:
					"How many records to request per page, as the variable 'first'; 50 to 100 is fastest",
			},
			'includeRest',
			'operationName',
			'previewFeatures',
			'rawResponse',
		),
	],
	read(p) {
		const input = readGraphqlInput(p, 'query');
		return { ...input, paging: readPaging(p, input) };
	},
	async execute(run, { request, variables, rawResponse, paging }) {
		const ask = async (more: IDataObject): Promise<IDataObject> =>
			await run.read({
				...request({ ...variables, ...more }),
				isPage: paging !== undefined,
				repeatable: true,
			});
		if (!paging) return toItem(await ask({}), rawResponse);

		const items: IDataObject[] = [];
		const { includeRest, ...connection } = paging;
		const pages = readConnection(ask, { ...connection, after: variables.after }, run.hint);
		for await (const { nodes, body, rest } of pages) {
			if (rawResponse) items.push(body);
			else for (const node of nodes) items.push(includeRest ? { ...node, _rest: rest } : node);
		}
		return items;
	},
};
