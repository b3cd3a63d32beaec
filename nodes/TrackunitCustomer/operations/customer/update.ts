import type { IDataObject } from 'n8n-workflow';

import { readChangedBody } from '../../parameters/body';
import { changesProperty } from '../../parameters/fields';
import { customerProperty, readCustomer } from '../../parameters/locators';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import type { Reference } from '../../run/lookup';
import type { OneByOne } from '../../run/operation';
import { patch } from '../patch';
import { customerFields } from './record';

export const update: OneByOne<{ customer: Reference; body: IDataObject; query: IDataObject }> = {
	name: 'Update',
	value: 'update',
	action: 'Update customer',
	description: 'Update a customer',
	parameters: [
		customerProperty,
		changesProperty(customerFields),
		optionsProperty('bodyFields', 'queryParameters', 'dryRun'),
	],
	read: (p) => ({
		customer: readCustomer(p),
		body: readChangedBody(p, customerFields),
		query: readQueryParameters(p),
	}),
	async execute(run, { customer, body, query }) {
		const path = '/api/customer/v1/customers/{customerId}';
		const id = run.idOf(customer);
		return await patch(run, customerFields, id, { path, ids: { customerId: id }, query, body });
	},
};
