import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { State } from '../../simulator';
import { automatic } from '../support/columns';
import { byId } from '../support/trackunit';
import { freeAssets } from '../support/records';

/** A row of a schedule: what goes into the node, and what is to be seen in Trackunit of it. */
export interface CaseRow {
	json: IDataObject;
	/** Refused before anything is sent. */
	isBad?: boolean;
	/** Whether the change that the row asks for is there. Without it the row changes nothing. */
	isThere?: () => boolean;
	/** How many records the row's key has now. */
	count?: () => number;
	/** Found in the body of the request that creates the row's record, and in no other. */
	creates?: string;
	/** What is wrong with what the row is told. */
	check?: (told: IDataObject[]) => string | undefined;
	/** The ids of the list that the row is answered with, as they are now. */
	list?: () => string[];
}

export interface Case {
	resource: string;
	operation: string;
	/** What tells it from another case of the operation. */
	way?: string;
	parameters: INodeParameters;
	/** So many rows, made from the account as it is before the run. */
	rows: (state: State, count: number, numbers: Numbers) => CaseRow[];
}

/** Chance, of the schedule. */
export interface Numbers {
	/** How many rows share a customer or a key, on average. */
	shared: number;
	/** Whether the row of that index is a bad one. */
	isBad: (index: number) => boolean;
}

const NEW = 'Row';
const name = (index: number): string => `${NEW} ${index}.`;
const customer = byId('={{ $json.customer }}');
const contact = { customerId: customer, contactId: byId('={{ $json.contact }}') };
const assets = { customerId: customer, assetIdentifier: 'id', assets: '={{ $json.assets }}' };

function customerIds(state: State): string[] {
	return [...state.customers.keys()];
}

function assetIds(state: State, customerId: string): string[] {
	return [...(state.assignments.get(customerId) ?? [])];
}

function at<Value>(values: readonly Value[], index: number): Value {
	const value = values[index % Math.max(1, values.length)];
	if (value === undefined) throw new Error('The account has too little for this schedule');
	return value;
}

/** A customer for rows that share customers. */
function shares(state: State, index: number, { shared }: Numbers): string {
	return at(customerIds(state), Math.floor(index / shared));
}

function named(state: State, wanted: string): number {
	return [...state.customers.values()].filter((one) => one.name === wanted).length;
}

function contactsNamed(state: State, wanted: string): number {
	return [...state.contacts.values()]
		.flatMap((all) => [...all.values()])
		.filter((one) => one.name === wanted).length;
}

function allContacts(state: State): Array<{ customer: string; contact: string }> {
	return [...state.contacts].flatMap(([id, all]) =>
		[...all.keys()].map((one) => ({ customer: id, contact: one })),
	);
}

function has(state: State, customerId: string, assetId: unknown): boolean {
	return state.assignments.get(customerId)?.has(String(assetId)) ?? false;
}

/** Distinct values, for rows that must not share a record. */
function few<Value>(values: readonly Value[], count: number): Value[] {
	return values.slice(0, Math.max(1, Math.min(count, values.length)));
}

function rows<Row>(count: number, make: (index: number) => Row): Row[] {
	return Array.from({ length: count }, (_, index) => make(index));
}

function bad(json: IDataObject): CaseRow {
	return { json, isBad: true };
}

function idIs(wanted: string): CaseRow['check'] {
	return ([told]) =>
		told?.id === undefined || told.id === wanted
			? undefined
			: `Told ${String(told.id)} for ${wanted}`;
}

/** A row that is there where there is a record with what it says, of which there is to be one. */
function seenBy(there: () => number): Pick<CaseRow, 'isThere' | 'count'> {
	return { isThere: () => there() > 0, count: there };
}

