import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowJson } from '../../scripts/engine';
import { itemsOf } from '../../scripts/engine/result';
import { chain, connect, node, NODE, ROWS } from '../../scripts/n8n/flow';
import type { Simulator } from '../../simulator';
import { measure, type Sample } from '../measure';
import { medianOf } from '../statistics';
import type { Stand } from '../stand/stand';
import { atLeast, atMost, count, type Work } from '../work';
import {
	FIFTY_A_SECOND,
	HTTP_REQUEST,
	httpNode,
	jsonBody,
	rowsNode,
	trackunitNode,
} from '../workflows';
import { addCustomers, BY_HAND, erpRows, isAs, lostAndDoubled, named } from './customerRows';
import { expectEqual } from './expect';

const OURS = 'Trackunit node, mapped by hand';
const MAPPED = 'Trackunit node, mapped automatically';
const BY_REQUESTS = 'HTTP Request, 50 a second: look up, If, create or update';
const UNBATCHED = 'HTTP Request, unbatched: look up';
const LIST = '/api/customer/v1/customers';

const SCHEMA = Object.keys(BY_HAND).map((id) => ({
	id,
	displayName: id,
	required: false,
	defaultMatch: id === 'externalReference',
	canBeUsedToMatch: true,
	display: true,
	type: 'string',
	removed: false,
}));

function upsertNode(stand: Stand, columns: INodeParameters): INode {
	return trackunitNode(stand, {
		resource: 'customer',
		operation: 'upsert',
		columns: { matchingColumns: ['externalReference'], schema: SCHEMA, ...columns },
	});
}

/** Each column an expression. */
function byHand(stand: Stand): INode {
	const value = Object.fromEntries(
		Object.entries(BY_HAND).map(([field, column]) => [field, `={{ $json.${column} }}`]),
	);
	return upsertNode(stand, { mappingMode: 'defineBelow', value });
}

function automatically(stand: Stand): INode {
	return upsertNode(stand, { mappingMode: 'autoMapInputData', value: null });
}

/** An expression that makes Trackunit's record of the row. */
function record(row: string): string {
	const flat = ['externalReference', 'name', 'type', 'email', 'phoneNumber'] as const;
	const address = ['streetAddress', 'zipCode', 'city'] as const;
	const part = (field: keyof typeof BY_HAND): string => `${field}: ${row}.${BY_HAND[field]}`;
	return `={{ ({ ${flat.map(part).join(', ')}, address: { ${address.map(part).join(', ')} } }) }}`;
}

const LOOK_UP = 'Look up';
const IS_THERE = 'Is it there?';
const UPDATE = 'Update';
const CREATE = 'Create';

function lookUpNode(stand: Stand, options: INodeParameters, name = LOOK_UP): INode {
	const query = `externalReference={{ encodeURIComponent($json.number) }}`;
	return httpNode(stand, { url: `${LIST}?${query}`, options }, name);
}

/** What a user builds of HTTP Request: look each row up, then update what is there and create what is not. */
function byRequests(stand: Stand): WorkflowJson {
	const row = `$('${ROWS}').item.json`;
	const write = { options: FIFTY_A_SECOND, ...jsonBody(record(row)) };
	const condition = {
		id: 'there',
		leftValue: '={{ $json.content.length }}',
		rightValue: 0,
		operator: { type: 'number', operation: 'gt' },
	};
	const nodes = [
		rowsNode(stand),
		lookUpNode(stand, FIFTY_A_SECOND),
		node(IS_THERE, 'n8n-nodes-base.if', {
			typeVersion: 2.2,
			parameters: {
				conditions: {
					options: { caseSensitive: true, typeValidation: 'loose', version: 2 },
					combinator: 'and',
					conditions: [condition],
				},
			},
		}),
	];
	const url = `${LIST}/{{ $json.content[0].id }}`;
	const workflow = chain('Sync by HTTP Request', nodes);
	return {
		...workflow,
		nodes: [
			...workflow.nodes,
			httpNode(stand, { url, method: 'PATCH', ...write }, UPDATE),
			httpNode(stand, { url: LIST, method: 'POST', ...write }, CREATE),
		],
		connections: { ...workflow.connections, [IS_THERE]: connect([UPDATE], [CREATE]) },
	};
}

/** Trackunit's customers, and the rows of which some differ. */
interface Syncing {
	rows: readonly IDataObject[];
	changed: number;
}

/** Every so many rows one has moved house since. */
function moved(rows: readonly IDataObject[], changed: number): IDataObject[] {
	const every = Math.max(1, Math.floor(rows.length / Math.max(1, changed)));
	return rows.map((row, index) =>
		changed > 0 && index % every === 0 && index / every < changed
			? { ...row, street: `${String(row.street)} B` }
			: row,
	);
}

