import type { IDataObject } from 'n8n-workflow';

import { readNewBody } from '../../parameters/body';
import { newRecordProperties } from '../../parameters/fields';
import { customerProperty, readCustomer } from '../customer/locator';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import { PORTAL_ACCESS } from '../../paths';
import type { Reference } from '../../records/reference';
import type { OneByOne } from '../../run/operation';
import { portalAccessFields } from './record';

export const provision: OneByOne<{ customer: Reference; user: IDataObject; query: IDataObject }> = {
	name: 'Provision',
	value: 'provision',
	action: 'Provision portal access',
	description:
		"Give a customer's user access to the portal and return the address to send the browser to; safe to repeat. Requires IrisX and a single sign-on connection set up with Trackunit.",
	parameters: [
		customerProperty,
		...newRecordProperties(portalAccessFields),
		optionsProperty('bodyFields', 'queryParameters', 'dryRun'),
	],
	read: (p) => ({
		customer: readCustomer(p),
		user: readNewBody(p, portalAccessFields),
		query: readQueryParameters(p),
	}),
	async execute(run, { customer, user, query }) {
		const body = { customerId: run.idOf(customer), ...user };
		return (
			(await run.write({ method: 'POST', path: PORTAL_ACCESS, query, body, repeatable: true }))
				.body ?? body
		);
	},
};
