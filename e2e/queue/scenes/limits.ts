/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { strict as assert } from 'node:assert';

import { isObject } from '../../../nodes/TrackunitCustomer/json';
import { print } from '../../../scripts/n8n/progress';
import type { LogEntry } from '../../../simulator';
import type { Imported } from '../imports';
import type { Stack } from '../stack';
import {
	assertComplete,
	assertEachOnce,
	assertMended,
	byWorker,
	countsOf,
	type Counts,
	type Stage,
} from './scene';

const AMOUNT = { rows: 1600, part: 160 };
const { rows: ROWS, part: PART } = AMOUNT;
/** Requests a second that the local Trackunit allows; all parts together would like to send several times as many. */
const ALLOWED = 40;
/** Seconds that a token lives, of which a run takes several. */
const LIFETIME = 10;

export interface Spread {
	least: number;
	most: number;
}

export interface RateLimited {
	allowed: number;
	/** Of the node's option *Max Requests per Second*; undefined for its default. */
	ceiling?: number;
	seconds: number;
	requests: number;
	refused: number;
	counts: Counts;
	/** Rows that each part had written when half of all rows were. */
	halfTime: Spread;
	/** Requests by worker. */
	byWorker: Record<string, number>;
}

/** All workers send to an account that allows fewer requests than they would like. */
export async function shareRateLimit(stage: Stage, ceiling?: number): Promise<RateLimited> {
	const { stack, bulk } = stage;
	const { trackunit } = stack;
	print(`${ALLOWED} requests a second are allowed; ceiling of each part: ${ceiling ?? 'default'}`);
	trackunit.reset();
	trackunit.settings.maxRequestsPerSecond = ALLOWED;
	await bulk.set({
		...AMOUNT,
		options: ceiling === undefined ? {} : { maxRequestsPerSecond: ceiling },
	});
	const imported = await bulk.run();
	const { entries } = trackunit.log;
	const limited: RateLimited = {
		allowed: ALLOWED,
		ceiling,
		seconds: imported.seconds,
		requests: entries.length,
		refused: trackunit.log.count({ status: 429 }),
		counts: countsOf(imported),
		halfTime: atHalfTime(entries),
		byWorker: requestsByWorker(stack, entries, imported),
	};
	print(`  ${JSON.stringify(limited)}`);
	assert.equal(imported.status, 'success');
	assert.deepEqual(imported.broken, []);
	assert.equal(trackunit.state.customers.size, limited.counts.created, 'Told is what was done');
	trackunit.settings.maxRequestsPerSecond = null;
	await assertMended(stage, AMOUNT);
	return limited;
}

/** The part of a row that was sent; undefined for what is no row. */
function partOf({ method, query, body }: LogEntry): number | undefined {
	const key =
		method === 'POST' && isObject(body) ? body.externalReference : query.externalReference;
	const number = /^ERP-(\d+)$/.exec(String(key))?.[1];
	return number === undefined ? undefined : Math.floor((Number(number) - 100_001) / PART) + 1;
}

/** How far apart the parts are in the middle of a run. */
function atHalfTime(entries: readonly LogEntry[]): Spread {
	const created = entries.filter(({ method, status }) => method === 'POST' && status === 201);
	const counts = Array.from({ length: ROWS / PART }, () => 0);
	for (const entry of created.slice(0, created.length / 2)) {
		const index = (partOf(entry) ?? 0) - 1;
		counts[index] = (counts[index] ?? 0) + 1;
	}
	return { least: Math.min(...counts), most: Math.max(...counts) };
}

function requestsByWorker(
	stack: Stack,
	entries: readonly LogEntry[],
	imported: Imported,
): Record<string, number> {
	const requests = new Map<number, number>();
	for (const entry of entries) {
		const part = partOf(entry);
		if (part !== undefined) requests.set(part, (requests.get(part) ?? 0) + 1);
	}
	return byWorker(stack, imported, (ran) =>
		ran.reduce((sum, { part }) => sum + (requests.get(part) ?? 0), 0),
	);
}

export interface Renewed {
	lifetime: number;
	seconds: number;
	/** Responses 401. */
	refused: number;
	/** Requests for a token. */
	tokens: number;
	/** How many parts there are, each of which may find that a token has expired. */
	parts: number;
}

/** Tokens expire under all workers, again and again. */
export async function expireTokens({ stack, bulk }: Stage): Promise<Renewed> {
	const { trackunit } = stack;
	print(`A token lives ${LIFETIME} seconds`);
	trackunit.reset();
	trackunit.settings.tokenLifetime = LIFETIME;
	await bulk.set(AMOUNT);
	const imported = await bulk.run();
	const renewed: Renewed = {
		lifetime: LIFETIME,
		seconds: imported.seconds,
		refused: trackunit.log.count({ status: 401 }),
		tokens: trackunit.log.count({ path: '/token*' }),
		parts: imported.parts.length,
	};
	print(`  ${JSON.stringify(renewed)}`);
	assertComplete(imported, AMOUNT);
	assertEachOnce(stack, ROWS);
	const expiries = Math.ceil(imported.seconds / LIFETIME);
	assert.ok(renewed.tokens >= expiries / 2, 'Tokens have expired');
	assert.ok(
		renewed.tokens <= expiries * renewed.parts,
		'Each part asks for at most one token when one has expired',
	);
	trackunit.settings.tokenLifetime = null;
	return renewed;
}
