import type { INodeParameters } from 'n8n-workflow';

import type { NodeResult } from '../../scripts/engine';
import type { Settings } from '../../simulator';
import { automatic, mapped } from '../support/columns';
import { byId, jsonOf, useTrackunit, withoutBackOff, type Trackunit } from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

const first = (): string => [...t.state.customers.keys()][0] ?? '';
const stored = (id = first()) => t.state.customers.get(id);
const newest = () => [...t.state.customers.values()].at(-1);
const speak = (settings: Partial<Settings>) => Object.assign(t.settings, settings);
const hintsOf = ({ nodeHints }: Pick<NodeResult, 'nodeHints'>) =>
	nodeHints.map(({ message }) => message);

const create = async (additionalFields: INodeParameters, more: object = {}) =>
	await t.run({ operation: 'create', parameters: { name: 'New', additionalFields }, ...more });
const update = async (updateFields: INodeParameters) =>
	await t.run({ operation: 'update', parameters: { customerId: byId(first()), updateFields } });

const WORLDS: Array<Partial<Settings>> = [
	{},
	{ address: 'flat', phone: 'phone' },
	{ address: 'flat', phone: 'phone', unknownKeys: 'ignore' },
	{ address: 'flat', phone: 'phone', unknownKeys: 'refuse' },
	{ address: 'flat', phone: 'phone', nothing: 'emptyText', unknownKeys: 'ignore' },
	{ address: 'flat', phone: 'phone', writeAnswers: 'none', unknownKeys: 'ignore' },
];

describe.each(WORLDS)('where Trackunit speaks %j', (world) => {
	beforeEach(() => speak(world));

	it('a new customer has what was sent', async () => {
		const { output, error } = await create({ city: 'Vejle', phoneNumber: '+45 1' });
		expect(error).toBeUndefined();
		expect(newest()).toMatchObject({ phoneNumber: '+45 1', address: { city: 'Vejle' } });
		expect(jsonOf(output)[0]).not.toHaveProperty('_notKept');
	});

	it('a changed customer has what was sent, and keeps the rest of its address', async () => {
		const before = stored();
		const { error } = await update({ city: 'Vejle', phoneNumber: '+45 1' });
		expect(error).toBeUndefined();
		expect(stored()).toEqual({
			...before,
			phoneNumber: '+45 1',
			address: { ...before?.address, city: 'Vejle' },
		});
	});

	it('an upsert writes a difference once, and none again', async () => {
		const row = { externalReference: 'UP-1', name: 'Up', city: 'Vejle', phoneNumber: '+45 1' };
		const run = async (input: object) =>
			await t.run({
				operation: 'upsert',
				parameters: { columns: automatic('externalReference') },
				input: [{ ...input }],
			});
		await run(row);
		expect(newest()).toMatchObject({ phoneNumber: '+45 1', address: { city: 'Vejle' } });
		const again = await run(row);
		expect(jsonOf(again.output)).toMatchObject([{ _action: 'unchanged' }]);
		await run({ ...row, city: 'Odense' });
		expect(newest()?.address).toMatchObject({ city: 'Odense' });
	});

	it('a contact has the phone number that was sent', async () => {
		const customerId = byId(first());
		const parameters = { customerId, name: 'Desk', additionalFields: { phoneNumber: '+45 2' } };
		const { error } = await t.run({ resource: 'contact', operation: 'create', parameters });
		expect(error).toBeUndefined();
		const contacts = [...(t.state.contacts.get(first())?.values() ?? [])];
		expect(contacts.at(-1)).toMatchObject({ name: 'Desk', phoneNumber: '+45 2' });
	});

	it('simplified records have the field whichever its place is', async () => {
		const parameters = { customerId: byId(first()) };
		const { output } = await t.run({ operation: 'get', parameters });
		const { phoneNumber, address } = stored() ?? {};
		expect(jsonOf(output)[0]).toMatchObject({ phoneNumber, city: address?.city });
	});

	it('a list is sorted by the field', async () => {
		const sort = { rules: [{ field: 'city', direction: 'desc' }, { field: 'phoneNumber' }] };
		const parameters = { returnAll: true, sort };
		const { output, error } = await t.run({ operation: 'getAll', parameters });
		expect(error).toBeUndefined();
		const cities = jsonOf(output).map(({ city }) => String(city ?? ''));
		expect(cities.filter(Boolean)).toEqual(
			[...cities.filter(Boolean)].sort((a, b) => b.localeCompare(a)),
		);
	});
});