const create: Case = {
	resource: 'customer',
	operation: 'create',
	parameters: { name: '={{ $json.name }}', additionalFields: { city: '={{ $json.city }}' } },
	rows: (state, count, { isBad }) =>
		rows(count, (index) => {
			if (isBad(index)) return bad({ name: '', city: 'x' });
			return {
				json: { name: name(index), city: `City ${index}` },
				...seenBy(() => named(state, name(index))),
				creates: `"name":"${name(index)}"`,
			};
		}),
};

const createContact: Case = {
	resource: 'contact',
	operation: 'create',
	parameters: { customerId: customer, name: '={{ $json.name }}' },
	rows: (state, count, numbers) =>
		rows(count, (index) => {
			if (numbers.isBad(index)) return bad({ customer: 'a/b', name: name(index) });
			return {
				json: { customer: shares(state, index, numbers), name: name(index) },
				...seenBy(() => contactsNamed(state, name(index))),
				creates: `"name":"${name(index)}"`,
			};
		}),
};

const upsert: Case = {
	resource: 'customer',
	operation: 'upsert',
	parameters: { columns: automatic('externalReference') },
	rows(state, count, { isBad, shared }) {
		const known = [...state.customers.values()].flatMap(({ externalReference }) =>
			externalReference ? [externalReference] : [],
		);
		const keys = rows(count, (index) => {
			const group = Math.floor(index / shared);
			// From all over the list, so that some are on its later pages.
			return group % 2 === 0 ? `NEW-${group}` : at(known, group * 7);
		});
		return keys.map((key, index) => {
			if (isBad(index)) return bad({ externalReference: '', name: name(index) });
			// A later row of the key takes its name away again.
			const isAlone = keys.indexOf(key) === keys.lastIndexOf(key);
			return {
				json: { externalReference: key, name: name(index) },
				...(isAlone && { isThere: () => named(state, name(index)) > 0 }),
				count: () =>
					[...state.customers.values()].filter((one) => one.externalReference === key).length,
				...(!known.includes(key) && { creates: `"externalReference":"${key}"` }),
			};
		});
	},
};

/** By a key that Trackunit does not hold to be unique, so that a twin is possible. */
const upsertByName: Case = {
	resource: 'customer',
	operation: 'upsert',
	way: 'by name',
	parameters: { columns: automatic('name') },
	rows(state, count, { isBad }) {
		const known = [...state.customers.values()].map((one) => one.name);
		return rows(count, (index) => {
			if (isBad(index)) return bad({ name: '', city: 'x' });
			const isNew = index % 2 === 0 || index >= known.length;
			const key = isNew ? name(index) : at(known, index);
			const withKey = () => [...state.customers.values()].filter((one) => one.name === key);
			return {
				json: { name: key, city: `City ${index}` },
				isThere: () => withKey().some(({ address }) => address?.city === `City ${index}`),
				count: () => withKey().length,
				...(isNew && { creates: `"name":"${key}"` }),
			};
		});
	},
};

const upsertContact: Case = {
	resource: 'contact',
	operation: 'upsert',
	parameters: { customerId: customer, columns: automatic('email') },
	rows: (state, count, numbers) =>
		rows(count, (index) => {
			const id = shares(state, index, numbers);
			if (numbers.isBad(index)) return bad({ customer: id, email: '', name: name(index) });
			// The first row of each customer is for a contact that is there; no key has two rows.
			const isFirst = index % numbers.shared === 0 && index < numbers.shared * state.customers.size;
			const known = isFirst
				? [...(state.contacts.get(id)?.values() ?? [])].find(({ email }) => email)?.email
				: undefined;
			const email = known ?? `row${index}@example.com`;
			return {
				json: { customer: id, email, name: name(index) },
				isThere: () => contactsNamed(state, name(index)) > 0,
				count: () =>
					[...(state.contacts.get(id)?.values() ?? [])].filter((one) => one.email === email).length,
				...(known === undefined && { creates: `"email":"${email}"` }),
			};
		}),
};

