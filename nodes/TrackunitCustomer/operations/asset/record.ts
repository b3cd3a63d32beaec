import type { CustomerAsset } from '../../contract';
import type { Field, Filter } from '../../records/field';

/** The fields of an asset that is assigned to a customer. */
export const assetFields: Array<Field<CustomerAsset>> = [
	{
		key: 'id',
		path: 'assetId',
		or: ['id'],
		label: 'ID',
		help: "The asset's ID in Trackunit",
		kind: 'text',
		use: 'readOnly',
		simple: 1,
	},
	{
		key: 'name',
		path: 'name',
		label: 'Name',
		help: 'The name of the asset',
		example: 'Takeuchi TL12',
		kind: 'text',
		use: 'readOnly',
		simple: 2,
	},
	{
		key: 'serialNumber',
		path: 'serialNumber',
		label: 'Serial Number',
		help: "The manufacturer's number of the asset",
		example: 'EX-10001',
		kind: 'text',
		use: 'readOnly',
		simple: 3,
	},
	{
		key: 'externalReference',
		path: 'externalReference',
		label: 'External Reference',
		help: "The asset's number in your ERP",
		example: 'M-4711',
		kind: 'text',
		use: 'readOnly',
		simple: 4,
	},
];

/** What Get Many can filter by; only the list of all assets of the account can be asked for it. */
export const assetFilters: Filter[] = [
	{ key: 'name', compare: 'contains', asked: true },
	{ key: 'serialNumber', compare: 'equals', asked: true },
	{ key: 'externalReference', compare: 'equals', asked: true },
];
