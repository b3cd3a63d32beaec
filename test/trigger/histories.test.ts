/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { inspect } from 'node:util';

import fc from 'fast-check';
import type { INodeExecutionData } from 'n8n-workflow';

import type { PolledNode, PolledNodeOptions } from '../../scripts/engine';
import type { Fault, State } from '../../simulator';
import { chances, HISTORIES, isReplay, SEED } from '../faults/runs';
import {
	AUTHENTICATIONS,
	CUSTOMERS,
	useTrackunit,
	withoutBackOff,
	type Trackunit,
} from '../support/trackunit';
import { copyOf, expected, lineOf, type Base, type Rules } from './model';
import { ALL, told, triggerOn } from './trigger';

let trackunit: Trackunit;
useTrackunit((it) => (trackunit = it), { customers: 0 });
withoutBackOff();

const CUSTOMER_EVENTS = ALL.filter((event) => event.startsWith('customer'));
const CONTACT_EVENTS = ALL.filter((event) => event.startsWith('contact'));

/** Which one of what there is, by a number; of nothing, nothing. */
type Which = number;

type Step =
	| { do: 'addCustomer'; type: string }
	| { do: 'updateCustomer'; which: Which; key: 'name' | 'email' | 'city' | 'type'; value: string }
	| { do: 'deleteCustomer'; which: Which }
	| { do: 'addContact' | 'assign'; which: Which }
	| { do: 'updateContact'; which: Which; contact: Which; value: string | null }
	| { do: 'deleteContact'; which: Which; contact: Which }
	| { do: 'unassign' | 'move'; which: Which; asset: Which }
	| { do: 'poll' }
	| { do: 'overlap'; polls: number }
	/** With a token that has run out, where one can be renewed. */
	| { do: 'fault'; fault: Fault; expires: boolean }
	/** A list changes after so many of its and the other lists' pages were read. */
	| { do: 'drift'; fault: Fault }
	| { do: 'restart'; activates: boolean };

const which = fc.nat({ max: 7 });
const type = fc.constantFrom('RENTAL', 'DEALER');
const value = fc.constantFrom('one', 'two', 'three');

/** Lists that come short, or seem to. */
const LIES: Fault[] = [
	{ kind: 'repeatPage', times: 'always' },
	{ kind: 'noTotals', times: 'always' },
	{ kind: 'lieTotals', totalElements: 1, totalPages: 1, times: 'always' },
];

const after = fc.nat({ max: 6 });
/** What fails at once, what fails after the one retry that it gets, and what a retry mends. */
const fault = fc.oneof(
	after.map((count): Fault => ({ kind: 'status', status: 403, after: count })),
	after.map((count): Fault => ({ kind: 'status', status: 500, after: count, times: 2 })),
	after.map((count): Fault => ({ kind: 'status', status: 503, after: count })),
	after.map((count): Fault => ({ kind: 'resetAfter', after: count })),
	after.map((count): Fault => ({ kind: 'truncatedJson', after: count })),
	after.map((count): Fault => ({ kind: 'html', status: 200, after: count, times: 5 })),
	after.map((count): Fault => ({ kind: 'missingContent', after: count })),
	after.map((count): Fault => ({ kind: 'resetBefore', after: count, times: 5 })),
	after.map((count): Fault => ({ kind: 'truncated', after: count })),
	after.map((count): Fault => ({ kind: 'emptyBody', status: 200, after: count, times: 5 })),
	after.map((count): Fault => ({ kind: 'redirect', location: '/login', after: count })),
	// Of a gateway, which says nothing of a record.
	after.map((count): Fault => ({ kind: 'html', status: 404, after: count, times: 'always' })),
	after.map((count): Fault => ({ kind: 'emptyBody', status: 404, after: count, times: 'always' })),
	fc
		.constantFrom<Fault>(
			{ kind: 'html', status: 404 },
			{ kind: 'html', status: 200 },
			{ kind: 'status', status: 400, body: { error: 'invalid_client' } },
			{ kind: 'status', status: 404 },
			{ kind: 'status', status: 500 },
			{ kind: 'resetBefore' },
			{ kind: 'truncatedJson' },
		)
		.map((given): Fault => ({ ...given, on: { path: '/token*' }, times: 'always' })),
	...LIES.map((lie) => fc.constant(lie)),
	fc.constant<Fault>({ kind: 'lieTotals', totalElements: 50, times: 2, on: { path: CUSTOMERS } }),
);

