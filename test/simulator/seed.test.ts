import { startSimulator, type Simulator } from '../../simulator';
import { ask, CUSTOMERS, firstKey } from './client';

async function withSimulator<T>(
	options: Parameters<typeof startSimulator>[0],
	look: (simulator: Simulator) => T | Promise<T>,
): Promise<T> {
	const simulator = await startSimulator(options);
	try {
		return await look(simulator);
	} finally {
		await simulator.close();
	}
}

function everything({ state }: Simulator) {
	return {
		customers: [...state.customers.values()],
		contacts: [...state.contacts].map(([id, contacts]) => [id, [...contacts.values()]]),
		assets: [...state.assets.values()],
		assignments: [...state.assignments].map(([id, assets]) => [id, [...assets]]),
	};
}

test('the same seed gives the same records, another seed others', async () => {
	const first = await withSimulator({ customers: 200, seed: 1 }, everything);
	const other = await withSimulator({ customers: 200, seed: 2 }, everything);
	const again = await withSimulator({ customers: 200, seed: 1 }, everything);
	expect(again).toEqual(first);
	expect(other.customers[0]?.id).not.toBe(first.customers[0]?.id);
});

test('the first customers are the same however many there are, and whatever is looked at first', async () => {
	const few = await withSimulator({ customers: 20 }, everything);
	await withSimulator({ customers: 100 }, ({ state }) => {
		const last = [...state.customers.keys()].at(-1) ?? '';
		state.contacts.get(last);
		expect([...state.customers.values()].slice(0, 20)).toEqual(few.customers);
		const contacts = [...state.contacts].slice(0, 20);
		expect(contacts.map(([id, own]) => [id, [...own.values()]])).toEqual(few.contacts);
	});
});

test('records are plausible, and their keys unique', async () => {
	await withSimulator({ customers: 2000 }, ({ state }) => {
		const customers = [...state.customers.values()];
		const references = customers.flatMap(({ externalReference }) => externalReference ?? []);
		expect(references.length).toBeGreaterThan(1800);
		expect(references.length).toBeLessThan(2000);
		expect(new Set(references).size).toBe(references.length);
		expect(new Set(customers.map(({ name }) => name)).size).toBe(2000);

		const contacts = [...state.contacts.values()].flatMap((own) => [...own.values()]);
		expect(contacts.length).toBeGreaterThan(3000);
		expect(contacts.some(({ name }) => name === 'Call centre')).toBe(true);
		expect([...state.contacts.values()].some(({ size }) => size === 0)).toBe(true);

		const assets = [...state.assets.values()];
		expect(assets.every(({ serialNumber }) => serialNumber?.length === 17)).toBe(true);
		expect(new Set(assets.map(({ serialNumber }) => serialNumber)).size).toBe(assets.length);
		const assigned = [...state.assignments.values()].flatMap((own) => [...own]);
		expect(new Set(assigned).size).toBe(assigned.length);
		expect(assets.length - assigned.length).toBe(2000);
	});
});

test('what is seeded keeps to the contract', async () => {
	await withSimulator({ customers: 1500 }, async (simulator) => {
		for (const page of [0, 1]) await ask(simulator, 'GET', `${CUSTOMERS}?size=1000&page=${page}`);
		await ask(simulator, 'GET', '/api/asset/v1/assets?size=1000');
		for (const id of [...simulator.state.customers.keys()].slice(0, 20)) {
			await ask(simulator, 'GET', `${CUSTOMERS}/${id}/contacts`);
			await ask(simulator, 'GET', `${CUSTOMERS}/${id}/assets`);
		}
		expect(simulator.log.count({ status: 200 })).toBe(43);
		expect(simulator.violations).toEqual([]);
	});
});

test('simulators do not share what they change, though they share the seed', async () => {
	await withSimulator({ customers: 3 }, async (one) => {
		await withSimulator({ customers: 3 }, (other) => {
			const id = firstKey(one.state.customers);
			const before = everything(other);
			const [assetId = ''] = one.state.assets.keys();
			one.state.addContact(id, { name: 'New' });
			one.state.assign(id, [assetId]);
			one.state.updateCustomer(id, { name: 'Changed' });
			one.state.deleteCustomer([...one.state.customers.keys()][1] ?? '');
			expect(everything(other)).toEqual(before);
			one.reset();
			expect(everything(one)).toEqual(before);
		});
	});
});

test('customers can be added in numbers, with keys of their own', async () => {
	await withSimulator({ customers: 0 }, ({ state }) => {
		const added = state.addCustomers(3);
		expect([...state.customers.values()]).toEqual(added);
		expect(new Set(added.map(({ externalReference }) => externalReference)).size).toBe(3);
		expect(() => state.updateCustomer('unknown', {})).toThrow("There is no record 'unknown'");
		expect(() => state.addContact('unknown', { name: 'A' })).toThrow('unknown');
		expect(() => state.assign('unknown', [])).toThrow('unknown');
	});
});
