import { assetFields } from '../operations/asset/record';
import { contactFields } from '../operations/contact/record';
import { customerFields } from '../operations/customer/record';
import { CONTACTS, CUSTOMER_ASSETS, CUSTOMERS } from '../paths';
import type { AnyField } from '../records/field';
import type { Request } from '../transport/request';

/** The lists that are watched: the account's customers, and of each customer its contacts and its assets. */
export type ListName = 'customers' | 'contacts' | 'assets';
/** The lists that each customer has. */
export type CustomerListName = Exclude<ListName, 'customers'>;

/** What an item calls the id of a row is the name of the parameter that the other node takes it by. */
export const LISTS: Record<
	ListName,
	{ path: Request['path']; fields: readonly AnyField[]; idName: string }
> = {
	customers: { path: CUSTOMERS, fields: customerFields, idName: 'customerId' },
	contacts: { path: CONTACTS, fields: contactFields, idName: 'contactId' },
	assets: { path: CUSTOMER_ASSETS, fields: assetFields, idName: 'assetId' },
};

export const CUSTOMER_LISTS: readonly CustomerListName[] = ['contacts', 'assets'];

type Change = 'created' | 'updated' | 'deleted';

/** All that can happen to a list's rows. The names are public API, stored in workflows. */
const TABLE = [
	['assetAssigned', 'assets', 'created', 'An asset was assigned to a customer'],
	['assetUnassigned', 'assets', 'deleted', 'An asset was unassigned, or its customer was deleted'],
	['contactCreated', 'contacts', 'created', 'A contact was created'],
	['contactDeleted', 'contacts', 'deleted', 'A contact was deleted, alone or with its customer'],
	['contactUpdated', 'contacts', 'updated', 'A contact was changed'],
	['customerCreated', 'customers', 'created', 'A customer was created'],
	['customerDeleted', 'customers', 'deleted', 'A customer was deleted'],
	['customerUpdated', 'customers', 'updated', 'A customer was changed'],
] as const satisfies ReadonlyArray<[string, ListName, Change, description: string]>;

export type EventName = (typeof TABLE)[number][0];

/** The events, named 'Asset Assigned' and so on. */
export const EVENTS = TABLE.map(([value, list, change, description]) => {
	const [head = '', ...tail] = value.replace(/[A-Z]/g, ' $&');
	return { value, name: head.toUpperCase() + tail.join(''), list, change, description };
});

/** The event, of those that are chosen, that a change of a list's row is, or any of the list; undefined where there is none. */
export function eventOf(
	chosen: readonly EventName[],
	list: ListName,
	change?: Change,
): EventName | undefined {
	return EVENTS.find(
		(event) =>
			event.list === list &&
			event.change === (change ?? event.change) &&
			chosen.includes(event.value),
	)?.value;
}
