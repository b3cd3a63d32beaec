import { contactFields } from '../../nodes/TrackunitCustomer/operations/contact/record';
import { customerFields } from '../../nodes/TrackunitCustomer/operations/customer/record';
import type { AnyField } from '../../nodes/TrackunitCustomer/records/field';
import { startSimulator, type Simulator } from '../../simulator';
import { ask, ASSETS, CUSTOMERS, fieldsOf, firstKey, idsOf, rowsOf, type Answered } from './client';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ customers: 45 });
});
beforeEach(() => simulator.reset());
afterEach(() => {
	expect(simulator.violations).toEqual([]);
});
afterAll(async () => await simulator.close());

const list = async (query = '', path = CUSTOMERS): Promise<Answered> =>
	await ask(simulator, 'GET', `${path}?${query}`);

const allIds = () => [...simulator.state.customers.keys()];

describe('pages by number', () => {
	test('20 rows a page, from page 0, with totals', async () => {
		const { status, body } = await list();
		expect(status).toBe(200);
		expect(body).toEqual({
			totalPages: 3,
			totalElements: 45,
			number: 0,
			size: 20,
			numberOfElements: 20,
			content: [...simulator.state.customers.values()].slice(0, 20),
		});
	});

	test('together the pages are all rows, each once; after the last they are empty', async () => {
		const ids: string[] = [];
		for (const page of [0, 1, 2]) ids.push(...idsOf(await list(`page=${page}`)));
		expect(ids).toEqual(allIds());
		const { body } = await list('page=3');
		expect(body).toMatchObject({ number: 3, numberOfElements: 0, totalPages: 3, content: [] });
	});

	test.each(['size=0', 'size=1001', 'size=ten', 'size='])('%s is refused', async (query) => {
		const answered = await list(query);
		expect([answered.status, answered.body.code]).toEqual([400, 'constraint_violation']);
		expect(fieldsOf(answered)).toEqual(['size']);
	});

	test('a page below 0 is refused beside other faults', async () => {
		expect(fieldsOf(await list('page=-1&size=5000')).sort()).toEqual(['page', 'size']);
	});

	test('the largest page that the settings allow is given, and its size told', async () => {
		simulator.settings.maxPageSize = 10;
		const { body } = await list('size=1000&page=1');
		expect(body).toMatchObject({ size: 10, number: 1, numberOfElements: 10, totalPages: 5 });
		expect(idsOf(await list('size=1000&page=1'))).toEqual(allIds().slice(10, 20));
	});

	test('a new customer is the last of the list, and a deleted one is missing', async () => {
		const [first = ''] = allIds();
		await list();
		const created = await ask(simulator, 'POST', CUSTOMERS, { body: { name: 'Last' } });
		await ask(simulator, 'DELETE', `${CUSTOMERS}/${first}`);
		const ids = idsOf(await list('size=1000'));
		expect(ids).toEqual(allIds());
		expect(ids.at(-1)).toBe(created.body.id);
		expect(ids).not.toContain(first);
	});
});

describe('pages by cursor', () => {
	beforeEach(() => {
		simulator.settings.paging = 'cursor';
	});

	const next = async (cursor: unknown, name = 'after') =>
		await list(`limit=20&${name}=${encodeURIComponent(String(cursor))}`);

	test('are followed forth until there is no `after`, and back', async () => {
		const first = await list('limit=20');
		expect(first.body).toMatchObject({ before: null, after: expect.any(String), limit: 20 });
		expect(Object.keys(first.body).sort()).toEqual(['after', 'before', 'content', 'limit']);
		const second = await next(first.body.after);
		const third = await next(second.body.after);
		expect(third.body.after).toBeNull();
		expect([first, second, third].flatMap(idsOf)).toEqual(allIds());
		expect(idsOf(await next(third.body.before, 'before'))).toEqual(idsOf(second));
	});

	test('do not repeat or skip a row when others come and go', async () => {
		const first = await list('limit=20');
		const [gone = '', ...rest] = allIds();
		simulator.state.deleteCustomer(gone);
		expect(idsOf(await next(first.body.after))[0]).toBe(rest[19]);
	});

	test('go on where the row of the cursor was when it is gone', async () => {
		const first = await list('limit=20');
		const ids = allIds();
		simulator.state.deleteCustomer(ids[19] ?? '');
		expect(idsOf(await next(first.body.after))[0]).toBe(ids[20]);
	});

	test('do not mind the parameters of the other style', async () => {
		expect(idsOf(await list('page=1&size=5'))).toEqual(allIds().slice(0, 20));
	});

	test('a cursor that is none is refused', async () => {
		const answered = await next('nonsense');
		expect([answered.status, fieldsOf(answered)]).toEqual([400, ['after']]);
	});
});

