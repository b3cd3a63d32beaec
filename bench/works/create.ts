import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { itemsOf } from '../../scripts/engine/result';
import { chain, node } from '../../scripts/n8n/flow';
import { measure, type Sample } from '../measure';
import { medianOf } from '../statistics';
import type { Stand } from '../stand/stand';
import { atLeast, atMost, count, type Way, type Work } from '../work';
import { fieldsBody, FIFTY_A_SECOND, httpNode, rowsNode, trackunitNode } from '../workflows';
import { erpRows, lostAndDoubled } from './customerRows';
import { expectEqual } from './expect';

const OURS = 'Trackunit node';
const OPEN = 'Trackunit node, 100 in flight, 500 a second';
const BATCHED = 'HTTP Request, 50 a second';
const UNBATCHED = 'HTTP Request, unbatched';
const SERIAL = 'One after another, as built-in nodes do';
const SERIAL_NODE = 'Serial Customer';

/** The four fields, as the user of each node fills them in. */
const NAME = '={{ $json.company }}';
const MORE = {
	externalReference: '={{ $json.number }}',
	type: '={{ $json.kind }}',
	email: '={{ $json.mail }}',
};

interface Creating {
	rows: readonly IDataObject[];
	/** Requests for data in a second, beyond which Trackunit answers 429; null for any number. */
	allowed: number | null;
	/** Whether it is told, and not held against it, where rows are lost. */
	mayLose: boolean;
}

/** Creates a customer a row, and counts those that are not there, or twice. */
async function create(
	stand: Stand,
	worker: INode,
	{ rows, allowed, mayLose }: Creating,
): Promise<Sample> {
	const trackunit = await stand.fresh(0);
	trackunit.settings.maxRequestsPerSecond = allowed;
	stand.rows.serve(rows);
	const workflow = chain(`Create by ${worker.name}`, [rowsNode(stand), worker]);
	const { sample, execution } = await measure(stand, trackunit, workflow, [worker.name]);
	const outcome = lostAndDoubled(trackunit.state, rows);
	expectEqual('Items that came out', itemsOf(execution.runData, worker.name).length, rows.length);
	if (!mayLose) expectEqual('Customers', outcome, { lost: 0, doubled: 0 });
	return { ...sample, ...outcome };
}

function ours(stand: Stand, options: INodeParameters): INode {
	return trackunitNode(stand, {
		resource: 'customer',
		operation: 'create',
		name: NAME,
		additionalFields: MORE,
		options,
	});
}

function httpRequest(stand: Stand, options: INodeParameters): INode {
	return httpNode(stand, {
		url: '/api/customer/v1/customers',
		method: 'POST',
		...fieldsBody({ name: NAME, ...MORE }),
		options,
	});
}

function serial({ credentials }: Stand): INode {
	return node(SERIAL_NODE, 'CUSTOM.serialCustomer', {
		parameters: { name: NAME, ...MORE },
		credentials,
	});
}

const CEILINGS_OPEN = { maxConcurrency: 100, maxRequestsPerSecond: 500 };

/** Creates as quickly as the node can. */
export async function createByOurs(stand: Stand, rows: number): Promise<Sample> {
	const creating = { rows: erpRows(rows), allowed: null, mayLose: false };
	return await create(stand, ours(stand, CEILINGS_OPEN), creating);
}

/** Many creates, where Trackunit takes as many as it is given. */
export function createMany(rows: number): Work {
	const creating = { rows: erpRows(rows), allowed: null, mayLose: false };
	const parts = 10;
	const few = { ...creating, rows: erpRows(rows / parts) };
	const way = (name: string, make: (stand: Stand) => INode): Way => ({
		name,
		isOurs: name === OURS || name === OPEN,
		run: async (stand) => await create(stand, make(stand), creating),
	});
	return {
		id: 'W1',
		title: `Create ${count(rows)} customers`,
		isDrawn: true,
		ways: [
			way(OURS, (stand) => ours(stand, {})),
			way(BATCHED, (stand) => httpRequest(stand, FIFTY_A_SECOND)),
			way(OPEN, (stand) => ours(stand, CEILINGS_OPEN)),
			way(UNBATCHED, (stand) => httpRequest(stand, {})),
			{
				name: SERIAL,
				isOurs: false,
				parts,
				rounds: 2,
				run: async (stand) => await create(stand, serial(stand), few),
			},
		],
		goals(of) {
			const time = (name: string): number => medianOf(of(name), 'time');
			const inFlight = (name: string): number => medianOf(of(name), 'inFlight');
			return [
				atMost('Defaults, time beside 50 a second', time(OURS) / time(BATCHED), 1.05, ' ×'),
				atMost('Ceilings open, time beside unbatched', time(OPEN) / time(UNBATCHED), 1, ' ×'),
				atMost('… and most requests at once', inFlight(OPEN) / inFlight(UNBATCHED), 0.2, ' ×'),
			];
		},
	};
}

const ALLOWED = 50;

/** Many creates, where Trackunit refuses what is beyond its rate. */
export function createAtLimit(rows: number): Work {
	const creating = { rows: erpRows(rows), allowed: ALLOWED, mayLose: false };
	return {
		id: 'W5',
		title: `Create ${count(rows)} customers where ${ALLOWED} requests a second are allowed`,
		isDrawn: true,
		ways: [
			{
				name: OURS,
				isOurs: true,
				run: async (stand) => await create(stand, ours(stand, {}), creating),
			},
			{
				name: BATCHED,
				isOurs: false,
				run: async (stand) =>
					await create(
						stand,
						{ ...httpRequest(stand, FIFTY_A_SECOND), onError: 'continueRegularOutput' },
						{ ...creating, mayLose: true },
					),
			},
		],
		goals(of) {
			const figures = of(OURS);
			const refused = medianOf(figures, 'refused') / medianOf(figures, 'requests');
			const perSecond = rows / (medianOf(figures, 'time') / 1000);
			return [
				atMost('Lost', medianOf(figures, 'lost'), 0),
				atMost('Doubled', medianOf(figures, 'doubled'), 0),
				atLeast('Rate, of what is allowed', (100 * perSecond) / ALLOWED, 90, ' %'),
				atMost('Refused, of all requests', 100 * refused, 5, ' %'),
			];
		},
	};
}
