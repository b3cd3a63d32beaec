import { explainError } from '../failure/explain';
import { asError, isNotFound, Refusal, RequestFailure } from '../failure/failure';
import { CUSTOMER } from '../paths';
import { inTurn } from '../run/inTurn';
import type { Client } from '../transport/client';
import { goneFrom, type Rows } from './diff';
import { LISTS, type PartName } from './events';
import { readList, type Reading } from './read';
import type { Settings } from './settings';
import type { Memory, Part, Parts } from './state';

/** What one poll works with. */
export interface Poll {
	client: Client;
	settings: Settings;
	/** Undefined at the first poll. */
	memory: Memory | undefined;
	/** Milliseconds since the epoch after which no further customer is looked at. */
	deadline: number;
	log(level: 'info' | 'warn', text: string): void;
}

/** One list of one customer, looked at. */
export interface PartLook {
	customerId: string;
	part: PartName;
	/** Undefined where this is the first look and tells nothing. */
	before: Rows | undefined;
	now: Reading;
	gone: string[];
}

/**
 * The lists to watch, with what is known of each. A customer that appeared since the last poll had nothing
 * then, so all it has is told; of one that was there already the first look is what later ones compare with.
 */
export function ownersOf(
	{ settings: { parts }, memory }: Poll,
	chosen: string | undefined,
	customers: Rows | undefined,
): Map<string, Parts> {
	const owners = new Map<string, Parts>();
	if (parts.length === 0) return owners;
	const isNew = (id: string): boolean =>
		chosen === undefined &&
		memory?.customers?.has(id) === false &&
		customers?.get(id)?.matches === true;
	for (const id of chosen === undefined ? (customers?.keys() ?? []) : [chosen]) {
		const known = memory?.owners.get(id);
		const unknown: Part = isNew(id) ? 'new' : 'awaited';
		owners.set(id, Object.fromEntries(parts.map((part) => [part, known?.[part] ?? unknown])));
	}
	return owners;
}

/** So many customers, one after another from the first, whose lists cannot be read are no matter of these customers. */
const FAILED_FROM_START = 5;
/** Failed customers that a poll bears, or if they are more, which share of those that it looked at. */
const FAILED_BORNE = 10;
const FAILED_SHARE = 0.1;

/**
 * Goes round the customers and looks at the lists of each, as many as there is time for; `cursor` is the
 * one to go on with at the next poll. At least as many are looked at as requests may be under way. A list
 * that cannot be read is left as it is known; what is no matter of a few customers ends it and is thrown.
 */
