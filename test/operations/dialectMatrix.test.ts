import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { resources } from '../../nodes/TrackunitCustomer/operations/registry';
import { valueAt } from '../../nodes/TrackunitCustomer/records/simplify';
import { automatic } from '../support/columns';
import { pairwise } from '../support/pairs';
import { freeAssets } from '../support/records';
import { byId, jsonOf, useTrackunit, withoutBackOff, type Trackunit } from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

const DIALECTS = pairwise({
	address: ['nested', 'flat'],
	phone: ['phoneNumber', 'phone'],
	assignment: ['assign', 'add', 'assetIds'],
	assetRows: ['assetId', 'id', 'text'],
	unknownKeys: ['keep', 'ignore', 'refuse'],
	nothing: ['null', 'emptyText'],
	takenReference: [409, 400],
	sortParameter: ['joined', 'repeated'],
	graphqlIds: ['plain', 'prefixed'],
	graphqlSignIn: ['status', 'errors'],
	writeAnswers: ['record', 'none'],
	patchMerge: ['shallow', 'deep'],
	filters: ['apply', 'ignore', 'refuse'],
});

const customer = (index = 0): string => [...t.state.customers.keys()][index] ?? '';
const contacts = () => [...(t.state.contacts.get(customer())?.values() ?? [])];
const held = () => [...(t.state.assignments.get(customer()) ?? [])];
const free = () => freeAssets(t.state);
const at = { customerId: '' };

async function done(
	resource: string,
	operation: string,
	parameters: INodeParameters,
	input: IDataObject[] = [{}],
): Promise<IDataObject[]> {
	const { output, error } = await t.run({ resource, operation, parameters, input });
	expect(error).toBeUndefined();
	return jsonOf(output);
}

/** What the node told as written is there, or it told that it is not. */
function expectKept(told: IDataObject | undefined, stored: object | undefined, sent: IDataObject) {
	const notKept = Array.isArray(told?._notKept) ? told._notKept : [];
	for (const [path, value] of Object.entries(sent)) {
		const isThere = valueAt({ ...stored }, path) === value;
		const key = path.split('.').at(-1);
		expect({ path, isThere, isTold: notKept.includes(key) }).toEqual({
			path,
			isThere: true,
			isTold: false,
		});
	}
}

const FIELDS = { city: 'Vejle', zipCode: '7100', phoneNumber: '+45 1', email: 'a@b.example' };
const PLACES = {
	'address.city': 'Vejle',
	'address.zipCode': '7100',
	phoneNumber: '+45 1',
	email: 'a@b.example',
};

