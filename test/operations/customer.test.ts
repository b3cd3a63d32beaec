import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Customer } from '../../simulator';
import { flatCustomer } from '../support/flat';
import {
	byId,
	CUSTOMERS,
	jsonOf,
	locator,
	pairs,
	rows,
	shown,
	useTrackunit,
	type CustomerRun,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});

/** A customer of the seed that has all fields. */
function known(): Customer {
	const found = [...t.state.customers.values()].find(
		({ externalReference, address }) => externalReference && address?.state,
	);
	if (!found) throw new Error('The seed has no such customer');
	return found;
}

const stored = (id: unknown): Customer | undefined => t.state.customers.get(String(id));

describe('create', () => {
	const create = async (
		parameters: INodeParameters,
		options: INodeParameters = {},
		more: Partial<CustomerRun> = {},
	) =>
		await t.run({
			operation: 'create',
			parameters: { name: 'Acme', ...parameters },
			options,
			...more,
		});

	it('creates one customer an item, and answers each', async () => {
		const result = await create(
			{ name: '={{ $json.name }}', additionalFields: { city: 'Aarhus', type: 'dealer' } },
			{},
			{ input: rows(3) },
		);
		expect(result.error).toBeUndefined();
		expect(t.requests('POST').map(({ body }) => body)).toEqual(
			rows(3).map(({ name }) => ({ name, type: 'DEALER', address: { city: 'Aarhus' } })),
		);
		expect(jsonOf(result.output)).toEqual(
			result.output.map(({ json }) => flatCustomer(stored(json.id))),
		);
		expect(jsonOf(result.output).map(({ name }) => name)).toEqual(['Row 0', 'Row 1', 'Row 2']);
		expect(pairs(result.output)).toEqual([0, 1, 2]);
	});

	it('leaves out fields that are empty or whose expression gives nothing', async () => {
		await create({ additionalFields: { email: '', city: '={{ $json.nothing }}', state: 'IL' } });
		expect(t.requests('POST')[0]?.body).toEqual({ name: 'Acme', address: { state: 'IL' } });
	});

	it('sends text in its normal form', async () => {
		const additionalFields = {
			externalReference: ' K-1\u00A0',
			type: ' oem\u200B',
			city: 'Ko\u0308ln',
		};
		await create({ name: '\uFEFFAcme ', additionalFields });
		expect(t.requests('POST')[0]?.body).toEqual({
			name: 'Acme',
			externalReference: 'K-1',
			type: 'OEM',
			address: { city: 'Köln' },
		});
	});

	it('sends numbers of an ERP as text', async () => {
		const result = await create({
			name: '={{ 4711 }}',
			additionalFields: { externalReference: '={{ 10001 + 90000 }}', zipCode: '={{ 8000 }}' },
		});
		expect(t.requests('POST')[0]?.body).toEqual({
			name: '4711',
			externalReference: '100001',
			address: { zipCode: '8000' },
		});
		expect(result.status).toBe('success');
	});

	it.each(['={{ "" }}', '={{ $json.nothing }}', '={{ null }}', '={{ "  " }}'])(
		'refuses the name %s before anything is sent',
		async (name) => {
			const result = await create({ name });
			expect(shown(result).message).toBe("'Name' is empty [item 0]");
			expect(t.log.entries).toEqual([]);
		},
	);

	it('answers what was sent, and the id, where Trackunit answers no body', async () => {
		t.settings.writeAnswers = 'none';
		const result = await create({ additionalFields: { city: 'Odense' } });
		const [answer] = jsonOf(result.output);
		expect(answer).toEqual({
			id: expect.any(String),
			name: 'Acme',
			city: 'Odense',
		});
		expect(stored(answer?.id)).toMatchObject({ name: 'Acme' });
	});

	it.each([
		['text', '{ "address": { "state": "Fyn" }, "phoneNumber": "+45 1" }'],
		['an object', '={{ { address: { state: "Fyn" }, phoneNumber: "+45 1" } }}'],
	])('merges further body fields deeply, given as %s', async (_, bodyFields) => {
		await create({ additionalFields: { city: 'Odense', phoneNumber: '+45 2' } }, { bodyFields });
		expect(t.requests('POST')[0]?.body).toEqual({
			name: 'Acme',
			phoneNumber: '+45 1',
			address: { city: 'Odense', state: 'Fyn' },
		});
	});

	it.each([
		['[1]', 'is not a JSON object'],
		['5', 'is not a JSON object'],
		['={{ [1] }}', 'is not a JSON object'],
		['{ "a": ', 'is not valid JSON'],
		['{ "__proto__": { "isAdmin": true } }', 'has a key that is not allowed'],
		['{ "address": { "constructor": {} } }', 'has a key that is not allowed'],
		[`={{ JSON.parse('{ "__proto__": { "isAdmin": true } }') }}`, 'has a key that is not allowed'],
	])('refuses the further body fields %s before anything is sent', async (bodyFields, words) => {
		const result = await create({}, { bodyFields });
		expect(shown(result).message).toBe(`'Body Fields (JSON)' ${words} [item 0]`);
		expect(t.log.entries).toEqual([]);
		expect(Object.prototype).not.toHaveProperty('isAdmin');
	});

	it.each(['{ "notify": "no", "x": 1 }', '={{ { notify: "no", x: 1 } }}'])(
		'sends the further query parameters %s',
		async (queryParameters) => {
			await create({}, { queryParameters });
			expect(t.requests()[0]?.query).toEqual({ notify: 'no', x: '1' });
		},
	);

	it('says what a dry run would send, and sends nothing', async () => {
		const before = t.state.customers.size;
		const result = await create(
			{ name: '={{ $json.name }}', additionalFields: { city: 'Odense' } },
			{ dryRun: true },
			{ input: rows(2) },
		);
		expect(jsonOf(result.output)).toEqual(
			rows(2).map(({ name }) => ({
				name,
				dryRun: true,
				requests: [
					{ method: 'POST', url: t.url + CUSTOMERS, body: { name, address: { city: 'Odense' } } },
				],
			})),
		);
		expect(pairs(result.output)).toEqual([0, 1]);
		// One customer is looked at once a run, to see where this account has a city.
		expect(t.sent()).toEqual(['GET /customers 200']);
		expect(t.state.customers.size).toBe(before);
	});

	it('says which field was taken by another record', async () => {
		const { externalReference = '' } = known();
		const result = await create({
			additionalFields: { externalReference: externalReference ?? '' },
		});
		expect(shown(result)).toEqual({
			message: 'Another record already has a value that must be unique [item 0]',
			description: expect.stringContaining(`externalReference: value '${externalReference}'`),
		});
	});
});

