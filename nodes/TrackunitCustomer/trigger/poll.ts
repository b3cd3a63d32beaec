import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { asError, Refusal } from '../failure/failure';
import { toNodeError } from '../failure/nodeError';
import { toId } from '../ids';
import { readRunOptions } from '../parameters/options';
import { resolveReference } from '../run/lookup';
import { createClient, credentialTypeOf, type Client } from '../transport/client';
import { MAX_PAGE_SIZE } from '../transport/pages';
import {
	CUSTOMER_DELETED,
	knownLists,
	listsOfDeletedCustomer,
	readCustomerLists,
	type ListChange,
	type Poll,
} from './customerLists';
import { canonical, digest } from './digest';
import { LISTS, type ListName } from './events';
import { createItemCollector, type ItemCollector } from './items';
import { isMassDeletion, missingFrom, type RowSnapshots } from './missing';
import { readList } from './readList';
import { samples } from './sample';
import { readSettings, type Settings } from './settings';
import type { RowSnapshot } from './snapshot';
import { decodeState, encodeState, type TriggerState } from './stateFormat';

/**
 * The static data of nodes whose poll is under way: n8n lets polls of one node overlap. Where it keeps the
 * state in a database of its own it hands each poll a copy instead, and itself drops what a late one gives.
 */
const inProgress = new WeakSet<IDataObject>();

/** Tells what has changed in Trackunit since the last poll; null where nothing has. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	try {
		const settings = readSettings((name, fallback) => context.getNodeParameter(name, fallback));
		if (context.getMode() === 'manual') {
			const client = await open(context, settings);
			return toOutput(await samples(client, settings, await chosenCustomer(client, settings)));
		}
		const kept = context.getWorkflowStaticData('node');
		if (inProgress.has(kept)) {
			const { name } = context.getNode();
			context.logger.info(`${name}: the last poll is still under way, so this one is left out`);
			return null;
		}
		inProgress.add(kept);
		try {
			return await pollForChanges(context, settings, kept);
		} finally {
			inProgress.delete(kept);
		}
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

async function open(context: IPollFunctions, { authentication }: Settings): Promise<Client> {
	return await createClient(
		context,
		authentication,
		readRunOptions(() => ({})),
	);
}

function toOutput(items: readonly IDataObject[]): INodeExecutionData[][] | null {
	return items.length === 0 ? null : [items.map((json) => ({ json }))];
}

async function chosenCustomer(client: Client, { customer }: Settings): Promise<string | undefined> {
	if (!customer) return undefined;
	const options = { pageSize: MAX_PAGE_SIZE, hint: () => undefined };
	return toId(await resolveReference(client, customer, options));
}

/**
 * The customer whose lists are watched; undefined for all. Where none has the external reference any more,
 * or more than one, it is that of the last poll: all others would have to wait for somebody to put it right.
 */
async function watchedCustomer({
	client,
	settings,
	memory,
	log,
}: Poll): Promise<string | undefined> {
	try {
		return await chosenCustomer(client, settings);
	} catch (error) {
		const [known] = memory?.listsByCustomer.keys() ?? [];
		if (known === undefined || !(error instanceof Refusal)) throw asError(error);
		log('warn', `${error.message}, so the one of the last poll is watched. ${error.description}`);
		return known;
	}
}

/** Reads, compares, and only then, in one assignment, remembers: whatever fails before changes nothing. */
async function pollForChanges(
	context: IPollFunctions,
	settings: Settings,
	kept: IDataObject,
): Promise<INodeExecutionData[][] | null> {
	const started = Date.now();
	const { name } = context.getNode();
	const fingerprint = await fingerprintOf(context, settings);
	const memory = await previousState(context, kept.state, fingerprint);
	const outcome = await findChanges({
		client: await open(context, settings),
		settings,
		memory,
		deadline: started + timeBudget(context, memory === undefined),
		log: (level, text) => context.logger[level](`${name}: ${text}`),
	});
	const output = toOutput(outcome.items);
	const state = await encodeState(outcome.memory, fingerprint);
	kept.state = state;
	return output;
}

/** What was kept, where it fits; otherwise this poll is a first one, and the log says why. */
async function previousState(
	context: IPollFunctions,
	state: unknown,
	fingerprint: string,
): Promise<TriggerState | undefined> {
	const decoded = await decodeState(state, fingerprint);
	const { name } = context.getNode();
	switch (decoded.kind) {
		case 'state':
			return decoded.state;
		case 'other':
			context.logger.info(
				`${name}: other events, filters, customer or credential than before; it starts from what Trackunit has now`,
			);
			return undefined;
		case 'unreadable':
			context.logger.warn(
				`${name}: what was kept of the last poll cannot be read, so changes since then are not told; it starts from what Trackunit has now (${decoded.because})`,
			);
			return undefined;
		case 'none':
			return undefined;
	}
}

const FINGERPRINT_LENGTH = 10;

/** Stands for all that makes two polls comparable. Of the credential it has who it is, and no secret. */
async function fingerprintOf(context: IPollFunctions, settings: Settings): Promise<string> {
	const { authentication, events, customer, filters } = settings;
	const type = credentialTypeOf(authentication);
	const { baseUrl, clientId, username } = await context.getCredentials(type);
	const parts = {
		authentication,
		credential: [context.getNode().credentials?.[type]?.id, baseUrl, clientId, username],
		events,
		customer: customer && ('id' in customer ? { id: customer.id } : { key: customer.key }),
		filters,
	};
	return digest(canonical(parts), FINGERPRINT_LENGTH);
}