const OPERATIONS: Record<string, () => Promise<void>> = {
	async 'customer.create'() {
		const told = await done('customer', 'create', { name: 'New', additionalFields: FIELDS });
		expectKept(told[0], [...t.state.customers.values()].at(-1), { name: 'New', ...PLACES });
	},
	async 'customer.update'() {
		const street = t.state.customers.get(customer())?.address?.streetAddress;
		const told = await done('customer', 'update', { ...at, updateFields: FIELDS });
		const sent = { ...PLACES, 'address.streetAddress': street };
		expectKept(told[0], t.state.customers.get(customer()), sent);
	},
	async 'customer.upsert'() {
		const columns = automatic('externalReference');
		const rows = ['UP-1', 'UP-2'].map((externalReference) => ({
			externalReference,
			name: `Up ${externalReference}`,
			...FIELDS,
		}));
		const told = await done('customer', 'upsert', { columns }, rows);
		expect(told.map(({ _action }) => _action)).toEqual(['created', 'created']);
		for (const [index, one] of [...t.state.customers.values()].slice(-2).entries()) {
			expectKept(told[index], one, PLACES);
		}
		const again = await done('customer', 'upsert', { columns }, rows);
		expect(again.map(({ _action }) => _action)).toEqual(['unchanged', 'unchanged']);
	},
	async 'customer.get'() {
		const [told] = await done('customer', 'get', at);
		const { address, phoneNumber } = t.state.customers.get(customer()) ?? {};
		expect(told).toMatchObject({ id: customer(), city: address?.city, phoneNumber });
	},
	async 'customer.getAll'() {
		const rules = [{ field: 'city', direction: 'desc' }, { field: 'name' }];
		const told = await done('customer', 'getAll', { returnAll: true, sort: { rules } });
		expect(told).toHaveLength(t.state.customers.size);
		for (const { id, city } of told) {
			expect(city || undefined).toBe(t.state.customers.get(String(id))?.address?.city ?? undefined);
		}
	},
	async 'customer.delete'() {
		const id = customer();
		await done('customer', 'delete', at);
		expect(t.state.customers.has(id)).toBe(false);
	},
	async 'contact.create'() {
		const additionalFields = { phoneNumber: '+45 2' };
		const told = await done('contact', 'create', { ...at, name: 'Desk', additionalFields });
		expectKept(told[0], contacts().at(-1), { name: 'Desk', phoneNumber: '+45 2' });
	},
	async 'contact.update'() {
		const contactId = byId(contacts()[0]?.id ?? '');
		const updateFields = { phoneNumber: '+45 3' };
		const told = await done('contact', 'update', { ...at, contactId, updateFields });
		expectKept(told[0], contacts()[0], updateFields);
	},
	async 'contact.upsert'() {
		const row = { email: 'new@b.example', name: 'Desk', phoneNumber: '+45 4' };
		const told = await done('contact', 'upsert', { ...at, columns: automatic('email') }, [row]);
		expectKept(told[0], contacts().at(-1), row);
	},
	async 'contact.get'() {
		const { id = '', phoneNumber } = contacts()[0] ?? {};
		const [told] = await done('contact', 'get', { ...at, contactId: byId(id) });
		expect(told).toMatchObject({ id, phoneNumber });
	},
	async 'contact.getAll'() {
		const told = await done('contact', 'getAll', { ...at, returnAll: true });
		const phones = contacts().map(({ phoneNumber }) => phoneNumber ?? null);
		expect(told.map(({ phoneNumber }) => phoneNumber || null).sort()).toEqual(phones.sort());
	},
	async 'contact.delete'() {
		const { id = '' } = contacts()[0] ?? {};
		await done('contact', 'delete', { ...at, contactId: byId(id) });
		expect(contacts().some((one) => one.id === id)).toBe(false);
	},
	async 'asset.getAll'() {
		t.state.assign(customer(), free().slice(0, 2));
		const told = await done('asset', 'getAll', { ...at, returnAll: true });
		expect(told.map(({ id }) => String(id)).sort()).toEqual(held().sort());
	},
	async 'asset.assign'() {
		const wanted = free().slice(0, 2);
		const [told] = await done('asset', 'assign', {
			...at,
			assetIdentifier: 'id',
			assets: wanted.join(),
		});
		expect(told).toMatchObject({ assigned: wanted.map((id) => ({ id })) });
		expect(held()).toEqual(expect.arrayContaining(wanted));
	},
	'asset.unassign': async () => await takesAway('unassign', (before) => before.slice(0, 1)),
	'asset.set': async () => await takesAway('set', (before) => before.slice(1)),
	async 'graphql.query'() {
		const query = '{ customers(first: 1) { edges { node { id } } } }';
		const [told] = await done('graphql', 'query', { query });
		const [, id = ''] = /"id":"([^"]+)"/.exec(JSON.stringify(told)) ?? [];
		const [customerRead] = await done('customer', 'get', { customerId: byId(id) });
		expect(customerRead).toMatchObject({ id: customer() });
	},
	async 'graphql.mutate'() {
		const query =
			'mutation ($input: UpdateCustomerInput!) { updateCustomer(input: $input) { customer { id } } }';
		const variables = JSON.stringify({ input: { id: customer(), name: 'Renamed' } });
		await done('graphql', 'mutate', { query, variables });
		expect(t.state.customers.get(customer())?.name).toBe('Renamed');
	},
	async 'portalAccess.provision'() {
		const user = { email: 'a@b.example', firstName: 'A', lastName: 'B' };
		const [told] = await done('portalAccess', 'provision', { ...at, ...user });
		expect(told).toMatchObject({ url: expect.any(String) });
		expect([...t.state.portalAccess.values()]).toMatchObject([user]);
	},
};

/** Done and told, or told why not, and then nothing was taken away. */
async function takesAway(
	operation: 'set' | 'unassign',
	assetsOf: (before: string[]) => string[],
): Promise<void> {
	t.state.assign(customer(), free().slice(0, 2));
	const before = held();
	const parameters = { ...at, assetIdentifier: 'id', assets: assetsOf(before).join() };
	const { output, error } = await t.run({ resource: 'asset', operation, parameters });
	const [gone] = before;
	if (error) expect(held()).toEqual(before);
	else {
		expect(jsonOf(output)).toMatchObject([{ unassigned: [{ id: gone }] }]);
		expect(held()).toEqual(before.slice(1));
	}
	expect(error !== undefined).toBe(t.settings.assignment === 'assetIds');
}

it('has every operation of the node', () => {
	const all = resources.flatMap(({ value, operations }) =>
		operations.map((operation) => `${value}.${operation.value}`),
	);
	expect(Object.keys(OPERATIONS).sort()).toEqual(all.sort());
});

it.each(DIALECTS)('what is told as done is there, and what is not is told: %j', async (dialect) => {
	for (const operation of Object.values(OPERATIONS)) {
		t.reset();
		Object.assign(t.settings, dialect);
		Object.assign(at, { customerId: byId(customer()) });
		await operation();
		expect(t.violations).toEqual([]);
	}
});
