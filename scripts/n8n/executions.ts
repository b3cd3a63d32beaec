import { jsonParse, type IRunData } from 'n8n-workflow';

import { isObject } from '../../nodes/TrackunitCustomer/json';
import { valueAt } from '../engine/objects';
import type { Api } from './api';
import { eventually, type Trying } from './eventually';

/** How a workflow ran in n8n. */
export interface Execution {
	id: string;
	status: string;
	runData: IRunData;
	/** What stopped it. */
	error?: unknown;
}

/** Starts a workflow as the editor's button does, from its trigger; the execution's id. */
export async function startExecution(api: Api, workflowId: string): Promise<string> {
	const workflow = await api.get(`/workflows/${workflowId}`);
	const nodes = valueAt(workflow, 'nodes');
	const trigger: unknown = (Array.isArray(nodes) ? nodes : []).find((node) =>
		/trigger$/i.test(String(valueAt(node, 'type'))),
	);
	const started = await api.post(`/workflows/${workflowId}/run`, {
		workflowData: workflow,
		triggerToStartFrom: { name: valueAt(trigger, 'name') },
	});
	return String(valueAt(started, 'executionId'));
}

/** An execution of thousands of rows, on a busy machine. */
const PATIENCE = 150_000;

/** An execution when it has ended; rejects where it does not end in time. */
export async function endedExecution(
	api: Api,
	id: string,
	trying: Trying = { patience: PATIENCE },
): Promise<Execution> {
	return await eventually(async () => {
		const answer = await api.get(`/executions/${id}`);
		const status = String(valueAt(answer, 'status'));
		if (['new', 'running', 'waiting'].includes(status)) {
			throw new Error(`The execution ${id} is ${status}`);
		}
		return readExecution(id, answer);
	}, trying);
}

function readExecution(id: string, answer: unknown): Execution {
	const data = unflatten(String(valueAt(answer, 'data')));
	const runData = valueAt(data, 'resultData.runData');
	return {
		id,
		status: String(valueAt(answer, 'status')),
		runData: isRunData(runData) ? runData : {},
		error: valueAt(data, 'resultData.error'),
	};
}

function isRunData(value: unknown): value is IRunData {
	return isObject(value) && Object.values(value).every(Array.isArray);
}

/**
 * n8n writes what refers to itself as a list of all values, in which a text that stands in an object or a
 * list is the place of a value, as the package flatted does.
 */
function unflatten(text: string): unknown {
	const values: unknown[] = jsonParse(text);
	const made = new Map<number, unknown>();

	function at(place: number): unknown {
		const value = values[place];
		if (typeof value !== 'object' || value === null) return value;
		if (made.has(place)) return made.get(place);
		const whole: object = Array.isArray(value) ? [] : {};
		made.set(place, whole);
		for (const [key, part] of Object.entries(value)) {
			Object.assign(whole, { [key]: typeof part === 'string' ? at(Number(part)) : part });
		}
		return whole;
	}

	return at(0);
}
