import { customerProperty, readCustomer } from '../customer/locator';
import type { Resource } from '../../run/operation';
import { getAll } from '../crud/getAll';
import { assign } from './assign';
import { assetFields } from './record';
import { set } from './set';
import { unassign } from './unassign';
import { CUSTOMER_ASSETS } from '../../paths';

export const asset: Resource = {
	name: 'Asset',
	value: 'asset',
	fields: assetFields,
	operations: [
		assign,
		getAll({
			nouns: 'assets',
			fields: assetFields,
			filters: [],
			sorts: false,
			list: {
				path: CUSTOMER_ASSETS,
				at: { parameters: [customerProperty], read: (p) => ({ customerId: readCustomer(p) }) },
			},
			parts: [],
		}),
		set,
		unassign,
	],
};
