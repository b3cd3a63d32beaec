import { addressOf, type OperationId } from './contractDocument';
import { notFound, type Answer } from './errors';
import type { ListMemory } from './list';
import type { Contact, Customer } from './records';
import type { Settings } from './settings';
import type { Store } from './state';
import { bodyReader, queryReader, type ListQuery } from './validator';

/** One request as an endpoint sees it. */
export interface Call {
	store: Store;
	settings: Readonly<Settings>;
	/** Whose token it is: the same for all tokens of an API key or an API user. */
	holder: string;
	headers: Readonly<Record<string, string | undefined>>;
	ids: Readonly<Record<string, string>>;
	/** As it was sent; `readQuery` and `readBody` check it. */
	query: Readonly<Record<string, string>>;
	body: unknown;
	memory: ListMemory;
}

/** Handles one operation of the contract. Throws Refused. */
export type Endpoint = (call: Call) => Answer | Promise<Answer>;

/** The customer of the path. Throws Refused 404. */
export function customerOf({ store, ids: { customerId = '' } }: Call): Customer {
	const customer = store.customers.get(customerId);
	if (customer === undefined) throw notFound('Customer', customerId);
	return customer;
}

/** The contact of the path. Throws Refused 404. */
export function contactOf(call: Call): Contact {
	const { id } = customerOf(call);
	const { contactId = '' } = call.ids;
	const contact = call.store.contacts.get(id)?.get(contactId);
	if (contact === undefined) throw notFound('Contact', contactId);
	return contact;
}

/** A reader of an operation's body, compiled when it is first needed. */
export function readsBody<T>(operation: OperationId): (call: Call) => T {
	let read: ReturnType<typeof bodyReader<T>> | undefined;
	return ({ body, settings }) =>
		(read ??= bodyReader<T>(operation))(body, settings.extraCustomerTypes);
}

/** A reader of an operation's query, compiled when it is first needed. */
export function readsQuery(operation: OperationId): (call: Call) => ListQuery {
	let read: ReturnType<typeof queryReader> | undefined;
	return ({ query, settings }) =>
		(read ??= queryReader(operation))({ ...query }, settings.extraCustomerTypes);
}

/** The response to a create. `get` is the operation that reads the record, by these ids. */
export function created(
	get: OperationId,
	ids: Readonly<Record<string, string>>,
	record: object,
	{ writeAnswers }: Readonly<Settings>,
): Answer {
	const headers = { location: addressOf(get, ids) };
	return writeAnswers === 'record'
		? { status: 201, body: record, headers }
		: { status: 201, headers, outsideContract: true };
}

/** The response to an update. */
export function updated(record: object, { writeAnswers }: Readonly<Settings>): Answer {
	return writeAnswers === 'record'
		? { status: 200, body: record }
		: { status: 204, outsideContract: true };
}
