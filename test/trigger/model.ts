import type { IDataObject } from 'n8n-workflow';

import type { Contact, Customer, State } from '../../simulator';

/** What a poll may compare with: all there was when it last looked. */
export interface Base {
	customers: Map<string, Customer>;
	/** `awaited`: not looked at yet; `new`: the customer came after the first poll, so it had nothing. */
	lists: Map<string, Lists | 'awaited' | 'new'>;
}

interface Lists {
	contacts: Map<string, Contact>;
	assets: Set<string>;
}

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
 * What a poll has to tell, and what the next one compares with. `looked` are the customers whose lists it
 * came to; those of others are as if nobody had polled.
 */
export function expected(
	base: Base | undefined,
	state: State,
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
		const known = base?.lists.get(id) ?? (base && !before && told ? 'new' : 'awaited');
		if (!looked.has(id) || !told) {
			next.lists.set(id, known);
			continue;
		}
		const lists: Lists = {
			contacts: new Map(state.contacts.get(id)),
			assets: new Set(state.assignments.get(id)),
		};
		next.lists.set(id, lists);
		if (known === 'awaited') continue;
		const empty: Lists = { contacts: new Map(), assets: new Set() };
		lines.push(...listLines(id, known === 'new' ? empty : known, lists));
	}

	for (const [id, before] of base?.customers ?? []) {
		if (state.customers.has(id) || !matches(rules, before)) continue;
		lines.push(line('customerDeleted', id, id));
		const known = base?.lists.get(id);
		if (typeof known === 'object') {
			lines.push(...listLines(id, known, { contacts: new Map(), assets: new Set() }));
		}
	}
	return {
		lines: lines.filter((one) => rules.events.some((event) => one.startsWith(`${event} `))),
		base: next,
	};
}

function listLines(customerId: string, before: Lists, after: Lists): string[] {
	const lines: string[] = [];
	for (const [id, contact] of after.contacts) {
		const was = before.contacts.get(id);
		if (!was) lines.push(line('contactCreated', customerId, id));
		const changes = was ? changesIn(was, contact, CONTACT_KEYS) : {};
		if (Object.keys(changes).length > 0) {
			lines.push(line('contactUpdated', customerId, id, changes));
		}
	}
	for (const id of before.contacts.keys()) {
		if (!after.contacts.has(id)) lines.push(line('contactDeleted', customerId, id));
	}
	for (const id of after.assets) {
		if (!before.assets.has(id)) lines.push(line('assetAssigned', customerId, id));
	}
	for (const id of before.assets) {
		if (!after.assets.has(id)) lines.push(line('assetUnassigned', customerId, id));
	}
	return lines;
}
