import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { automatic } from '../support/columns';
import { flatContact, flatCustomer } from '../support/flat';
import { byId, jsonOf, useTrackunit, type CustomerRun, type Trackunit } from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});

/** Without what stands before a record that was written. */
const record = (json: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(json).filter(([key]) => !key.startsWith('_')));

describe.each(['customer', 'contact'] as const)('a %s', (resource) => {
	const customerId = (): string => [...t.state.customers.keys()][0] ?? '';
	const list = (): INodeParameters =>
		resource === 'contact' ? { customerId: byId(customerId()) } : {};
	const one = (id: string): INodeParameters => ({ ...list(), [`${resource}Id`]: byId(id) });
	const stored = (id: string): object | undefined =>
		resource === 'contact'
			? t.state.contacts.get(customerId())?.get(id)
			: t.state.customers.get(id);
	const flat = (id: string): IDataObject =>
		resource === 'contact'
			? flatContact(customerId(), t.state.contacts.get(customerId())?.get(id))
			: flatCustomer(t.state.customers.get(id));

	async function run(
		operation: string,
		parameters: INodeParameters,
		more: Partial<CustomerRun> = {},
	): Promise<IDataObject[]> {
		const result = await t.run({ resource, operation, parameters, ...more });
		expect(result.error).toBeUndefined();
		return jsonOf(result.output);
	}
	async function create(more: INodeParameters = {}, asTool = false): Promise<IDataObject> {
		const additionalFields = { email: 'ada@example.com' };
		const parameters = { ...list(), name: 'Ada', additionalFields, ...more };
		const [created = {}] = await run('create', parameters, { asTool });
		return created;
	}
	const upsert = async (id: string, name: string, more: INodeParameters = {}) =>
		await run(
			'upsert',
			{ ...list(), columns: automatic('id'), ...more },
			{ input: [{ id, name }] },
		);

	it('has the same fields in the same order after every operation', async () => {
		const created = await create();
		const id = String(created.id);
		const same = [created];
		expect(created).toEqual(flat(id));
		same.push(...(await run('get', one(id))));
		const listed = await run('getAll', { ...list(), returnAll: true });
		same.push(...listed.filter((json) => json.id === id));
		same.push(...(await upsert(id, 'Ada')));
		for (const json of same) {
			expect(Object.entries(record(json))).toEqual(Object.entries(flat(id)));
		}
		const updated = await run('update', { ...one(id), updateFields: { name: 'Eva' } });
		expect(Object.entries(updated[0] ?? {})).toEqual(Object.entries(flat(id)));
		const unchanged = await run('update', {
			...one(id),
			updateFields: { name: '={{ $json.nothing }}' },
		});
		expect(Object.entries(unchanged[0] ?? {})).toEqual(Object.entries(flat(id)));
		const [again = {}] = await upsert(id, 'Ida');
		expect(Object.entries(record(again))).toEqual(Object.entries(flat(id)));
		expect(Object.keys(again).slice(0, 2)).toEqual(['_action', '_changed']);
	});

	it('is as Trackunit has it after a write with Simplify off', async () => {
		const simplify = false;
		const created = await create({ simplify });
		const id = String(created.id);
		expect(created).toEqual(stored(id));
		const updateFields = { name: 'Eva' };
		expect(await run('update', { ...one(id), updateFields, simplify })).toEqual([stored(id)]);
		expect(await upsert(id, 'Ida', { simplify })).toEqual([
			{ _action: 'updated', _changed: ['name'], ...stored(id) },
		]);
	});

	it('has the fields that a tool chooses after a write, and is not simplified by the hidden parameter', async () => {
		const chosen = { output: 'selectedFields', outputFields: ['email'], simplify: false };
		const created = await create(chosen, true);
		const { email, ...ids } = created;
		expect(email).toBe('ada@example.com');
		expect(Object.keys(ids)).toEqual(resource === 'contact' ? ['id', 'customerId'] : ['id']);
		const id = String(created.id);
		const raw = { ...one(id), updateFields: { name: 'Eva' }, output: 'raw' };
		expect(await run('update', raw, { asTool: true })).toEqual([stored(id)]);
	});

	it('names what Trackunit did not keep, and has nothing of it', async () => {
		t.settings.unknownKeys = 'ignore';
		const options = { bodyFields: { planet: 'Mars' } };
		const lost = { _notKept: ['planet'] };
		const [json = {}] = await run('create', { ...list(), name: 'Ada' }, { options });
		const id = String(json.id);
		expect(json).toEqual({ ...flat(id), ...lost });
		const simplify = false;
		const raw = { ...one(id), updateFields: { name: 'Ida' }, simplify };
		expect(await run('update', raw, { options })).toEqual([{ ...stored(id), ...lost }]);

		const byKey = async (key: string, row: IDataObject, more: INodeParameters = {}) =>
			await run(
				'upsert',
				{ ...list(), columns: automatic(key), ...more },
				{ input: [row], options },
			);
		const done = { _action: 'updated', _changed: ['name'] };
		expect(await byKey('id', { id, name: 'Eva' })).toEqual([{ ...done, ...flat(id), ...lost }]);
		expect(await byKey('id', { id, name: 'Ada' }, { simplify })).toEqual([
			{ ...done, ...stored(id), ...lost },
		]);
		expect(await byKey('name', { name: 'Ina' })).toMatchObject([
			{ _action: 'created', name: 'Ina', ...lost },
		]);
	});

	it('shows what is not known as missing, not as empty, where Trackunit answers no record', async () => {
		const created = await create();
		const id = String(created.id);
		t.settings.writeAnswers = 'none';
		const updateFields = { email: '' };
		const [json] = await run('update', { ...one(id), updateFields });
		const owner = resource === 'contact' ? { customerId: customerId() } : {};
		expect(json).toEqual({ id, ...owner, email: null });
	});
});
