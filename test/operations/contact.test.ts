import type { INodeParameters } from 'n8n-workflow';

import type { Contact } from '../../simulator';
import { flatContact } from '../support/flat';
import {
	byId,
	CUSTOMERS,
	engine,
	jsonOf,
	locator,
	NODE_TYPE,
	pairs,
	shown,
	useTrackunit,
	type CustomerRun,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});

const contactsOf = (customerId: string): Contact[] => [
	...(t.state.contacts.get(customerId)?.values() ?? []),
];
/** A customer with an external reference and at least two contacts, and the first of them. */
function known() {
	const customer = [...t.state.customers.values()].find(
		({ id, externalReference }) => externalReference && contactsOf(id).length > 1,
	);
	const [contact] = contactsOf(customer?.id ?? '');
	if (!customer?.externalReference || !contact) throw new Error('The seed has none');
	return { customer, reference: customer.externalReference, contact };
}
const stranger = (): string =>
	[...t.state.customers.keys()].find((id) => id !== known().customer.id) ?? '';
const stored = (id: string): Contact | undefined =>
	t.state.contacts.get(known().customer.id)?.get(id);

const run = async (
	operation: string,
	parameters: INodeParameters,
	more: Partial<CustomerRun> = {},
) => await t.run({ resource: 'contact', operation, parameters, ...more });
const path = (): string => `/customers/${known().customer.id}/contacts`;

describe('create', () => {
	it('creates a contact of the customer, and answers it', async () => {
		const { id } = known().customer;
		const additionalFields = { email: 'ada@example.com', phoneNumber: '={{ 4512345678 }}' };
		const result = await run('create', { customerId: byId(id), name: 'Ada', additionalFields });
		expect(t.requests('POST').map(({ body }) => body)).toEqual([
			{ name: 'Ada', email: 'ada@example.com', phoneNumber: '4512345678' },
		]);
		expect(jsonOf(result.output)).toEqual([flatContact(id, contactsOf(id).at(-1))]);
	});

	it("takes a department: no person's name is asked for", async () => {
		const { id } = known().customer;
		await run('create', {
			customerId: byId(id),
			name: 'Call centre',
			additionalFields: { phoneNumber: '+45 70 10 10 10' },
		});
		expect(contactsOf(id).at(-1)).toMatchObject({ name: 'Call centre' });
		expect(t.requests('POST')[0]?.body).toEqual({
			name: 'Call centre',
			phoneNumber: '+45 70 10 10 10',
		});
	});

	it('is not sent twice where the first may have arrived', async () => {
		const { id } = known().customer;
		const before = contactsOf(id).length;
		t.faults.add({ kind: 'resetAfter', on: { method: 'POST', path: `${CUSTOMERS}*` } });
		const result = await run('create', { customerId: byId(id), name: 'Ada' });
		expect(t.requests('POST')).toHaveLength(1);
		expect(shown(result).description).toContain('The change may still have been applied');
		expect(contactsOf(id)).toHaveLength(before + 1);
	});
});

describe('get', () => {
	it('answers the contact of the customer', async () => {
		const { customer, contact } = known();
		const ids = { customerId: byId(customer.id), contactId: byId(contact.id) };
		const simple = await run('get', ids);
		expect(jsonOf(simple.output)).toEqual([flatContact(customer.id, contact)]);
		const raw = await run('get', { ...ids, simplify: false });
		expect(jsonOf(raw.output)).toEqual([contact]);
	});
});

describe('update', () => {
	it('changes the fields added, and clears those left empty', async () => {
		const { customer, contact } = known();
		const result = await run('update', {
			customerId: byId(customer.id),
			contactId: byId(contact.id),
			updateFields: { name: 'Workshop', phoneNumber: '' },
		});
		expect(t.sent()).toEqual([`GET ${path()} 200`, `PATCH ${path()}/${contact.id} 200`]);
		expect(stored(contact.id)).toEqual({ ...contact, name: 'Workshop', phoneNumber: null });
		expect(jsonOf(result.output)).toEqual([flatContact(customer.id, stored(contact.id))]);
	});
});

