import { customerProperty, readCustomer } from '../../parameters/locators';
import type { Resource } from '../../run/operation';
import { getAll } from '../crud/getAll';
import { assign } from './assign';
import { assetFields } from './record';
import { set } from './set';
import { unassign } from './unassign';

export const asset: Resource = {
	name: 'Asset',
	value: 'asset',
	operations: [
		assign,
		getAll({
			nouns: 'assets',
			fields: assetFields,
			filters: [],
			sorts: false,
			list: {
				path: '/api/customer/v1/customers/{customerId}/assets',
				at: { parameters: [customerProperty], read: (p) => ({ customerId: readCustomer(p) }) },
			},
			parts: [],
		}),
		set,
		unassign,
	],
};