it('what an empty account shows only in its answer is put right there, by one more request', async () => {
	for (const id of [...t.state.customers.keys()]) t.state.deleteCustomer(id);
	speak({ address: 'flat', unknownKeys: 'ignore' });
	const { output, nodeHints } = await create(
		{ city: 'Vejle', zipCode: '7100' },
		{ input: [{}, {}], options: { maxConcurrency: 1 } },
	);
	expect([...t.state.customers.values()]).toMatchObject([
		{ address: { city: 'Vejle', zipCode: '7100' } },
		{ address: { city: 'Vejle', zipCode: '7100' } },
	]);
	expect(jsonOf(output)[0]).toMatchObject({ city: 'Vejle' });
	expect(hintsOf({ nodeHints })).toEqual([]);
	expect(t.requests().map(({ method }) => method)).toEqual(['GET', 'POST', 'PATCH', 'POST']);
});

describe('a field that Trackunit does not keep', () => {
	const lost = { planet: 'Mars' };
	beforeEach(() => speak({ unknownKeys: 'ignore' }));

	it.each(['record', 'none'] as const)(
		'is named in each row and in one hint (%s)',
		async (answers) => {
			speak({ writeAnswers: answers });
			const result = await create(
				{ city: 'Vejle' },
				{ input: [{}, {}, {}], options: { bodyFields: lost } },
			);
			expect(jsonOf(result.output).map(({ _notKept }) => _notKept)).toEqual(
				Array.from({ length: 3 }, () => ['planet']),
			);
			expect(hintsOf(result)).toEqual([
				"Trackunit accepted 3 of 3 items but did not keep 'planet'; each item names its own in _notKept. The API may not have these fields, or under other names.",
			]);
			// Read back once a run, not once a row.
			expect(t.requests('GET')).toHaveLength(2);
		},
	);

	it('is named by an update and by an upsert', async () => {
		const options = { bodyFields: lost };
		const parameters = { customerId: byId(first()), updateFields: { name: 'Renamed' } };
		const updated = await t.run({ operation: 'update', parameters, options });
		expect(jsonOf(updated.output)).toMatchObject([{ name: 'Renamed', _notKept: ['planet'] }]);
		const columns = mapped('id', { id: first(), name: 'Again' });
		const upserted = await t.run({ operation: 'upsert', parameters: { columns }, options });
		expect(jsonOf(upserted.output)).toMatchObject([
			{ _action: 'updated', name: 'Again', _notKept: ['planet'] },
		]);
	});
});

it.each([
	[
		'the number in another form',
		{ phoneNumber: '+45 33-12 34 56' },
		{ phoneNumber: '+4533123456' },
	],
	['an address of email in lower case', { email: 'A@B.example' }, { email: 'a@b.example' }],
	['empty text where it was cleared', { externalReference: null }, { externalReference: '' }],
	['text without spaces at its ends', { name: ' Name  here ' }, { name: 'Name here' }],
])('%s is no loss', async (_, updateFields, answered) => {
	const body = { ...stored(), ...answered };
	t.faults.add({ kind: 'status', status: 200, body, on: { method: 'PATCH' } });
	const { output, nodeHints } = await update({ ...updateFields });
	expect(jsonOf(output)[0]).not.toHaveProperty('_notKept');
	expect(hintsOf({ nodeHints })).toEqual([]);
});

describe('the type of a service provider', () => {
	const run = async () => {
		const columns = mapped('id', { id: first(), type: 'SERVICE' });
		return jsonOf((await t.run({ operation: 'upsert', parameters: { columns } })).output);
	};
	beforeEach(() => {
		t.settings.extraCustomerTypes = ['SERVICE_PROVIDER'];
		for (const id of t.state.customers.keys()) t.state.updateCustomer(id, { type: 'OTHER' });
	});

	it('is the same in both spellings where the account has one of them', async () => {
		await update({ type: '={{ "SERVICE_PROVIDER" }}' });
		expect(await run()).toMatchObject([{ _action: 'unchanged' }]);
	});

	it('is no name: what is written like it elsewhere differs', async () => {
		await update({ name: 'SERVICE_PROVIDER', type: '={{ "SERVICE_PROVIDER" }}' });
		const columns = mapped('id', { id: first(), name: 'SERVICE' });
		const { output } = await t.run({ operation: 'upsert', parameters: { columns } });
		expect(jsonOf(output)).toMatchObject([{ _action: 'updated', _changed: ['name'] }]);
	});

	it('differs where the account has both', async () => {
		t.state.updateCustomer([...t.state.customers.keys()][1] ?? '', { type: 'SERVICE' });
		await update({ type: '={{ "SERVICE_PROVIDER" }}' });
		// With all of them the list is read, which shows both spellings before the first row is compared.
		const input = [...t.state.customers.values()].map(({ name }, index) =>
			index < 2 ? { name, type: 'SERVICE' } : { name },
		);
		const { output } = await t.run({
			operation: 'upsert',
			parameters: { columns: automatic('name') },
			input,
		});
		const [first, ...others] = jsonOf(output).map(({ _action }) => _action);
		expect(first).toBe('updated');
		expect(new Set(others)).toEqual(new Set(['unchanged']));
	});
});
