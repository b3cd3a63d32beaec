import { explainError } from '../failure/explain';
import { asError, isNotFound, Refusal, RequestFailure } from '../failure/failure';
import { toId } from '../ids';
import { CUSTOMER } from '../paths';
import { inTurn } from '../run/inTurn';
import { resolveReference } from '../run/lookup';
import type { Client } from '../transport/client';
import { MAX_PAGE_SIZE } from '../transport/pages';
import { readList, type ListChange, type RowSnapshots } from './readList';
import type { Settings } from './settings';
import type { CustomerLists, TriggerState } from './stateFormat';

/** What one poll works with. */
export interface Poll {
	client: Client;
	settings: Settings;
	/** Undefined at the first poll. */
	state: TriggerState | undefined;
	/** Milliseconds since the epoch after which the lists of no further customer are read. */
	deadline: number;
	log(level: 'info' | 'warn', text: string): void;
}

/** A poll that knows whose lists it watches. */
interface ListsPoll extends Poll {
	/** The one customer whose lists are watched; undefined for all that match the filters. */
	chosen: string | undefined;
	/** Undefined where the account's customers are not read. */
	customers: RowSnapshots | undefined;
	listsByCustomer: TriggerState['listsByCustomer'];
}

interface ListsRead {
	changes: ListChange[];
	/** The customer to go on with at the next poll. */
	cursor?: string;
}

const CUSTOMER_DELETED = "the customer chosen in 'Only This Customer' is not in Trackunit any more";

/**
 * Reads the lists of the watched customers, of as many as there is time for; `ofDeleted` are lists that are
 * gone with their customers. Throws what is not the fault of a few lists.
 */
export async function readCustomerLists(
	poll: Poll,
	customers: RowSnapshots | undefined,
): Promise<ListsRead & Pick<ListsPoll, 'listsByCustomer'> & { ofDeleted: ListChange[] }> {
	const chosen = await watchedCustomer(poll);
	const listsByCustomer = knownLists(poll, chosen, customers);
	const listsPoll: ListsPoll = { ...poll, chosen, customers, listsByCustomer };
	const ofDeleted = listsOfDeleted(listsPoll);
	let read: ListsRead = { changes: [] };
	if (chosen === undefined) read = await readRound(listsPoll);
	else if (poll.state && customers?.has(chosen) === false) poll.log('warn', CUSTOMER_DELETED);
	else read.changes = await readChosen(listsPoll, chosen);

	for (const { customerId = '', list, rows } of [...read.changes, ...ofDeleted]) {
		const lists = listsByCustomer.get(customerId);
		if (lists && list !== 'customers') lists[list] = rows;
	}
	return { ...read, ofDeleted, listsByCustomer };
}

/** The id of the customer in the parameter 'Only This Customer'; undefined where that is empty. */
export async function chosenCustomer(
	client: Client,
	{ customer }: Settings,
): Promise<string | undefined> {
	if (!customer) return undefined;
	const options = { pageSize: MAX_PAGE_SIZE, hint: () => undefined };
	return toId(await resolveReference(client, customer, options));
}

/**
 * As `chosenCustomer`. Where no customer has the external reference any more, or more than one, it is
 * that of the last poll: all others would have to wait for somebody to put it right.
 */
async function watchedCustomer(poll: Poll): Promise<string | undefined> {
	const { client, settings, state, log } = poll;
	try {
		return await chosenCustomer(client, settings);
	} catch (error) {
		const [last] = state?.listsByCustomer.keys() ?? [];
		if (last === undefined || !(error instanceof Refusal)) throw asError(error);
		log('warn', `${error.message}, so the one of the last poll is watched. ${error.description}`);
		return last;
	}
}

/**
 * The lists to watch, with what is known of each. A customer that appeared since the last poll had nothing
 * then, so all it has is new; of one that was there already the first reading is what later ones compare with.
 */
function knownLists(
	{ settings: { customerLists }, state }: Poll,
	chosen: string | undefined,
	customers: RowSnapshots | undefined,
): Map<string, CustomerLists> {
	const listsByCustomer = new Map<string, CustomerLists>();
	const all = chosen === undefined ? [...(customers?.keys() ?? [])] : [chosen];
	for (const id of customerLists.length === 0 ? [] : all) {
		const isNew = state?.customers?.has(id) === false && customers?.get(id)?.matches;
		const empty = customerLists.map((list) => [list, new Map()]);
		const unread = isNew && chosen === undefined ? Object.fromEntries(empty) : {};
		listsByCustomer.set(id, { ...(state?.listsByCustomer.get(id) ?? unread) });
	}
	return listsByCustomer;
}

/** The lists that are gone with customers that were watched at the last poll and are deleted now. */
function listsOfDeleted(poll: ListsPoll): ListChange[] {
	const { state, chosen, customers } = poll;
	return [...(state?.listsByCustomer ?? [])]
		.filter(([id]) => customers?.has(id) === false)
		.filter(([id]) => chosen !== undefined || state?.customers?.get(id)?.matches)
		.flatMap(([id, lists]) => deletedLists(poll, id, lists));
}

function deletedLists(
	{ settings }: Poll,
	customerId: string,
	lists: CustomerLists = {},
): ListChange[] {
	return settings.customerLists.flatMap((list) => {
		const before = lists[list];
		if (!before) return [];
		const nothing = { rows: new Map(), records: new Map() };
		return [{ list, customerId, before, deleted: [...before], ...nothing }];
	});
}

