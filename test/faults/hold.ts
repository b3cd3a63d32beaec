/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { setTimeout as pause } from 'node:timers/promises';

import { sleep, type IDataObject, type INodeExecutionData } from 'n8n-workflow';

import { isObject } from '../../nodes/TrackunitCustomer/json';
import type { NodeResult } from '../../scripts/engine';
import type { Fault } from '../../simulator';
import { jsonOf, pairs, typeFor, type Trackunit } from '../support/trackunit';
import { CASES, type Case, type CaseRow } from './cases';
import { startFront, type Exchange, type Front } from './front';
import type { Schedule } from './schedule';
import { quicken } from './time';

/** Milliseconds of this machine within which a run has to end, whatever goes wrong. */
const LONGEST = 30_000;
/** So many times as fast as it is, time passes for the node. */
const FACTOR = 50;

type Fate = 'done' | 'failed' | 'doubt' | 'untold';

const DOUBT = /may still have been applied|was already written; check Trackunit/;
const TALLY = /(\d+) of (\d+) items had already been written(?:, and (\d+) more may have been)?/;

/** Plays a schedule, and throws where what the node promises does not hold. */
export async function play(trackunit: Trackunit, schedule: Schedule): Promise<void> {
	const { items, shared, badEach } = schedule;
	const operation = CASES[schedule.operation];
	if (!operation) throw new Error(`There is no operation ${schedule.operation}`);
	trackunit.reset();
	Object.assign(trackunit.settings, schedule.settings);
	const rows = operation.rows(trackunit.state, items, {
		shared,
		isBad: (index) => badEach > 0 && index % badEach === badEach - 1,
	});
	const lists = rows.map(({ list }) => list?.());
	for (const fault of schedule.faults) trackunit.faults.add(fault);
	// One for each: what a run of before sends now finds nobody.
	const front = await startFront(trackunit.url, schedule.secure);

	const time = quicken(FACTOR);
	jest.spyOn(Math, 'random').mockReturnValue(0);
	try {
		const result = await runToEnd(trackunit, front, schedule, operation, rows);
		// n8n gives a node no way to end a request that it no longer waits for; one may be about to be sent.
		const mayGoOn = result.status === 'canceled' || schedule.faults.some(isHang);
		if (mayGoOn) await pause(20);
		const requests = await front.settle(mayGoOn ? 100 : 5000);
		await carryOut(trackunit);
		let timers = await time.pending();
		// On a busy machine, a request that is no longer waited for may be sent only now.
		for (let left = 10; mayGoOn && timers.length > 0 && left > 0; left -= 1) {
			await front.settle(20);
			timers = await time.pending();
		}
		const problems = [
			...timers,
			...(requests > 0 && !mayGoOn ? [`${requests} requests were left`] : []),
			...ofCreates(front.exchanges, rows),
			...ofSecrets(result, front.secrets),
			...(result.status === 'canceled'
				? []
				: ofOutcome(result, schedule, rows, lists, front.exchanges)),
			...ofCounts(rows),
		];
		if (problems.length > 0) throw new Error(problems.join('\n'));
	} finally {
		jest.restoreAllMocks();
		time.restore();
		await front.close();
		await carryOut(trackunit);
	}
}

/** Until what is on its way to Trackunit has come in and been answered: later it would be of the next schedule. */
async function carryOut({ log }: Trackunit): Promise<void> {
	await pause(2);
	const isBusy = (): boolean => log.entries.some(({ endedAt }) => endedAt === Infinity);
	for (let left = 2000; left > 0 && isBusy(); left -= 1) await pause(1);
}

function isHang({ kind }: Fault): boolean {
	return kind === 'hang';
}

