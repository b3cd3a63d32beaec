import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { asError, isRefusedByApi, Refusal, RequestFailure } from '../../failure/failure';
import { isUuid } from '../../ids';
import type { Parameters } from '../../parameters/itemParameters';
import { customerProperty, readCustomer } from '../customer/locator';
import { optionsProperty } from '../../parameters/options';
import { show } from '../../parameters/values';
import { CUSTOMER_ASSETS } from '../../paths';
import type { Reference } from '../../records/reference';
import { pick } from '../../records/simplify';
import { groupBy } from '../../groupBy';
import type { Planning, Row, Run } from '../../run/operation';
import { incomplete } from '../../transport/pages';
import { assetsProperties, MAY_BE_SERIAL_NUMBERS, readAssets } from './namedAssets';
import { assetFields } from './record';
import { assetIdOf, createWriter, MOST_IDS, type Changes, type Writer } from './shapes';

/** A row: a customer, and the assets that it names. */
export interface Input {
	customer: Reference;
	assets: Reference[];
	/** The plan's: the ids of its assets, each once. */
	named: string[];
	/** The plan's. */
	shared: Shared;
}

/** What the rows of a customer have in common. */
interface Shared {
	/** What the customer has, read once. */
	current(): Promise<Current>;
	/** The run's. */
	writer: Writer;
	/** By asset, what the run has seen of it. */
	known: ReadonlyMap<string, IDataObject>;
	/** By asset, the requests that carry it, in the order of the rows. */
	sendings: Map<string, Array<Promise<unknown>>>;
}

/** The assets that a customer has, and why there may be more. */
export interface Current {
	ids: ReadonlySet<string>;
	doubt?: Refusal;
}

export function parametersOf(
	options: Array<'allowEmpty'> = [],
	notices: INodeProperties[] = [],
): INodeProperties[] {
	return [
		customerProperty,
		...assetsProperties(options.includes('allowEmpty')),
		...notices,
		optionsProperty('assignmentBody', 'dryRun', 'pageSize', ...options),
	];
}

/** What a row names is read though its customer is refused, and the other way round: Set needs to know it. */
export function readRow(p: Parameters, allowEmpty = false): Input {
	let customer: Reference;
	let assets: Reference[] = [];
	try {
		customer = readCustomer(p);
	} finally {
		assets = readAssets(p, allowEmpty);
	}
	return {
		customer,
		assets,
		named: [],
		shared: share(async () => await Promise.resolve({ ids: new Set() }), createWriter('auto')),
	};
}

function share(
	read: () => Promise<Current>,
	writer: Writer,
	known: Shared['known'] = new Map(),
): Shared {
	let current: Promise<Current> | undefined;
	return { current: async () => await (current ??= read()), writer, known, sendings: new Map() };
}

/** The rows of each customer, each knowing the ids of what it names, and sharing what the customer has. */
export function byCustomer(run: Run, rows: Array<Row<Input>>): Array<Array<Row<Input>>> {
	const groups = groupBy(rows, ({ input }) => run.idOf(input.customer));
	const writer = createWriter(run.options.assignmentBody);
	return [...groups].map(([customerId, ofCustomer]) => {
		const known = new Map<string, IDataObject>();
		const shared = share(async () => await assignedTo(run, customerId, known), writer, known);
		return ofCustomer.map(({ item, input }) => {
			for (const asset of input.assets) {
				const record = run.recordOf(asset);
				if (record) known.set(run.idOf(asset), record);
			}
			const named = [...new Set(input.assets.map((asset) => run.idOf(asset)))];
			return { item, input: { ...input, named, shared } };
		});
	});
}

/** What a customer has; what its rows tell of assets of which nothing is known yet is noted. */
async function assignedTo(
	run: Run,
	customerId: string,
	known: Map<string, IDataObject>,
): Promise<Current> {
	const { rows, short } = await run.list({ path: CUSTOMER_ASSETS, ids: { customerId } });
	const ids = new Set<string>();
	for (const row of rows) {
		const id = assetIdOf(row);
		if (id === undefined) continue;
		ids.add(id);
		if (!known.has(id)) known.set(id, row);
	}
	if (short !== undefined) {
		const consequence = 'What the customer has is not known, so nothing was sent for it.';
		return { ids, doubt: incomplete(short, consequence) };
	}
	const nameless = rows.find((row) => assetIdOf(row) === undefined);
	if (!nameless) return { ids };
	return {
		ids,
		doubt: new Refusal(
			'An ID is missing or invalid',
			`Trackunit lists an asset of the customer without one: ${show(nameless)}. Nothing was sent for it.`,
		),
	};
}

/**
 * As few groups as a request of so many ids allows; a row is split over requests only if it alone has
 * more. A group sends all that its rows name: the request of another one may fail.
 */
export function packed(rows: Array<Row<Input>>): Array<Array<Row<Input>>> {
	const groups: Array<Array<Row<Input>>> = [];
	let sent = new Set<string>();
	for (const row of rows) {
		const added = namedBy([row.input]).filter((id) => !sent.has(id));
		const last = groups.at(-1);
		if (last && (added.length === 0 || sent.size + added.length <= MOST_IDS)) {
			last.push(row);
			added.forEach((id) => sent.add(id));
		} else {
			groups.push([row]);
			sent = new Set(namedBy([row.input]));
		}
	}
	return groups;
}

