import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { takesDetails } from '../../nodes/TrackunitCustomer/failure/errorOutput';
import { resources } from '../../nodes/TrackunitCustomer/operations/registry';
import { valueAt } from '../../scripts/engine/objects';
import { automatic } from '../support/columns';
import { freeAssets } from '../support/records';
import {
	byId,
	jsonOf,
	pairs,
	shown,
	useTrackunit,
	withoutBackOff,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit(
	(started) => {
		t = started;
	},
	{ customers: 40 },
);
withoutBackOff();

const GOOD = 8;

/** An operation as it stands in a workflow, with rows that go well and one that does not. */
interface Case {
	/** By expressions that take their values from the row. */
	parameters: INodeParameters;
	/** A row that goes well; each index gives another. */
	good: (index: number) => IDataObject;
	/** A row that Trackunit refuses, and how that is told. */
	bad: IDataObject;
	says: string;
	/** How many records a good row is answered with. */
	answers?: number;
	/** Keys of the answer that Trackunit makes up anew each time. */
	madeUp?: string[];
}

const REFUSED = 'Trackunit did not accept the values sent';
const UNKNOWN = 'Trackunit has no such record';
const ERRORS = 'Trackunit could not complete the GraphQL request';

/** Requests that ask for a change: a GraphQL document is sent by POST whatever it asks for. */
const changes = () =>
	t.requests().filter(({ method, body }) => {
		const document = valueAt(body, 'query');
		return typeof document === 'string' ? document.startsWith('mutation') : method !== 'GET';
	});

const customerId = (index: number): string => [...t.state.customers.keys()][index] ?? '';
const customerWith = (has: (id: string) => number, index: number): string =>
	[...t.state.customers.keys()].filter((id) => has(id) > 1)[index] ?? '';
const contactsOf = (id: string) => [...(t.state.contacts.get(id)?.values() ?? [])];
const assetsOf = (id: string) => [...(t.state.assignments.get(id) ?? [])];
const withContacts = (index: number) => customerWith((id) => contactsOf(id).length, index);
const withAssets = (index: number) => customerWith((id) => assetsOf(id).length, index);
const freeAsset = (index: number): string => freeAssets(t.state)[index] ?? '';

const customer = byId('={{ $json.customer }}');
const contact = { customerId: customer, contactId: byId('={{ $json.contact }}') };
const assets = { customerId: customer, assetIdentifier: 'id', assets: '={{ $json.assets }}' };
const contactRow = (index: number): IDataObject => {
	const id = withContacts(index);
	return { customer: id, contact: contactsOf(id)[0]?.id, name: `Desk ${index}` };
};
const noContact = (): IDataObject => ({ customer: customerId(0), contact: 'nobody', name: 'No' });
const sort = { rules: [{ field: '={{ $json.by }}', direction: 'desc' }] };

/** Two rows a customer, so that rows are merged. */
const assetRow = (index: number): IDataObject => ({
	customer: customerId(Math.floor(index / 2)),
	assets: freeAsset(index),
});

const CASES: Record<string, () => Case> = {
	'customer.create': () => ({
		parameters: { name: '={{ $json.name }}', additionalFields: { type: '={{ $json.type }}' } },
		good: (index) => ({ name: `New ${index}`, type: 'OEM' }),
		bad: { name: 'Bad', type: 'PIRATE' },
		says: REFUSED,
		madeUp: ['id'],
	}),
	'customer.upsert': () => ({
		parameters: { columns: automatic('externalReference') },
		good: (index) => ({
			externalReference:
				index % 2
					? `NEW-${index}`
					: [...t.state.customers.values()].filter((one) => one.externalReference)[index]
							?.externalReference,
			name: `Row ${index}`,
		}),
		bad: { externalReference: 'BAD', name: 'Bad', type: 'PIRATE' },
		says: REFUSED,
		madeUp: ['id'],
	}),
	'customer.delete': () => ({
		parameters: { customerId: customer },
		good: (index) => ({ customer: customerId(index) }),
		bad: { customer: 'nobody' },
		says: UNKNOWN,
	}),
	'customer.get': () => ({
		parameters: { customerId: customer },
		good: (index) => ({ customer: customerId(index) }),
		bad: { customer: 'nobody' },
		says: UNKNOWN,
	}),
	'customer.getAll': () => ({
		parameters: { limit: 3, sort },
		good: (index) => ({ by: ['name', 'city', 'id'][index % 3] }),
		bad: { by: 'nonsense' },
		says: REFUSED,
		answers: 3,
	}),
	'customer.update': () => ({
		parameters: { customerId: customer, updateFields: { city: '={{ $json.city }}' } },
		good: (index) => ({ customer: customerId(index), city: `City ${index}` }),
		bad: { customer: 'nobody', city: 'Nowhere' },
		says: UNKNOWN,
	}),
	'contact.create': () => ({
		parameters: { customerId: customer, name: '={{ $json.name }}' },
		good: contactRow,
		bad: { customer: 'nobody', name: 'Bad' },
		says: UNKNOWN,
		madeUp: ['id'],
	}),
	'contact.upsert': () => ({
		parameters: { customerId: customer, columns: automatic('email') },
		good: (index) => {
			const id = withContacts(Math.floor(index / 2));
			const email = index % 2 ? `new${index}@example.com` : contactsOf(id)[0]?.email;
			return { customer: id, email, name: `Row ${index}` };
		},
		bad: { customer: 'nobody', email: 'a@example.com', name: 'Bad' },
		says: UNKNOWN,
		madeUp: ['id'],
	}),
	'contact.delete': () => ({
		parameters: contact,
		good: contactRow,
		bad: noContact(),
		says: UNKNOWN,
	}),
	'contact.get': () => ({ parameters: contact, good: contactRow, bad: noContact(), says: UNKNOWN }),
	'contact.getAll': () => ({
		parameters: { customerId: customer, limit: 2 },
		good: contactRow,
		bad: { customer: 'nobody' },
		says: UNKNOWN,
		answers: 2,
	}),
	'contact.update': () => ({
		parameters: { ...contact, updateFields: { name: '={{ $json.name }}' } },
		good: contactRow,
		bad: noContact(),
		says: UNKNOWN,
	}),
	'asset.getAll': () => ({
		parameters: { customerId: customer, limit: 2 },
		good: (index) => ({ customer: withAssets(index) }),
		bad: { customer: 'nobody' },
		says: UNKNOWN,
		answers: 2,
	}),
	'asset.assign': () => ({
		parameters: assets,
		good: assetRow,
		bad: { customer: customerId(30), assets: 'no-such-asset' },
		says: REFUSED,
	}),
	'asset.unassign': () => ({
		parameters: assets,
		good: (index) => {
			const id = withAssets(Math.floor(index / 2));
			return { customer: id, assets: assetsOf(id)[index % 2] };
		},
		bad: { customer: 'nobody', assets: 'any' },
		says: UNKNOWN,
	}),
	'asset.set': () => ({
		parameters: assets,
		good: assetRow,
		bad: { customer: customerId(30), assets: 'no-such-asset' },
		says: REFUSED,
	}),
	'graphql.query': () => ({
		parameters: {
			query: 'query ($first: Int) { customers(first: $first) { edges { node { id name } } } }',
			variables: '={{ { first: $json.first } }}',
		},
		good: (index) => ({ first: index + 1 }),
		bad: { first: -1 },
		says: ERRORS,
	}),
	'graphql.mutate': () => ({
		parameters: {
			query:
				'mutation ($input: UpdateCustomerInput!) { updateCustomer(input: $input) { customer { name } } }',
			variables: '={{ { input: $json } }}',
		},
		good: (index) => ({ id: customerId(index), name: `Renamed ${index}` }),
		bad: { id: 'nobody', name: 'Nobody' },
		says: ERRORS,
	}),
	'portalAccess.provision': () => ({
		parameters: { customerId: customer, email: '={{ $json.mail }}', firstName: 'A', lastName: 'B' },
		good: (index) => ({ customer: customerId(index), mail: `a${index}@example.com` }),
		bad: { customer: 'nobody', mail: 'a@example.com' },
		says: UNKNOWN,
		madeUp: ['accessRequestId', 'url'],
	}),
};

/** What an error item has beside its words, where n8n takes it for one all the same. */
const details = takesDetails ? { details: expect.any(Object) } : {};

const operations = resources.flatMap((resource) =>
	resource.operations.map((operation) => ({
		name: `${resource.value}.${operation.value}`,
		resource: resource.value,
		operation: operation.value,
		hasDryRun: operation.parameters.some(
			({ name, options = [] }) =>
				name === 'options' && options.some((option) => option.name === 'dryRun'),
		),
	})),
);
type Listed = (typeof operations)[number];

it('has a case here for every operation of the node, and none beyond', () => {
	expect(Object.keys(CASES).sort()).toEqual(operations.map(({ name }) => name).sort());
});

describe.each(operations)('$name', ({ name, resource, operation, hasDryRun }: Listed) => {
	let given: Case;
	let good: IDataObject[];
	beforeEach(() => {
		const make = CASES[name];
		if (!make) throw new Error(`There is no case for ${name}`);
		given = make();
		good = Array.from({ length: GOOD }, (_, index) => given.good(index));
	});

	const run = async (input: IDataObject[], more: Partial<Parameters<Trackunit['run']>[0]> = {}) =>
		await t.run({ resource, operation, parameters: given.parameters, input, ...more });

	/** Each item as often as a row of it is answered with records. */
	const answered = (items: number[]): number[] =>
		items.flatMap((item) => Array.from({ length: given.answers ?? 1 }, () => item));
	const all = (): number[] => answered(good.map((_, item) => item));
	const comparable = (output: INodeExecutionData[]): IDataObject[] =>
		jsonOf(output).map((json) =>
			Object.fromEntries(Object.entries(json).filter(([key]) => !given.madeUp?.includes(key))),
		);

	it('answers every row, each paired with its own', async () => {
		const result = await run(good);
		expect(result).toMatchObject({ status: 'success', error: undefined, errorOutput: [] });
		expect(pairs(result.output)).toEqual(all());
		expect(jsonOf(result.output).every((json) => !('error' in json))).toBe(true);
	});

	it('says what Trackunit refused, and in which item', async () => {
		const result = await run([given.bad]);
		expect(result.status).toBe('error');
		expect(shown(result).message).toBe(`${given.says} [item 0]`);
		expect(shown(result).description).toEqual(expect.stringMatching(/\S+\./));
	});

	it('goes on after a failed row', async () => {
		const [first = {}, ...others] = good;
		const result = await run([first, given.bad, ...others], { onError: 'continueRegularOutput' });
		expect(result.status).toBe('success');
		const failed = result.output.filter(({ json }) => 'error' in json);
		expect(jsonOf(failed)).toEqual([
			{ error: given.says, message: expect.any(String), ...details },
		]);
		expect(pairs(failed)).toEqual([1]);
		expect(pairs(result.output)).toEqual(
			[0, 1, ...others.map((_, index) => index + 2)].flatMap((item) =>
				item === 1 ? [1] : answered([item]),
			),
		);
	});

	it('sends a failed row to the error branch, beside its input', async () => {
		const [first = {}, ...others] = good;
		const result = await run([first, given.bad, ...others], { onError: 'continueErrorOutput' });
		expect(result.errorOutput).toEqual([
			{
				json: {
					...given.bad,
					error: given.says,
					message: expect.any(String),
					...details,
				},
				pairedItem: { item: 1 },
			},
		]);
		expect(pairs(result.output)).toEqual(answered([0, ...others.map((_, index) => index + 2)]));
	});

	it('answers 20 at once as one after another, however late each answer comes', async () => {
		const input = [...good.slice(0, 3), given.bad, ...good.slice(3)];
		const onError = 'continueRegularOutput';
		const serial = await run(input, { options: { maxConcurrency: 1 }, onError });
		expect(t.log.maxInFlight()).toBe(1);
		t.reset();
		t.faults.add({ kind: 'latency', ms: [0, 12], times: 'always' });
		const concurrent = await run(input, { options: { maxConcurrency: 20 }, onError });
		expect(t.log.maxInFlight()).toBeGreaterThan(1);
		expect(comparable(concurrent.output)).toEqual(comparable(serial.output));
		expect(pairs(concurrent.output)).toEqual(pairs(serial.output));
	});

	if (hasDryRun) {
		it('says in a dry run what it then sends, reads for it, and writes nothing', async () => {
			const dry = await run(good, { options: { dryRun: true } });
			expect(dry.status).toBe('success');
			expect(changes()).toEqual([]);
			expect(pairs(dry.output)).toEqual(good.map((_, item) => item));
			const requests = jsonOf(dry.output).flatMap(({ dryRun, requests: listed, ...rest }) => {
				expect(dryRun).toBe(true);
				// Which row it is, and what would change.
				const keys = [
					'_action',
					'id',
					'customerId',
					'name',
					'externalReference',
					'email',
					'changes',
				];
				expect(Object.keys(rest).filter((key) => !keys.includes(key))).toEqual([]);
				expect(Object.keys(rest).length > 0).toBe(resource !== 'graphql');
				return Array.isArray(listed) ? listed : [listed];
			});
			const told = new Set(requests.map((one) => JSON.stringify(one)));

			t.log.clear();
			await run(good);
			const sent = changes().map(({ method, path, body }) =>
				JSON.stringify({ method, url: t.url + path, ...(body ? { body } : {}) }),
			);
			expect(sent.length).toBeGreaterThan(0);
			expect([...told].sort()).toEqual([...new Set(sent)].sort());
		});
	} else {
		it('changes nothing', async () => {
			await run(good);
			expect(changes()).toEqual([]);
		});
	}
});