async function runToEnd(
	trackunit: Trackunit,
	front: Front,
	schedule: Schedule,
	operation: Case,
	rows: readonly CaseRow[],
): Promise<NodeResult> {
	const { authentication, onError, cancelAfter } = schedule;
	const { maxConcurrency, maxRetries, pageSize, faults } = schedule;
	const controller = new AbortController();
	front.begin(schedule.wire, (count) => {
		if (cancelAfter !== undefined && count >= cancelAfter) controller.abort();
	});
	const isPaged = !['create', 'update', 'delete', 'get', 'provision', 'mutate'].includes(
		operation.operation,
	);
	const stored: IDataObject = { ...trackunit.credentials[typeFor(authentication)] };
	const credential = Object.fromEntries(
		Object.entries(stored).map(([key, value]) => [
			key,
			typeof value === 'string' ? value.replace(trackunit.url, front.url) : '',
		]),
	);
	const options = { maxConcurrency, maxRetries, timeout: faults.some(isHang) ? 2000 : 60_000 };
	const run = trackunit.run({
		resource: operation.resource,
		operation: operation.operation,
		parameters: operation.parameters,
		authentication,
		credential,
		options: { ...options, ...(isPaged && { pageSize }) },
		input: rows.map(({ json }) => json),
		abortSignal: controller.signal,
		...(onError && { onError }),
	});
	const late = new AbortController();
	const limit = sleep(LONGEST * FACTOR, late.signal).catch(() => undefined);
	const watched = await Promise.race([run, limit]);
	late.abort();
	if (!watched) throw new Error(`The run did not end within ${LONGEST} ms`);
	return watched;
}

/** A request that certainly was not carried out: the only one that a create may be sent again after. */
function isRefused({ status = 0, path, answer }: Exchange): boolean {
	if (path.includes('graphql') && status === 200) {
		const isBegun = isObject(answer) && isObject(answer.data);
		return /"(?:RATE_LIMITED|UNAUTHENTICATED)"/.test(JSON.stringify(answer)) && !isBegun;
	}
	return (status >= 400 && status < 500 && status !== 408) || [301, 307, 308].includes(status);
}

function ofCreates(exchanges: readonly Exchange[], rows: readonly CaseRow[]): string[] {
	return [...new Set(rows.flatMap(({ creates }) => creates ?? []))].flatMap((mark) => {
		const sent = exchanges.filter(({ method, body }) => method === 'POST' && body.includes(mark));
		const again = sent.slice(0, -1).filter((one) => !isRefused(one));
		return again.length > 0 ? [`A create was sent again after one in doubt: ${mark}`] : [];
	});
}

function ofCounts(rows: readonly CaseRow[]): string[] {
	return rows.flatMap(({ count }, item) => {
		const there = count?.() ?? 0;
		return there > 1 ? [`Item ${item} is there ${there} times`] : [];
	});
}

function ofSecrets(result: NodeResult, secrets: ReadonlySet<string>): string[] {
	const text = result.whole();
	return [...secrets]
		.filter((secret) => text.includes(secret))
		.map((one) => `A secret was told: ${one}`);
}

function ofOutcome(
	result: NodeResult,
	schedule: Schedule,
	rows: readonly CaseRow[],
	lists: ReadonlyArray<string[] | undefined>,
	exchanges: readonly Exchange[],
): string[] {
	const { onError } = schedule;
	if (onError === undefined && result.error) return ofStop(result, schedule, rows, exchanges);
	if (result.error) return [`The run ended with ${result.error.message}`];
	const { output, errorOutput } = result;
	const isFailed = ({ json }: INodeExecutionData): boolean => 'error' in json;
	const failed = [...output, ...errorOutput].filter(isFailed);
	const isMixed =
		onError === 'continueErrorOutput' ? output.some(isFailed) : errorOutput.length > 0;
	const fates = rows.map((_, item): Fate => {
		const own = failed.find((one) => itemOf(one) === item);
		if (!own) return 'done';
		return DOUBT.test(String(own.json.message)) ? 'doubt' : 'failed';
	});
	return [
		...(isMixed ? ['An item came out on the wrong output'] : []),
		...(onError === undefined && failed.length > 0
			? ['A failed item in a run that went well']
			: []),
		...ofPairing(output, errorOutput, rows),
		...rows.flatMap((row, item) => ofRow(row, item, fates[item] ?? 'untold', schedule)),
		...rows.flatMap((row, item) =>
			fates[item] === 'done' ? ofTold(row, item, result, lists[item]) : [],
		),
	];
}

function itemOf(given: INodeExecutionData): unknown {
	return pairs([given])[0];
}

