import type { INodeParameters } from 'n8n-workflow';

import {
	byId,
	jsonOf,
	locator,
	shown,
	useTrackunit,
	withoutBackOff,
	type CustomerRun,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

const PATH = '/api/customer/v1/customer-portal-access';
const USER = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
const known = () => {
	const found = [...t.state.customers.values()].find((one) => one.externalReference);
	return { id: found?.id ?? '', reference: found?.externalReference ?? '' };
};
const granted = () => [...t.state.portalAccess.values()];

const provision = async (parameters: INodeParameters = {}, more: Partial<CustomerRun> = {}) =>
	await t.run({
		resource: 'portalAccess',
		operation: 'provision',
		parameters: { customerId: byId(known().id), ...USER, ...parameters },
		...more,
	});

it('answers the access request, and the address to send the browser to', async () => {
	const result = await provision({ additionalFields: { language: 'da' } });
	const [access] = granted();
	expect(jsonOf(result.output)).toEqual([
		{
			accessRequestId: access?.accessRequestId,
			url: expect.stringContaining(String(access?.accessRequestId)),
		},
	]);
	expect(t.requests().map(({ method, path, body }) => ({ method, path, body }))).toEqual([
		{ method: 'POST', path: PATH, body: { customerId: known().id, ...USER, language: 'da' } },
	]);
});

it('sends text in its normal form', async () => {
	await provision({
		email: ' ada@example.com\u00A0',
		firstName: 'Zoe\u0308',
		lastName: '\u200BL ',
	});
	expect(granted()[0]).toMatchObject({ email: 'ada@example.com', firstName: 'Zoë', lastName: 'L' });
});

it('answers the same for the same user again, and keeps one access', async () => {
	const first = await provision();
	const second = await provision({ firstName: 'Augusta Ada' });
	expect(jsonOf(second.output)).toEqual(jsonOf(first.output));
	expect(granted()).toHaveLength(1);
	expect(granted()[0]?.firstName).toBe('Augusta Ada');
});

it.each(['resetBefore', 'resetAfter'] as const)('is sent again after a %s', async (kind) => {
	t.faults.add({ kind, on: { method: 'POST', path: PATH } });
	const result = await provision();
	expect(result.status).toBe('success');
	expect(t.requests('POST')).toHaveLength(2);
	expect(granted()).toHaveLength(1);
});

it('finds the customer by its external reference, once for all items', async () => {
	const { id, reference } = known();
	const input = ['a', 'b', 'c'].map((user) => ({ mail: `${user}@example.com` }));
	await provision(
		{ customerId: locator('externalReference', reference), email: '={{ $json.mail }}' },
		{ input },
	);
	expect(t.sent('GET')).toHaveLength(1);
	expect(granted().map(({ customerId, email }) => ({ customerId, email }))).toEqual(
		input.map(({ mail }) => ({ customerId: id, email: mail })),
	);
});

it('sends further body fields', async () => {
	await provision({}, { options: { bodyFields: '{ "language": "de" }' } });
	expect(t.requests('POST')[0]?.body).toEqual({ customerId: known().id, ...USER, language: 'de' });
});

it('says which field Trackunit did not accept', async () => {
	const result = await provision({}, { options: { bodyFields: '{ "lastName": 5 }' } });
	expect(shown(result)).toEqual({
		message: 'Trackunit did not accept the values sent [item 0]',
		description: expect.stringContaining('lastName: '),
	});
});
