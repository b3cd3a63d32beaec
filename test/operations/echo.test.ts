import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Settings } from '../../simulator';
import { automatic, mapped } from '../support/columns';
import { onePage } from '../support/lists';
import { firstCustomer } from '../support/records';
import {
	byId,
	CUSTOMERS,
	jsonOf,
	useTrackunit,
	withoutBackOff,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

const customer = (index = 0): string => [...t.state.customers.keys()][index] ?? '';
const stored = (id = firstCustomer(t.state)) => t.state.customers.get(id);
const speak = (settings: Partial<Settings>) => Object.assign(t.settings, settings);
const answers = (method: string, body: object) =>
	t.faults.add({ kind: 'status', status: 200, body, on: { method } });

async function update(updateFields: INodeParameters, options: INodeParameters = {}) {
	const parameters = { customerId: byId(customer()), updateFields };
	return jsonOf((await t.run({ operation: 'update', parameters, options })).output)[0];
}

async function upsert(row: INodeParameters) {
	const columns = mapped('id', { id: customer(), ...row });
	return jsonOf((await t.run({ operation: 'upsert', parameters: { columns } })).output)[0];
}

describe('what was sent and is not in the answer', () => {
	it.each([{ city: 'Vejle' }, { name: 'Renamed' }, { email: 'new@b.example' }])(
		'is told where the record stayed as it was: %j',
		async (fields) => {
			answers('PATCH', { ...stored() });
			expect(await update({ ...fields })).toMatchObject({ _notKept: Object.keys(fields) });
			answers('PATCH', { ...stored() });
			expect(await upsert({ ...fields })).toMatchObject({ _notKept: Object.keys(fields) });
		},
	);

	it('is told where nothing is left of it', async () => {
		t.state.updateCustomer(customer(), { email: 'old@b.example' });
		answers('PATCH', { ...stored(), email: null });
		expect(await upsert({ email: 'new@b.example' })).toMatchObject({ _notKept: ['email'] });
	});

	it('is no loss where Trackunit has a form of its own for it', async () => {
		const before = stored();
		answers('PATCH', { ...before, address: { ...before?.address, country: 'DEU' } });
		expect(await update({ country: 'Germany' })).not.toHaveProperty('_notKept');
		answers('PATCH', { ...before, tags: [{ name: 'a' }], level: 'HIGH' });
		const options = { bodyFields: { tags: ['a'], level: 'high' } };
		expect(await update({ name: before?.name ?? '' }, options)).not.toHaveProperty('_notKept');
	});
});

it('what is not known of a record is left out where the answer is no more than its ID', async () => {
	t.faults.add({
		kind: 'statusAfter',
		status: 200,
		body: { id: customer() },
		on: { method: 'PATCH' },
	});
	expect(await update({ email: 'new@b.example' })).toEqual({ id: customer() });
	expect(stored()?.email).toBe('new@b.example');
});

it("an address of email in lower case is no loss to portal access, and neither is Trackunit's silence", async () => {
	const parameters = {
		customerId: byId(customer()),
		email: 'A@B.example',
		firstName: 'A',
		lastName: 'B',
	};
	const body = { accessRequestId: 'r1', url: 'https://portal.example/r1', email: 'a@b.example' };
	answers('POST', body);
	const { output } = await t.run({ resource: 'portalAccess', operation: 'provision', parameters });
	expect(jsonOf(output)).toEqual([body]);
});

describe('what is put right where the answer shows another place', () => {
	const empty = () => {
		for (const id of [...t.state.customers.keys()]) t.state.deleteCustomer(id);
		speak({ address: 'flat', unknownKeys: 'ignore' });
	};
	const create = async (options: INodeParameters = {}) => {
		const parameters = { name: 'New', additionalFields: { city: 'Vejle' } };
		return jsonOf((await t.run({ operation: 'create', parameters, options })).output)[0];
	};

	it('is not told as lost; what has no other place is', async () => {
		empty();
		const told = await create({ bodyFields: { planet: 'Mars' } });
		expect(told).toMatchObject({ city: 'Vejle', _notKept: ['planet'] });
		expect(t.requests('PATCH').map(({ body }) => body)).toEqual([{ city: 'Vejle' }]);
	});

	it('is told as lost if it does not arrive there either', async () => {
		empty();
		answers('PATCH', { id: 'c1', name: 'New', city: '' });
		expect(await create()).toMatchObject({ city: '', _notKept: ['city'] });
	});

	it('costs none of what stands beside it', async () => {
		speak({ unknownKeys: 'ignore' });
		const before = t.state.updateCustomer(customer(), { externalReference: 'K-1' });
		const { id, name, externalReference, address } = before;
		const row = { id, name, externalReference, city: address?.city };
		answers('GET', onePage([row]));
		const columns = mapped('externalReference', { externalReference: 'K-1', city: 'Vejle' });
		const { output } = await t.run({ operation: 'upsert', parameters: { columns } });
		expect(jsonOf(output)[0]).not.toHaveProperty('_notKept');
		expect(stored()?.address).toEqual({ ...address, city: 'Vejle' });
	});
});

describe('where a write answers no record', () => {
	beforeEach(() => speak({ writeAnswers: 'none' }));

	it('it is done, and nothing is told as lost, though the record cannot be read', async () => {
		t.faults.add({ kind: 'status', status: 500, on: { method: 'GET', path: `${CUSTOMERS}/*` } });
		const parameters = { name: 'New' };
		const options = { maxRetries: 0 };
		const { output, error, nodeHints } = await t.run({ operation: 'create', parameters, options });
		expect(error).toBeUndefined();
		expect(jsonOf(output)).toMatchObject([{ name: 'New' }]);
		expect(jsonOf(output)[0]).not.toHaveProperty('_notKept');
		expect(nodeHints).toEqual([]);
		expect(t.requests('GET').map(({ status }) => status)).toEqual([500]);
	});

	it('what a new record does not keep may be kept of one that changes', async () => {
		const input = ['N-1', 'K-1'].map((externalReference) => ({
			externalReference,
			name: 'Renamed',
			email: 'new@b.example',
		}));
		t.state.updateCustomer(customer(1), { externalReference: 'K-1' });
		t.state.updateCustomer(customer(), { externalReference: null, email: null });
		const headers = { location: `${CUSTOMERS}/${customer()}` };
		t.faults.add({ kind: 'status', status: 201, body: '', headers, on: { method: 'POST' } });
		const { output } = await t.run({
			operation: 'upsert',
			parameters: { columns: automatic('externalReference') },
			input,
			options: { maxConcurrency: 1 },
		});
		const [created, updated] = jsonOf(output);
		expect(created).toMatchObject({
			_action: 'created',
			_notKept: expect.arrayContaining(['email']),
		});
		expect(updated).toMatchObject({ _action: 'updated', email: 'new@b.example' });
		expect(updated).not.toHaveProperty('_notKept');
		expect(stored(customer(1))?.email).toBe('new@b.example');
	});

	it('what cannot be cleared may be set', async () => {
		t.state.updateCustomer(customer(), { email: 'old@b.example' });
		const path = `${CUSTOMERS}/${customer()}`;
		t.faults.add({
			kind: 'emptyBody',
			status: 204,
			effect: false,
			on: { method: 'PATCH', path },
		});
		const input: IDataObject[] = [
			{ at: customer(), email: null },
			{ at: customer(1), email: 'new@b.example' },
		];
		const { output } = await t.run({
			operation: 'update',
			parameters: {
				customerId: byId('={{ $json.at }}'),
				updateFields: { email: '={{ $json.email }}' },
			},
			input,
			options: { maxConcurrency: 1 },
		});
		const [cleared, set] = jsonOf(output);
		expect(cleared).toMatchObject({ _notKept: ['email'] });
		expect(set).not.toHaveProperty('_notKept');
		expect(stored(customer(1))?.email).toBe('new@b.example');
	});
});
