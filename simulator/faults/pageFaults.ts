import { isObject } from '../../nodes/TrackunitCustomer/json';
import { isListOperation, type ListOperation, type OperationId } from '../contractDocument';
import type { Store } from '../state';
import type { FaultOf, PageFault } from './types';

type Json = Record<string, unknown>;

function rowsOf({ content }: Json): Json[] {
	return Array.isArray(content) ? content.filter(isObject) : [];
}

/** The query as a server with these faults reads it. */
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

/** A full page of rows with new ids, whichever page it is. */
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

/** The body as a server with these faults returns it; `query` is as it was sent. */
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

type Move = (store: Store, customerId: string) => void;

// A new list of the contract is a compile error here until its rows can be moved.
const MOVES: Record<ListOperation, Record<FaultOf<'drift'>['change'], Move>> = {
	getCustomers: {
		insert: ({ addFirst }) => addFirst.customer(INSERTED),
		delete(store) {
			const [id] = store.customerTable.ids();
			if (id !== undefined) store.deleteCustomer(id);
		},
		move({ customerTable }) {
			const [id] = customerTable.ids();
			if (id !== undefined) customerTable.toEnd(id);
		},
	},
	getContactsByIds: {
		insert: ({ addFirst }, customerId) => addFirst.contact(customerId, INSERTED),
		delete(store, customerId) {
			const [id] = store.contactsOf(customerId).ids;
			if (id !== undefined) store.deleteContact(customerId, id);
		},
		move(store, customerId) {
			const [id] = store.contactsOf(customerId).ids;
			if (id !== undefined) store.toEnd.contact(customerId, id);
		},
	},
	getAssets: {
		insert: ({ addFirst }, customerId) => addFirst.assignment(customerId, addFirst.asset(INSERTED)),
		delete(store, customerId) {
			const [id] = store.assignments.get(customerId) ?? [];
			if (id !== undefined) store.unassign(customerId, [id]);
		},
		move(store, customerId) {
			const [id] = store.assignments.get(customerId) ?? [];
			if (id !== undefined) store.toEnd.assignment(customerId, id);
		},
	},
	getAccountAssets: {
		insert: ({ addFirst }) => addFirst.asset(INSERTED),
		delete(store) {
			const [id] = store.assetTable.ids();
			if (id !== undefined) store.deleteAsset(id);
		},
		move({ assetTable }) {
			const [id] = assetTable.ids();
			if (id !== undefined) assetTable.toEnd(id);
		},
	},
};

/** Moves the rows of a list, after a page of it was read. */
export function applyDrift(
	faults: readonly PageFault[],
	operation: OperationId,
	customerId: string,
	store: Store,
): void {
	if (!isListOperation(operation)) return;
	for (const fault of faults) {
		if (fault.kind === 'drift') MOVES[operation][fault.change](store, customerId);
	}
}
