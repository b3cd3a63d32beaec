import type { Rows } from './paging';
import { createRandom } from './random';
import type {
	Asset,
	AssetFields,
	Contact,
	ContactFields,
	Customer,
	CustomerFields,
	PortalAccess,
} from './records';
import type { Seed } from './seed';
import { createTable, type Table } from './table';

type Extra = Readonly<Record<string, unknown>>;

/**
 * What the local Trackunit knows. Tests read the maps, anew after a reset, and change them by the
 * functions, which do not check the contract but keep the maps consistent. Records are replaced, never altered.
 * The functions throw for unknown ids.
 */
export interface State {
	readonly customers: ReadonlyMap<string, Customer>;
	/** By customer, then by contact; every customer has an entry. */
	readonly contacts: ReadonlyMap<string, ReadonlyMap<string, Contact>>;
	readonly assets: ReadonlyMap<string, Asset>;
	/** Ids of assets by customer; every customer has an entry. */
	readonly assignments: ReadonlyMap<string, ReadonlySet<string>>;
	/** By customer and email in lower case, with a space between. */
	readonly portalAccess: ReadonlyMap<string, PortalAccess>;

	addCustomer(fields: CustomerFields & Extra): Customer;
	/** Adds `count` customers with names and external references of their own. */
	addCustomers(count: number): Customer[];
	updateCustomer(id: string, fields: Partial<CustomerFields> & Extra): Customer;
	/** Its contacts go with it, its assets are free again. */
	deleteCustomer(id: string): void;
	addContact(customerId: string, fields: ContactFields & Extra): Contact;
	updateContact(customerId: string, id: string, fields: Partial<ContactFields> & Extra): Contact;
	deleteContact(customerId: string, id: string): void;
	addAsset(fields: AssetFields & Extra): Asset;
	assign(customerId: string, assetIds: Iterable<string>): void;
	unassign(customerId: string, assetIds: Iterable<string>): void;
	/** Ids of the customers that have the asset. */
	holders(assetId: string): readonly string[];
}

/** What the endpoints and faults need beyond what tests do. */
export interface Store extends State {
	readonly customerTable: Table<Customer>;
	readonly assetTable: Table<Asset>;
	contactsOf(customerId: string): Rows<Contact>;
	/** An id that no record has. */
	newId(): string;
	keepPortalAccess(access: PortalAccess): void;
	portalAccessOf(customerId: string, email: string): PortalAccess | undefined;
	addFirst: {
		customer(fields: CustomerFields & Extra): void;
		asset(fields: AssetFields & Extra): string;
		contact(customerId: string, fields: ContactFields & Extra): void;
		assignment(customerId: string, assetId: string): void;
	};
	/** Makes a record the last of its list. */
	toEnd: {
		contact(customerId: string, id: string): void;
		assignment(customerId: string, assetId: string): void;
	};
	deleteAsset(id: string): void;
	reset(): void;
}

function portalKey(customerId: string, email: string): string {
	return `${customerId} ${email.toLowerCase()}`;
}

/** What customers have, made for each of them when it is first looked at. */
interface PerCustomer<C> {
	readonly all: ReadonlyMap<string, C>;
	of(customerId: string): C;
	replace(customerId: string, collection: C): void;
	delete(customerId: string): void;
	clear(): void;
}

function createPerCustomer<C>(
	customers: Table<Customer>,
	make: (customerId: string) => C,
): PerCustomer<C> {
	const made = new Map<string, C>();

	function of(id: string): C {
		const known = made.get(id);
		if (known !== undefined) return known;
		const fresh = make(id);
		made.set(id, fresh);
		return fresh;
	}

	function* entries(): Generator<[string, C], undefined> {
		for (const id of customers.ids()) yield [id, of(id)];
	}

	function* values(): Generator<C, undefined> {
		for (const id of customers.ids()) yield of(id);
	}

	const all: ReadonlyMap<string, C> = {
		get size() {
			return customers.rows.size;
		},
		has: (id) => customers.rows.has(id),
		get: (id) => (customers.rows.has(id) ? of(id) : undefined),
		keys: () => customers.rows.keys(),
		values,
		entries,
		[Symbol.iterator]: entries,
		forEach(visit) {
			for (const [id, collection] of entries()) visit(collection, id, all);
		},
	};

	return {
		all,
		of,
		replace: (id, collection) => made.set(id, collection),
		delete: (id) => made.delete(id),
		clear: () => made.clear(),
	};
}

