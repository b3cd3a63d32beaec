import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Contact, Customer } from '../../simulator';
import type { NodeResult } from '../../scripts/engine';
import { automatic, mapped } from '../support/columns';
import { flatCustomer } from '../support/flat';
import {
	byId,
	type CustomerRun,
	CUSTOMERS,
	jsonOf,
	locator,
	ON_ERROR,
	pairs,
	shown,
	startTrackunit,
	type Trackunit,
	useTrackunit,
	withoutBackOff,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

const all = (): Customer[] => [...t.state.customers.values()];
const stored = (id: unknown): Customer | undefined => t.state.customers.get(String(id));
/** Customers of the seed that have all fields. */
const full = (): Customer[] =>
	all().filter(({ externalReference, email, phoneNumber, address }) =>
		[externalReference, email, phoneNumber, ...Object.values(address ?? {})].every(Boolean),
	);
function known(index = 0): Customer & { externalReference: string } {
	const found = full()[index];
	if (!found?.externalReference) throw new Error('The seed has no such customer');
	return { ...found, externalReference: found.externalReference };
}
/** A record as the row of an ERP: flat, under the fields' keys. */
const rowOf = ({ address, ...rest }: Customer): IDataObject => ({ ...rest, ...address });

/** What names it in a dry run. */
const named = ({ id, name, externalReference }: Customer) => ({ id, name, externalReference });

const upsert = async (
	input: IDataObject[],
	columns: INodeParameters = automatic('externalReference'),
	more: Partial<CustomerRun> = {},
) => await t.run({ operation: 'upsert', parameters: { columns }, input, ...more });
const goingOn = { onError: 'continueRegularOutput' } as const;

const writes = () =>
	t
		.requests()
		.filter(({ method }) => method !== 'GET')
		.map(({ method, path, body }) => ({
			[method]: path.replace(CUSTOMERS, ''),
			body: body as IDataObject,
		}));
const bodies = (): IDataObject[] => writes().map(({ body }) => body);
const actions = ({ output }: NodeResult): unknown[] =>
	jsonOf(output).map(({ _action, error }) => _action ?? error);
const hints = ({ nodeHints }: NodeResult): string[] => nodeHints.map(({ message }) => message);

describe('creates, updates or leaves alone', () => {
	const KEYS = ['externalReference', 'name', 'id'] as const;

	it.each(KEYS)('customers matched by %s, columns mapped automatically', async (match) => {
		const [one, two] = [known(0), known(1)];
		const input: IDataObject[] = [
			{ [match]: one[match], type: one.type },
			{ [match]: two[match], phoneNumber: '+45 1' },
		];
		if (match !== 'id') input.push({ externalReference: 'NEW-1', name: 'New one', city: 'Vejle' });
		const result = await upsert(input, automatic(match));
		expect(actions(result)).toEqual(['unchanged', 'updated', 'created'].slice(0, input.length));
		expect(pairs(result.output)).toEqual(input.map((_, item) => item));
		expect(jsonOf(result.output)).toEqual(
			jsonOf(result.output).map(({ id, _action }) => ({
				_action,
				...(_action === 'updated' && { _changed: ['phoneNumber'] }),
				...flatCustomer(stored(id)),
			})),
		);
		expect(writes()).toEqual([
			{ PATCH: `/${two.id}`, body: { phoneNumber: '+45 1' } },
			...(match === 'id'
				? []
				: [
						{
							POST: '',
							body: { externalReference: 'NEW-1', name: 'New one', address: { city: 'Vejle' } },
						},
					]),
		]);
	});

	it.each(KEYS)('customers matched by %s, each column mapped by hand', async (match) => {
		const one = known();
		const value = { [match]: '={{ $json.key }}', phoneNumber: '={{ $json.phone }}' };
		const input = [
			{ key: one[match], phone: one.phoneNumber },
			{ key: known(1)[match], phone: '+45 1' },
		];
		const result = await upsert(input, mapped(match, value));
		expect(actions(result)).toEqual(['unchanged', 'updated']);
		expect(writes()).toEqual([{ PATCH: `/${known(1).id}`, body: { phoneNumber: '+45 1' } }]);
	});

	it('writes nothing the second time', async () => {
		const input = full().map((customer, n) => ({ ...rowOf(customer), phoneNumber: `+45 ${n}` }));
		const more = Array.from({ length: 5 }, (_, n) => ({ externalReference: `N-${n}`, name: 'N' }));
		const first = await upsert([...input, ...more]);
		expect(new Set(actions(first))).toEqual(new Set(['updated', 'created']));
		t.log.clear();
		const second = await upsert([...input, ...more]);
		expect(new Set(actions(second))).toEqual(new Set(['unchanged']));
		expect(writes()).toEqual([]);
		const { length } = second.output;
		expect(hints(second)).toContain(`${length} unchanged.`);
	});

	it.each([
		['continueRegularOutput', "the 'error' of each"],
		['continueErrorOutput', 'the error output'],
	] as const)('says in one line what was done, with %s', async (onError, errors) => {
		const [one, two] = [known(0), known(1)];
		const rows = [
			{ externalReference: one.externalReference, name: one.name },
			{ externalReference: two.externalReference, city: 'Nyborg', email: 'a@b.dk', name: two.name },
			{ externalReference: 'NEW-1', name: 'New' },
			{ externalReference: '' },
		];
		const result = await upsert(rows, automatic('externalReference'), { onError });
		expect(hints(result)).toEqual([`1 created, 1 updated, 1 unchanged, 1 failed: see ${errors}.`]);
		const [unchanged = {}, updated = {}] = jsonOf(result.output);
		expect(updated._changed).toEqual(['email', 'city']);
		expect(unchanged).not.toHaveProperty('_changed');
	});

	it('writes all fields of the row where unchanged ones are not to be skipped', async () => {
		const { externalReference, name, phoneNumber } = known();
		const options = { skipUnchanged: false };
		const columns = automatic('externalReference');
		const result = await upsert([{ externalReference, name, phoneNumber }], columns, { options });
		expect(actions(result)).toEqual(['updated']);
		expect(bodies()).toEqual([{ externalReference, name, phoneNumber }]);
	});

	it('answers what was sent, and the id, where Trackunit answers no body', async () => {
		t.settings.writeAnswers = 'none';
		const row = { externalReference: 'NEW-1', name: 'New' };
		const { output } = await upsert([row, { ...row, city: 'Ribe' }]);
		const id = all().at(-1)?.id;
		expect(jsonOf(output)).toEqual([
			{ _action: 'created', id, ...row },
			{ _action: 'updated', _changed: ['city'], id, ...row, city: 'Ribe' },
		]);
		expect(stored(id)).toMatchObject({ ...row, address: { city: 'Ribe' } });
	});
});

describe('what is written', () => {
	it('is only what differs', async () => {
		const customer = known();
		await upsert([{ ...rowOf(customer), name: 'Other name' }]);
		expect(bodies()).toEqual([{ name: 'Other name' }]);
	});

	it.each([
		['city', { city: 'Nyborg' }],
		['address.city', { 'address.city': 'Nyborg' }],
		['address: { city }', { address: { city: 'Nyborg' } }],
	])('has the whole address where the row has %s: a city costs no street', async (_, row) => {
		const { id, externalReference, address } = known();
		await upsert([{ externalReference, ...row }]);
		expect(bodies()).toEqual([{ address: { ...address, city: 'Nyborg' } }]);
		expect(stored(id)?.address).toEqual({ ...address, city: 'Nyborg' });
	});

	it.each<[string, (customer: Customer) => IDataObject]>([
		['text with spaces around it', ({ name }) => ({ name: `  ${name} ` })],
		['an email in other case', ({ email }) => ({ email: email?.toUpperCase() })],
		['a number for text', () => ({ zipCode: 8000 })],
		['a type in other case', ({ type }) => ({ type: type?.toLowerCase() })],
		['a nested address', ({ address }) => ({ address: { ...address } })],
		['null for what is empty', () => ({ phoneNumber: null })],
		['a read-only field', () => ({ id: 'another' })],
	])('is nothing for %s', async (_, row) => {
		const { id, externalReference, address } = known();
		t.state.updateCustomer(id, { phoneNumber: null, address: { ...address, zipCode: '8000' } });
		const result = await upsert([{ externalReference, ...row(stored(id) ?? known()) }]);
		expect(actions(result)).toEqual(['unchanged']);
		expect(writes()).toEqual([]);
	});
	it('is a name in other case, since that is another name', async () => {
		const { externalReference, name } = known();
		await upsert([{ externalReference, name: name.toUpperCase() }]);
		expect(bodies()).toEqual([{ name: name.toUpperCase() }]);
	});

	it('has further body fields over the columns, and only where they differ', async () => {
		const { id, externalReference, address } = known();
		const run = async () =>
			await upsert(
				[{ externalReference, city: 'Nyborg', phoneNumber: '+45 1' }],
				automatic('externalReference'),
				{ options: { bodyFields: '{ "phoneNumber": "+45 2", "address": { "state": "Fyn" } }' } },
			);
		await run();
		expect(bodies()).toEqual([
			{ phoneNumber: '+45 2', address: { ...address, city: 'Nyborg', state: 'Fyn' } },
		]);
		expect(stored(id)?.phoneNumber).toBe('+45 2');
		t.log.clear();
		expect(actions(await run())).toEqual(['unchanged']);
		expect(writes()).toEqual([]);
	});

	it('takes the name of a new record from further body fields too', async () => {
		const options = { bodyFields: '{ "name": "From JSON" }' };
		const columns = automatic('externalReference');
		const result = await upsert([{ externalReference: 'NEW-1' }], columns, { options });
		expect(actions(result)).toEqual(['created']);
	});

	it('has columns beyond the contract that the editor offered, nested ones whole', async () => {
		const { id, externalReference } = known();
		t.state.updateCustomer(id, { site: { code: 'A', gate: 7 } });
		const row = { externalReference, segment: 'B', 'site.code': 'C', junk: 1 };
		const columns = automatic('externalReference', ['segment', 'site.code']);
		const result = await upsert([row, { ...row }], columns);
		expect(actions(result)).toEqual(['updated', 'unchanged']);
		expect(bodies()).toEqual([{ segment: 'B', site: { code: 'C', gate: 7 } }]);
		expect(hints(result)[0]).toBe('Ignored columns without a Trackunit field: junk.');
	});

	it('has columns beyond the contract that were mapped by hand', async () => {
		const { externalReference } = known();
		const value = { externalReference, segment: '={{ $json.s }}', flags: '={{ [1, 2] }}' };
		await upsert([{ s: 5 }], mapped('externalReference', value, ['segment', 'flags']));
		expect(bodies()).toEqual([{ segment: 5, flags: [1, 2] }]);
	});

	it.each(['\uFEFFexternalReference', ' externalReference', 'externalReference\u00A0 '])(
		'has columns whose names have marks or spaces around them: %j',
		async (header) => {
			const { externalReference } = known();
			const result = await upsert([{ [header]: externalReference, 'phoneNumber ': '+45 1' }]);
			expect(bodies()).toEqual([{ phoneNumber: '+45 1' }]);
			expect(hints(result)).toEqual([]);
		},
	);

	it('has no columns that are no fields; a hint names each once', async () => {
		const { externalReference } = known();
		const rows = [
			{ externalReference, 'Customer Number': 1, address: { city: 'Ribe', floor: 2 } },
			{ externalReference, 'Customer Number': 1, 'address.floor': 3, address: 'Main Street' },
		];
		const result = await upsert(rows);
		expect(hints(result)[0]).toBe(
			'Ignored columns without a Trackunit field: Customer Number, address.floor, address.',
		);
		expect(JSON.stringify(bodies())).not.toMatch(/Customer Number|floor|Main/);
	});
});

describe('an empty value', () => {
	const EMPTY = { email: '', phoneNumber: '   ', city: '' };

	it.each([
		[undefined, []],
		['ignore', []],
		['clear', [{ email: null, phoneNumber: null }]],
	])('of text, with Empty Values %s', async (emptyValues, expected) => {
		const { externalReference, address } = known();
		const options: INodeParameters = emptyValues === undefined ? {} : { emptyValues };
		await upsert([{ externalReference, ...EMPTY }], automatic('externalReference'), { options });
		expect(bodies()).toEqual(
			expected.map((body) => ({ ...body, address: { ...address, city: null } })),
		);
	});

	it.each(['ignore', 'clear'])('null clears, with Empty Values %s', async (emptyValues) => {
		const { id, externalReference, address } = known();
		const row = { externalReference, email: null, city: null };
		await upsert([row], automatic('externalReference'), { options: { emptyValues } });
		expect(bodies()).toEqual([{ email: null, address: { ...address, city: null } }]);
		expect(stored(id)).toMatchObject({ email: null, address: { ...address, city: null } });
	});

	it('null clears a whole address', async () => {
		const { id, externalReference } = known();
		await upsert([{ externalReference, address: null }]);
		expect(Object.values(stored(id)?.address ?? {})).toEqual([null, null, null, null, null]);
	});

	it.each(['ignore', 'clear'])(
		'undefined, or no column at all, leaves the field alone, with Empty Values %s',
		async (emptyValues) => {
			const { externalReference } = known();
			const value = { externalReference, email: '={{ $json.nothing }}' };
			const options = { emptyValues };
			const result = await upsert([{}], mapped('externalReference', value), { options });
			expect(actions(result)).toEqual(['unchanged']);
		},
	);

	it.each(['ignore', 'clear'])(
		'no field that is there and left blank changes anything, with Empty Values %s',
		async (emptyValues) => {
			const { externalReference } = known();
			const value = { externalReference, name: null, email: null, city: null };
			const options = { emptyValues };
			const result = await upsert([{}], mapped('externalReference', value), { options });
			expect(actions(result)).toEqual(['unchanged']);
		},
	);

	it('of an expression clears, where that gives null', async () => {
		const { id, externalReference } = known();
		const value = { externalReference, email: '={{ $json.email }}' };
		await upsert([{ email: null }], mapped('externalReference', value));
		expect(stored(id)?.email).toBeNull();
	});

	it.each(['ignore', 'clear'])('is not sent for a new record, with %s', async (emptyValues) => {
		const row = { externalReference: 'NEW-1', name: 'New', email: null, city: '', state: 'Fyn' };
		await upsert([row], automatic('externalReference'), { options: { emptyValues } });
		expect(bodies()).toEqual([
			{ externalReference: 'NEW-1', name: 'New', address: { state: 'Fyn' } },
		]);
	});

	it.each(['ignore', 'clear'])('of the name leaves it alone, with %s', async (emptyValues) => {
		const { externalReference } = known();
		const options = { emptyValues };
		await upsert([{ externalReference, name: ' ' }], automatic('externalReference'), { options });
		expect(writes()).toEqual([]);
	});
});

describe('by an AI model', () => {
	it.each(['ignore', 'clear'])(
		'nothing empty clears, with Empty Values %s',
		async (emptyValues) => {
			const { externalReference } = known();
			const row = { externalReference, email: '', phoneNumber: null, name: null, address: null };
			const options = { emptyValues };
			const columns = automatic('externalReference');
			const result = await upsert([row], columns, { options, asTool: true });
			expect(actions(result)).toEqual(['unchanged']);
			expect(writes()).toEqual([]);
		},
	);

	it('what it names is cleared', async () => {
		const { externalReference, address } = known();
		const columns = mapped('externalReference', { externalReference, email: '' });
		const parameters = { columns, clearFields: ['email', 'city'] };
		await t.run({ operation: 'upsert', parameters, asTool: true });
		expect(bodies()).toEqual([{ email: null, address: { ...address, city: null } }]);
	});
});

describe('a key', () => {
	it('that two records have fails its rows, names both, and writes nothing', async () => {
		const twins = ['A', 'B'].map(() => t.state.addCustomer({ name: 'Twin' }));
		const rows = [
			{ name: 'Twin', city: 'X' },
			{ name: known().name, phoneNumber: '+45 1' },
			{ name: 'Twin' },
		];
		const result = await upsert(rows, automatic('name'), goingOn);
		const failed = {
			error: 'More than one customer has the value to match on',
			message: `These have the Name 'Twin': ${twins.map(({ id }) => id).join(', ')}. Nothing was written; make it unique in Trackunit, or match on ID.`,
		};
		expect(jsonOf(result.output)).toEqual([
			failed,
			expect.objectContaining({ _action: 'updated' }),
			failed,
		]);
		expect(writes()).toHaveLength(1);
	});

	it('that two records have ends the run before anything is written, unless it goes on', async () => {
		['A', 'B'].forEach(() => t.state.addCustomer({ name: 'Twin' }));
		const result = await upsert([{ name: 'New' }, { name: 'Twin' }], automatic('name'));
		expect(shown(result).message).toBe('More than one customer has the value to match on [item 1]');
		expect(writes()).toEqual([]);
	});

	it('that is empty fails its row', async () => {
		const result = await upsert(
			[{ name: 'No reference' }, { externalReference: 'NEW-1', name: 'New' }],
			automatic('externalReference'),
			goingOn,
		);
		expect(jsonOf(result.output)).toEqual([
			{
				error: "'External Reference' is empty",
				message: 'It is the field to match on, so every row needs a value. The row has: name.',
			},
			expect.objectContaining({ _action: 'created' }),
		]);
	});

	it('that comes twice is written in order: the second row sees what the first did', async () => {
		const row = { externalReference: 'NEW-1', name: 'New' };
		const other = { externalReference: 'NEW-2', name: 'Other' };
		const rows = [row, other, { ...row, city: 'Ribe' }, { ...row, city: 'Ribe' }];
		const result = await upsert(rows);
		expect(actions(result)).toEqual(['created', 'created', 'updated', 'unchanged']);
		const [first, , third, fourth] = jsonOf(result.output).map(({ id }) => id);
		expect([third, fourth]).toEqual([first, first]);
		expect(all().filter(({ externalReference }) => externalReference === 'NEW-1')).toHaveLength(1);
	});

	it('is trimmed, and a number is text', async () => {
		const { id } = t.state.addCustomer({ name: 'ERP', externalReference: '4711' });
		const rows = [
			{ externalReference: 4711, city: 'A' },
			{ externalReference: ' 4711 ', city: 'B' },
		];
		const result = await upsert(rows);
		expect(actions(result)).toEqual(['updated', 'updated']);
		expect(writes().map(({ PATCH }) => PATCH)).toEqual([`/${id}`, `/${id}`]);
	});

	it.each([
		['a space', 'K-77 '],
		['a no-break space', 'K-71001\u00A0'],
		['a mark that nobody sees', 'K-7\u200B1002'],
		['a byte order mark', '\uFEFFK-7'],
		['a decomposed letter', 'Mu\u0308ller-1'],
	])('with %s is written as it is compared: the second run finds it', async (_, key) => {
		const normal = key.replace(/[\s\u200B\uFEFF]/g, '').normalize();
		const rows = [{ externalReference: key, name: ` ${key}`, city: `${key} ` }];
		expect(actions(await upsert(rows))).toEqual(['created']);
		expect(bodies()).toEqual([
			{ externalReference: normal, name: normal, address: { city: normal } },
		]);
		expect(actions(await upsert(rows))).toEqual(['unchanged']);
		const byReference = { customerId: locator('externalReference', key) };
		const found = await t.run({ operation: 'get', parameters: byReference });
		expect(jsonOf(found.output)).toEqual([
			expect.objectContaining({ externalReference: normal, name: normal }),
		]);
	});

	it('that Trackunit has in another spelling is found', async () => {
		const { id } = t.state.addCustomer({ name: 'A', externalReference: 'Mu\u0308-7\u00A0' });
		const rows = [{ externalReference: 'Mü-7', phoneNumber: '+45 1' }];
		expect(actions(await upsert([...rows, { externalReference: 'NEW', name: 'N' }]))).toEqual([
			'updated',
			'created',
		]);
		expect(writes()[0]).toEqual({ PATCH: `/${id}`, body: { phoneNumber: '+45 1' } });
	});

	it('that rows with other data share is told, in a dry run too', async () => {
		const rows = [
			{ name: 'Müller GmbH', city: 'Köln', phoneNumber: '+49 1' },
			{ name: 'Other' },
			{ name: ' Mu\u0308ller GmbH', city: 'Bonn' },
			{ name: 'Other', phoneNumber: '+49 2', city: '' },
		];
		for (const dryRun of [true, false]) {
			const result = await upsert(rows, automatic('name'), { options: { dryRun } });
			expect(hints(result)[0]).toContain(
				"Rows with the same Name may be different records: 'Müller GmbH' (items 0, 2). ",
			);
		}
	});

	it('that stands for no value and is shared is told', async () => {
		const rows = ['NULL', 'K', 'NULL'].map((externalReference) => ({
			externalReference,
			name: 'N',
		}));
		expect(hints(await upsert(rows))[0]).toContain("'NULL' (items 0, 2)");
	});

	it.each([
		['externalReference', 'KK  9', 'KK 9'],
		['externalReference', '0012', '12'],
		['externalReference', 'kk-9', 'KK-9'],
		['name', 'Mu\u0308ller\u00A0GmbH', 'Müller GmbH'],
	])(
		'that is nearly the %s of an existing record is told before one is made',
		async (match, given, existing) => {
			t.state.addCustomer({ name: 'N', [match]: existing });
			const row = { name: 'New', [match]: given };
			const all = full().map((customer) => rowOf(customer));
			const rows = [...all, row];
			const result = await upsert(rows, automatic(match));
			expect(actions(result).at(-1)).toBe('created');
			const [hint] = hints(result);
			expect(hint).toContain('leading zeros or the kind of dash: ');
			expect(hint).toContain(`'${given.normalize()}' (item ${all.length}) is not '${existing}'.`);
			expect(hints(await upsert(rows, automatic(match)))).not.toContain(hint);
		},
	);

	it('that is nearly that of an existing record is told of a single row too', async () => {
		t.state.addCustomer({ name: 'N', externalReference: 'K 10001' });
		const row = { name: 'New', externalReference: 'k-10001' };
		const [ofCase] = hints(await upsert([row], automatic('externalReference')));
		expect(ofCase).toContain("(item 0) is not 'K-10001'.");
		const near = { name: 'New', externalReference: 'K\u00A0\u00A010001' };
		const [hint] = hints(await upsert([near], automatic('externalReference')));
		expect(hint).toContain("(item 0) is not 'K 10001'.");
	});

	it('that only contains the name asked for is another record', async () => {
		const { name } = known();
		const result = await upsert([{ name: name.slice(0, -1) }], automatic('name'));
		expect(actions(result)).toEqual(['created']);
	});

	it.each(['a/b', '..', '.', '..\\x'])(
		'that cannot be an ID (%s) is refused before a request',
		async (id) => {
			const result = await upsert([{ id: known().id }, { id, name: 'X' }], automatic('id'));
			expect(shown(result).message).toBe("'ID' is not an ID [item 1]");
			expect(t.log.entries).toEqual([]);
		},
	);

	it('that is an unknown ID fails its rows, and creates nothing', async () => {
		const rows = [
			{ id: 'nobody', name: 'New' },
			{ id: known().id, name: 'Changed' },
			{ id: 'nobody' },
		];
		const result = await upsert(rows, automatic('id'), goingOn);
		const failed = {
			error: 'The customer was not found',
			message: "There is no customer with the ID 'nobody'.",
		};
		expect(jsonOf(result.output)).toEqual([
			failed,
			expect.objectContaining({ _action: 'updated', name: 'Changed' }),
			failed,
		]);
		expect(t.sent('POST')).toEqual([]);
	});

	it('of a new record without a name is refused before anything is written', async () => {
		const rows = [
			{ externalReference: 'NEW-1', name: 'New' },
			{ externalReference: 'NEW-2', city: 'Ribe' },
		];
		const result = await upsert(rows);
		expect(shown(result)).toEqual({
			message: "'Name' is empty [item 1]",
			description: `There is no customer with the External Reference 'NEW-2' yet, and creating one requires it. ${ON_ERROR}`,
		});
		expect(writes()).toEqual([]);
	});

	it('of a new record may be named by a later row, where the run goes on', async () => {
		const rows = [
			{ externalReference: 'NEW-1', city: 'Ribe' },
			{ externalReference: 'NEW-1', name: 'New' },
			{ externalReference: 'NEW-1', city: 'Ribe' },
		];
		const result = await upsert(rows, automatic('externalReference'), goingOn);
		expect(actions(result)).toEqual(["'Name' is empty", 'created', 'updated']);
	});
});

describe('after a write', () => {
	const onPost = { method: 'POST', path: CUSTOMERS };
	const row = { externalReference: 'NEW-1', name: 'New' };
	const rows = [row, { externalReference: 'NEW-2', name: 'Two' }, row, row];

	it('whose fate is unknown no later row with its key is sent, and each says so', async () => {
		t.faults.add({ kind: 'resetAfter', on: onPost });
		const result = await upsert(rows, automatic('externalReference'), goingOn);
		const notSent = {
			error: 'This row was not sent',
			message:
				'It has the same key as item 0, whose outcome is unknown. Check Trackunit before you run it again.',
		};
		expect(jsonOf(result.output)).toEqual([
			expect.objectContaining({ error: 'The connection to Trackunit was interrupted' }),
			expect.objectContaining({ _action: 'created' }),
			notSent,
			notSent,
		]);
		expect(t.sent('POST')).toHaveLength(2);
		expect(all().filter(({ externalReference }) => externalReference === 'NEW-1')).toHaveLength(1);
		t.log.clear();
		expect(actions(await upsert(rows))).toEqual(Array(4).fill('unchanged'));
	});

	it('that certainly did not arrive the later row is sent', async () => {
		t.faults.add({ kind: 'status', status: 422, on: onPost });
		const result = await upsert([row, row], automatic('externalReference'), goingOn);
		expect(actions(result)).toEqual(['Trackunit did not accept the values sent', 'created']);
	});

	it('that may be repeated it is, after a reset', async () => {
		t.faults.add({ kind: 'resetAfter', on: { method: 'PATCH' } });
		const { externalReference } = known();
		const result = await upsert([{ externalReference, phoneNumber: '+45 1' }]);
		expect(actions(result)).toEqual(['updated']);
		expect(t.sent('PATCH')).toHaveLength(2);
	});
});

describe('records are found', () => {
	const lookUps = () => t.requests('GET').filter(({ query }) => 'externalReference' in query);

	it('by the list where that is fewer requests, and by look-ups otherwise', async () => {
		const rows = full().map(({ externalReference }) => ({ externalReference }));
		const columns = automatic('externalReference');
		await upsert(rows.slice(0, 3), columns, { options: { pageSize: 10 } });
		expect(t.requests('GET')).toHaveLength(3);
		expect(lookUps()).toEqual([]);
		t.log.clear();
		await upsert(rows.slice(0, 3), columns, { options: { pageSize: 5 } });
		expect(lookUps()).toHaveLength(3);
		expect(t.requests('GET')).toHaveLength(4);
	});

	it.each(['ignore', 'loose', 'refuse'] as const)(
		'though the server does %s filters',
		async (filters) => {
			t.settings.filters = filters;
			t.state.addCustomer({ name: 'One', externalReference: 'K-1' });
			t.state.addCustomer({ name: 'More', externalReference: 'K-11' });
			const rows = ['K-1', 'K-11', 'NEW'].map((externalReference) => ({
				externalReference,
				name: 'X',
			}));
			const columns = automatic('externalReference');
			const result = await upsert(rows, columns, { options: { pageSize: 5 } });
			expect(actions(result)).toEqual(['updated', 'updated', 'created']);
		},
	);

	it('though one look-up fails on the network: its rows fail, and no others', async () => {
		// The first page comes first, then a look-up a key.
		t.faults.add({ kind: 'resetBefore', on: { method: 'GET' }, after: 1 });
		const [one, two] = [known(0), known(1)].map(({ externalReference }) => externalReference);
		const rows = [one, two, one].map((externalReference) => ({ externalReference, city: 'X' }));
		const columns = automatic('externalReference');
		const options = { pageSize: 5, maxRetries: 0, maxConcurrency: 1 };
		const result = await upsert(rows, columns, { ...goingOn, options });
		const broken = 'The connection to Trackunit was interrupted';
		expect(actions(result)).toEqual([broken, 'updated', broken]);
	});

	it('or all rows fail, where the list cannot be read', async () => {
		t.faults.add({ kind: 'status', status: 503, on: { method: 'GET' }, times: 'always' });
		const rows = full().map(({ externalReference }) => ({ externalReference, city: 'X' }));
		const columns = automatic('externalReference');
		const result = await upsert(rows, columns, { ...goingOn, options: { maxRetries: 0 } });
		expect(actions(result)).toEqual(rows.map(() => 'Trackunit is not available'));
		expect(t.requests()).toHaveLength(1);
	});
});

describe('a dry run', () => {
	it('reads, says what it would write, and writes nothing', async () => {
		const [one, two] = [known(0), known(1)];
		const rows = [
			{ externalReference: one.externalReference, name: one.name },
			{ externalReference: two.externalReference, city: 'Nyborg' },
			{ externalReference: 'NEW-1', name: 'New' },
			{ externalReference: 'NEW-1', name: 'Newer' },
		];
		const options = { dryRun: true };
		const result = await upsert(rows, automatic('externalReference'), { options });
		const url = `${t.url}${CUSTOMERS}`;
		const address = { ...two.address, city: 'Nyborg' };
		expect(jsonOf(result.output)).toEqual([
			{ _action: 'unchanged', ...named(one), dryRun: true, requests: [] },
			{
				_action: 'updated',
				...named(two),
				changes: { city: { before: two.address?.city, after: 'Nyborg' } },
				dryRun: true,
				requests: [{ method: 'PATCH', url: `${url}/${two.id}`, body: { address } }],
			},
			{
				_action: 'created',
				...rows[2],
				dryRun: true,
				requests: [{ method: 'POST', url, body: rows[2] }],
			},
			{
				_action: 'updated',
				externalReference: 'NEW-1',
				name: 'Newer',
				changes: { name: { before: 'New', after: 'Newer' } },
				dryRun: true,
				requests: [{ method: 'PATCH', url: `${url}/(new)`, body: { name: 'Newer' } }],
			},
		]);
		expect(Object.keys(jsonOf(result.output)[1] ?? {})).toEqual([
			...['_action', 'id', 'name', 'externalReference', 'changes', 'dryRun', 'requests'],
		]);
		expect(hints(result)).toContain(
			'Dry Run is on: nothing was written. Without it: 1 created, 2 updated, 1 unchanged.',
		);
		expect(t.requests('GET')).toHaveLength(1);
		expect(writes()).toEqual([]);
	});
});

describe('contacts', () => {
	const contactsOf = (id: string): Contact[] => [...(t.state.contacts.get(id)?.values() ?? [])];
	const owners = (): string[] =>
		all()
			.map(({ id }) => id)
			.filter((id) => contactsOf(id).some(({ email }) => email));
	const withMail = (id: string): Contact & { email: string } => {
		const found = contactsOf(id).find(({ email }) => email);
		return { ...found, id: found?.id ?? '', name: found?.name ?? '', email: found?.email ?? '' };
	};
	const run = async (
		input: IDataObject[],
		columns: INodeParameters,
		more: Partial<CustomerRun> = {},
	) =>
		await t.run({
			resource: 'contact',
			operation: 'upsert',
			parameters: { customerId: byId('={{ $json.customer }}'), columns },
			input,
			...more,
		});

	it.each(['email', 'name', 'id'] as const)(
		'of several customers, matched by %s',
		async (match) => {
			const input = owners()
				.slice(0, 5)
				.map((customer, n) => ({
					customer,
					[match]: withMail(customer)[match],
					phoneNumber: n % 2 ? withMail(customer).phoneNumber : `+45 ${n}`,
				}));
			const result = await run(input, automatic(match));
			const expected = input.map((_, n) => (n % 2 ? 'unchanged' : 'updated'));
			expect(actions(result)).toEqual(expected);
			expect(bodies()).toEqual(
				expect.arrayContaining([0, 2, 4].map((n) => ({ phoneNumber: `+45 ${n}` }))),
			);
			expect(writes()).toHaveLength(3);
			expect(pairs(result.output)).toEqual([0, 1, 2, 3, 4]);
		},
	);

	it('whose email was written with spaces is found the second time', async () => {
		const [customer = ''] = owners();
		const input = [{ customer, email: ' Ada@x.example\u00A0', name: '\u200BAda' }];
		expect(actions(await run(input, automatic('email')))).toEqual(['created']);
		expect(bodies()).toEqual([{ email: 'Ada@x.example', name: 'Ada' }]);
		expect(actions(await run(input, automatic('email')))).toEqual(['unchanged']);
	});

	it('whose email is the same but for its case', async () => {
		const [customer = ''] = owners();
		const { email } = withMail(customer);
		const input = [email.toUpperCase(), ` ${email}`].map((mail) => ({ customer, mail }));
		const result = await run(input, mapped('email', { email: '={{ $json.mail }}' }));
		expect(actions(result)).toEqual(['unchanged', 'unchanged']);
	});

	it('with the same email in two customers are two contacts', async () => {
		const [one = '', two = ''] = owners();
		const input = [one, two, one].map((customer) => ({
			customer,
			email: 'new@x.example',
			name: 'N',
		}));
		const result = await run(input, automatic('email'));
		expect(actions(result)).toEqual(['created', 'created', 'unchanged']);
		expect(contactsOf(one).at(-1)).toMatchObject({ email: 'new@x.example' });
		expect(contactsOf(two).at(-1)).toMatchObject({ email: 'new@x.example' });
		expect(t.sent('GET')).toHaveLength(2);
	});

	it('of a customer that is found by its external reference', async () => {
		const { id, externalReference } = known();
		const result = await run([{ name: 'Desk' }, { name: 'Yard' }], automatic('name'), {
			parameters: {
				customerId: locator('externalReference', externalReference),
				columns: automatic('name'),
			},
		});
		expect(actions(result)).toEqual(['created', 'created']);
		expect(
			contactsOf(id)
				.slice(-2)
				.map(({ name }) => name),
		).toEqual(['Desk', 'Yard']);
		expect(t.sent('GET')).toHaveLength(2);
	});

	it('that share a name fail, and are named', async () => {
		const [customer = ''] = owners();
		const twins = ['A', 'B'].map(() => t.state.addContact(customer, { name: 'Twin' }).id);
		const result = await run([{ customer, name: 'Twin', phoneNumber: '1' }], automatic('name'));
		expect(shown(result)).toEqual({
			message: 'More than one contact has the value to match on [item 0]',
			description: expect.stringContaining(twins.join(', ')),
		});
		expect(writes()).toEqual([]);
	});
});

describe('10 000 rows of 10 000 customers', () => {
	let big: Trackunit;
	beforeAll(async () => {
		big = await startTrackunit({ customers: 10_000 });
	});
	afterAll(async () => {
		await big.close();
	});
	const run = async (input: IDataObject[]) =>
		await big.run({
			operation: 'upsert',
			parameters: { columns: automatic('externalReference') },
			input,
		});

	it('of which 100 changed are 111 requests, and 11 the second time', async () => {
		for (const { id, externalReference } of [...big.state.customers.values()]) {
			if (!externalReference) big.state.updateCustomer(id, { externalReference: `X-${id}` });
		}
		const rows = [...big.state.customers.values()].map(rowOf);
		const changed = rows.map((row, n) =>
			n % 100 === 7 ? { ...row, phoneNumber: `+45 ${n}` } : row,
		);
		const first = await run(changed);
		expect(first.error).toBeUndefined();
		expect(big.log.count({ method: 'PATCH' })).toBe(100);
		expect(big.log.entries.length).toBeLessThanOrEqual(115);
		expect(actions(first).filter((action) => action === 'updated')).toHaveLength(100);
		expect(pairs(first.output)).toEqual(rows.map((_, item) => item));

		big.log.clear();
		const second = await run(changed);
		expect(new Set(actions(second))).toEqual(new Set(['unchanged']));
		// The tenth page is full, so there might be one more.
		expect(big.requests().map(({ method }) => method)).toEqual(Array(11).fill('GET'));
	}, 60_000);

	it('are not read for 3 rows: those are looked up', async () => {
		big.reset();
		const rows = [...big.state.customers.values()]
			.filter(({ externalReference }) => externalReference)
			.slice(0, 3)
			.map(({ externalReference }) => ({ externalReference, city: 'Ribe' }));
		const result = await run(rows);
		expect(actions(result)).toEqual(['updated', 'updated', 'updated']);
		const reads = big.requests('GET').map(({ query }) => query.externalReference);
		expect(reads).toEqual([undefined, ...rows.map(({ externalReference }) => externalReference)]);
	});
});