const drift = fc.oneof(
	fc
		.tuple(fc.constantFrom('delete' as const, 'move' as const), after)
		.map(([to, count]): Fault => ({ kind: 'drift', change: to, after: count })),
	after.map(
		(count): Fault => ({ kind: 'drift', change: 'insert', after: count, on: { path: CUSTOMERS } }),
	),
);

const add: fc.Arbitrary<Step> = fc.record({ do: fc.constant('addCustomer' as const), type });
const fill: fc.Arbitrary<Step> = fc.record({
	do: fc.constantFrom('addContact' as const, 'assign' as const),
	which,
});

const change: fc.Arbitrary<Step> = fc.oneof(
	add,
	fill,
	fc.record({
		do: fc.constant('updateCustomer' as const),
		which,
		key: fc.constantFrom('name' as const, 'email' as const, 'city' as const, 'type' as const),
		value: fc.constantFrom('RENTAL', 'DEALER'),
	}),
	fc.record({ do: fc.constant('deleteCustomer' as const), which }),
	fc.record({
		do: fc.constant('updateContact' as const),
		which,
		contact: which,
		value: fc.option(value),
	}),
	fc.record({ do: fc.constant('deleteContact' as const), which, contact: which }),
	fc.record({ do: fc.constantFrom('unassign' as const, 'move' as const), which, asset: which }),
);
/** How the trigger comes to look: nine times in eighteen by a plain poll. */
const look: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 9, arbitrary: fc.constant<Step>({ do: 'poll' }) },
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constant('overlap' as const), polls: fc.constantFrom(2, 3) }),
	},
	{
		weight: 3,
		arbitrary: fc.record({ do: fc.constant('fault' as const), fault, expires: fc.boolean() }),
	},
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constant('restart' as const), activates: fc.boolean() }),
	},
	{
		weight: 2,
		arbitrary: drift.map((fault): Step => ({ do: 'drift', fault })),
	},
);
const round = fc
	.tuple(fc.array(change, { minLength: 1, maxLength: 6, size: 'max' }), look)
	.map(([changes, last]): Step[] => [...changes, last]);

const history = fc.record({
	events: fc.oneof(
		fc.constant(CUSTOMER_EVENTS),
		fc.constant(CONTACT_EVENTS),
		fc.constant(ALL),
		fc.subarray(ALL, { minLength: 1 }),
	),
	type: fc.constantFrom(undefined, undefined, 'RENTAL'),
	keeps: fc.constantFrom('memory' as const, 'database' as const),
	authentication: fc.constantFrom(...AUTHENTICATIONS),
	paging: fc.constantFrom('page' as const, 'cursor' as const),
	maxPageSize: fc.constantFrom(1000, 3),
	/** No time at all: five customers a poll. */
	budget: fc.constantFrom(undefined, 0),
	/** What the account has at the beginning. */
	before: fc
		.tuple(
			fc.oneof(
				{ weight: 3, arbitrary: fc.array(add, { maxLength: 4 }) },
				// More than a poll without time looks at.
				{ weight: 1, arbitrary: fc.array(add, { minLength: 6, maxLength: 7 }) },
			),
			fc.array(fill, { maxLength: 8, size: 'max' }),
		)
		.map(([customers, rows]): Step[] => [...customers, ...rows]),
	steps: fc
		.array(round, { minLength: 3, maxLength: 7, size: 'max' })
		.map((rounds) => rounds.flat()),
});

/** So many rows of a kind in a whole history that their going is never doubted. */
const MOST_ROWS = 9;
const MOST_CUSTOMERS = 8;