describe('get', () => {
	it('answers at most ten flat fields', async () => {
		const { id, name, type, externalReference, email, phoneNumber, address } = known();
		const { output } = await t.run({ operation: 'get', parameters: { customerId: byId(id) } });
		expect(jsonOf(output)).toEqual([
			{
				id,
				name,
				type,
				externalReference,
				email,
				phoneNumber,
				streetAddress: address?.streetAddress,
				zipCode: address?.zipCode,
				city: address?.city,
				country: address?.country,
			},
		]);
	});

	it('answers the record whole, keys that nobody knows among it, with Simplify off', async () => {
		t.faults.add({ kind: 'unknownFields' });
		const { output } = await t.run({
			operation: 'get',
			parameters: { customerId: byId(known().id), simplify: false },
		});
		expect(jsonOf(output)).toEqual([
			{
				...known(),
				address: { ...known().address, unknownPart: 'x' },
				_error: 'x',
				unknownFlag: true,
				unknownList: [1, { deep: null }],
			},
		]);
	});

	it('sends further query parameters', async () => {
		await t.run({
			operation: 'get',
			parameters: { customerId: byId(known().id) },
			options: { queryParameters: '{ "expand": "all" }' },
		});
		expect(t.requests()[0]?.query).toEqual({ expand: 'all' });
	});

	it('says so where there is no such customer', async () => {
		const result = await t.run({ operation: 'get', parameters: { customerId: byId('nobody') } });
		expect(shown(result)).toEqual({
			message: 'Trackunit has no such record [item 0]',
			description: expect.stringContaining(
				"Customer with id 'nobody' was not found. Check the ID.",
			),
		});
	});

	describe('which customer', () => {
		it.each(['list', 'id'])('by %s', async (mode) => {
			const { id } = known();
			const { output } = await t.run({
				operation: 'get',
				parameters: { customerId: locator(mode, id) },
			});
			expect(output[0]?.json.id).toBe(id);
		});

		it.each([
			(id: string) => `https://new.manager.trackunit.com/customers/${id}`,
			(id: string) => `https://new.manager.trackunit.com/customers/${id}/contacts?tab=1#top`,
			(id: string) => `https://iris.trackunit.com${CUSTOMERS}/${id}`,
		])('by URL %#', async (toUrl) => {
			const { id } = known();
			const { output } = await t.run({
				operation: 'get',
				parameters: { customerId: locator('url', toUrl(id)) },
			});
			expect(output[0]?.json.id).toBe(id);
		});

		it.each(['a b', 'Müller & Söhne', 'a?b', 'a#b', '100%', '%2F', 'a;b=c', "'", 'ü%20'])(
			'sends the ID %j so that it arrives as it is',
			async (id) => {
				const result = await t.run({ operation: 'get', parameters: { customerId: byId(id) } });
				expect(shown(result).description).toContain(`Customer with id '${id}' was not found.`);
				expect(t.requests()[0]?.path).toBe(`${CUSTOMERS}/${encodeURIComponent(id)}`);
			},
		);

		it('sends a number as text', async () => {
			await t.run({ operation: 'get', parameters: { customerId: byId('={{ 47 * 100 + 11 }}') } });
			expect(t.sent()).toEqual(['GET /customers/4711 404']);
		});

		it.each([
			['id', '={{ "a/b" }}', "'Customer' is not an ID"],
			['id', '={{ ".." }}', "'Customer' is not an ID"],
			['id', '={{ "../contacts" }}', "'Customer' is not an ID"],
			['list', '={{ "a/b" }}', "'Customer' is not an ID"],
			['id', '={{ "" }}', "'Customer' is empty"],
			['id', '={{ $json.nothing }}', "'Customer' is empty"],
			['externalReference', '={{ null }}', "'Customer' is empty"],
			[
				'url',
				'={{ "https://iris.trackunit.com/assets/1" }}',
				"'Customer' is not the URL of a customer",
			],
			['name', 'Acme', "'Customer' has an unknown mode"],
		])('refuses the %s %s before anything is sent', async (mode, value, words) => {
			const result = await t.run({
				operation: 'delete',
				parameters: { customerId: locator(mode, value) },
			});
			expect(shown(result).message).toBe(`${words} [item 0]`);
			expect(t.log.entries).toEqual([]);
		});
	});
});

