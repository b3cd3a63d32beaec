import type { ITaskData } from 'n8n-workflow';

import type { LogEntry, Simulator } from '../../simulator';
import type { EngineResult, WorkflowJson } from '../engine';
import { isSignIn } from './checks';

/** What a node did, with its requests as the local Trackunit saw them. */
export interface NodeFigures {
	name: string;
	itemsIn: number;
	itemsOut: number;
	/** Undefined where the node has no error branch. */
	itemsFailed?: number;
	requests: number;
	/** Requests that were answered so that they were sent again. */
	again: number;
	signIns: number;
	milliseconds: number;
}

export interface Measurement {
	start(nodeName: string): void;
	end(nodeName: string, data: ITaskData): void;
	figures(workflow: WorkflowJson, result: EngineResult): NodeFigures[];
}

function isSentAgain({ status }: LogEntry): boolean {
	return status === 'reset' || status === 401 || status === 429 || status === 503;
}

/** Notes stand in a workflow to be read. */
function isRun({ type }: WorkflowJson['nodes'][number]): boolean {
	return type !== 'n8n-nodes-base.stickyNote';
}

/** Nodes run one after another, so what arrives while one runs is that node's. */
export function measure({ log }: Simulator): Measurement {
	const requests = new Map<string, LogEntry[]>();
	const times = new Map<string, number>();
	let from = 0;

	function itemsIn(node: WorkflowJson['nodes'][number], result: EngineResult): number {
		const runs = result.runData[node.name] ?? [];
		return runs.reduce((sum, { source: [source] }) => {
			if (!source || node.executeOnce) return sum + 1;
			return sum + result.items(source.previousNode, source.previousNodeOutput).length;
		}, 0);
	}

	return {
		start() {
			from = log.entries.length;
		},
		end(nodeName, { executionTime }) {
			// A node that two branches lead to runs twice.
			requests.set(nodeName, [...(requests.get(nodeName) ?? []), ...log.entries.slice(from)]);
			times.set(nodeName, (times.get(nodeName) ?? 0) + executionTime);
		},
		figures: ({ nodes }, result) =>
			nodes.filter(isRun).map((node) => {
				const entries = requests.get(node.name) ?? [];
				return {
					name: node.name,
					itemsIn: itemsIn(node, result),
					itemsOut: result.items(node.name).length,
					...(node.onError === 'continueErrorOutput' && {
						itemsFailed: result.items(node.name, 1).length,
					}),
					requests: entries.length,
					again: entries.filter(isSentAgain).length,
					signIns: entries.filter(isSignIn).length,
					milliseconds: times.get(node.name) ?? 0,
				};
			}),
	};
}