describe('sorting', () => {
	test('by attributes, rising and falling', async () => {
		const names = [...simulator.state.customers.values()].map(({ name }) => name.toLowerCase());
		const rising = await list('size=1000&sort=name');
		const lower = rowsOf(rising).map(({ name }) => String(name).toLowerCase());
		expect(lower).toEqual([...names].sort());
		expect(idsOf(await list('size=1000&sort=-name'))).toEqual(idsOf(rising).reverse());
		expect(idsOf(await list('size=1000&sort=%2Bname'))).toEqual(idsOf(rising));
		expect(idsOf(await list('size=1000&sort=+name'))).toEqual(idsOf(rising));
	});

	test('a later attribute decides where the earlier ones are equal', async () => {
		const { state } = simulator;
		const address = { city: 'Aaaa' };
		const one = state.addCustomer({ name: 'One', address });
		const two = state.addCustomer({ name: 'Two', address });
		expect(idsOf(await list('sort=address.city,-name')).slice(0, 2)).toEqual([two.id, one.id]);
		expect(idsOf(await list('sort=city,name')).slice(0, 2)).toEqual([one.id, two.id]);
	});

	test('the pages of a sorted list follow each other, and a change is seen', async () => {
		const all = idsOf(await list('size=1000&sort=-name'));
		expect(idsOf(await list('sort=-name&page=1'))).toEqual(all.slice(20, 40));
		const { id } = simulator.state.addCustomer({ name: 'ZZZZ' });
		expect(idsOf(await list('sort=-name'))[0]).toBe(id);
	});

	test('rows without a value come last', async () => {
		const { id } = simulator.state.addCustomer({ name: 'A', externalReference: null });
		const ids = idsOf(await list('size=1000&sort=externalReference'));
		expect(ids.indexOf(id)).toBeGreaterThan(40);
	});

	test('an unknown attribute is refused; the settings refuse or ignore all', async () => {
		expect(fieldsOf(await list('sort=name,colour'))).toEqual(['sort']);
		simulator.settings.sorting = 'refuse';
		expect(fieldsOf(await list('sort=name'))).toEqual(['sort']);
		simulator.settings.sorting = 'ignore';
		expect(idsOf(await list('size=1000&sort=name'))).toEqual(allIds());
	});
});

describe('every field that the node offers to sort by', () => {
	const isOwn = ({ path }: { path: string }) => path !== 'id';

	/** Two values of a field, the smaller one first. */
	function twoValues({ kind }: AnyField): string[] {
		return typeof kind === 'object' ? [...kind.options].sort().slice(0, 2) : ['a', 'b'];
	}

	/** An object that has the value at a dotted path. */
	function withValue(path: string, value: string): Record<string, unknown> {
		const [key = '', ...rest] = path.split('.');
		return { [key]: rest.length === 0 ? value : withValue(rest.join('.'), value) };
	}

	/** The ids in the order in which a whole list has them. */
	async function order(ids: string[], path: string, sort: string): Promise<string[]> {
		const answered = await list(`size=1000&sort=${sort}`, path);
		expect(answered.status).toBe(200);
		return idsOf(answered).filter((id) => ids.includes(id));
	}

	test.each(customerFields.filter(isOwn))('sorts customers by $path', async (field) => {
		const [small, great] = twoValues(field).map((value) => withValue(field.path, value));
		const { state } = simulator;
		const last = state.addCustomer({ name: 'One of two', ...great }).id;
		const first = state.addCustomer({ name: 'One of two', ...small }).id;
		expect(await order([first, last], CUSTOMERS, field.path)).toEqual([first, last]);
		expect(await order([first, last], CUSTOMERS, `-${field.path}`)).toEqual([last, first]);
	});

	test.each(contactFields.filter(isOwn))('sorts contacts by $path', async (field) => {
		const [small, great] = twoValues(field).map((value) => withValue(field.path, value));
		const { state } = simulator;
		const { id } = state.addCustomer({ name: 'Owner' });
		const last = state.addContact(id, { name: 'One of two', ...great }).id;
		const first = state.addContact(id, { name: 'One of two', ...small }).id;
		const contacts = `${CUSTOMERS}/${id}/contacts`;
		expect(await order([first, last], contacts, field.path)).toEqual([first, last]);
		expect(await order([first, last], contacts, `-${field.path}`)).toEqual([last, first]);
	});

	test('sorts customers and contacts by their IDs', async () => {
		const { state } = simulator;
		expect(idsOf(await list('size=1000&sort=id'))).toEqual(allIds().sort());
		const { id } = state.addCustomer({ name: 'Owner' });
		const contacts = ['One', 'Two', 'Three'].map((name) => state.addContact(id, { name }).id);
		const answered = await list('sort=id', `${CUSTOMERS}/${id}/contacts`);
		expect(idsOf(answered)).toEqual(contacts.sort());
	});
});

