import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import {
	byId,
	engine,
	locator,
	NODE_TYPE,
	useTrackunit,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});

const load = async (
	method: 'customerColumns' | 'contactColumns',
	parameters: INodeParameters = {},
	credential: ICredentialDataDecryptedObject = {},
) =>
	await engine.loadMethod('resourceMapping', {
		nodeType: NODE_TYPE,
		method,
		parameters: { authentication: 'oAuth2', operation: 'upsert', ...parameters },
		credentials: {
			any: {
				type: 'trackunitOAuth2Api',
				data: { ...t.credentials.trackunitOAuth2Api, ...credential },
			},
		},
	});
const customer = (): string => [...t.state.customers.keys()][0] ?? '';

/** The columns of the contract, and whether records can be matched by them. */
const CUSTOMER = [
	['id', true],
	['name', true],
	['type', false],
	['externalReference', true],
	['email', false],
	['phoneNumber', false],
	['streetAddress', false],
	['zipCode', false],
	['city', false],
	['state', false],
	['country', false],
];
const CONTACT = [
	['id', true],
	['name', true],
	['email', true],
	['phoneNumber', false],
];

it.each([
	['customerColumns' as const, CUSTOMER, 'externalReference'],
	['contactColumns' as const, CONTACT, 'email'],
])('%s are those of the contract; one is matched by at first', async (method, expected, match) => {
	const { fields } = await load(method);
	expect(fields.map(({ id, canBeUsedToMatch }) => [id, canBeUsedToMatch])).toEqual(expected);
	expect(fields.filter(({ defaultMatch }) => defaultMatch).map(({ id }) => id)).toEqual([match]);
	expect(fields.every(({ display, required }) => display && !required)).toBe(true);
});

it.each([
	['customerColumns' as const, ['name', 'externalReference']],
	['contactColumns' as const, ['name', 'email']],
])('of the %s, the one to match on and the name are there at first', async (method, there) => {
	const { fields } = await load(method);
	expect(fields.filter(({ removed }) => !removed).map(({ id }) => id)).toEqual(there);
});

it('have labels, and types with their options', async () => {
	const { fields } = await load('customerColumns');
	expect(fields.find(({ id }) => id === 'zipCode')).toMatchObject({
		displayName: 'Zip Code',
		type: 'string',
	});
	const type = fields.find(({ id }) => id === 'type');
	expect(type?.type).toBe('options');
	expect(type?.options).toEqual(
		expect.arrayContaining([
			{ name: 'Contractor', value: 'CONTRACTOR' },
			{ name: 'OEM', value: 'OEM' },
		]),
	);
});

it("are also those that the account's own customers have, nested ones too", async () => {
	t.state.updateCustomer(customer(), {
		segment: 'A',
		site: { code: 'C', open: true },
		'with space': 1,
		"it's": 2,
		'quo"ted': 3,
		'b[0]': 4,
		address: null,
	});
	const { fields } = await load('customerColumns');
	expect(fields.slice(CUSTOMER.length)).toEqual(
		['segment', 'site.code', 'site.open'].map((id) => ({
			id,
			displayName: id,
			type: 'string',
			canBeUsedToMatch: false,
			defaultMatch: false,
			display: true,
			removed: true,
			required: false,
		})),
	);
	expect(t.requests().map(({ query }) => query)).toEqual([{ page: '0', size: '20' }]);
});

it("are also those of the chosen customer's contacts", async () => {
	t.state.addContact(customer(), { name: 'Ada', role: 'Owner' });
	const { externalReference } = t.state.updateCustomer(customer(), { externalReference: 'K-1' });
	for (const customerId of [
		byId(customer()),
		locator('externalReference', externalReference ?? ''),
	]) {
		const { fields } = await load('contactColumns', { resource: 'contact', customerId });
		expect(fields.slice(CONTACT.length).map(({ id }) => id)).toEqual(['role']);
	}
});

it.each([byId(''), locator('list', ''), byId(null)])(
	'of contacts are those of the contract, without a request, where no customer is chosen (%j)',
	async (customerId) => {
		const { fields } = await load('contactColumns', { resource: 'contact', customerId });
		expect(fields).toHaveLength(CONTACT.length);
		expect(t.log.entries).toEqual([]);
	},
);

describe('where no records can be read, the columns are those of the contract', () => {
	const contacts = (id: string) => ({ resource: 'contact', customerId: byId(id) });

	it.each([
		['customerColumns' as const, {}, CUSTOMER],
		['contactColumns' as const, contacts('any'), CONTACT],
	])('%s, with a wrong credential', async (method, parameters, expected) => {
		const { fields } = await load(method, parameters, { clientSecret: 'wrong' });
		expect(fields.map(({ id, canBeUsedToMatch }) => [id, canBeUsedToMatch])).toEqual(expected);
	});

	it('with a credential that may not see customers', async () => {
		const { fields } = await load('customerColumns', {}, t.forbidden.trackunitOAuth2Api);
		expect(fields).toHaveLength(CUSTOMER.length);
	});

	it('for a customer that is not there', async () => {
		const { fields } = await load('contactColumns', contacts('nobody'));
		expect(fields).toHaveLength(CONTACT.length);
	});
});
