import type { INode } from 'n8n-workflow';

import { itemsOf } from '../../scripts/engine/result';
import { chain, node } from '../../scripts/n8n/flow';
import { measure, type Sample } from '../measure';
import { medianOf } from '../statistics';
import type { Stand } from '../stand/stand';
import { atLeast, count, type Work } from '../work';
import { httpNode, trackunitNode } from '../workflows';
import { expectEqual } from './expect';

const OURS = 'Trackunit node';
const LARGE_PAGES = 'HTTP Request, 1000 rows a page';
const SMALL_PAGES = 'HTTP Request, 20 rows a page (the default of the API)';
const SPLIT = 'Split Out';
const PATH = '/api/customer/v1/customers';

export function returnAllNode(stand: Stand): INode {
	return trackunitNode(stand, { resource: 'customer', operation: 'getAll', returnAll: true });
}

/** Pages by HTTP Request's own pagination, and their rows as items. */
function paged(stand: Stand, size: number, pages: number): INode[] {
	const parameter = (name: string, value: string) => ({ type: 'qs', name, value });
	const pagination = {
		paginationMode: 'updateAParameterInEachRequest',
		parameters: {
			parameters: [parameter('page', '={{ $pageCount }}'), parameter('size', String(size))],
		},
		paginationCompleteWhen: 'other',
		completeExpression: '={{ $response.body.number + 1 >= $response.body.totalPages }}',
		limitPagesFetched: true,
		maxRequests: pages,
	};
	return [
		httpNode(stand, { url: PATH, options: { pagination: { pagination } } }),
		node(SPLIT, 'n8n-nodes-base.splitOut', {
			parameters: { fieldToSplitOut: 'content', options: {} },
		}),
	];
}

async function read(
	stand: Stand,
	nodes: readonly INode[],
	{ customers, rows }: { customers: number; rows: number },
): Promise<Sample> {
	const trackunit = await stand.fresh(customers);
	const names = nodes.map(({ name }) => name);
	const workflow = chain(`Return all by ${names.join(', ')}`, nodes);
	const { sample, execution } = await measure(stand, trackunit, workflow, names);
	expectEqual('Items that came out', itemsOf(execution.runData, names.at(-1) ?? '').length, rows);
	return sample;
}

/** Reads a whole list by this package's node. */
export async function readByOurs(stand: Stand, customers: number): Promise<Sample> {
	return await read(stand, [returnAllNode(stand)], { customers, rows: customers });
}

/** The most pages of 20 rows that are waited for. */
const MOST_SMALL_PAGES = 200;

/** A whole list. */
export function returnAll(customers: number): Work {
	const smallPages = Math.min(MOST_SMALL_PAGES, customers / 20 / 10);
	return {
		id: 'W2',
		title: `Return All of ${count(customers)} customers`,
		isDrawn: true,
		ways: [
			{
				name: OURS,
				isOurs: true,
				run: async (stand) => await readByOurs(stand, customers),
			},
			{
				name: LARGE_PAGES,
				isOurs: false,
				run: async (stand) =>
					await read(stand, paged(stand, 1000, customers / 1000), { customers, rows: customers }),
			},
			{
				name: SMALL_PAGES,
				isOurs: false,
				parts: customers / (20 * smallPages),
				rounds: 2,
				run: async (stand) =>
					await read(stand, paged(stand, 20, smallPages), { customers, rows: 20 * smallPages }),
			},
		],
		goals(of) {
			const time = (name: string): number => medianOf(of(name), 'time');
			return [
				atLeast('Faster than 1000 rows a page', time(LARGE_PAGES) / time(OURS), 5, ' ×'),
				atLeast('Faster than 20 rows a page', time(SMALL_PAGES) / time(OURS), 250, ' ×'),
			];
		},
	};
}