const update: Case = {
	resource: 'customer',
	operation: 'update',
	parameters: { customerId: customer, updateFields: { name: '={{ $json.name }}' } },
	rows(state, count, { isBad }) {
		const ids = few(customerIds(state), count);
		return rows(ids.length, (index) =>
			isBad(index)
				? bad({ customer: '..', name: name(index) })
				: {
						json: { customer: at(ids, index), name: name(index) },
						...seenBy(() => named(state, name(index))),
						check: idIs(at(ids, index)),
					},
		);
	},
};

const updateContact: Case = {
	resource: 'contact',
	operation: 'update',
	parameters: { ...contact, updateFields: { name: '={{ $json.name }}' } },
	rows(state, count, { isBad }) {
		const all = few(allContacts(state), count);
		return rows(all.length, (index) =>
			isBad(index)
				? bad({ ...at(all, index), contact: '', name: name(index) })
				: {
						json: { ...at(all, index), name: name(index) },
						...seenBy(() => contactsNamed(state, name(index))),
						check: idIs(at(all, index).contact),
					},
		);
	},
};

const remove: Case = {
	resource: 'customer',
	operation: 'delete',
	parameters: { customerId: customer },
	rows(state, count, { isBad }) {
		const ids = few(customerIds(state), count);
		return rows(ids.length, (index) =>
			isBad(index)
				? bad({ customer: 'a/b' })
				: {
						json: { customer: at(ids, index) },
						isThere: () => !state.customers.has(at(ids, index)),
						check: idIs(at(ids, index)),
					},
		);
	},
};

const removeContact: Case = {
	resource: 'contact',
	operation: 'delete',
	parameters: contact,
	rows(state, count, { isBad }) {
		const all = few(allContacts(state), count);
		return rows(all.length, (index) => {
			const one = at(all, index);
			return isBad(index)
				? bad({ ...one, contact: '.' })
				: {
						json: { ...one },
						isThere: () => !state.contacts.get(one.customer)?.has(one.contact),
						check: idIs(one.contact),
					};
		});
	},
};

const get: Case = {
	resource: 'customer',
	operation: 'get',
	parameters: { customerId: customer },
	rows: (state, count, numbers) =>
		rows(count, (index) => {
			const id = shares(state, index, numbers);
			return numbers.isBad(index)
				? bad({ customer: '' })
				: { json: { customer: id }, check: idIs(id) };
		}),
};

const getContact: Case = {
	resource: 'contact',
	operation: 'get',
	parameters: contact,
	rows: (state, count, { isBad }) =>
		rows(count, (index) => {
			const one = at(allContacts(state), index);
			return isBad(index)
				? bad({ ...one, customer: 'a/b' })
				: { json: { ...one }, check: idIs(one.contact) };
		}),
};

const getAll: Case = {
	resource: 'customer',
	operation: 'getAll',
	parameters: { returnAll: true, filters: {} },
	rows: (state, count) =>
		rows(Math.min(count, 5), (index) => ({
			json: { index },
			list: () => customerIds(state),
		})),
};

const getAllContacts: Case = {
	resource: 'contact',
	operation: 'getAll',
	parameters: { customerId: customer, limit: 30 },
	rows: (state, count, numbers) =>
		rows(count, (index) => {
			const id = shares(state, index, numbers);
			return numbers.isBad(index)
				? bad({ customer: '' })
				: {
						json: { customer: id },
						list: () => [...(state.contacts.get(id)?.keys() ?? [])],
					};
		}),
};

const getAllAssets: Case = {
	resource: 'asset',
	operation: 'getAll',
	parameters: { customerId: customer, returnAll: true },
	rows: (state, count, numbers) =>
		rows(count, (index) => {
			const id = shares(state, index, numbers);
			return numbers.isBad(index)
				? bad({ customer: 'a/b' })
				: {
						json: { customer: id },
						list: () => assetIds(state, id),
					};
		}),
};

