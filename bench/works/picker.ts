import { isObject } from '../../nodes/TrackunitCustomer/json';
import { NODE_TYPE } from '../../scripts/n8n/flow';
import type { Sample } from '../measure';
import { medianOf } from '../statistics';
import type { Stand } from '../stand/stand';
import { atMost, count, type Work } from '../work';
import { expectEqual } from './expect';

const OURS = 'Trackunit node';

/** What n8n's editor asks when a user opens the list of customers. */
async function open({ api, credentials, fresh }: Stand, customers: number): Promise<Sample> {
	const { log } = await fresh(customers);
	const started = performance.now();
	const answer = await api.post('/dynamic-node-parameters/resource-locator-results', {
		path: 'parameters.customerId',
		methodName: 'searchCustomers',
		nodeTypeAndVersion: { name: NODE_TYPE, version: 1 },
		currentNodeParameters: {
			authentication: 'apiToken',
			resource: 'customer',
			operation: 'get',
			customerId: { __rl: true, mode: 'list', value: '' },
		},
		credentials,
	});
	const time = performance.now() - started;
	const results = isObject(answer) && Array.isArray(answer.results) ? answer.results : [];
	const carried = log.entries.map(({ query }) => Number(query.size));
	expectEqual('The list has customers', results.length > 0, true);
	return { time, requests: carried.length, rows: carried.reduce((sum, size) => sum + size, 0) };
}

/** The list that a user chooses a customer from. */
export function picker(customers: number): Work {
	return {
		id: 'W9',
		title: `Open the list to choose one of ${count(customers)} customers from`,
		ways: [{ name: OURS, isOurs: true, run: async (stand) => await open(stand, customers) }],
		goals: (of) => [
			atMost('Requests', medianOf(of(OURS), 'requests'), 1),
			atMost('Rows carried', medianOf(of(OURS), 'rows'), 50),
		],
	};
}