async function prepare(stand: Stand, { rows, changed }: Syncing) {
	const trackunit = await stand.fresh(0);
	addCustomers(trackunit.state, rows);
	return { trackunit, now: moved(rows, changed) };
}

function expectSynced({ state }: Simulator, rows: readonly IDataObject[]): void {
	const byNumber = new Map(
		[...state.customers.values()].map((one) => [String(one.externalReference), one]),
	);
	const wrong = rows.filter((row) => !isAs(row, byNumber.get(String(row.number))));
	expectEqual('Customers that are not as their rows', wrong.length, 0);
	expectEqual('Customers', lostAndDoubled(state, rows), { lost: 0, doubled: 0 });
}

async function syncByOurs(
	stand: Stand,
	worker: INode,
	syncing: Syncing,
	write: (row: IDataObject) => IDataObject = (row) => row,
): Promise<Sample> {
	const { trackunit, now } = await prepare(stand, syncing);
	stand.rows.serve(now.map(write));
	const workflow = chain('Sync by the Trackunit node', [rowsNode(stand), worker]);
	const { sample, execution } = await measure(stand, trackunit, workflow, [NODE]);
	expectEqual('Items that came out', itemsOf(execution.runData, NODE).length, now.length);
	expectSynced(trackunit, now);
	return { ...sample, rows: now.length };
}

/** A sync in which every hundredth row differs. */
export async function syncHundredth(stand: Stand, total: number): Promise<Sample> {
	return await syncByOurs(stand, byHand(stand), { rows: erpRows(total), changed: total / 100 });
}

async function syncByRequests(stand: Stand, syncing: Syncing): Promise<Sample> {
	const { trackunit, now } = await prepare(stand, syncing);
	stand.rows.serve(now);
	const nodes = [LOOK_UP, IS_THERE, UPDATE, CREATE];
	const { sample } = await measure(stand, trackunit, byRequests(stand), nodes);
	expectSynced(trackunit, now);
	return { ...sample, rows: now.length };
}

/** A sync of rows that are there already, some of them other than they were. */
export function sync(total: number): Work {
	const parts = 20;
	const changed = 100;
	const rows = erpRows(total);
	const part = { rows: erpRows(total / parts), changed: changed / parts };
	return {
		id: 'W3',
		title: `Sync ${count(total)} rows of 8 columns mapped by hand, ${changed} of them changed`,
		isDrawn: true,
		ways: [
			{
				name: OURS,
				isOurs: true,
				run: async (stand) => await syncByOurs(stand, byHand(stand), { rows, changed }),
			},
			{
				name: BY_REQUESTS,
				isOurs: false,
				parts,
				rounds: 3,
				run: async (stand) => await syncByRequests(stand, part),
			},
		],
		goals(of) {
			const time = (name: string): number => medianOf(of(name), 'time');
			return [
				atMost('Requests', medianOf(of(OURS), 'requests'), total / 1000 + changed + 5),
				atLeast('Faster than HTTP Request', time(BY_REQUESTS) / time(OURS), 60, ' ×'),
				atMost('Time', time(OURS) / 1000, 5, ' s'),
			];
		},
	};
}

/** What n8n's process itself does for an item, whatever is waited for. */
export function ownCpu(total: number): Work {
	const rows = erpRows(total);
	const parts = 10;
	return {
		id: 'W6',
		title: `Processor time of n8n for ${count(total)} rows of 8 columns, none changed`,
		ways: [
			{
				name: OURS,
				isOurs: true,
				run: async (stand) => await syncByOurs(stand, byHand(stand), { rows, changed: 0 }),
			},
			{
				name: MAPPED,
				isOurs: true,
				run: async (stand) =>
					await syncByOurs(stand, automatically(stand), { rows, changed: 0 }, named),
			},
			{
				name: UNBATCHED,
				isOurs: false,
				parts,
				run: async (stand) => await lookUp(stand, erpRows(total / parts)),
			},
		],
		goals(of) {
			const cpu = (name: string): number => medianOf(of(name), 'cpu');
			return [
				atMost('Beside automatic mapping', cpu(OURS) / cpu(MAPPED), 1.3, ' ×'),
				atMost('Beside HTTP Request', cpu(OURS) / cpu(UNBATCHED), 0.3, ' ×'),
			];
		},
	};
}

/** One expression a row, which is the least that HTTP Request can do. */
async function lookUp(stand: Stand, rows: readonly IDataObject[]): Promise<Sample> {
	const { trackunit, now } = await prepare(stand, { rows, changed: 0 });
	stand.rows.serve(now);
	const workflow = chain('Look up', [rowsNode(stand), lookUpNode(stand, {}, HTTP_REQUEST)]);
	const { sample, execution } = await measure(stand, trackunit, workflow, [HTTP_REQUEST]);
	expectEqual('Items that came out', itemsOf(execution.runData, HTTP_REQUEST).length, rows.length);
	return { ...sample, rows: now.length };
}