describe('update', () => {
	const update = async (id: string, updateFields: INodeParameters, options: INodeParameters = {}) =>
		await t.run({
			operation: 'update',
			parameters: { customerId: byId(id), updateFields },
			options,
		});

	it('changes the fields added and no others', async () => {
		const before = known();
		const result = await update(before.id, { name: 'New name', phoneNumber: '+45 1' });
		const after = { ...before, name: 'New name', phoneNumber: '+45 1' };
		expect(t.requests('PATCH').map(({ body }) => body)).toEqual([
			{ name: 'New name', phoneNumber: '+45 1' },
		]);
		expect(stored(before.id)).toEqual(after);
		expect(jsonOf(result.output)).toEqual([flatCustomer(after)]);
	});

	it('sends text in its normal form', async () => {
		await update(known().id, { name: 'Mu\u0308ller\u00A0', phoneNumber: ' \u200B+45 1' });
		expect(t.requests('PATCH')[0]?.body).toEqual({ name: 'Müller', phoneNumber: '+45 1' });
	});

	it.each(['', '={{ null }}', '={{ "" }}'])(
		'clears a field that is left empty (%s)',
		async (email) => {
			const { id } = known();
			await update(id, { email });
			expect(t.requests('PATCH')[0]?.body).toEqual({ email: null });
			expect(stored(id)?.email).toBeNull();
		},
	);

	it('leaves a field alone whose expression gives nothing', async () => {
		const { id, email } = known();
		await update(id, { email: '={{ $json.nothing }}', name: 'New name' });
		expect(stored(id)).toMatchObject({ email, name: 'New name' });
	});

	it('makes a city never cost the street', async () => {
		const { id, address } = known();
		await update(id, { city: 'Nyborg' });
		expect(t.sent()).toEqual([`GET /customers/${id} 200`, `PATCH /customers/${id} 200`]);
		expect(stored(id)?.address).toEqual({ ...address, city: 'Nyborg' });
	});

	it('sends a whole address without reading the record first', async () => {
		const { id } = known();
		const address = { streetAddress: 'A 1', zipCode: '1', city: 'B', state: 'C', country: 'DK' };
		await update(id, address);
		expect(t.sent()).toEqual(['GET /customers 200', `PATCH /customers/${id} 200`]);
		expect(stored(id)?.address).toEqual(address);
	});

	it('merges further body fields into the address', async () => {
		const { id, address } = known();
		await update(id, { city: 'Nyborg' }, { bodyFields: '{ "address": { "zipCode": "5800" } }' });
		expect(stored(id)?.address).toEqual({ ...address, city: 'Nyborg', zipCode: '5800' });
	});

	it('writes nothing where every expression gives nothing, and answers the record', async () => {
		const { id } = known();
		const result = await update(id, { email: '={{ $json.nothing }}' });
		expect(t.sent()).toEqual([`GET /customers/${id} 200`]);
		expect(jsonOf(result.output)).toEqual([flatCustomer(known())]);
	});

	it('refuses to run without a field', async () => {
		const result = await update(known().id, {});
		expect(shown(result)).toEqual({
			message: "'Update Fields' is empty [item 0]",
			description: 'Add at least one field to change.',
		});
		expect(t.log.entries).toEqual([]);
	});

	it('refuses to clear the name', async () => {
		const result = await update(known().id, { name: '' });
		expect(shown(result).message).toBe("'Name' cannot be cleared [item 0]");
		expect(t.log.entries).toEqual([]);
	});

	it('answers the id and what was sent where Trackunit answers no body', async () => {
		t.settings.writeAnswers = 'none';
		const { id } = known();
		const result = await update(id, { name: 'New name' });
		expect(jsonOf(result.output)).toEqual([{ id, name: 'New name' }]);
		expect(stored(id)?.name).toBe('New name');
	});

	it('makes the reads of a dry run, and not the writes', async () => {
		const before = known();
		const { id, name, externalReference, address } = before;
		const result = await update(id, { city: 'Nyborg' }, { dryRun: true });
		expect(t.sent()).toEqual([`GET /customers/${id} 200`]);
		expect(jsonOf(result.output)).toEqual([
			{
				...{ id, name, externalReference },
				changes: { city: { before: address?.city, after: 'Nyborg' } },
				dryRun: true,
				requests: [
					{
						method: 'PATCH',
						url: `${t.url}${CUSTOMERS}/${id}`,
						body: { address: { ...address, city: 'Nyborg' } },
					},
				],
			},
		]);
		expect(stored(id)).toEqual(before);
	});

	it('reads the record of a dry run though the change does not need it', async () => {
		const { id, name, externalReference } = known();
		const options = { dryRun: true };
		const { output, nodeHints } = await update(id, { name: 'Newer' }, options);
		expect(jsonOf(output)).toEqual([
			{
				...{ id, name: 'Newer', externalReference },
				changes: { name: { before: name, after: 'Newer' } },
				dryRun: true,
				requests: [{ method: 'PATCH', url: `${t.url}${CUSTOMERS}/${id}`, body: { name: 'Newer' } }],
			},
		]);
		expect(nodeHints.map(({ message }) => message)).toEqual([
			'Dry Run is on: nothing was written. Without it: 1 request.',
		]);
		expect(shown(await update('nobody', { name: 'Newer' }, options)).message).toBe(
			'Trackunit has no such record [item 0]',
		);
	});
});

