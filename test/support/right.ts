import type { INodeParameters } from 'n8n-workflow';

import { mapped } from './columns';
import { byId as id } from './trackunit';

/** What is right of each operation; a test says what is wrong instead. */
export const RIGHT: Record<string, INodeParameters> = {
	'asset.assign': { customerId: id('1'), assetIdentifier: 'id', assets: 'a' },
	'asset.getAll': { customerId: id('1') },
	'asset.set': { customerId: id('1'), assetIdentifier: 'id', assets: 'a' },
	'asset.unassign': { customerId: id('1'), assetIdentifier: 'id', assets: 'a' },
	'contact.create': { customerId: id('1'), name: 'Ada' },
	'contact.delete': { customerId: id('1'), contactId: id('1') },
	'contact.get': { customerId: id('1'), contactId: id('1') },
	'contact.getAll': { customerId: id('1') },
	'contact.update': { customerId: id('1'), contactId: id('1'), updateFields: { name: 'Ada' } },
	'contact.upsert': { customerId: id('1'), columns: mapped('name', { name: 'Ada' }) },
	'customer.create': { name: 'Acme' },
	'customer.delete': { customerId: id('1') },
	'customer.get': { customerId: id('1') },
	'customer.getAll': {},
	'customer.update': { customerId: id('1'), updateFields: { name: 'Acme' } },
	'customer.upsert': { columns: mapped('name', { name: 'Acme' }) },
	'graphql.mutate': { query: 'mutation { deleteCustomer(id: "1") { id } }' },
	'graphql.query': {
		query:
			'query ($first: Int, $after: String) { customers(first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
		connectionPath: 'customers',
	},
	'portalAccess.provision': {
		customerId: id('1'),
		email: 'ada@example.com',
		firstName: 'Ada',
		lastName: 'Lovelace',
	},
};