/** The assets that rows name, each once. */
export function namedBy(inputs: readonly Input[]): string[] {
	return [...new Set(inputs.flatMap(({ named }) => named))];
}

/** Refuses every row that names an asset which a row of another customer names too; answers which. */
export function refuseConflicts(run: Planning, rows: Array<Row<Input>>): ReadonlySet<number> {
	const named = rows.flatMap(({ item, input }) => {
		const customerId = run.idOf(input.customer);
		return input.assets.map((asset) => ({ item, customerId, assetId: run.idOf(asset) }));
	});
	const refused = new Set<number>();
	for (const [assetId, namings] of groupBy(named, (naming) => naming.assetId)) {
		const [first] = namings;
		const other = namings.find(({ customerId }) => customerId !== first?.customerId);
		if (!first || !other) continue;
		for (const { item, customerId } of namings) {
			if (refused.has(item)) continue;
			refused.add(item);
			const rival = customerId === first.customerId ? other : first;
			run.refuse(
				item,
				new Refusal(
					'An asset is assigned to more than one customer',
					`Item ${rival.item} assigns the asset ${assetId} to another customer. Keep one of them.`,
				),
			);
		}
	}
	return refused;
}

/** Sends the changes of a customer's assignment, as many ids a request as it takes. */
export async function change(
	run: Run,
	{ customer, shared }: Pick<Input, 'customer' | 'shared'>,
	changes: Partial<Changes>,
): Promise<void> {
	const { assign = [], unassign = [] } = changes;
	const all = [...assign, ...unassign];
	shared.writer.check({ assign, unassign });
	const { ids: current } = await shared.current();
	for (let start = 0; start < all.length; start += MOST_IDS) {
		const end = start + MOST_IDS;
		const part = {
			assign: assign.slice(start, end),
			unassign: unassign.slice(
				Math.max(0, start - assign.length),
				Math.max(0, end - assign.length),
			),
		};
		await shared.writer.send(run, run.idOf(customer), part, current).catch((error: unknown) => {
			const areIds = all.every((id) => isUuid(id) || shared.known.has(id));
			throw areIds ? asError(error) : advised(error);
		});
	}
}

/** A refusal of what was sent, of which some is unlike an ID: it may be another kind of number. */
function advised(error: unknown): Error {
	const isRefused =
		error instanceof RequestFailure &&
		[400, 404, 422].some((status) => isRefusedByApi(error.failure, status));
	if (!isRefused) return asError(error);
	const request = { ...error.request, advice: MAY_BE_SERIAL_NUMBERS };
	return new RequestFailure(error.failure, request, error.attempts);
}

/** Assigns, or takes away, what the rows of a customer name, as far as it is not so already. */
export async function alter(
	run: Run,
	inputs: Input[],
	key: 'assign' | 'unassign',
): Promise<IDataObject[]> {
	const [first] = inputs;
	if (!first) return [];
	const { customer, shared } = first;
	const named = namedBy(inputs);
	const earlier = new Map(named.map((id) => [id, shared.sendings.get(id) ?? []]));

	async function send(): Promise<string[]> {
		const { ids, doubt } = await shared.current();
		// What is in doubt may be there all the same; taking it away twice does no harm.
		const changed = named.filter((id) =>
			key === 'assign' ? !ids.has(id) : ids.has(id) || doubt !== undefined,
		);
		await change(run, { customer, shared }, { [key]: changed });
		return changed;
	}
	const sending = send();
	for (const [id, before] of earlier) shared.sendings.set(id, [...before, sending]);

	const done = new Set<string>();
	for (const id of await sending) {
		// An earlier row of the customer may have had its own request.
		const outcomes = await Promise.allSettled(earlier.get(id) ?? []);
		if (outcomes.every(({ status }) => status === 'rejected')) done.add(id);
	}
	const result = key === 'assign' ? 'assigned' : 'unassigned';
	return inputs.map((input) => {
		const { own, others } = claim(input, done);
		return rowResult(run, input, { [result]: own, unchanged: others });
	});
}

/** A row's part of what was done: what two rows name is the first one's. */
export function claim({ named }: Input, done: Set<string>): { own: string[]; others: string[] } {
	const own = new Set(named.filter((id) => done.delete(id)));
	return { own: [...own], others: named.filter((id) => !own.has(id)) };
}

/** A row's own part of what was done, with what is known of each asset. */
export function rowResult(
	run: Run,
	{ customer, shared }: Input,
	parts: { assigned?: string[]; unassigned?: string[]; unchanged?: string[] },
): IDataObject {
	const shown = (ids: string[] = []): IDataObject[] =>
		ids.map((id) => pick(assetFields, { ...shared.known.get(id), assetId: id }, { isPart: true }));
	const [assigned, unassigned, unchanged] = [parts.assigned, parts.unassigned, parts.unchanged].map(
		shown,
	);
	const customerId = run.idOf(customer);
	return run.options.dryRun
		? { customerId, changes: { assigned, unassigned } }
		: { customerId, assigned, unassigned, unchanged };
}