describe('delete', () => {
	const remove = async (id: string, options: INodeParameters = {}) =>
		await t.run({
			operation: 'delete',
			parameters: { customerId: byId(id) },
			options,
		});

	it('deletes the customer', async () => {
		const { id } = known();
		const result = await remove(id);
		expect(jsonOf(result.output)).toEqual([{ deleted: true, id }]);
		expect(stored(id)).toBeUndefined();
	});

	it('fails for a customer that does not exist', async () => {
		const result = await remove('nobody');
		expect(shown(result).message).toBe('Trackunit has no such record [item 0]');
	});

	it('says what a dry run would delete, and deletes nothing', async () => {
		const { id } = known();
		const result = await remove(id, { dryRun: true });
		expect(jsonOf(result.output)).toEqual([
			{ id, dryRun: true, requests: [{ method: 'DELETE', url: `${t.url}${CUSTOMERS}/${id}` }] },
		]);
		expect(t.sent()).toEqual([]);
	});
});

describe('get many', () => {
	const getAll = async (
		parameters: INodeParameters,
		options: INodeParameters = {},
		input: IDataObject[] = [{}],
	) =>
		await t.run({
			operation: 'getAll',
			parameters,
			options,
			input,
		});
	const all = (): Customer[] =>
		[...t.state.customers.values()].sort((a, b) => (a.id < b.id ? -1 : 1));

	it('answers all customers in an order that stays the same from page to page', async () => {
		const result = await getAll({ returnAll: true, simplify: false });
		expect(jsonOf(result.output)).toEqual(all());
		expect(result.nodeHints).toEqual([]);
	});

	it('reads only the pages that the limit needs', async () => {
		const result = await getAll({ limit: 7 }, { pageSize: 3 });
		expect(jsonOf(result.output).map(({ id }) => id)).toEqual(
			all()
				.slice(0, 7)
				.map(({ id }) => id),
		);
		expect(t.requests().map(({ query }) => query.page)).toEqual(['0', '1', '2']);
	});

	it('asks for no more rows than the limit', async () => {
		const result = await getAll({ limit: 7 });
		expect(result.output).toHaveLength(7);
		expect(t.requests().map(({ query }) => query)).toEqual([{ sort: 'id', page: '0', size: '7' }]);
	});

	it('reads all pages of the size that is asked for', async () => {
		const result = await getAll({ returnAll: true }, { pageSize: 10 });
		expect(result.output).toHaveLength(25);
		expect(t.requests().map(({ query }) => query)).toEqual(
			['0', '1', '2'].map((page) => ({ sort: 'id', page, size: '10' })),
		);
	});

	it('takes the limit of each item', async () => {
		const result = await getAll({ limit: '={{ $json.limit }}' }, {}, [{ limit: 2 }, { limit: 3 }]);
		expect(pairs(result.output)).toEqual([0, 0, 1, 1, 1]);
	});

	it.each(['={{ 0 }}', '={{ -1 }}', '={{ 1.5 }}', '={{ "many" }}'])(
		'refuses the limit %s before anything is sent',
		async (limit) => {
			const result = await getAll({ limit });
			expect(shown(result).message).toBe("'Limit' is not a whole number from 1 [item 0]");
			expect(t.log.entries).toEqual([]);
		},
	);

	it('sends the order that is asked for', async () => {
		const rules = [
			{ field: 'city', direction: 'desc' },
			{ field: 'name', direction: 'asc' },
		];
		const result = await getAll({ returnAll: true, sort: { rules } });
		expect(t.requests().map(({ query }) => query.sort)).toEqual([undefined, '-address.city,name']);
		const cities = jsonOf(result.output).map(({ city }) => String(city).toLowerCase());
		expect(cities).toEqual([...cities].sort().reverse());
	});

	it('answers nothing where there is nothing', async () => {
		const result = await getAll({ returnAll: true, filters: { name: 'no customer is called so' } });
		expect(result.status).toBe('success');
		expect(result.output).toEqual([]);
		expect(result.nodeHints).toEqual([]);
	});

	describe('filters', () => {
		const filters = { type: 'CONTRACTOR', name: 'CON' };
		const matching = (): string[] =>
			all()
				.filter(({ type, name }) => type === 'CONTRACTOR' && /con/i.test(name))
				.map(({ id }) => id);

		it('sends them', async () => {
			const result = await getAll({ returnAll: true, filters });
			expect(t.requests()[0]?.query).toMatchObject(filters);
			expect(jsonOf(result.output).map(({ id }) => id)).toEqual(matching());
			expect(result.nodeHints).toEqual([]);
		});

		it.each([
			{ email: '@EXAMPLE' },
			{ phoneNumber: '45' },
			{ streetAddress: 'vej' },
			{ zipCode: '8000' },
			{ city: 'AARH' },
			{ state: 'midt' },
			{ country: 'dk' },
		])('%j is checked here alone', async (local) => {
			const fits = {
				email: 'a@example.com',
				phoneNumber: '+45 1',
				address: {
					streetAddress: 'Havnevej 1',
					zipCode: '8000',
					city: 'Aarhus C',
					state: 'Midtjylland',
					country: 'DK',
				},
			};
			const { id } = t.state.addCustomer({ name: 'Conrad', type: 'CONTRACTOR', ...fits });
			t.state.addCustomer({ name: 'Conrad', type: 'CONTRACTOR' });
			const result = await getAll({ returnAll: true, filters: { name: 'Conrad', ...local } });
			expect(jsonOf(result.output).map((one) => one.id)).toEqual([id]);
			const [{ query } = { query: {} }] = t.requests();
			expect(query).toMatchObject({ name: 'Conrad' });
			expect(query).not.toHaveProperty(Object.keys(local)[0] ?? '');
			expect(result.nodeHints).toEqual([]);
		});

		it.each([
			{ name: 'con ' },
			{ name: '\u200BCON' },
			{ type: 'contractor' },
			{ type: ' Contractor' },
		])('reads %j as keys are read', async (spelled) => {
			const result = await getAll({ returnAll: true, filters: { ...filters, ...spelled } });
			expect(jsonOf(result.output).map(({ id }) => id)).toEqual(matching());
		});

		it('checks each row, and says so, where Trackunit ignores them', async () => {
			t.settings.filters = 'ignore';
			const result = await getAll({ returnAll: true, filters }, { pageSize: 10 });
			expect(matching().length).toBeGreaterThan(0);
			expect(jsonOf(result.output).map(({ id }) => id)).toEqual(matching());
			expect(result.nodeHints.map(({ message }) => message)).toEqual([
				expect.stringContaining("do not match 'Filters'"),
			]);
		});

		it('checks each row where Trackunit loosens them', async () => {
			t.settings.filters = 'loose';
			t.state.addCustomers(12);
			const result = await getAll({ returnAll: true, filters: { externalReference: 'ADDED-1' } });
			expect(jsonOf(result.output).map(({ externalReference }) => externalReference)).toEqual([
				'ADDED-1',
			]);
			expect(result.nodeHints).toHaveLength(1);
		});

		it.each([
			['does not know them', true],
			['has no such record', false],
		])('are tried on what is there, once a run, if nothing is found: it %s', async (_, isDeaf) => {
			const [one, other] = all();
			const nothing = {
				content: [],
				totalElements: 0,
				totalPages: 0,
				number: 0,
				size: 50,
				numberOfElements: 0,
			};
			const on = { method: 'GET', path: CUSTOMERS };
			// The two filtered lists and the proof; the page between them and the whole lists are right.
			for (const after of isDeaf ? [0, 1, 2] : []) {
				t.faults.add({ kind: 'status', status: 200, body: nothing, on, after });
			}
			const names = isDeaf ? [one?.name, other?.name] : ['no such name', 'nor this'];
			const result = await getAll(
				{ filters: { name: '={{ $json.name }}' } },
				{ maxConcurrency: 1 },
				names.map((name) => ({ name: name ?? null })),
			);
			const found = jsonOf(result.output).map(({ name }) => name);
			expect(found).toEqual(isDeaf ? names : []);
			expect(result.nodeHints).toHaveLength(isDeaf ? 1 : 0);
			expect(t.requests()).toHaveLength(isDeaf ? 6 : 4);
		});

		it('goes on reading until the limit is met where Trackunit ignores them', async () => {
			t.settings.filters = 'ignore';
			const result = await getAll(
				{ limit: 1, filters: { externalReference: all().at(-1)?.externalReference ?? '' } },
				{ pageSize: 10 },
			);
			expect(jsonOf(result.output).map(({ id }) => id)).toEqual([all().at(-1)?.id]);
		});

		it('says which one Trackunit refuses', async () => {
			t.settings.filters = 'refuse';
			const result = await getAll({ filters: { type: 'OEM' } });
			expect(shown(result)).toEqual({
				message: 'Trackunit did not accept the values sent [item 0]',
				description: expect.stringContaining("type: value 'OEM' was rejected"),
			});
		});
	});

	it('does not take a record with an error of its own for a failed one', async () => {
		t.faults.add({ kind: 'unknownFields', times: 'always' });
		const result = await t.run({
			operation: 'getAll',
			parameters: { returnAll: true, simplify: false },
			onError: 'continueErrorOutput',
			retryOnFail: true,
		});
		expect(result.errorOutput).toEqual([]);
		expect(result.output).toHaveLength(25);
		expect(result.output[0]?.json).toMatchObject({ _error: 'x', unknownFlag: true });
		expect(t.sent()).toEqual(['GET /customers 200']);
	});
});