/** Makes the changes of one history; a step that has nothing to change does nothing. */
function createChanger(state: State): (step: Step) => void {
	let contacts = 0;
	let assets = 0;

	function pick<Key>(keys: Iterable<Key> | undefined, index: Which): Key | undefined {
		const all = [...(keys ?? [])];
		return all[index % Math.max(1, all.length)];
	}

	return (given) => {
		if (given.do === 'addCustomer') {
			if (state.customers.size < MOST_CUSTOMERS) {
				state.addCustomer({ name: 'one', type: given.type as 'RENTAL' });
			}
			return;
		}
		const id = 'which' in given ? pick(state.customers.keys(), given.which) : undefined;
		if (id === undefined) return;
		const contact =
			'contact' in given ? pick(state.contacts.get(id)?.keys(), given.contact) : undefined;
		const asset = 'asset' in given ? pick(state.assignments.get(id), given.asset) : undefined;
		switch (given.do) {
			case 'updateCustomer':
				state.updateCustomer(
					id,
					given.key === 'city' ? { address: { city: given.value } } : { [given.key]: given.value },
				);
				break;
			case 'deleteCustomer':
				state.deleteCustomer(id);
				break;
			case 'addContact':
				if (contacts < MOST_ROWS) state.addContact(id, { name: 'one' });
				contacts += 1;
				break;
			case 'assign':
				if (assets < MOST_ROWS) state.assign(id, [state.addAsset({ name: 'one' }).id]);
				assets += 1;
				break;
			case 'updateContact':
				if (contact) state.updateContact(id, contact, { email: given.value });
				break;
			case 'deleteContact':
				if (contact) state.deleteContact(id, contact);
				break;
			case 'unassign':
				if (asset) state.unassign(id, [asset]);
				break;
			case 'move': {
				const other = pick(state.customers.keys(), given.which + 1);
				if (!asset || !other) break;
				state.unassign(id, [asset]);
				state.assign(other, [asset]);
				break;
			}
		}
	};
}

/** What of the account's secrets is in what was told, logged or kept. */
function secretsIn(told: unknown): string[] {
	const text = inspect(told, { depth: Infinity });
	const { trackunitApi, trackunitApiUserApi, trackunitOAuth2Api } = trackunit.credentials;
	const secrets = [
		trackunitApi.apiToken,
		trackunitApiUserApi.clientSecret,
		trackunitApiUserApi.password,
		trackunitOAuth2Api.clientSecret,
		...(text.match(/issued-[\w-]{20}/g) ?? []),
	];
	return secrets.filter((secret) => text.includes(secret));
}

/** The lists, as `customer/contacts`, that the requests since the log was cleared have read. */
function lookedAt(): Set<string> {
	const lists = new Map<string, boolean>();
	for (const { path, fault } of trackunit.requests()) {
		const list = /customers\/([^/]+\/(?:contacts|assets))$/.exec(path)?.[1];
		if (list === undefined) continue;
		// One with a lie is read all the same, if it does not announce more than comes.
		const count = countOf(list);
		const isLie =
			(fault === 'lieTotals' && count > 0) ||
			(fault === 'repeatPage' && count <= trackunit.settings.maxPageSize) ||
			fault === 'noTotals';
		lists.set(list, fault === undefined || isLie);
	}
	return new Set([...lists].flatMap(([list, wasRead]) => (wasRead ? [list] : [])));
}

function countOf(list: string): number {
	const [id = '', part] = list.split('/');
	const { contacts, assignments } = trackunit.state;
	const rows = part === 'contacts' ? contacts.get(id) : assignments.get(id);
	return rows?.size ?? 0;
}

