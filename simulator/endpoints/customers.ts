import {
	customerFields,
	customerFilters,
} from '../../nodes/TrackunitCustomer/operations/customer/record';
import {
	created,
	customerOf,
	readsBody,
	readsQuery,
	updated,
	type Call,
	type Endpoint,
} from '../endpoint';
import { refusal } from '../errors';
import { filtersBy, list, sortsBy, type ListRules } from '../list';
import type { Customer, CustomerFields } from '../records';

const readQuery = readsQuery('getCustomers');
const readCreate = readsBody<CustomerFields>('createCustomer');
const readUpdate = readsBody<Partial<CustomerFields>>('updateCustomer');

const rules: ListRules<Customer> = {
	filters: filtersBy(customerFilters, ['externalReference']),
	sorts: sortsBy(customerFields),
};

function refuseTaken(
	{ store, settings }: Call,
	reference: string | null | undefined,
	self?: string,
): void {
	if (reference === null || reference === undefined) return;
	const others = store.customerTable.find('externalReference', reference);
	if (others.every((id) => id === self)) return;
	const message = `value '${reference}' was rejected: must be unique`;
	const { takenReference: status } = settings;
	const code = status === 409 ? 'conflict' : 'external_reference_not_unique';
	throw refusal(status, code, 'A customer with this external reference exists already', [
		{ field: 'externalReference', message },
	]);
}

export const getCustomers: Endpoint = (call) => {
	const { customerTable } = call.store;
	const body = list(
		{ ids: customerTable.ids(), row: customerTable.get },
		readQuery(call),
		{ ...rules, version: customerTable.version, findKey: customerTable.find },
		call.settings,
		call.memory,
	);
	return { status: 200, body };
};

/** Throws Refused for fields that the contract does not allow, and for a reference that is taken. */
export function addCustomer(call: Call): Customer {
	const fields = readCreate(call);
	refuseTaken(call, fields.externalReference);
	return call.store.addCustomer({ type: 'OTHER', ...fields });
}

export const createCustomer: Endpoint = (call) => {
	const customer = addCustomer(call);
	return created('getCustomer', { customerId: customer.id }, customer, call.settings);
};

export const getCustomer: Endpoint = (call) => ({ status: 200, body: customerOf(call) });

/** Throws Refused as `addCustomer` does, and where there is no such customer. */
export function changeCustomer(call: Call): Customer {
	const { id, address } = customerOf(call);
	const fields = { ...readUpdate(call) };
	refuseTaken(call, fields.externalReference, id);
	const { patchMerge, address: shape } = call.settings;
	// Parts that stand beside the name are changed each for itself.
	if ((patchMerge === 'deep' || shape === 'flat') && fields.address && address) {
		fields.address = { ...address, ...fields.address };
	}
	return call.store.updateCustomer(id, fields);
}

export const updateCustomer: Endpoint = (call) => updated(changeCustomer(call), call.settings);

/** Throws Refused where there is no such customer. */
export function removeCustomer(call: Call): void {
	call.store.deleteCustomer(customerOf(call).id);
}

export const deleteCustomer: Endpoint = (call) => {
	removeCustomer(call);
	return { status: 204 };
};