describe('as a tool of an AI agent', () => {
	const ask = async (operation: string, parameters: INodeParameters) =>
		await t.run({ operation, parameters, asTool: true });

	it('answers simplified records unless asked otherwise', async () => {
		const { id, name, address } = known();
		const { output } = await ask('get', { customerId: byId(id) });
		expect(output[0]?.json).toMatchObject({ id, name, city: address?.city });
		expect(Object.keys(output[0]?.json ?? {})).toHaveLength(10);
	});

	it('answers raw records', async () => {
		const { output } = await ask('get', { customerId: byId(known().id), output: 'raw' });
		expect(jsonOf(output)).toEqual([known()]);
	});

	it('answers selected fields, the ID always among them', async () => {
		const { id, address } = known();
		const { output } = await ask('get', {
			customerId: byId(id),
			output: 'selectedFields',
			outputFields: ['city', 'state'],
		});
		expect(jsonOf(output)).toEqual([{ id, city: address?.city, state: address?.state }]);
	});

	it('leaves alone what a model gives no value for, and clears what it names', async () => {
		const { id, email } = known();
		const updateFields = { phoneNumber: '', email: '={{ null }}', city: 'Ribe' };
		await ask('update', { customerId: byId(id), updateFields });
		expect(stored(id)).toMatchObject({ email, phoneNumber: known().phoneNumber });
		await ask('update', { customerId: byId(id), updateFields, clearFields: ['phoneNumber'] });
		expect(t.requests('PATCH').map(({ body }) => body)).toEqual([
			{ address: { ...known().address, city: 'Ribe' } },
			{ phoneNumber: null, address: { ...known().address, city: 'Ribe' } },
		]);
	});

	it('says all that it knows of a failure in the message, for a model is given nothing else', async () => {
		const { error } = await ask('create', { name: 'Acme', additionalFields: { type: 'PIRATE' } });
		expect(error?.message).toMatch(
			/^Trackunit did not accept the values sent \[item 0\]: type: value 'PIRATE' was rejected/,
		);
		expect(error?.message).toContain('Correct the fields named');
	});

	it('says it in the one key that a model reads, where the run goes on', async () => {
		const result = await t.run({
			operation: 'get',
			parameters: { customerId: byId('nobody') },
			asTool: true,
			onError: 'continueRegularOutput',
		});
		expect(jsonOf(result.output)).toEqual([
			{ error: expect.stringMatching(/^Trackunit has no such record: .*'nobody' was not found/) },
		]);
	});
});
