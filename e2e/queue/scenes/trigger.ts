/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { strict as assert } from 'node:assert';

import { valueAt } from '../../../scripts/engine/objects';
import { itemsOf } from '../../../scripts/engine/result';
import { addCredentials, trackunitCredentials } from '../../../scripts/n8n/credentials';
import { eventually } from '../../../scripts/n8n/eventually';
import { endedExecution } from '../../../scripts/n8n/executions';
import { node } from '../../../scripts/n8n/flow';
import { print } from '../../../scripts/n8n/progress';
import { startSimulator } from '../../../simulator';
import type { Stack } from '../stack';
import { latestExecutions } from './scene';

const TRIGGER = 'When a customer changes';
const EACH = 10;
/** n8n polls once a minute. */
const POLL = 75_000;

export interface Told {
	/** Changes that were made. */
	changes: number;
	/** Events that were told. */
	events: number;
	executions: number;
	missing: string[];
	twice: string[];
}

/** A published workflow that watches an account of its own. */
export interface Watch {
	/** Creates, changes and deletes some customers. */
	change(): void;
	/** What was told of the changes so far, when there was time for all of it. */
	told(): Promise<Told>;
	close(): Promise<void>;
}

export async function startWatch(stack: Stack): Promise<Watch> {
	const trackunit = await startSimulator({ customers: 500 });
	const { api } = stack;
	const credentials = await addCredentials(api, trackunitCredentials(trackunit.credentials));
	const saved = await api.post('/workflows', {
		name: 'Each change',
		nodes: [
			node(TRIGGER, 'n8n-nodes-trackunit.trackunitCustomerTrigger', {
				parameters: {
					pollTimes: { item: [{ mode: 'everyMinute' }] },
					triggerOn: ['customerCreated', 'customerUpdated', 'customerDeleted'],
				},
				credentials,
			}),
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	});
	const id = String(valueAt(saved, 'id'));
	await api.post(`/workflows/${id}/activate`, { versionId: valueAt(saved, 'versionId') });
	// A change before the first look would be remembered, and not told.
	await eventually(() => assert.ok(trackunit.log.count({ status: 200, path: /customers$/ }) > 0));
	const expected: string[] = [];
	/** Those that nothing has happened to yet. */
	const fresh = [...trackunit.state.customers.keys()];

	async function toldNow(): Promise<Told> {
		const executions = await latestExecutions(stack, id);
		const events: string[] = [];
		for (const one of executions) {
			const { runData } = await endedExecution(api, one.id);
			for (const { json } of itemsOf(runData, TRIGGER)) {
				events.push(`${String(json.event)} ${String(json.customerId)}`);
			}
		}
		const seen = new Set(events);
		return {
			changes: expected.length,
			events: events.length,
			executions: executions.length,
			missing: expected.filter((event) => !seen.has(event)),
			twice: events.filter((event, index) => events.indexOf(event) !== index),
		};
	}

	return {
		change() {
			const { state } = trackunit;
			for (const changed of fresh.splice(0, EACH)) {
				state.updateCustomer(changed, { name: `Renamed ${changed}` });
				expected.push(`customerUpdated ${changed}`);
			}
			for (const deleted of fresh.splice(-EACH)) {
				state.deleteCustomer(deleted);
				expected.push(`customerDeleted ${deleted}`);
			}
			for (const { id: created } of state.addCustomers(EACH)) {
				expected.push(`customerCreated ${created}`);
			}
		},
		async told() {
			const whenDue = { patience: 2 * POLL, pause: 3000 };
			const told = await eventually(async () => {
				const now = await toldNow();
				if (now.missing.length > 0) throw new Error('Something is not told yet');
				return now;
			}, whenDue).catch(toldNow);
			print(`  the trigger: ${JSON.stringify(told)}`);
			return told;
		},
		close: trackunit.close,
	};
}