describe('delete', () => {
	it('deletes the contact, and no other', async () => {
		const { customer, contact } = known();
		const [, ...others] = contactsOf(customer.id);
		const result = await run('delete', {
			customerId: byId(customer.id),
			contactId: byId(contact.id),
		});
		expect(jsonOf(result.output)).toEqual([{ deleted: true, id: contact.id }]);
		expect(contactsOf(customer.id)).toEqual(others);
	});

	it('ends well where the answer of the first attempt was lost', async () => {
		const { customer, contact } = known();
		t.faults.add({ kind: 'resetAfter', on: { method: 'DELETE' } });
		jest.spyOn(Math, 'random').mockReturnValue(0);
		const result = await run('delete', {
			customerId: byId(customer.id),
			contactId: byId(contact.id),
		});
		jest.restoreAllMocks();
		expect(result.status).toBe('success');
		expect(t.sent('DELETE')).toEqual([
			`DELETE ${path()}/${contact.id} reset`,
			`DELETE ${path()}/${contact.id} 404`,
		]);
	});
});

describe('get many', () => {
	it('answers the contacts of each customer, in the order of the items', async () => {
		const ids = [known().customer.id, stranger()];
		const listed = ids.map((id) => contactsOf(id).sort((a, b) => (a.id < b.id ? -1 : 1)));
		const result = await run(
			'getAll',
			{ customerId: byId('={{ $json.id }}'), returnAll: true, simplify: false },
			{ input: ids.map((id) => ({ id })) },
		);
		expect(jsonOf(result.output)).toEqual(listed.flat());
		expect(pairs(result.output)).toEqual(listed.flatMap((rows, item) => rows.map(() => item)));
	});

	it('names the customer of each, whatever names the customer', async () => {
		const { customer, reference } = known();
		const customerId = locator('externalReference', reference);
		const { output } = await run('getAll', { customerId, returnAll: true });
		expect(output.length).toBeGreaterThan(1);
		expect(new Set(jsonOf(output).map((json) => json.customerId))).toEqual(new Set([customer.id]));
	});

	it('sorts, and stops at the limit', async () => {
		const { customer } = known();
		for (const name of ['AB', 'Z', 'A']) t.state.addContact(customer.id, { name });
		const result = await run('getAll', {
			customerId: byId(customer.id),
			limit: 2,
			sort: { rules: [{ field: 'name', direction: 'asc' }] },
		});
		expect(jsonOf(result.output).map(({ name }) => name)).toEqual(['A', 'AB']);
		expect(t.requests()[0]?.query).toEqual({ page: '0', size: '2', sort: 'name' });
	});
});

describe('which contact', () => {
	const urls: Array<(customer: string, contact: string) => string> = [
		(customer, contact) =>
			`https://new.manager.trackunit.com/customers/${customer}/contacts/${contact}`,
		(customer, contact) =>
			`https://new.manager.trackunit.com/customers/${customer}/contacts/${contact}/edit?tab=1#top`,
		(customer, contact) => `https://iris.trackunit.com${CUSTOMERS}/${customer}/contacts/${contact}`,
	];

	it.each(urls)('is said by URL %#, and its customer too', async (toUrl) => {
		const { customer, contact } = known();
		for (const more of [{}, { customerId: byId('') }, { customerId: byId(customer.id) }]) {
			t.log.clear();
			const contactId = locator('url', toUrl(customer.id, contact.id));
			const result = await run('get', { contactId, ...more });
			expect(result.output[0]?.json.id).toBe(contact.id);
			expect(t.sent()).toEqual([`GET ${path()}/${contact.id} 200`]);
		}
	});

	it.each(['get', 'update', 'delete'])(
		'is refused in %s where its URL names another customer than the one chosen',
		async (operation) => {
			const { customer, contact } = known();
			const contactId = locator('url', urls[0]?.(customer.id, contact.id) ?? '');
			const result = await run(operation, {
				customerId: byId(stranger()),
				contactId,
				updateFields: { name: 'X' },
			});
			expect(shown(result)).toEqual({
				message: "'Contact' belongs to another customer than 'Customer' [item 0]",
				description: `Its URL names the customer '${customer.id}'. Choose that one, or leave 'Customer' empty.`,
			});
			expect(t.log.entries).toEqual([]);
		},
	);

	it('is not found under another customer', async () => {
		const result = await run('get', {
			customerId: byId(stranger()),
			contactId: byId(known().contact.id),
		});
		expect(shown(result).message).toBe('Trackunit has no such record [item 0]');
	});
});