/** One outcome an item, in order. */
function ofPairing(
	output: INodeExecutionData[],
	errorOutput: INodeExecutionData[],
	rows: readonly CaseRow[],
): string[] {
	const problems: string[] = [];
	for (const items of [output, errorOutput]) {
		const numbers = pairs(items).map(Number);
		if (numbers.some((one, index) => one < (numbers[index - 1] ?? 0) || !(one < rows.length))) {
			problems.push(`The items are paired with ${numbers.join(', ')}`);
		}
	}
	const all = [...output, ...errorOutput];
	rows.forEach((row, item) => {
		const own = all.filter((one) => itemOf(one) === item);
		const failures = own.filter(({ json }) => 'error' in json);
		const isOne = own.length === 1 || (row.list !== undefined && failures.length === 0);
		if (!isOne) problems.push(`Item ${item} has ${own.length} outcomes`);
	});
	return problems;
}

/** Whether somebody else deletes records meanwhile, so that what is gone proves nothing. */
function mayVanish({ faults }: Schedule): boolean {
	return faults.some((fault) => fault.kind === 'drift' && fault.change === 'delete');
}

function ofRow(
	{ isBad, isThere }: CaseRow,
	item: number,
	fate: Fate,
	schedule: Schedule,
): string[] {
	if (isBad) return fate === 'failed' ? [] : [`Item ${item} is a bad one and ${fate}`];
	if (!isThere || mayVanish(schedule)) return [];
	if (fate === 'done' && !isThere()) return [`Item ${item} was told as done and is not`];
	if (fate === 'failed' && isThere()) return [`Item ${item} was told as failed and is done`];
	return [];
}

function ofTold(
	row: CaseRow,
	item: number,
	{ output, nodeHints }: NodeResult,
	before: string[] = [],
): string[] {
	const told = jsonOf(output.filter((one) => itemOf(one) === item));
	return [row.check?.(told), ...ofList(row, told, before, nodeHints.length > 0)].flatMap(
		(problem) => (problem === undefined ? [] : [`Item ${item}: ${problem}`]),
	);
}

/**
 * Of a list that others change meanwhile, what was there all the time comes, or a hint says that it may not have. What
 * no reader can see is not made to happen: a row that moves to a page already read while another one leaves it.
 */
function ofList(
	{ list }: CaseRow,
	told: readonly IDataObject[],
	before: readonly string[],
	isHinted: boolean,
): string[] {
	if (!list) return [];
	const now = list();
	const ids = told.map(({ id, assetId }) => String(assetId ?? id));
	const strange = ids.filter((id) => !now.includes(id) && !before.includes(id));
	const missing = before.filter((id) => now.includes(id) && !ids.includes(id));
	return [
		...(new Set(ids).size < ids.length ? ['A record came twice'] : []),
		...strange.map((id) => `Told ${id}, which is not in the list`),
		...(isHinted ? [] : missing.map((id) => `${id} is missing, and there is no hint`)),
	];
}

/** A run that ended with its first failure: the item that it names, and how many are done and may be. */
function ofStop(
	{ error }: NodeResult,
	schedule: Schedule,
	rows: readonly CaseRow[],
	exchanges: readonly Exchange[],
): string[] {
	const { message = '', description } = error ?? {};
	const item = /\[item (\d+)\]$/.exec(message)?.[1];
	if (item === undefined) return [`The failure names no item: ${message}`];
	const row = rows[Number(item)];
	if (!row) return [`The failure names item ${item}`];
	if (rows.some(({ isBad }) => isBad)) {
		const isFirst = rows.findIndex(({ isBad }) => isBad) === Number(item);
		if (!isFirst) return [`Item ${item} failed, though a bad one comes first`];
		return exchanges.length > 0 ? ['A run with a bad row has sent something'] : [];
	}
	if (!row.isThere || mayVanish(schedule)) return [];
	const [, written = 0, , more = 0] = TALLY.exec(String(description)) ?? [];
	const there = rows.filter(({ isThere }) => isThere?.()).length;
	const problems: string[] = [];
	if (there > Number(written) + Number(more)) {
		problems.push(`${there} items are done; told were ${written} and ${more} in doubt`);
	}
	const isSeenOfAll = rows.every(({ isThere }) => isThere);
	if (isSeenOfAll && there < Number(written))
		problems.push(`${there} items are done; told were ${written}`);
	const isInDoubt = DOUBT.test(String(description));
	if (!isInDoubt && Number(more) === 0 && row.isThere()) problems.push(`Item ${item} is done`);
	return problems;
}
