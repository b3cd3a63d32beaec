import { explainError } from '../failure/explain';
import { asError, isNotFound, Refusal, RequestFailure } from '../failure/failure';
import { CUSTOMER } from '../paths';
import { inTurn } from '../run/inTurn';
import type { Client } from '../transport/client';
import { LISTS, type CustomerListName } from './events';
import { missingFrom, type RowSnapshots } from './missing';
import { readList, type ListReading } from './readList';
import type { Settings } from './settings';
import type { CustomerLists, KnownList, TriggerState } from './stateFormat';

/** What one poll works with. */
export interface Poll {
	client: Client;
	settings: Settings;
	/** Undefined at the first poll. */
	memory: TriggerState | undefined;
	/** Milliseconds since the epoch after which no further customer is looked at. */
	deadline: number;
	log(level: 'info' | 'warn', text: string): void;
}

/** One list of one customer, looked at. */
export interface ListChange {
	customerId: string;
	part: CustomerListName;
	/** Undefined where this is the first look and tells nothing. */
	before: RowSnapshots | undefined;
	now: ListReading;
	gone: string[];
}

/**
 * The lists to watch, with what is known of each. A customer that appeared since the last poll had nothing
 * then, so all it has is told; of one that was there already the first look is what later ones compare with.
 */
export function knownLists(
	{ settings: { parts }, memory }: Poll,
	chosen: string | undefined,
	customers: RowSnapshots | undefined,
): Map<string, CustomerLists> {
	const listsByCustomer = new Map<string, CustomerLists>();
	if (parts.length === 0) return listsByCustomer;
	const isNew = (id: string): boolean =>
		chosen === undefined &&
		memory?.customers?.has(id) === false &&
		customers?.get(id)?.matches === true;
	for (const id of chosen === undefined ? (customers?.keys() ?? []) : [chosen]) {
		const known = memory?.listsByCustomer.get(id);
		const unknown: KnownList = isNew(id) ? 'new' : 'unread';
		listsByCustomer.set(
			id,
			Object.fromEntries(parts.map((part) => [part, known?.[part] ?? unknown])),
		);
	}
	return listsByCustomer;
}

/** So many customers, one after another from the first, whose lists cannot be read are no matter of these customers. */
const FAILED_FROM_START = 5;
/** Failed customers that a poll bears, or if they are more, which share of those that it looked at. */
const FAILED_TOLERATED = 10;
const FAILED_SHARE = 0.1;

/**
 * Goes round the customers and looks at the lists of each, as many as there is time for; `cursor` is the
 * one to go on with at the next poll. At least as many are looked at as requests may be under way. A list
 * that cannot be read is left as it is known; what is no matter of a few customers ends it and is thrown.
 */
export async function readCustomerLists(
	{ client, settings, memory, deadline, log }: Poll,
	listsByCustomer: ReadonlyMap<string, CustomerLists>,
	chosen: string | undefined,
	customers: RowSnapshots | undefined,
): Promise<{ looks: ListChange[]; cursor: string | undefined }> {
	const wanted = [...listsByCustomer.keys()].filter(
		(id) => chosen !== undefined || customers?.get(id)?.matches === true,
	);
	const queue = fromCursor(wanted, memory);
	const looks = new Map<string, ListChange[]>();
	const failed = new Map<string, Error>();
	let ended: Error | undefined;
	let left = 0;
	let launched = 0;

	async function readOne(customerId: string, part: CustomerListName): Promise<ListChange> {
		const before = rowsOf(listsByCustomer.get(customerId)?.[part]);
		const now = await readList(client, {
			listing: { path: LISTS[part].path, ids: { customerId } },
			tracking: settings.tracking[part],
			before,
		});
		return { customerId, part, before, now, gone: missingFrom(before, now.seen) };
	}

	/** Looks at all lists of a customer; throws what is not of a single list of one among many. */
	async function readAllOf(customerId: string): Promise<void> {
		const found: ListChange[] = [];
		for (const part of settings.parts) {
			try {
				found.push(await readOne(customerId, part));
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
		return failed.size > FAILED_TOLERATED && failed.size > tried * FAILED_SHARE;
	}

	/** As `readAllOf`, and sees whether the customer is still there where no list of customers tells it. */
	async function readChosen(customerId: string): Promise<void> {
		try {
			await readAllOf(customerId);
		} catch (error) {
			if (!memory || customers || !isNotFound(error)) throw asError(error);
			if (await isThere(client, customerId)) throw asError(error);
			log('warn', CUSTOMER_DELETED);
			looks.set(customerId, listsOfDeletedCustomer(settings, listsByCustomer, customerId));
		}
	}

	await inTurn(
		queue.length,
		client.maxConcurrency,
		async (index) => {
			launched += 1;
			try {
				await (chosen === undefined ? readAllOf : readChosen)(queue[index] ?? '');
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
export const CUSTOMER_DELETED = "the customer chosen in 'Customer' is not in Trackunit any more";

/** The lists of a customer that is not there any more: all that is known of them is gone. */
export function listsOfDeletedCustomer(
	{ parts }: Pick<Settings, 'parts'>,
	listsByCustomer: ReadonlyMap<string, CustomerLists>,
	customerId: string,
): ListChange[] {
	return parts.flatMap((part) => {
		const before = rowsOf(listsByCustomer.get(customerId)?.[part]);
		if (!before) return [];
		const now = { seen: new Map(), records: new Map() };
		return [{ customerId, part, before, now, gone: missingFrom(before, now.seen) }];
	});
}

function rowsOf(part: KnownList | undefined): RowSnapshots | undefined {
	if (part === 'new') return new Map();
	return part === 'unread' ? undefined : part;
}

/** The customers in order, beginning with the one that the last poll had no time for, or its next that is there. */
function fromCursor(ids: string[], memory: TriggerState | undefined): string[] {
	if (memory?.cursor === undefined) return ids;
	const order = [...memory.listsByCustomer.keys()];
	const places = new Map(ids.map((id, index) => [id, index]));
	const next = order.slice(Math.max(0, order.indexOf(memory.cursor))).find((id) => places.has(id));
	const start = next === undefined ? 0 : (places.get(next) ?? 0);
	return [...ids.slice(start), ...ids.slice(0, start)];
}
