import type { INodeProperties } from 'n8n-workflow';

import { onlyCustomerProperty, readOnlyCustomer } from '../operations/customer/locator';
import { customerFields, customerFilters } from '../operations/customer/record';
import { authenticationProperty, readAuthentication } from '../parameters/authentication';
import { filtersProperties, readFilters, type Filters } from '../parameters/filters';
import type { Parameters } from '../parameters/itemParameters';
import { notice } from '../parameters/notice';
import { readShape, simplifyProperty, type Shape } from '../parameters/output';
import type { Reference } from '../records/reference';
import type { Authentication } from '../transport/client';
import {
	CUSTOMER_LISTS,
	eventOf,
	EVENTS,
	LISTS,
	type CustomerListName,
	type EventName,
	type ListName,
} from './events';
import type { Tracking } from './snapshot';
import { readTriggerOn, triggerOnProperty } from './triggerOn';

/** The trigger's parameters. */
export const triggerProperties: INodeProperties[] = [
	authenticationProperty,
	triggerOnProperty,
	notice(
		'pollNotice',
		'Trackunit sends no events, so this node reads and compares. Polling every 15 minutes is enough; for contacts or assets of all customers, every hour.',
	),
	{
		...onlyCustomerProperty(
			'The customer whose contacts and assets to watch. Leave it empty to watch those of all customers, which takes at least one request per customer.',
		),
		displayOptions: {
			show: {
				triggerOn: EVENTS.filter(({ list }) => list !== 'customers').map(({ value }) => value),
			},
		},
	},
	...filtersProperties(customerFields, customerFilters),
	simplifyProperty,
];

/** Below the node's name: 'Customer Created, Customer Updated'. */
export function subtitle(): string {
	const names = Object.fromEntries(EVENTS.map(({ value, name }) => [value, name]));
	return `={{ $parameter["triggerOn"].map((event) => (${JSON.stringify(names)})[event]).join(", ") }}`;
}

export interface Settings {
	authentication: Authentication;
	events: EventName[];
	/** The lists of each customer that an event needs; none where only customers are watched. */
	customerLists: CustomerListName[];
	/** Whether the account's customers have to be read. */
	readsCustomers: boolean;
	/** The one customer whose lists are watched; undefined for all that match the filters. */
	customer: Reference | undefined;
	/** Lets a customer through; it is asked of the customers as they are read. */
	accept: NonNullable<Filters['accept']>;
	/** What the filters are, to know whether they are others than they were. */
	filters: Filters['values'];
	shape: Shape;
	/** What of each list's rows is to be remembered. */
	tracking: Record<ListName, Tracking>;
}

/** Reads the parameters; throws Refusal. */
export function readSettings({ get, raw }: Pick<Parameters, 'get' | 'raw'>): Settings {
	const p: Parameters = {
		item: 0,
		isTool: false,
		json: {},
		get,
		raw,
		refer: (reference) => reference,
	};
	const events = readTriggerOn(get);
	const customerLists = CUSTOMER_LISTS.filter((list) => eventOf(events, list));
	const customer = customerLists.length > 0 ? readOnlyCustomer(p) : undefined;
	const { values, accept = () => true } = readFilters(p, customerFields, customerFilters);
	return {
		authentication: readAuthentication(get),
		events,
		customerLists,
		customer,
		readsCustomers:
			eventOf(events, 'customers') !== undefined || (customerLists.length > 0 && !customer),
		accept,
		filters: values,
		shape: readShape(p),
		tracking: {
			customers: trackingFor('customers', events),
			contacts: trackingFor('contacts', events),
			assets: trackingFor('assets', events),
		},
	};
}

function trackingFor(list: ListName, events: readonly EventName[]): Tracking {
	const hashes = eventOf(events, list, 'updated') !== undefined;
	const values = hashes || eventOf(events, list, 'deleted') !== undefined;
	return { fields: LISTS[list].fields, hashes, values };
}
