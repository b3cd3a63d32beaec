import { isObject } from '../../nodes/TrackunitCustomer/json';
import type { Store } from '../state';
import type { OperationId } from '../validator';
import type { PageFault } from './types';

type Json = Record<string, unknown>;

const LISTS: readonly OperationId[] = [
	'getCustomers',
	'getContacts',
	'getCustomerAssets',
	'getAssets',
];

export function isList(operation: OperationId | undefined): boolean {
	return LISTS.some((list) => list === operation);
}

function rowsOf({ content }: Json): Json[] {
	return Array.isArray(content) ? content.filter(isObject) : [];
}

/** The query as a faulty server reads it. */
export function applyToQuery<Q extends Record<string, string>>(
	faults: readonly PageFault[],
	query: Q,
): Record<string, string> {
	const read: Record<string, string> = { ...query };
	if (faults.some(({ kind }) => kind === 'repeatPage' || kind === 'endless')) {
		for (const name of ['page', 'after', 'before']) delete read[name];
	}
	return read;
}

function withUnknownFields(value: Json): Json {
	const { content } = value;
	const extra = { error: 'x', unknownFlag: true, unknownList: [1, { deep: null }] };
	if (Array.isArray(content)) {
		return { ...value, ...extra, content: rowsOf(value).map(withUnknownFields) };
	}
	const { address } = value;
	return {
		...value,
		...extra,
		...(isObject(address) && { address: { ...address, unknownPart: 'x' } }),
	};
}

/** A full page of rows with ids of their own, whichever page it is. */
function endlessPage(page: Json, query: Record<string, string>, store: Store): Json {
	const [template = { id: '', name: 'Endless' }] = rowsOf(page);
	const idKey = 'assetId' in template ? 'assetId' : 'id';
	const size = Number(page.size ?? page.limit);
	const content = Array.from({ length: size }, () => ({ ...template, [idKey]: store.newId() }));
	if ('limit' in page) return { ...page, after: store.newId(), content };
	const number = Number(query.page ?? 0);
	const totals = { totalPages: number + 2, totalElements: (number + 2) * size };
	return { ...page, ...totals, number, numberOfElements: size, content };
}

function applyPageFault(
	fault: PageFault,
	page: Json,
	query: Record<string, string>,
	store: Store,
): Json {
	switch (fault.kind) {
		case 'lieTotals': {
			const { totalElements, totalPages } = fault;
			return {
				...page,
				...(totalElements !== undefined && { totalElements }),
				...(totalPages !== undefined && { totalPages }),
			};
		}
		case 'noTotals': {
			const rest = { ...page };
			for (const name of ['totalElements', 'totalPages', 'number']) delete rest[name];
			return rest;
		}
		case 'endless':
			return endlessPage(page, query, store);
		case 'unknownFields':
			return withUnknownFields(page);
		case 'missingContent': {
			const rest = { ...page };
			delete rest.content;
			return rest;
		}
		case 'drift':
		case 'repeatPage':
			return page;
	}
}

/** The answer as a faulty server gives it; `query` is as it was sent. */
export function applyToPage(
	faults: readonly PageFault[],
	body: unknown,
	query: Record<string, string>,
	store: Store,
): unknown {
	if (!isObject(body)) return body;
	return faults.reduce<Json>((page, fault) => applyPageFault(fault, page, query, store), body);
}

const INSERTED = { name: 'Inserted between two pages' };

function insertFirst(operation: OperationId, customerId: string, { addFirst }: Store): void {
	if (operation === 'getCustomers') addFirst.customer(INSERTED);
	if (operation === 'getContacts') addFirst.contact(customerId, INSERTED);
	if (operation === 'getAssets') addFirst.asset(INSERTED);
	if (operation === 'getCustomerAssets') {
		addFirst.assignment(customerId, addFirst.asset(INSERTED));
	}
}

function deleteFirst(operation: OperationId, customerId: string, store: Store): void {
	const [customer] = store.customerTable.ids();
	const [asset] = store.assetTable.ids();
	const [contact] = store.contactsOf(customerId).ids;
	const [assigned] = store.assignments.get(customerId) ?? [];
	if (operation === 'getCustomers' && customer !== undefined) store.deleteCustomer(customer);
	if (operation === 'getAssets' && asset !== undefined) store.deleteAsset(asset);
	if (operation === 'getContacts' && contact !== undefined) {
		store.deleteContact(customerId, contact);
	}
	if (operation === 'getCustomerAssets' && assigned !== undefined) {
		store.unassign(customerId, [assigned]);
	}
}

/** Moves the rows of a list, after a page of it was read. */
export function applyDrift(
	faults: readonly PageFault[],
	operation: OperationId,
	customerId: string,
	store: Store,
): void {
	for (const fault of faults) {
		if (fault.kind !== 'drift') continue;
		const move = fault.change === 'insert' ? insertFirst : deleteFirst;
		move(operation, customerId, store);
	}
}
