import type { State } from '../../simulator';

/** The ids of the assets that no customer has. */
export function freeAssets(state: State): string[] {
	return [...state.assets.keys()].filter((id) => state.holders(id).length === 0);
}

export function firstCustomer(state: State): string {
	return [...state.customers.keys()][0] ?? '';
}

/** The id of the first customer's first contact. */
export function firstContact(state: State): string {
	return [...(state.contacts.get(firstCustomer(state))?.keys() ?? [])][0] ?? '';
}