const DEFAULT_BUDGET = 60_000;
/** What of n8n's time may pass before the last customer is begun with. */
const BUDGET_SHARE = 0.8;
/** Somebody waits for a workflow to be activated. */
const FIRST_POLL = 30_000;

/** Milliseconds after which no further customer is looked at. n8n tells its budget from 2.38 on. */
function timeBudget(context: IPollFunctions, isFirst: boolean): number {
	const budget =
		typeof context.getPollBudgetMs === 'function' ? context.getPollBudgetMs() : DEFAULT_BUDGET;
	return Math.min(budget * BUDGET_SHARE, isFirst ? FIRST_POLL : Infinity);
}

/** What is told, and what to remember then. */
interface PollResult {
	items: IDataObject[];
	memory: TriggerState;
}

async function findChanges(poll: Poll): Promise<PollResult> {
	const { client, settings, memory, log } = poll;
	const known = memory?.customers;
	const reading = settings.readsCustomers
		? await readList(client, {
				listing: { path: LISTS.customers.path },
				tracking: settings.tracking.customers,
				before: known,
				accept: settings.accept,
			})
		: undefined;
	const customers = reading?.seen;
	const gone = customers ? missingFrom(known, customers) : [];
	const unconfirmedCustomers = massDeletion(poll, 'customers', known?.size ?? 0, gone.length);
	if (unconfirmedCustomers) return unconfirmedCustomers;

	const chosen = await watchedCustomer(poll);
	const isDeleted =
		chosen !== undefined && memory !== undefined && customers?.has(chosen) === false;
	if (isDeleted) log('warn', CUSTOMER_DELETED);
	const listsByCustomer = knownLists(poll, chosen, customers);
	const { looks, cursor } = isDeleted
		? { looks: listsOfDeletedCustomer(settings, listsByCustomer, chosen), cursor: undefined }
		: await readCustomerLists(poll, listsByCustomer, chosen, customers);
	// What a customer had that is gone itself needs no second look.
	for (const part of isDeleted ? [] : settings.parts) {
		const { known: before, gone: missing } = lossOf(looks.filter((one) => one.part === part));
		const unconfirmedList = massDeletion(poll, part, before, missing);
		if (unconfirmedList) return unconfirmedList;
	}

	const collector = createItemCollector(settings);
	if (known && reading) collector.addPresent('customers', undefined, known, reading);
	for (const one of looks) addListChange(collector, one);
	for (const [customerId, parts] of memory?.listsByCustomer ?? []) {
		if (listsByCustomer.has(customerId)) continue;
		// One that was chosen before is not gone, unless it was deleted and another has its reference.
		const isGone = customers?.has(customerId) === false;
		if (chosen === undefined ? !known?.get(customerId)?.matches : !isGone) continue;
		for (const part of settings.parts) {
			const rows = parts[part];
			if (rows instanceof Map) collector.addDeleted(part, customerId, rows);
		}
	}
	collector.addDeleted('customers', undefined, only(known, gone));

	for (const { customerId, part, now } of looks) {
		const parts = listsByCustomer.get(customerId);
		if (parts) parts[part] = now.seen;
	}
	return {
		items: collector.items,
		memory: { customers, listsByCustomer, cursor, unconfirmed: [] },
	};
}

function addListChange(
	collector: ItemCollector,
	{ part, customerId, before, now, gone }: ListChange,
): void {
	if (!before) return;
	collector.addPresent(part, customerId, before, now);
	collector.addDeleted(part, customerId, only(before, gone));
}

function only(
	rows: RowSnapshots | undefined,
	ids: readonly string[],
): Array<[string, RowSnapshot]> {
	return ids.flatMap((id): Array<[string, RowSnapshot]> => {
		const seen = rows?.get(id);
		return seen ? [[id, seen]] : [];
	});
}

/** How much is gone: of the lists that most is gone from, where there are any, or of all together. */
function lossOf(looks: readonly ListChange[]): { known: number; gone: number } {
	const losses = looks.map(({ before, gone }) => ({ known: before?.size ?? 0, gone: gone.length }));
	const great = losses.filter(({ known, gone }) => isMassDeletion(known, gone));
	return (great.length > 0 ? great : losses).reduce(
		(sum, { known, gone }) => ({ known: sum.known + known, gone: sum.gone + gone }),
		{ known: 0, gone: 0 },
	);
}

/** Where so many rows are gone that only a second poll is believed: nothing told, and that remembered. */
function massDeletion(
	{ memory, log }: Poll,
	list: ListName,
	known: number,
	gone: number,
): PollResult | undefined {
	if (!memory || !isMassDeletion(known, gone) || memory.unconfirmed.includes(list))
		return undefined;
	log(
		'warn',
		`${gone} of ${known} ${list} are missing from Trackunit's answer; nothing is told unless the next poll misses them too`,
	);
	return { items: [], memory: { ...memory, unconfirmed: [...memory.unconfirmed, list] } };
}
