import type { IDataObject, INode } from 'n8n-workflow';

import type { Simulator } from '../../simulator';
import { itemsOf } from '../../scripts/engine/result';
import { chain } from '../../scripts/n8n/flow';
import { measure, type Sample } from '../measure';
import { medianOf } from '../statistics';
import type { Stand } from '../stand/stand';
import { atLeast, atMost, count, type Work } from '../work';
import { FIFTY_A_SECOND, httpNode, jsonBody, rowsNode, trackunitNode } from '../workflows';
import { erpRows, addCustomers } from './customerRows';
import { expectEqual } from './expect';

const OURS = 'Trackunit node';
const BY_REQUESTS = 'HTTP Request, 50 a second, a request an asset';
const CUSTOMERS = 50;

/** Assets without a customer, each with the customer that it is to go to, by turns. */
async function prepare(
	stand: Stand,
	assets: number,
): Promise<{ trackunit: Simulator; rows: IDataObject[] }> {
	const trackunit = await stand.fresh(0);
	const { state } = trackunit;
	addCustomers(state, erpRows(CUSTOMERS));
	const customers = [...state.customers.keys()];
	const rows = Array.from({ length: assets }, (_, index) => {
		const serialNumber = `EX-${10_001 + index}`;
		const { id } = state.addAsset({ name: `Excavator ${index + 1}`, serialNumber });
		return { customer: customers[index % CUSTOMERS], asset: id };
	});
	return { trackunit, rows };
}

async function assign(stand: Stand, worker: INode, assets: number): Promise<Sample> {
	const { trackunit, rows } = await prepare(stand, assets);
	stand.rows.serve(rows);
	const workflow = chain('Assign', [rowsNode(stand), worker]);
	const { sample, execution } = await measure(stand, trackunit, workflow, [worker.name]);
	const { state } = trackunit;
	const wrong = rows.filter(
		({ customer, asset }) => String(state.holders(String(asset))) !== customer,
	);
	expectEqual('Assets that are not with their customer alone', wrong.length, 0);
	expectEqual('Items that came out', itemsOf(execution.runData, worker.name).length, assets);
	return sample;
}

function ours(stand: Stand): INode {
	return trackunitNode(stand, {
		resource: 'asset',
		operation: 'assign',
		customerId: { __rl: true, mode: 'id', value: '={{ $json.customer }}' },
		assetIdentifier: 'id',
		assets: '={{ $json.asset }}',
	});
}

function httpRequest(stand: Stand): INode {
	return httpNode(stand, {
		url: '/api/customer/v1/customers/{{ $json.customer }}/assets',
		method: 'POST',
		...jsonBody('={{ ({ assign: [$json.asset] }) }}'),
		options: FIFTY_A_SECOND,
	});
}

/** Rows of an asset and its customer. */
export function assignAssets(assets: number): Work {
	const parts = 5;
	return {
		id: 'W4',
		title: `Assign ${count(assets)} assets to ${CUSTOMERS} customers`,
		isDrawn: true,
		ways: [
			{
				name: OURS,
				isOurs: true,
				run: async (stand) => await assign(stand, ours(stand), assets),
			},
			{
				name: BY_REQUESTS,
				isOurs: false,
				parts,
				rounds: 3,
				run: async (stand) => await assign(stand, httpRequest(stand), assets / parts),
			},
		],
		goals(of) {
			const time = (name: string): number => medianOf(of(name), 'time');
			return [
				atMost('Requests', medianOf(of(OURS), 'requests'), 2 * CUSTOMERS + 5),
				atLeast('Faster than HTTP Request', time(BY_REQUESTS) / time(OURS), 30, ' ×'),
			];
		},
	};
}