const assign: Case = {
	resource: 'asset',
	operation: 'assign',
	parameters: assets,
	rows(state, count, numbers) {
		const free = few(freeAssets(state), count);
		return rows(free.length, (index) => {
			const id = shares(state, index, numbers);
			const asset = at(free, index);
			return numbers.isBad(index)
				? bad({ customer: id, assets: '' })
				: { json: { customer: id, assets: asset }, isThere: () => has(state, id, asset) };
		});
	},
};

const unassign: Case = {
	resource: 'asset',
	operation: 'unassign',
	parameters: assets,
	rows(state, count, { isBad }) {
		const held = few(
			[...state.assignments].flatMap(([id, all]) => [...all].map((asset) => ({ id, asset }))),
			count,
		);
		return rows(held.length, (index) => {
			const { id, asset } = at(held, index);
			return isBad(index)
				? bad({ customer: '', assets: asset })
				: { json: { customer: id, assets: asset }, isThere: () => !has(state, id, asset) };
		});
	},
};

const set: Case = {
	resource: 'asset',
	operation: 'set',
	parameters: assets,
	rows(state, count, numbers) {
		const free = few(freeAssets(state), count);
		return rows(free.length, (index) => {
			const id = shares(state, index, numbers);
			const asset = at(free, index);
			if (numbers.isBad(index)) return bad({ customer: id, assets: '' });
			const had = assetIds(state, id);
			return {
				json: { customer: id, assets: asset },
				isThere: () => has(state, id, asset),
				check: () => {
					const more = had.filter((one) => has(state, id, one));
					return more.length > 0 ? `The customer still has ${more.join(', ')}` : undefined;
				},
			};
		});
	},
};

const provision: Case = {
	resource: 'portalAccess',
	operation: 'provision',
	parameters: { customerId: customer, email: '={{ $json.mail }}', firstName: 'A', lastName: 'B' },
	rows: (state, count, numbers) =>
		rows(count, (index) => {
			const id = shares(state, index, numbers);
			const mail = `row${index}@example.com`;
			return numbers.isBad(index)
				? bad({ customer: id, mail: '' })
				: {
						json: { customer: id, mail },
						isThere: () => state.portalAccess.has(`${id} ${mail}`),
					};
		}),
};

const query: Case = {
	resource: 'graphql',
	operation: 'query',
	parameters: {
		query:
			'query ($first: Int, $after: String) { customers(first: $first, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } } }',
		connectionPath: 'customers',
		returnAll: true,
		variables: '={{ $json.variables }}',
	},
	rows: (state, count, { isBad }) =>
		rows(Math.min(count, 10), (index) =>
			isBad(index)
				? bad({ variables: 'no JSON' })
				: {
						json: { variables: {} },
						list: () => customerIds(state),
					},
		),
};

const mutate: Case = {
	resource: 'graphql',
	operation: 'mutate',
	parameters: {
		query:
			'mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id name } } }',
		variables: '={{ $json.variables }}',
	},
	rows: (state, count, { isBad }) =>
		rows(count, (index) => {
			if (isBad(index)) return bad({ variables: '[' });
			return {
				json: { variables: { input: { name: name(index) } } },
				...seenBy(() => named(state, name(index))),
				creates: `"name":"${name(index)}"`,
			};
		}),
};

/** Every operation, with rows that know what they are to do. */
const ALL: readonly Case[] = [
	create,
	createContact,
	upsert,
	upsertByName,
	upsertContact,
	update,
	updateContact,
	remove,
	removeContact,
	get,
	getContact,
	getAll,
	getAllContacts,
	getAllAssets,
	assign,
	unassign,
	set,
	provision,
	query,
	mutate,
];

/** By their names, such as `customer.upsert by name`. */
export const CASES: Readonly<Record<string, Case>> = Object.fromEntries(
	ALL.map((one) => [[`${one.resource}.${one.operation}`, one.way].filter(Boolean).join(' '), one]),
);
