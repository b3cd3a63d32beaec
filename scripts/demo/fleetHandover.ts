import type { IDataObject } from 'n8n-workflow';

import type { State } from '../../simulator';
import { valueAt } from '../engine/objects';
import { checkFailure, pairOf, tally } from './checks';
import type { Demo } from './demo';

const MACHINES = '/api/asset/v1/assets';
const ASSIGNMENT = /^\/api\/customer\/v1\/customers\/[^/]+\/assets$/;
const PORTAL = '/api/customer/v1/customer-portal-access';
const HAND_OVER = 'Hand over assets';

const OTHERS = 1000;
const ROWS = 500;
const CUSTOMERS = 10;
/** The row of a machine that Trackunit does not know. */
const UNKNOWN = 'EX-99999';
/** Customers whose contact Trackunit has already: the first as it should be, the others without a phone. */
const KNOWN_CONTACTS = 3;

function text(row: IDataObject | undefined, key: string): string {
	return String(row?.[key]);
}

/** A row of each customer: all that the ERP says of the customer itself. */
function oneEach(rows: IDataObject[]): IDataObject[] {
	return [...new Map(rows.map((row) => [row.customerNumber, row])).values()];
}

function idsByNumber({ customers }: State): Map<unknown, string> {
	return new Map(
		[...customers.values()].map(({ id, externalReference }) => [externalReference, id]),
	);
}

export const fleetHandover: Demo = {
	file: 'examples/fleet-handover.json',
	shows: `${ROWS - 1} assets went to ${CUSTOMERS} customers in ${CUSTOMERS} writes; the unknown one is named.`,
	others: OTHERS,
	prepare(state, rows) {
		for (const [index, row] of oneEach(rows).entries()) {
			const { id } = state.addCustomer({
				name: `Builder ${index + 1}`,
				externalReference: text(row, 'customerNumber'),
			});
			if (index >= KNOWN_CONTACTS) continue;
			state.addContact(id, {
				name: `${text(row, 'firstName')} ${text(row, 'lastName')}`,
				email: text(row, 'email'),
				phoneNumber: index === 0 ? text(row, 'phoneNumber') : null,
			});
		}
		for (const row of rows) {
			const serialNumber = text(row, 'serialNumber');
			if (serialNumber !== UNKNOWN)
				state.addAsset({ name: `Excavator ${serialNumber}`, serialNumber });
		}
	},
	runs: [
		{
			says: `${ROWS} assets go to ${CUSTOMERS} customers, whose contacts get portal access`,
			troubles: [
				{
					says: 'not available, once while assets are looked up (503)',
					fault: {
						kind: 'status',
						status: 503,
						on: { method: 'GET', path: MACHINES },
						after: 1,
						times: 1,
					},
				},
				{
					says: 'the connection breaks once after assets were assigned, before the response',
					fault: {
						kind: 'resetAfter',
						on: { method: 'POST', path: '/api/customer/v1/customers/*' },
						after: 3,
						times: 1,
					},
				},
				{
					says: 'too many requests, once at the portal (429, with Retry-After)',
					fault: {
						kind: 'rateLimit',
						retryAfter: '1',
						on: { method: 'POST', path: PORTAL },
						after: 3,
						times: 1,
					},
				},
			],
			show(result) {
				const [first] = result.items('Give access to the portal');
				return [`The browser of the first of the users is sent to ${String(first?.json.url)}`];
			},
			check(claims, { result, rows, simulator: { state, log } }) {
				const { equal, each } = claims;
				const handedOver = result.items(HAND_OVER);
				const contacts = result.items('Contact of the customer');
				const portal = result.items('Give access to the portal');
				const ids = idsByNumber(state);

				equal('all assets but the unknown one were handed over', handedOver.length, ROWS - 1);
				equal(
					`that took ${CUSTOMERS} writes, one per customer, besides the one whose response was lost`,
					log.count({ method: 'POST', path: ASSIGNMENT, status: 204 }),
					CUSTOMERS,
				);
				each('each row returns its own asset and its own customer', handedOver, (item) => {
					const { customerId, assigned } = item.json;
					const row = rows[pairOf(item)];
					const [asset, ...more]: unknown[] = Array.isArray(assigned) ? assigned : [];
					const serialNumber = valueAt(asset, 'serialNumber');
					return (
						more.length === 0 &&
						customerId === ids.get(row?.customerNumber) &&
						serialNumber === row?.serialNumber &&
						state.assets.get(String(valueAt(asset, 'id')))?.serialNumber === serialNumber
					);
				});
				each(
					'in Trackunit each asset is with its customer, and with no other',
					handedOver,
					({ json }) =>
						String(state.holders(String(valueAt([json.assigned].flat()[0], 'id')))) ===
						json.customerId,
				);
				checkFailure(claims, result, {
					node: HAND_OVER,
					item: rows.findIndex(({ serialNumber }) => serialNumber === UNKNOWN),
					error: 'No asset with this serial number',
					advice: UNKNOWN,
				});
				equal('each customer has its contact', tally(contacts, '_action'), {
					created: CUSTOMERS - KNOWN_CONTACTS,
					unchanged: 1,
					updated: KNOWN_CONTACTS - 1,
				});
				equal(
					'and has it once, with the phone number of the ERP',
					oneEach(rows).map(({ customerNumber }) =>
						[...(state.contacts.get(ids.get(customerNumber) ?? '')?.values() ?? [])].map(
							({ email, phoneNumber }) => [email, phoneNumber],
						),
					),
					oneEach(rows).map(({ email, phoneNumber }) => [[email, phoneNumber]]),
				);
				each(
					'each of them has access to the portal of its customer',
					oneEach(rows),
					({ customerNumber, email }) =>
						state.portalAccess.has(`${ids.get(customerNumber)} ${String(email)}`),
				);
				equal('and nobody else', state.portalAccess.size, CUSTOMERS);
				each('each returned the address to send the browser to', portal, ({ json }) =>
					String(json.url).startsWith('https://'),
				);
			},
		},
	],
};