export async function lookRound(
	{ client, settings, memory, deadline, log }: Poll,
	owners: ReadonlyMap<string, Parts>,
	chosen: string | undefined,
	customers: Rows | undefined,
): Promise<{ looks: PartLook[]; cursor: string | undefined }> {
	const wanted = [...owners.keys()].filter(
		(id) => chosen !== undefined || customers?.get(id)?.matches === true,
	);
	const queue = fromCursor(wanted, memory);
	const looks = new Map<string, PartLook[]>();
	const failed = new Map<string, Error>();
	let ended: Error | undefined;
	let left = 0;
	let launched = 0;

	async function lookAt(customerId: string, part: PartName): Promise<PartLook> {
		const before = rowsOf(owners.get(customerId)?.[part]);
		const now = await readList(client, {
			listing: { path: LISTS[part].path, ids: { customerId } },
			care: settings.care[part],
			before,
		});
		return { customerId, part, before, now, gone: goneFrom(before, now.seen) };
	}

	/** Looks at all lists of a customer; throws what is not of a single list of one among many. */
	async function lookAtAll(customerId: string): Promise<void> {
		const found: PartLook[] = [];
		for (const part of settings.parts) {
			try {
				found.push(await lookAt(customerId, part));
			} catch (error) {
				// Deleted since the customers were read: the next poll sees that it is gone.
				if (customers?.has(customerId) && isNotFound(error)) {
					left += 1;
					return;
				}
				if (chosen !== undefined || !isOfOneList(error)) throw asError(error);
				failed.set(customerId, asError(error));
			}
		}
		looks.set(customerId, found);
		if (areTooMany()) throw asError([...failed.values()][0]);
	}

	function areTooMany(): boolean {
		const tried = looks.size;
		if (failed.size === tried) return tried >= Math.min(FAILED_FROM_START, queue.length);
		return failed.size > FAILED_BORNE && failed.size > tried * FAILED_SHARE;
	}

	/** As `lookAtAll`, and sees whether the customer is still there where no list of customers tells it. */
	async function lookAtChosen(customerId: string): Promise<void> {
		try {
			await lookAtAll(customerId);
		} catch (error) {
			if (!memory || customers || !isNotFound(error)) throw asError(error);
			if (await isThere(client, customerId)) throw asError(error);
			log('warn', LOST);
			looks.set(customerId, lookLost(settings, owners, customerId));
		}
	}

	await inTurn(
		queue.length,
		client.maxConcurrency,
		async (index) => {
			launched += 1;
			try {
				await (chosen === undefined ? lookAtAll : lookAtChosen)(queue[index] ?? '');
			} catch (error) {
				ended ??= asError(error);
				client.close();
			}
		},
		() => ended !== undefined || (launched >= client.maxConcurrency && Date.now() >= deadline),
	);
	if (ended) throw ended;

	if (left > 0)
		log('info', `${left} customers were deleted meanwhile and are left to the next poll`);
	const [first] = failed;
	if (first) {
		const [customerId, error] = first;
		log(
			'warn',
			`the ${settings.parts.join(' or ')} of ${failed.size} customers could not be read, and are as they were before; of ${customerId}: ${explainError(error).message}`,
		);
	}
	if (launched < queue.length) {
		log(
			'info',
			`looked at the ${settings.parts.join(' and ')} of ${launched} of ${queue.length} customers, for which there was time; the next poll goes on with the others`,
		);
	}
	return { looks: wanted.flatMap((id) => looks.get(id) ?? []), cursor: queue[launched] };
}

/** Whether a failure may be of one customer's list alone, so that the others may well be read. */
function isOfOneList(error: unknown): boolean {
	if (!(error instanceof RequestFailure)) return error instanceof Refusal;
	const { kind, status } = error.failure;
	return kind !== 'signIn' && status !== 401 && status !== 429;
}

async function isThere(client: Client, customerId: string): Promise<boolean> {
	const request = { path: CUSTOMER, ids: { customerId } };
	try {
		await client.send({ method: 'GET', repeatable: true, ...request });
		return true;
	} catch (error) {
		if (isNotFound(error)) return false;
		throw asError(error);
	}
}

/** What the log says of a chosen customer that was deleted. */
export const LOST = "the customer chosen in 'Customer' is not in Trackunit any more";

/** The lists of a customer that is not there any more: all that is known of them is gone. */
export function lookLost(
	{ parts }: Pick<Settings, 'parts'>,
	owners: ReadonlyMap<string, Parts>,
	customerId: string,
): PartLook[] {
	return parts.flatMap((part) => {
		const before = rowsOf(owners.get(customerId)?.[part]);
		if (!before) return [];
		const now = { seen: new Map(), records: new Map() };
		return [{ customerId, part, before, now, gone: goneFrom(before, now.seen) }];
	});
}

function rowsOf(part: Part | undefined): Rows | undefined {
	if (part === 'new') return new Map();
	return part === 'awaited' ? undefined : part;
}

/** The customers in order, beginning with the one that the last poll had no time for, or its next that is there. */
function fromCursor(ids: string[], memory: Memory | undefined): string[] {
	if (memory?.cursor === undefined) return ids;
	const order = [...memory.owners.keys()];
	const places = new Map(ids.map((id, index) => [id, index]));
	const next = order.slice(Math.max(0, order.indexOf(memory.cursor))).find((id) => places.has(id));
	const start = next === undefined ? 0 : (places.get(next) ?? 0);
	return [...ids.slice(start), ...ids.slice(0, start)];
}
