import type { IDataObject } from 'n8n-workflow';

import type { Contact, Customer, State } from '../../simulator';

/** What a poll may compare with: all there was when it last looked. */
export interface Base {
	customers: Map<string, Customer>;
	/**
	 * By customer and list, as `customer/contacts`. `awaited`: not looked at yet; `new`: the customer came
	 * after the first poll, so it had nothing.
	 */
	lists: Map<string, Rows | 'awaited' | 'new'>;
}

/** What of an account a poll can see. */
type Seen = Pick<State, 'customers' | 'contacts' | 'assignments'>;

/** The rows of a list by id; of assets the ids are all that matters. */
type Rows = Map<string, Contact | undefined>;

const PARTS = ['contacts', 'assets'] as const;

export interface Rules {
	events: readonly string[];
	/** The only type of customers that is watched. */
	type: string | undefined;
}

function matches({ type }: Rules, customer: Customer | undefined): boolean {
	return customer !== undefined && (type === undefined || customer.type === type);
}

export function copyOf(base: Base): Base {
	return { customers: new Map(base.customers), lists: new Map(base.lists) };
}

/** An event as both sides write it, to be compared. */
function line(event: string, customerId: string, id: string, changes?: IDataObject): string {
	return [event, customerId, id, ...(changes ? [JSON.stringify(changes)] : [])].join(' ');
}

export function lineOf({ event, customerId, id, changes }: IDataObject): string {
	return line(
		String(event),
		String(customerId),
		String(id),
		typeof changes === 'object' ? (changes as IDataObject) : undefined,
	);
}

const CUSTOMER_KEYS = ['name', 'type', 'email', 'city'];
const CONTACT_KEYS = ['name', 'email'];

function valueOf(record: Customer | Contact, key: string): IDataObject[string] {
	const { address } = record as Customer;
	const value = key === 'city' ? address?.city : record[key];
	return value === undefined || value === '' ? null : (value as IDataObject[string]);
}

function changesIn(
	before: Customer | Contact,
	after: Customer | Contact,
	keys: string[],
): IDataObject {
	return Object.fromEntries(
		keys
			.map((key) => [key, { before: valueOf(before, key), after: valueOf(after, key) }] as const)
			.filter(([, { before: was, after: is }]) => was !== is),
	);
}

/**
 * What a poll has to tell, and what the next one compares with. `looked` are the lists that it
 * has read; others are as if nobody had polled.
 */
export function expected(
	base: Base | undefined,
	state: Seen,
	looked: ReadonlySet<string>,
	rules: Rules,
): { lines: string[]; base: Base } {
	const lines: string[] = [];
	const next: Base = { customers: new Map(state.customers), lists: new Map() };

	for (const [id, now] of state.customers) {
		const before = base?.customers.get(id);
		const told = matches(rules, now);
		if (base && !before && told) lines.push(line('customerCreated', id, id));
		if (before && told) {
			const changes = changesIn(before, now, CUSTOMER_KEYS);
			if (Object.keys(changes).length > 0) lines.push(line('customerUpdated', id, id, changes));
		}
		for (const part of PARTS) {
			const list = `${id}/${part}`;
			const known = base?.lists.get(list) ?? (base && !before && told ? 'new' : 'awaited');
			if (!looked.has(list) || !told) {
				next.lists.set(list, known);
				continue;
			}
			const rows = rowsIn(state, id, part);
			next.lists.set(list, rows);
			if (known === 'awaited') continue;
			lines.push(...listLines(id, part, known === 'new' ? new Map() : known, rows));
		}
	}

	for (const [id, before] of base?.customers ?? []) {
		if (state.customers.has(id) || !matches(rules, before)) continue;
		lines.push(line('customerDeleted', id, id));
		for (const part of PARTS) {
			const known = base?.lists.get(`${id}/${part}`);
			if (known instanceof Map) lines.push(...listLines(id, part, known, new Map()));
		}
	}
	return {
		lines: lines.filter((one) => rules.events.some((event) => one.startsWith(`${event} `))),
		base: next,
	};
}

function rowsIn(state: Seen, id: string, part: (typeof PARTS)[number]): Rows {
	if (part === 'contacts') return new Map(state.contacts.get(id));
	return new Map([...(state.assignments.get(id) ?? [])].map((asset) => [asset, undefined]));
}

const EVENTS = {
	contacts: { came: 'contactCreated', went: 'contactDeleted' },
	assets: { came: 'assetAssigned', went: 'assetUnassigned' },
};

function listLines(
	customerId: string,
	part: (typeof PARTS)[number],
	before: Rows,
	after: Rows,
): string[] {
	const lines: string[] = [];
	const { came, went } = EVENTS[part];
	for (const [id, now] of after) {
		if (!before.has(id)) lines.push(line(came, customerId, id));
		const was = before.get(id);
		const changes = was && now ? changesIn(was, now, CONTACT_KEYS) : {};
		if (Object.keys(changes).length > 0) {
			lines.push(line('contactUpdated', customerId, id, changes));
		}
	}
	for (const id of before.keys()) {
		if (!after.has(id)) lines.push(line(went, customerId, id));
	}
	return lines;
}