/** The trigger beside the model of it: each poll has to tell what the model expects. */
async function live(
	trigger: PolledNode,
	rules: Rules,
	{
		keeps,
		canRenew,
		hasTime,
	}: Record<'canRenew' | 'hasTime', boolean> & Pick<PolledNodeOptions, 'keeps'>,
	steps: readonly Step[],
	change: (step: Step) => void,
): Promise<void> {
	let base: Base | undefined;
	let saved: Base | undefined;

	async function poll(polls: Array<() => Promise<INodeExecutionData[] | null>>): Promise<void> {
		trackunit.log.clear();
		const outcomes = await Promise.allSettled(polls.map(async (one) => await one()));
		expect(secretsIn([outcomes, trigger.takeLogs(), trigger.saved()])).toEqual([]);
		const failed = outcomes.some(({ status }) => status === 'rejected');
		const items = outcomes.flatMap((one) => (one.status === 'fulfilled' ? told(one.value) : []));
		if (failed) {
			expect(items).toEqual([]);
			return;
		}
		const result = expected(base, trackunit.state, lookedAt(), rules);
		expect(items.map(lineOf).sort()).toEqual(result.lines.sort());
		base = result.base;
		if (items.length > 0 || keeps === 'database') saved = copyOf(base);
	}

	/**
	 * A change in the middle of a poll is told by it or by the next one. What was so before may be told as well: a
	 * contact as new, and then as gone with its customer. A poll whose list stays short tells nothing.
	 */
	async function pollTwice(fault: Fault): Promise<void> {
		const { customers, contacts, assignments } = trackunit.state;
		const before = {
			customers: new Map(customers),
			contacts: new Map([...contacts].map(([id, all]) => [id, new Map(all)])),
			assignments: new Map([...assignments].map(([id, all]) => [id, new Set(all)])),
		};
		trackunit.faults.add(fault);
		trackunit.log.clear();
		const [polled] = await Promise.allSettled([trigger.poll()]);
		trackunit.faults.clear();
		if (polled.status === 'rejected') {
			expect(String(polled.reason)).toContain('fewer records than announced');
			return await poll([trigger.poll]);
		}
		const first = told(polled.value);
		const looked = lookedAt();
		trackunit.log.clear();
		const second = told(await trigger.poll());
		const all = new Set([...looked, ...lookedAt()]);

		const earlier = expected(base, before, all, rules);
		const result = expected(base, trackunit.state, lookedAt(), rules);
		const between = expected(earlier.base, trackunit.state, lookedAt(), rules);
		const lines = [...first, ...second].map(lineOf);
		const possible = [...earlier.lines, ...result.lines, ...between.lines];
		expect(lines.filter((line) => !possible.includes(line))).toEqual([]);
		expect(result.lines.filter((line) => !lines.includes(line))).toEqual([]);
		expect(new Set(lines).size).toBe(lines.length);
		base = result.base;
		if (lines.length > 0 || keeps === 'database') saved = copyOf(base);
	}

	await trigger.activate();
	base = saved = expected(undefined, trackunit.state, lookedAt(), rules).base;
	for (const given of steps) {
		switch (given.do) {
			case 'poll':
				await poll([trigger.poll]);
				break;
			case 'overlap':
				// By a lease n8n itself lets one poll go at a time.
				await poll(
					Array.from({ length: keeps === 'memory' ? given.polls : 1 }, () => trigger.poll),
				);
				break;
			case 'fault':
				trackunit.faults.add(given.fault);
				if (given.expires && canRenew) trackunit.tokens.revokeAll();
				await poll([trigger.poll]);
				trackunit.faults.clear();
				break;
			case 'drift':
				// Without time for all lists, nobody knows which of them were read before the change.
				if (hasTime && trackunit.state.customers.size < MOST_CUSTOMERS) {
					await pollTwice(given.fault);
				}
				break;
			case 'restart':
				trigger.restart();
				base = saved && copyOf(saved);
				if (given.activates) {
					await poll([trigger.activate]);
					saved = base && copyOf(base);
				}
				break;
			default:
				change(given);
		}
	}
	await poll([trigger.poll]);
}

it(
	`tells the difference of the states at polls that went well, none lost, none invented, in ${HISTORIES} histories (seed ${SEED})`,
	async () => {
		let polls = 0;
		let events = 0;
		await fc.assert(
			fc.asyncProperty(
				history,
				async ({ events: chosen, type: only, keeps, budget, before, steps, ...given }) => {
					const { authentication, paging, maxPageSize } = given;
					trackunit.reset();
					Object.assign(trackunit.settings, { paging, maxPageSize });
					const change = createChanger(trackunit.state);
					for (const step of before) change(step);
					const trigger = triggerOn(trackunit, chosen, {
						authentication,
						keeps,
						budget,
						parameters: only === undefined ? {} : { filters: { type: only } },
					});
					const counting: PolledNode = {
						...trigger,
						poll: async () => {
							const items = await trigger.poll();
							polls += 1;
							events += items?.length ?? 0;
							return items;
						},
					};
					const canRenew = authentication !== 'apiToken';
					const hasTime = budget === undefined;
					const rules = { events: chosen, type: only };
					await live(counting, rules, { keeps, canRenew, hasTime }, steps, change);
				},
			),
			chances(HISTORIES),
		);
		if (isReplay) return;
		// Histories in which nothing happens would prove nothing.
		expect(polls).toBeGreaterThan(2 * HISTORIES);
		expect(events).toBeGreaterThan(2 * HISTORIES);
	},
	20 * 60_000,
);
