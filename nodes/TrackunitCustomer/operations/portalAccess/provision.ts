import type { IDataObject } from 'n8n-workflow';

import { readNewDraft } from '../../parameters/body';
import { newRecordProperties } from '../../parameters/fields';
import { customerProperty, readCustomer } from '../customer/locator';
import { notice } from '../../parameters/notice';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import { PORTAL_ACCESS } from '../../paths';
import { bodyOf, type Draft } from '../../records/body';
import { lostIn } from '../../records/echo';
import type { Reference } from '../../records/reference';
import type { OneByOne } from '../../run/operation';
import { withNotKept } from '../crud/write';
import { portalAccessFields } from './record';

export const provision: OneByOne<{ customer: Reference; user: Draft; query: IDataObject }> = {
	name: 'Provision',
	value: 'provision',
	action: 'Provision portal access',
	description:
		"Give a customer's user access to the portal and return the address to send the browser to; safe to repeat. Requires IrisX and a single sign-on connection set up with Trackunit.",
	parameters: [
		customerProperty,
		...newRecordProperties(portalAccessFields),
		notice(
			'portalNotice',
			'Portal access requires IrisX and a single sign-on connection set up with Trackunit.',
		),
		optionsProperty('bodyFields', 'queryParameters', 'dryRun'),
	],
	read: (p) => ({
		customer: readCustomer(p),
		user: readNewDraft(p, portalAccessFields),
		query: readQueryParameters(p),
	}),
	async execute(run, { customer, user, query }) {
		const customerId = run.idOf(customer);
		const body = { customerId, ...bodyOf(portalAccessFields, user) };
		const answer = await run.write({
			method: 'POST',
			path: PORTAL_ACCESS,
			query,
			body,
			repeatable: true,
		});
		if (run.options.dryRun) return { customerId, email: user.values.email };
		const record = answer.body ?? body;
		// It answers an address, and of the user as much as it likes.
		const lost = lostIn(portalAccessFields, body, record, undefined);
		const notKept = lost.filter(({ isAbsent }) => !isAbsent).map(({ key }) => key);
		return withNotKept({ record, notKept });
	},
};