/** Reads all lists of a customer; undefined where it was deleted since the customers were read, as the next poll sees. */
async function readListsOf(
	{ client, settings, customers, listsByCustomer }: ListsPoll,
	customerId: string,
	onFailure: (error: Error) => void,
): Promise<ListChange[] | undefined> {
	const changes: ListChange[] = [];
	for (const list of settings.customerLists) {
		try {
			const before = listsByCustomer.get(customerId)?.[list];
			changes.push(await readList(client, settings, { list, customerId, before }));
		} catch (error) {
			if (customers?.has(customerId) && isNotFound(error)) return undefined;
			onFailure(asError(error));
		}
	}
	return changes;
}

/** Reads the lists of the chosen customer, and sees whether it is still there where no list of customers shows it. */
async function readChosen(poll: ListsPoll, chosen: string): Promise<ListChange[]> {
	const { client, state, customers, listsByCustomer, log } = poll;
	try {
		const changes = await readListsOf(poll, chosen, (error) => {
			throw error;
		});
		if (!changes) logDeleted(poll, 1);
		return changes ?? [];
	} catch (error) {
		if (!state || customers || !isNotFound(error)) throw asError(error);
		if (await isThere(client, chosen)) throw asError(error);
		log('warn', CUSTOMER_DELETED);
		return deletedLists(poll, chosen, listsByCustomer.get(chosen));
	}
}

async function isThere(client: Client, customerId: string): Promise<boolean> {
	try {
		await client.send({ method: 'GET', path: CUSTOMER, ids: { customerId }, repeatable: true });
		return true;
	} catch (error) {
		if (isNotFound(error)) return false;
		throw asError(error);
	}
}

/**
 * Reads the lists of customer after customer, of as many as there is time for, and of at least as many as
 * requests may be in progress. A list that cannot be read stays as it is known, unless too many cannot.
 */
async function readRound(poll: ListsPoll): Promise<ListsRead> {
	const { client, state, deadline, customers, listsByCustomer } = poll;
	const wanted = [...listsByCustomer.keys()].filter((id) => customers?.get(id)?.matches === true);
	const queue = fromCursor(wanted, state);
	const changes = new Map<string, ListChange[]>();
	const failures = new Map<string, Error>();
	let ended: Error | undefined;
	let started = 0;
	let deleted = 0;

	async function readNext(customerId: string): Promise<void> {
		const read = await readListsOf(poll, customerId, (error) => {
			if (!isOfOneList(error)) throw error;
			failures.set(customerId, error);
		});
		if (!read) {
			deleted += 1;
			return;
		}
		changes.set(customerId, read);
		const [failure] = failures.values();
		if (failure && areTooMany(failures.size, changes.size, queue.length)) throw failure;
	}

	await inTurn(
		queue.length,
		client.maxConcurrency,
		async (index) => {
			started += 1;
			try {
				await readNext(queue[index] ?? '');
			} catch (error) {
				ended ??= asError(error);
				client.close();
			}
		},
		() => ended !== undefined || (started >= client.maxConcurrency && Date.now() >= deadline),
	);
	if (ended) throw ended;

	if (deleted > 0) logDeleted(poll, deleted);
	logFailures(poll, failures);
	if (started < queue.length) logProgress(poll, started, queue.length);
	return { changes: wanted.flatMap((id) => changes.get(id) ?? []), cursor: queue[started] };
}

/** The customers in order, beginning with the one that the last poll had no time for, or its next that is there. */
function fromCursor(ids: string[], state: TriggerState | undefined): string[] {
	if (state?.cursor === undefined) return ids;
	const order = [...state.listsByCustomer.keys()];
	const present = new Set(ids);
	const next = order.slice(Math.max(0, order.indexOf(state.cursor))).find((id) => present.has(id));
	const start = Math.max(0, ids.indexOf(next ?? ''));
	return [...ids.slice(start), ...ids.slice(0, start)];
}

/** Whether a failure may be of one customer's list alone, so that the others may well be read. */
function isOfOneList(error: Error): boolean {
	if (!(error instanceof RequestFailure)) return error instanceof Refusal;
	const { kind, status } = error.failure;
	return kind !== 'signIn' && status !== 401 && status !== 429;
}

/** So many customers, one after another from the first, whose lists cannot be read are no matter of these customers. */
const FAILED_FROM_START = 5;
/** Failed customers that a poll tolerates, or if they are more, which share of those that it has read. */
const FAILED_TOLERATED = 10;
const FAILED_SHARE = 0.1;

function areTooMany(failed: number, read: number, wanted: number): boolean {
	if (failed === read) return read >= Math.min(FAILED_FROM_START, wanted);
	return failed > FAILED_TOLERATED && failed > read * FAILED_SHARE;
}

function logDeleted({ log }: Poll, count: number): void {
	log('info', `${count} customers were deleted meanwhile and are left to the next poll`);
}

function logFailures({ settings, log }: Poll, failures: ReadonlyMap<string, Error>): void {
	const [first] = failures;
	if (!first) return;
	const lists = settings.customerLists.join(' or ');
	log(
		'warn',
		`the ${lists} of ${failures.size} customers could not be read, and are as they were before; of ${first[0]}: ${explainError(first[1]).message}`,
	);
}

function logProgress({ settings, log }: Poll, read: number, wanted: number): void {
	const lists = settings.customerLists.join(' and ');
	log(
		'info',
		`read the ${lists} of ${read} of ${wanted} customers, for which there was time; the next poll goes on with the others`,
	);
}
