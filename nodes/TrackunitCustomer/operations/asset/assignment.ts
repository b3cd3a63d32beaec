import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Refusal } from '../../failure/failure';
import { idOf, toId } from '../../ids';
import type { Parameters } from '../../parameters/itemParameters';
import { customerProperty, readCustomer } from '../customer/locator';
import { optionsProperty } from '../../parameters/options';
import { CUSTOMER_ASSETS } from '../../paths';
import type { Reference } from '../../records/reference';
import { groupBy } from '../../run/groupBy';
import type { Planning, Row, Run } from '../../run/operation';
import { assetsProperties, readAssets } from './namedAssets';

/** As many ids as one request may carry. */
const MOST_IDS = 1000;

/** A row: a customer, and the assets that it names. */
export interface Input {
	customer: Reference;
	assets: Reference[];
	/** The plan's: which of the assets no earlier row of the customer names. */
	own: string[];
	repeated: string[];
	/** The plan's: what the customer has, read once for all its rows. */
	current: () => Promise<Current>;
}

/** The assets that a customer has, and why there may be more. */
export interface Current {
	ids: ReadonlySet<string>;
	short?: string;
}

export function parametersOf(...options: Array<'allowEmpty'>): INodeProperties[] {
	return [
		customerProperty,
		...assetsProperties(options.includes('allowEmpty')),
		optionsProperty('dryRun', 'pageSize', ...options),
	];
}

/** Reads the customer first, so that a row whose assets are refused is known to be that customer's. */
export function readRow(p: Parameters, allowEmpty = false): Input {
	const customer = readCustomer(p);
	const assets = readAssets(p, allowEmpty);
	return {
		customer,
		assets,
		own: [],
		repeated: [],
		current: async () => await Promise.resolve({ ids: new Set() }),
	};
}

/** The rows of each customer, each knowing which assets are its own, and sharing what the customer has. */
export function byCustomer(run: Run, rows: Array<Row<Input>>): Array<Array<Row<Input>>> {
	const groups = groupBy(rows, ({ input }) => run.idOf(input.customer));
	return [...groups].map(([customerId, ofCustomer]) => {
		const named = new Set<string>();
		let current: Promise<Current> | undefined;
		return ofCustomer.map(({ item, input }) => {
			const ids = [...new Set(input.assets.map((asset) => run.idOf(asset)))];
			const own = ids.filter((id) => !named.has(id));
			const repeated = ids.filter((id) => named.has(id));
			own.forEach((id) => named.add(id));
			return {
				item,
				input: {
					...input,
					own,
					repeated,
					current: async () => await (current ??= assignedTo(run, customerId)),
				},
			};
		});
	});
}

async function assignedTo(run: Run, customerId: string): Promise<Current> {
	const { rows, short } = await run.list({ path: CUSTOMER_ASSETS, ids: { customerId } });
	return { ids: new Set(rows.map(assetIdOf)), short };
}

function assetIdOf(row: IDataObject): string {
	return toId(String(row.assetId ?? idOf(row) ?? ''));
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
function namedBy(inputs: readonly Input[]): string[] {
	return [...new Set(inputs.flatMap(({ own, repeated }) => [...own, ...repeated]))];
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
	customer: Reference,
	changes: { assign?: readonly string[]; unassign?: readonly string[] },
): Promise<void> {
	const ids = { customerId: run.idOf(customer) };
	const all = [
		...(changes.assign ?? []).map((id) => ({ id, key: 'assign' as const })),
		...(changes.unassign ?? []).map((id) => ({ id, key: 'unassign' as const })),
	];
	for (let start = 0; start < all.length; start += MOST_IDS) {
		const part = all.slice(start, start + MOST_IDS);
		const of = (wanted: string): string[] =>
			part.filter(({ key }) => key === wanted).map(({ id }) => id);
		const body = Object.fromEntries(
			Object.entries({ assign: of('assign'), unassign: of('unassign') }).filter(
				([, { length }]) => length > 0,
			),
		);
		// Assigning what is assigned changes nothing, so it may be sent twice.
		await run.write({
			method: 'POST',
			path: CUSTOMER_ASSETS,
			ids,
			body,
			repeatable: true,
			nameField: (field) => nameAsset(field, body),
		});
	}
}

/** `assign[3]` as the asset that stands there. */
function nameAsset(field: string, body: Record<string, string[]>): string {
	const [, key = '', index = ''] = /^(\w+)\[(\d+)\]$/.exec(field) ?? [];
	const id = body[key]?.[Number(index)];
	return id === undefined ? field : `asset ${id}`;
}

/** Assigns, or takes away, what the rows of a customer name, as far as it is not so already. */
export async function alter(
	run: Run,
	inputs: Input[],
	key: 'assign' | 'unassign',
): Promise<IDataObject[]> {
	const [first] = inputs;
	const { ids, short } = (await first?.current()) ?? { ids: new Set() };
	// What a list that came short does not have may be there all the same; either may be sent again.
	const isChanged = (id: string): boolean =>
		key === 'assign' ? !ids.has(id) : ids.has(id) || short !== undefined;
	if (first) await change(run, first.customer, { [key]: namedBy(inputs).filter(isChanged) });
	return inputs.map((input) =>
		rowResult(run, input, {
			[key === 'assign' ? 'assigned' : 'unassigned']: input.own.filter(isChanged),
			unchanged: [...input.own.filter((id) => !isChanged(id)), ...input.repeated],
		}),
	);
}

/** A row's own part of what was done. */
export function rowResult(
	run: Run,
	{ customer }: Input,
	parts: { assigned?: string[]; unassigned?: string[]; unchanged?: string[] },
): IDataObject {
	return {
		customerId: run.idOf(customer),
		assigned: parts.assigned ?? [],
		unassigned: parts.unassigned ?? [],
		unchanged: parts.unchanged ?? [],
	};
}
