/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { isNativeError } from 'node:util/types';

import type {
	ExecutionError,
	ExecutionStatus,
	INodeExecutionData,
	IRunData,
	NodeExecutionHint,
} from 'n8n-workflow';

import type { StoredCredential } from './credentialStore';
import type { LogLine } from './logs';

export interface EngineResult {
	/** As n8n would store it: 'success', 'error' or 'canceled'. */
	status: ExecutionStatus;
	/** What stopped the execution, as n8n would store it. */
	error?: ExecutionError;
	/** A list of runs for each node that ran; a node's own error is in it too. */
	runData: IRunData;
	/** `itemsOf` this execution. */
	items(nodeName: string, outputIndex?: number): INodeExecutionData[];
	hints(nodeName: string): NodeExecutionHint[];
	/** What n8n and the nodes logged. */
	logs: LogLine[];
	/** The credentials as they are stored now, tokens renewed meanwhile included. */
	credentials: Record<string, StoredCredential>;
	/** All of the above but the credentials as one text, to search for what must not be in it. */
	whole(): string;
}

/** What a node gave on one of its outputs, all its runs after one another. */
export function itemsOf(
	runData: IRunData,
	nodeName: string,
	outputIndex = 0,
): INodeExecutionData[] {
	return (runData[nodeName] ?? []).flatMap(({ data }) => data?.main?.[outputIndex] ?? []);
}

type Parts = Pick<EngineResult, 'status' | 'error' | 'runData' | 'logs' | 'credentials'>;

export function createResult(parts: Parts): EngineResult {
	const { runData } = parts;
	return {
		...parts,
		items: (nodeName, outputIndex) => itemsOf(runData, nodeName, outputIndex),
		hints: (nodeName) => (runData[nodeName] ?? []).flatMap(({ hints }) => hints ?? []),
		whole: () => serialise({ ...parts, credentials: undefined }),
	};
}

/** JSON with what it leaves out of errors, and each object once, since errors refer in circles. */
function serialise(value: unknown): string {
	const seen = new Set<unknown>();
	return JSON.stringify(value, (_key, part: unknown) => {
		if (typeof part === 'bigint') return String(part);
		if (typeof part !== 'object' || part === null) return part;
		if (seen.has(part)) return '[above]';
		seen.add(part);
		if (!isNativeError(part)) return part;
		return {
			...part,
			name: part.name,
			message: part.message,
			stack: part.stack,
			cause: part.cause,
		};
	});
}
