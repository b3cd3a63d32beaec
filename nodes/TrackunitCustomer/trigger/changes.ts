import type { IDataObject } from 'n8n-workflow';

import { readCustomerLists, type Poll } from './customerLists';
import type { ListName } from './events';
import { toItems } from './items';
import { readList, type ListChange } from './readList';
import type { TriggerState } from './stateFormat';

/** What a poll reports, and what to remember then. */
export interface PollResult {
	items: IDataObject[];
	state: TriggerState;
}

/** Reads what is watched and compares it with what is known. */
export async function findChanges(poll: Poll): Promise<PollResult> {
	const { client, settings, state } = poll;
	const customers = settings.readsCustomers
		? await readList(client, settings, { list: 'customers', before: state?.customers })
		: undefined;
	const unconfirmed = customers && askAgain(poll, 'customers', [customers]);
	if (unconfirmed) return unconfirmed;

	const { changes, ofDeleted, ...known } = await readCustomerLists(poll, customers?.rows);
	for (const list of settings.customerLists) {
		const ofList = changes.filter((change) => change.list === list);
		const unconfirmedList = askAgain(poll, list, ofList);
		if (unconfirmedList) return unconfirmedList;
	}
	return {
		items: toItems(settings, customers, [...changes, ...ofDeleted]),
		state: { customers: customers?.rows, ...known, unconfirmed: [] },
	};
}

function knownIn(changes: readonly ListChange[]): number {
	return changes.reduce((sum, { before }) => sum + (before?.size ?? 0), 0);
}

function missingIn(changes: readonly ListChange[]): number {
	return changes.reduce((sum, { deleted }) => sum + deleted.length, 0);
}

/** So few rows may well be deleted at once. */
const FEW = 10;

function isMassDeletion(changes: readonly ListChange[]): boolean {
	return knownIn(changes) >= FEW && missingIn(changes) * 2 > knownIn(changes);
}

/**
 * Where so many rows are missing, of single lists or of all together, that only a second poll is believed:
 * nothing is reported, and that is remembered.
 */
function askAgain(
	{ state, log }: Poll,
	list: ListName,
	changes: readonly ListChange[],
): PollResult | undefined {
	const great = changes.filter((change) => isMassDeletion([change]));
	const missing = great.length > 0 ? great : changes;
	if (!state || !isMassDeletion(missing) || state.unconfirmed.includes(list)) return undefined;
	log(
		'warn',
		`${missingIn(missing)} of ${knownIn(missing)} ${list} are missing from Trackunit's answer; nothing is reported unless the next poll misses them too`,
	);
	return { items: [], state: { ...state, unconfirmed: [...state.unconfirmed, list] } };
}
