import { optionalCustomer, readOptionalCustomer } from '../customer/locator';
import type { Resource } from '../../run/operation';
import { getAll } from '../crud/getAll';
import type { Place } from '../crud/recordKind';
import { assign } from './assign';
import { assetFields, assetFilters } from './record';
import { set } from './set';
import { unassign } from './unassign';
import { ASSETS, CUSTOMER_ASSETS } from '../../paths';

export const asset: Resource = {
	name: 'Asset',
	value: 'asset',
	fields: assetFields,
	operations: [
		assign,
		getAll({
			nouns: 'assets',
			fields: assetFields,
			filters: assetFilters,
			sorts: false,
			list: {
				path: CUSTOMER_ASSETS,
				at: {
					parameters: [
						optionalCustomer('Leave empty for all assets, assigned or not', 'All assets'),
					],
					read(p): Place {
						const customerId = readOptionalCustomer(p);
						return customerId ? { customerId } : {};
					},
				},
			},
			whole: ASSETS,
			parts: [],
		}),
		set,
		unassign,
	],
};
