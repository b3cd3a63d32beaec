import type { components } from '../../nodes/TrackunitCustomer/contract';
import { assetFields } from '../../nodes/TrackunitCustomer/operations/asset/record';
import { customerOf, readsBody, readsQuery, type Call, type Endpoint } from '../endpoint';
import { violated } from '../errors';
import { list, sortsBy, type ListRules } from '../list';
import type { Asset, CustomerAsset, Violation } from '../records';

const readAssetsQuery = readsQuery('getAccountAssets');
const readCustomerAssetsQuery = readsQuery('getAssets');
const readUpdate = readsBody<components['schemas']['CustomerAssetUpdate']>('updateAsset');

const assetRules: ListRules<Asset> = {
	filters: {
		name: { kind: 'contains', value: ({ name }) => name },
		serialNumber: { kind: 'key', value: ({ serialNumber }) => serialNumber },
		externalReference: { kind: 'key', value: (row) => row.externalReference },
	},
	sorts: {
		id: ({ id }) => id,
		name: ({ name }) => name,
		serialNumber: ({ serialNumber }) => serialNumber,
		externalReference: (row) => row.externalReference,
		brand: ({ brand }) => brand,
		model: ({ model }) => model,
	},
};

const customerAssetRules: ListRules<CustomerAsset> = {
	filters: {},
	sorts: sortsBy(assetFields),
};

export const getAccountAssets: Endpoint = (call) => {
	const { assetTable } = call.store;
	const body = list(
		{ ids: assetTable.ids(), row: assetTable.get },
		readAssetsQuery(call),
		{ ...assetRules, version: assetTable.version, findKey: assetTable.find },
		call.settings,
		call.memory,
	);
	return { status: 200, body };
};

/** Ids of the assets that a customer has, in the order in which they were assigned. */
export function assetsOf({ store }: Call, customerId: string): string[] {
	return [...(store.assignments.get(customerId) ?? [])];
}

export const getAssets: Endpoint = (call) => {
	const { store, settings } = call;
	const ids = assetsOf(call, customerOf(call).id);
	const row = (id: string): CustomerAsset => {
		const { name, serialNumber, externalReference } = store.assetTable.get(id);
		return { assetId: id, name, serialNumber, externalReference };
	};
	const query = readCustomerAssetsQuery(call);
	return { status: 200, body: list({ ids, row }, query, customerAssetRules, settings) };
};

/** Nothing is altered unless every id is right. Throws Refused. */
export function alterAssignment(call: Call): void {
	const { id } = customerOf(call);
	const { assign = [], unassign = [] } = readUpdate(call);
	const violations = [
		...refusedOf(call, id, 'assign', assign),
		...refusedOf(call, id, 'unassign', unassign),
	];
	const both = new Set(unassign);
	for (const [index, assetId] of assign.entries()) {
		if (!both.has(assetId)) continue;
		violations.push(violation('assign', index, assetId, 'is to be unassigned as well'));
	}
	if (violations.length > 0) throw violated(violations);
	call.store.unassign(id, unassign);
	call.store.assign(id, assign);
}

export const updateAsset: Endpoint = (call) => {
	alterAssignment(call);
	return { status: 204 };
};

function refusedOf(
	{ store, settings }: Call,
	customerId: string,
	list: 'assign' | 'unassign',
	assetIds: readonly string[],
): Violation[] {
	return assetIds.flatMap((assetId, index) => {
		if (!store.assets.has(assetId)) {
			return [violation(list, index, assetId, 'there is no such asset')];
		}
		const isTaken =
			list === 'assign' &&
			settings.assetPolicy === 'one' &&
			store.holders(assetId).some((holder) => holder !== customerId);
		return isTaken ? [violation(list, index, assetId, 'is assigned to another customer')] : [];
	});
}

function violation(list: string, index: number, assetId: string, reason: string): Violation {
	return { field: `${list}[${index}]`, message: `value '${assetId}' was rejected: ${reason}` };
}
