import { isObject } from '../../nodes/TrackunitCustomer/json';
import type { WorkflowJson } from '../../scripts/engine';
import { valueAt } from '../../scripts/engine/objects';
import type { Api } from '../../scripts/n8n/api';
import { eventually } from '../../scripts/n8n/eventually';
import { node } from '../../scripts/n8n/flow';
import type { Log } from '../../simulator';
import type { Sample } from '../measure';
import { medianOf } from '../statistics';
import type { Stand } from '../stand/stand';
import { atMost, count, type Work } from '../work';

const OURS = 'Trackunit trigger';
/** n8n polls once a minute at most; what a poll takes, and a busy machine, come on top. */
const PATIENT = { patience: 180_000, pause: 1000 };
/** After the last page the poll still compares it. */
const QUIET = 3000;

function watching({ credentials }: Stand): WorkflowJson {
	return {
		name: 'Poll',
		nodes: [
			node('When a customer changes', 'n8n-nodes-trackunit.trackunitCustomerTrigger', {
				parameters: {
					pollTimes: { item: [{ mode: 'everyMinute' }] },
					authentication: 'apiToken',
					triggerOn: ['customerCreated', 'customerUpdated', 'customerDeleted'],
				},
				credentials,
			}),
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
}

/** Waits for a poll to come and to be over; when it began and ended, in milliseconds since 1970. */
async function nextPoll({ entries }: Log): Promise<{ from: number; to: number }> {
	return await eventually(() => {
		const [first] = entries;
		const to = Math.max(...entries.map(({ endedAt }) => endedAt));
		if (!first || Date.now() - to < QUIET) throw new Error('The trigger has not polled');
		return { from: first.startedAt, to: to + QUIET };
	}, PATIENT);
}

/** Activates a workflow while it is measured; n8n waits for the first poll, which is the baseline. */
async function whileActive(
	api: Api,
	workflow: WorkflowJson,
	work: (id: string) => Promise<Sample>,
): Promise<Sample> {
	const saved = await api.post('/workflows', workflow);
	const id = String(valueAt(saved, 'id'));
	await api.post(`/workflows/${id}/activate`, { versionId: valueAt(saved, 'versionId') });
	try {
		return await work(id);
	} finally {
		await api.post(`/workflows/${id}/deactivate`);
		await api.post(`/workflows/${id}/archive`);
		// n8n refuses it as long as it is still being unpublished.
		await eventually(async () => await api.remove(`/workflows/${id}`), PATIENT);
	}
}

async function poll(stand: Stand, customers: number): Promise<Sample> {
	const { log } = await stand.fresh(customers);
	return await whileActive(stand.api, watching(stand), async (id) => {
		log.clear();
		const { from, to } = await nextPoll(log);
		const { cpu, longestGap } = await stand.meters.used(from, to);
		const workflow = await stand.api.get(`/workflows/${id}`);
		const state = isObject(workflow) ? workflow.staticData : undefined;
		if (!isObject(state)) throw new Error('The trigger remembers nothing');
		return {
			time: to - QUIET - from,
			requests: log.entries.length,
			cpu,
			blocked: longestGap,
			size: JSON.stringify(state).length,
		};
	});
}

/** A poll that finds nothing new. */
export function pollNothing(customers: number): Work {
	return {
		id: 'W10',
		title: `Poll ${count(customers)} customers of whom none has changed`,
		ways: [
			{
				name: OURS,
				isOurs: true,
				rounds: 3,
				run: async (stand) => await poll(stand, customers),
			},
		],
		goals: (of) => [
			atMost('Requests', medianOf(of(OURS), 'requests'), customers / 1000 + 1),
			atMost('Longest standstill of n8n', medianOf(of(OURS), 'blocked'), 50, ' ms'),
			atMost('What it remembers', medianOf(of(OURS), 'size') / 1e6, 2, ' MB'),
		],
	};
}
