import type { INodeExecutionData } from 'n8n-workflow';

import type { Fault, LogEntry } from '../../simulator';
import type { EngineResult } from '../engine';
import { valueAt } from '../engine/objects';
import type { Claims } from './claims';
import type { DemoRun, Evidence } from './demo';

/** Without it each request would be answered before the next arrives, however many were sent at once. */
export const TRAVEL_TIME = { kind: 'latency', ms: 5, times: 'always' } as const satisfies Fault;

/** The number of the input item that an item is paired with. */
export function pairOf(item: INodeExecutionData | undefined): number {
	return Number(valueAt(item?.pairedItem, 'item'));
}

export function isSignIn({ path }: Pick<LogEntry, 'path'>): boolean {
	return path.startsWith('/token');
}

export function countWrites({ log }: Evidence['simulator']): number {
	return log.entries.filter((entry) => entry.method !== 'GET' && !isSignIn(entry)).length;
}

/** How often each value of a field came, such as `{ created: 7, updated: 3 }`. */
export function tally(items: INodeExecutionData[], field: string): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { json } of items) {
		const value = String(json[field]);
		counts[value] = (counts[value] ?? 0) + 1;
	}
	return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** That a node's one failing item left by the error branch, and says what a user needs to know. */
export function checkFailure(
	{ equal, claim }: Claims,
	result: EngineResult,
	expected: { node: string; item: number; error: string; advice: string },
): void {
	const failed = result.items(expected.node, 1);
	const [first] = failed;
	equal('one item went to the error output', failed.length, 1);
	equal('it is paired with the row that it is about', pairOf(first), expected.item);
	equal('its message says what happened', first?.json.error, expected.error);
	claim(
		'its description says what to do',
		String(first?.json.message).includes(expected.advice),
		() => `it is ${JSON.stringify(first?.json.message)}`,
	);
}

/** What has to hold of every run. */
export function checkAlways(
	{ equal, claim }: Claims,
	{ result, simulator: { log, violations, credentials } }: Evidence,
	{ troubles }: DemoRun,
): void {
	equal('the workflow ran through', result.error?.message ?? result.status, 'success');
	equal(
		'each trouble took place and was overcome',
		log.entries.filter(({ fault = TRAVEL_TIME.kind }) => fault !== TRAVEL_TIME.kind).length,
		troubles.reduce((sum, { fault }) => sum + fault.times, 0),
	);
	claim(
		'never more than twenty requests were in progress at once',
		log.maxInFlight() <= 20,
		() => `there were ${log.maxInFlight()}`,
	);
	equal('nothing was sent or returned that the contract does not know', violations, []);
	const secrets = [
		credentials.trackunitOAuth2Api.clientSecret,
		valueAt(Object.values(result.credentials)[0]?.data, 'oauthTokenData.access_token'),
	];
	equal(
		'neither secret nor token is in what n8n stores of the run',
		secrets.map((secret) => result.whole().includes(String(secret))),
		[false, false],
	);
}