describe('filters', () => {
	beforeEach(() => {
		const { state } = simulator;
		state.addCustomer({ name: 'Nord Kran', externalReference: 'X-1', type: 'OEM' });
		state.addCustomer({ name: 'Kran Nord Two', externalReference: 'X-12', type: 'OTHER' });
	});

	const names = (answered: Answered) => rowsOf(answered).map(({ name }) => name);

	test('name by a part of it, whatever the case; type and reference exactly', async () => {
		expect(names(await list('name=nORD'))).toEqual(['Nord Kran', 'Kran Nord Two']);
		expect(names(await list('name=nord&type=OEM'))).toEqual(['Nord Kran']);
		expect(names(await list('externalReference=X-1'))).toEqual(['Nord Kran']);
		expect(names(await list('externalReference=x-1'))).toEqual([]);
		expect(names(await list('externalReference=X-1&name=two'))).toEqual([]);
	});

	test('the totals are those of what was found', async () => {
		const { body } = await list('name=nord&size=1');
		expect(body).toMatchObject({ totalElements: 2, totalPages: 2, numberOfElements: 1 });
	});

	test('a reference is found under its new value only', async () => {
		await list('externalReference=X-1');
		const [id = ''] = idsOf(await list('externalReference=X-12'));
		simulator.state.updateCustomer(id, { externalReference: 'X-13' });
		expect(idsOf(await list('externalReference=X-12'))).toEqual([]);
		expect(idsOf(await list('externalReference=X-13'))).toEqual([id]);
	});

	test('keys are found by a part of them where the setting says so', async () => {
		simulator.settings.filters = 'loose';
		expect(names(await list('externalReference=X-1'))).toEqual(['Nord Kran', 'Kran Nord Two']);
		const asset = simulator.state.addAsset({ serialNumber: 'ABC-777' });
		expect(idsOf(await list('serialNumber=c-77', ASSETS))).toEqual([asset.id]);
	});

	test('are ignored where the setting says so', async () => {
		simulator.settings.filters = 'ignore';
		expect(idsOf(await list('externalReference=X-1'))).toEqual(allIds().slice(0, 20));
	});

	test('are refused where the setting says so, and named', async () => {
		simulator.settings.filters = 'refuse';
		const answered = await list('externalReference=X-1&name=a');
		expect(answered.status).toBe(400);
		expect(fieldsOf(answered).sort()).toEqual(['externalReference', 'name']);
		expect((await list()).status).toBe(200);
	});

	test('a type that the contract does not have is refused', async () => {
		expect(fieldsOf(await list('type=FRIEND'))).toEqual(['type']);
	});
});

test('contacts, assets of a customer and assets are paged and sorted in the same way', async () => {
	const { state } = simulator;
	const { id } = state.addCustomer({ name: 'Owner' });
	for (const name of ['B', 'C', 'A']) state.addContact(id, { name });
	const assets = ['zzb', 'zzc', 'zza'].map((name) => state.addAsset({ name }).id);
	state.assign(id, assets);
	for (const path of [`${CUSTOMERS}/${id}/contacts`, `${CUSTOMERS}/${id}/assets`]) {
		const { body } = await list('size=2&sort=-name', path);
		expect(body).toMatchObject({ totalElements: 3, totalPages: 2, numberOfElements: 2 });
		const last = rowsOf(await list('size=2&page=1&sort=-name', path));
		expect(last.map(({ name }) => name)).toEqual([expect.stringMatching(/^(A|zza)$/)]);
	}
	expect((await list('', ASSETS)).body.totalElements).toBe(state.assets.size);
	expect(idsOf(await list('sort=-name&size=3', ASSETS))).toEqual([assets[1], assets[0], assets[2]]);
});

test('ten thousand customers are there unless told otherwise', async () => {
	const large = await startSimulator();
	expect(large.state.customers.size).toBe(10_000);
	const { body } = await ask(large, 'GET', `${CUSTOMERS}?size=1000&page=9`);
	expect(body).toMatchObject({ totalElements: 10_000, totalPages: 10, numberOfElements: 1000 });
	expect(large.violations).toEqual([]);
	await large.close();
});

test('the first page is the same after a reset', async () => {
	const before = idsOf(await list());
	simulator.state.deleteCustomer(firstKey(simulator.state.customers));
	expect(idsOf(await list())).not.toEqual(before);
	simulator.reset();
	expect(idsOf(await list())).toEqual(before);
});
