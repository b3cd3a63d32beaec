import type { Customer, Simulator } from '../../simulator';

/** The customers of the local Trackunit in the order in which a list is read: that of their IDs. */
export function listedCustomers({ state }: Simulator): Customer[] {
	return [...state.customers.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
