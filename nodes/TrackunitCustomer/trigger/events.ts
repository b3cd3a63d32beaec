import type { IDataObject } from 'n8n-workflow';

import { assetFields } from '../operations/asset/record';
import { contactFields } from '../operations/contact/record';
import { customerFields } from '../operations/customer/record';
import { CONTACTS, CUSTOMER_ASSETS, CUSTOMERS } from '../paths';
import type { AnyField } from '../records/field';
import { withoutError } from '../run/itemOutcome';
import type { Request } from '../transport/request';

/** The lists that are watched: the account's customers, and of each customer its contacts and its assets. */
export type ListName = 'customers' | 'contacts' | 'assets';
/** The lists that each customer has. */
export type CustomerListName = Exclude<ListName, 'customers'>;

export interface WatchedList {
	path: Request['path'];
	fields: readonly AnyField[];
	/** What an item calls the id of a row: the name of the parameter that the other node takes it by. */
	idName: string;
}

export const LISTS: Record<ListName, WatchedList> = {
	customers: { path: CUSTOMERS, fields: customerFields, idName: 'customerId' },
	contacts: { path: CONTACTS, fields: contactFields, idName: 'contactId' },
	assets: { path: CUSTOMER_ASSETS, fields: assetFields, idName: 'assetId' },
};

export const CUSTOMER_LISTS: readonly CustomerListName[] = ['contacts', 'assets'];

/** All that can happen to a list's rows; `value` is public API, stored in workflows. */
export const EVENTS = [
	{
		value: 'assetAssigned',
		name: 'Asset Assigned',
		description: 'An asset was assigned to a customer',
		list: 'assets',
		change: 'created',
	},
	{
		value: 'assetUnassigned',
		name: 'Asset Unassigned',
		description: 'An asset was taken away from a customer, or its customer was deleted',
		list: 'assets',
		change: 'deleted',
	},
	{
		value: 'contactCreated',
		name: 'Contact Created',
		description: 'A customer got a new contact',
		list: 'contacts',
		change: 'created',
	},
	{
		value: 'contactDeleted',
		name: 'Contact Deleted',
		description: 'A contact was deleted, alone or with its customer',
		list: 'contacts',
		change: 'deleted',
	},
	{
		value: 'contactUpdated',
		name: 'Contact Updated',
		description: 'A contact was changed',
		list: 'contacts',
		change: 'updated',
	},
	{
		value: 'customerCreated',
		name: 'Customer Created',
		description: 'The account got a new customer',
		list: 'customers',
		change: 'created',
	},
	{
		value: 'customerDeleted',
		name: 'Customer Deleted',
		description: 'A customer was deleted',
		list: 'customers',
		change: 'deleted',
	},
	{
		value: 'customerUpdated',
		name: 'Customer Updated',
		description: 'A customer was changed',
		list: 'customers',
		change: 'updated',
	},
] as const satisfies ReadonlyArray<{
	value: string;
	name: string;
	description: string;
	list: ListName;
	change: 'created' | 'updated' | 'deleted';
}>;

export type EventName = (typeof EVENTS)[number]['value'];
type Change = (typeof EVENTS)[number]['change'];

/** The event that a change of a list's row is; undefined where there is none, as for an asset that changed. */
export function eventOf(list: ListName, change: Change): EventName | undefined {
	return EVENTS.find((event) => event.list === list && event.change === change)?.value;
}

export function listOf(name: EventName): ListName {
	return EVENTS.find(({ value }) => value === name)?.list ?? 'customers';
}

export interface ChangeEvent {
	event: EventName;
	list: ListName;
	customerId: string;
	/** The row's id, as ids are compared. */
	id: string;
	/** The record as the user wants it. */
	record: IDataObject;
	/** By field key: `{ city: { before, after } }`; `before` is left out where nobody remembers it. */
	changes?: IDataObject;
}

/** What the workflow is given for an event: what happened and to whom, then the record. */
export function toItem({ event, list, customerId, id, record, changes }: ChangeEvent): IDataObject {
	const head = { event, customerId, [LISTS[list].idName]: id };
	// A record may have fields of these names too; the node's own come first, and win.
	return { ...head, ...withoutError(record), ...head, ...(changes && { changes }) };
}
