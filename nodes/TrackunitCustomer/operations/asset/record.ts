import type { CustomerAsset } from '../../contract';
import type { Field } from '../../records/field';

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
		kind: 'text',
		use: 'readOnly',
		simple: 2,
	},
	{
		key: 'serialNumber',
		path: 'serialNumber',
		label: 'Serial Number',
		help: "The manufacturer's number of the asset",
		kind: 'text',
		use: 'readOnly',
		simple: 3,
	},
	{
		key: 'externalReference',
		path: 'externalReference',
		label: 'External Reference',
		help: "The asset's number in your ERP",
		kind: 'text',
		use: 'readOnly',
		simple: 4,
	},
];