describe('the customer by external reference', () => {
	const parameters = (): Record<string, INodeParameters> => ({
		create: { name: 'New' },
		get: { contactId: byId('={{ $json.contact }}') },
		getAll: { returnAll: true },
		update: { contactId: byId('={{ $json.contact }}'), updateFields: { name: 'Changed' } },
		delete: { contactId: byId('={{ $json.contact }}') },
	});

	it.each(Object.keys(parameters()))('is looked up once for all items of %s', async (operation) => {
		const { customer, reference } = known();
		const input = contactsOf(customer.id).map(({ id }) => ({ contact: id }));
		const customerId = locator('externalReference', reference);
		const result = await run(operation, { customerId, ...parameters()[operation] }, { input });
		expect(result).toMatchObject({ status: 'success', error: undefined });
		const [lookUp, ...others] = t.requests();
		expect(lookUp).toMatchObject({ path: CUSTOMERS, query: { externalReference: reference } });
		expect(others).toHaveLength(input.length);
		expect(others.every((one) => one.path.includes(`${customer.id}/contacts`))).toBe(true);
	});

	it('that is unknown fails its items, and no others', async () => {
		const { customer, reference } = known();
		const result = await run(
			'getAll',
			{ customerId: locator('externalReference', '={{ $json.c }}'), returnAll: true },
			{ input: [{ c: 'K-0' }, { c: reference }], onError: 'continueErrorOutput' },
		);
		expect(jsonOf(result.errorOutput)).toEqual([
			{
				c: 'K-0',
				error: 'No customer with this external reference',
				message:
					"Nothing in Trackunit has the external reference 'K-0'. Correct it, or create the customer in Trackunit.",
			},
		]);
		expect(result.output).toHaveLength(contactsOf(customer.id).length);
	});
});

describe('the picker of contacts', () => {
	const search = async (customerId: INodeParameters['customerId'], filter?: string) =>
		await engine.listSearch({
			nodeType: NODE_TYPE,
			method: 'searchContacts',
			parameters: { authentication: 'oAuth2', resource: 'contact', operation: 'get', customerId },
			credentials: {
				any: { type: 'trackunitOAuth2Api', data: t.credentials.trackunitOAuth2Api },
			},
			filter,
		});

	it('offers the contacts of the customer chosen', async () => {
		const { customer, reference } = known();
		const offered = contactsOf(customer.id).map(({ id }) => id);
		for (const chosen of [byId(customer.id), locator('externalReference', reference)]) {
			const { results } = await search(chosen);
			expect(results.map(({ value }) => value)).toEqual(offered);
		}
	});

	it('finds one by a part of its name, email or phone number, whatever the case', async () => {
		const { customer } = known();
		const { id } = t.state.addContact(customer.id, {
			name: 'Disponentin',
			email: 'Yard@example.com',
			phoneNumber: '+45 99887766',
		});
		for (const filter of ['DISPO', 'yard@', '998877']) {
			const { results } = await search(byId(customer.id), filter);
			expect(results.map(({ value }) => value)).toEqual([id]);
		}
	});

	it.each([byId(''), locator('list', ''), byId(null)])(
		'asks for the customer first where none is chosen (%j)',
		async (customerId) => {
			await expect(search(customerId)).rejects.toMatchObject({
				message: "'Customer' is empty: Choose the customer first, then its contact.",
			});
			expect(t.log.entries).toEqual([]);
		},
	);

	it('says so where there is no such customer', async () => {
		await expect(search(byId('nobody'))).rejects.toMatchObject({
			message: expect.stringContaining(
				"Trackunit has no such record: Customer with id 'nobody' was not found. Check the ID.",
			),
		});
	});
});