export function createStore(seed: Seed, randomSeed: number): Store {
	const customers = createTable<Customer>(['externalReference']);
	const assets = createTable<Asset>(['serialNumber', 'externalReference']);
	const contacts = createPerCustomer(
		customers,
		(id) => new Map(seed.contactsOf(id).map((contact) => [contact.id, contact])),
	);
	const assignments = createPerCustomer(customers, (id) => new Set(seed.assetsOf(id)));
	// Built when first needed, as it costs as much as all other copies together.
	let holders: Map<string, Set<string>> | undefined;
	const portalAccess = new Map<string, PortalAccess>();
	let random = createRandom(randomSeed);
	let added = 0;

	function reset(): void {
		customers.load(() => seed.customers);
		assets.load(() => seed.assets);
		contacts.clear();
		assignments.clear();
		holders = undefined;
		portalAccess.clear();
		random = createRandom(randomSeed);
		added = 0;
	}

	function contactOf(customerId: string, id: string): Contact {
		const contact = contacts.all.get(customerId)?.get(id);
		if (contact === undefined) throw new Error(`There is no contact '${id}'`);
		return contact;
	}

	function allHolders(): Map<string, Set<string>> {
		if (holders === undefined) {
			holders = new Map();
			for (const [customerId, assetIds] of assignments.all) {
				for (const id of assetIds) addHolder(holders, id, customerId);
			}
		}
		return holders;
	}

	function addHolder(all: Map<string, Set<string>>, assetId: string, customerId: string): void {
		const known = all.get(assetId);
		if (known === undefined) all.set(assetId, new Set([customerId]));
		else known.add(customerId);
	}

	function addCustomer(fields: CustomerFields & Extra): Customer {
		const customer: Customer = { ...fields, id: random.uuid() };
		customers.put(customer);
		return customer;
	}

	function addAsset(fields: AssetFields & Extra): Asset {
		const asset: Asset = { ...fields, id: random.uuid() };
		assets.put(asset);
		return asset;
	}

	function assign(customerId: string, assetIds: Iterable<string>): void {
		customers.get(customerId);
		const known = allHolders();
		const assigned = assignments.of(customerId);
		for (const id of assetIds) {
			if (!assets.rows.has(id)) throw new Error(`There is no asset '${id}'`);
			assigned.add(id);
			addHolder(known, id, customerId);
		}
	}

	function unassign(customerId: string, assetIds: Iterable<string>): void {
		customers.get(customerId);
		const known = allHolders();
		const assigned = assignments.of(customerId);
		for (const id of assetIds) {
			assigned.delete(id);
			known.get(id)?.delete(customerId);
		}
	}

	reset();
	return {
		get customers() {
			return customers.rows;
		},
		contacts: contacts.all,
		get assets() {
			return assets.rows;
		},
		assignments: assignments.all,
		portalAccess,
		customerTable: customers,
		assetTable: assets,
		addCustomer,
		addCustomers: (count) =>
			Array.from({ length: count }, () => {
				added += 1;
				return addCustomer({
					name: `Added Customer ${added}`,
					externalReference: `ADDED-${added}`,
					type: 'OTHER',
				});
			}),
		updateCustomer(id, fields) {
			const customer: Customer = { ...customers.get(id), ...fields, id };
			customers.put(customer);
			return customer;
		},
		deleteCustomer(id) {
			customers.get(id);
			unassign(id, [...(assignments.all.get(id) ?? [])]);
			customers.delete(id);
			contacts.delete(id);
			assignments.delete(id);
			for (const [key, access] of portalAccess) {
				if (access.customerId === id) portalAccess.delete(key);
			}
		},
		addContact(customerId, fields) {
			customers.get(customerId);
			const contact: Contact = { ...fields, id: random.uuid() };
			contacts.of(customerId).set(contact.id, contact);
			return contact;
		},
		updateContact(customerId, id, fields) {
			const contact: Contact = { ...contactOf(customerId, id), ...fields, id };
			contacts.of(customerId).set(id, contact);
			return contact;
		},
		deleteContact(customerId, id) {
			contactOf(customerId, id);
			contacts.of(customerId).delete(id);
		},
		addAsset,
		assign,
		unassign,
		holders: (assetId) => [...(allHolders().get(assetId) ?? [])],
		contactsOf: (customerId) => ({
			ids: [...(contacts.all.get(customerId)?.keys() ?? [])],
			row: (id) => contactOf(customerId, id),
		}),
		newId: () => random.uuid(),
		keepPortalAccess(access) {
			portalAccess.set(portalKey(access.customerId, access.email), access);
		},
		portalAccessOf: (customerId, email) => portalAccess.get(portalKey(customerId, email)),
		addFirst: {
			customer(fields) {
				const { id } = addCustomer(fields);
				customers.toFront(id);
			},
			asset(fields) {
				const { id } = addAsset(fields);
				assets.toFront(id);
				return id;
			},
			contact(customerId, fields) {
				const id = random.uuid();
				const rest = contacts.all.get(customerId) ?? [];
				contacts.replace(customerId, new Map([[id, { ...fields, id }], ...rest]));
			},
			assignment(customerId, assetId) {
				const rest = assignments.all.get(customerId) ?? [];
				assignments.replace(customerId, new Set([assetId, ...rest]));
				addHolder(allHolders(), assetId, customerId);
			},
		},
		toEnd: {
			contact(customerId, id) {
				const contact = contactOf(customerId, id);
				contacts.of(customerId).delete(id);
				contacts.of(customerId).set(id, contact);
			},
			assignment(customerId, assetId) {
				assignments.of(customerId).delete(assetId);
				assignments.of(customerId).add(assetId);
			},
		},
		deleteAsset(id) {
			for (const customerId of allHolders().get(id) ?? []) assignments.of(customerId).delete(id);
			allHolders().delete(id);
			assets.delete(id);
		},
		reset,
	};
}
