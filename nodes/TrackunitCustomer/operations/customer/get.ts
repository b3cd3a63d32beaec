import type { IDataObject } from 'n8n-workflow';

import { customerProperty, readCustomer } from '../../parameters/locators';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import { outputProperties, readShape, type Shape } from '../../parameters/output';
import type { Reference } from '../../run/lookup';
import type { OneByOne } from '../../run/operation';
import { customerFields } from './record';

export const get: OneByOne<{ customer: Reference; shape: Shape; query: IDataObject }> = {
	name: 'Get',
	value: 'get',
	action: 'Get customer',
	description: 'Retrieve a customer',
	parameters: [
		customerProperty,
		...outputProperties(customerFields),
		optionsProperty('queryParameters'),
	],
	read: (p) => ({
		customer: readCustomer(p),
		shape: readShape(p, customerFields),
		query: readQueryParameters(p),
	}),
	async execute(run, { customer, shape, query }) {
		const path = '/api/customer/v1/customers/{customerId}';
		return shape(await run.read({ path, ids: { customerId: run.idOf(customer) }, query }));
	},
};
