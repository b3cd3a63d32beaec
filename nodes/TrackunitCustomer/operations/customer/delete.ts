import type { IDataObject } from 'n8n-workflow';

import { customerProperty, readCustomer } from '../../parameters/locators';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import type { Reference } from '../../run/lookup';
import type { OneByOne } from '../../run/operation';

export const remove: OneByOne<{ customer: Reference; query: IDataObject }> = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete customer',
	description: 'Delete a customer permanently',
	parameters: [customerProperty, optionsProperty('queryParameters', 'dryRun')],
	read: (p) => ({ customer: readCustomer(p), query: readQueryParameters(p) }),
	async execute(run, { customer, query }) {
		const path = '/api/customer/v1/customers/{customerId}';
		const id = run.idOf(customer);
		const ids = { customerId: id };
		await run.write({ method: 'DELETE', path, ids, query, repeatable: true, doneBefore: 404 });
		return { deleted: true, id };
	},
};
