import {
	AUTHENTICATIONS,
	CUSTOMERS,
	inOrder,
	jsonOf,
	locator,
	pairs,
	shown,
	useTrackunit,
	withoutBackOff,
	type CustomerRun,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

const get = async (references: unknown[], more: Partial<CustomerRun> = {}) =>
	await t.run({
		operation: 'get',
		parameters: { customerId: locator('externalReference', '={{ $json.key }}') },
		input: references.map((key) => ({ key: key as string })),
		...more,
	});

/** External references of the seed, and the ids that they lead to. */
const known = (count: number): Array<{ key: string; id: string }> =>
	[...t.state.customers.values()]
		.flatMap(({ id, externalReference: key }) => (key ? [{ id, key }] : []))
		.slice(0, count);
const keysOf = (records: Array<{ key: string }>): string[] => records.map(({ key }) => key);
const lists = () => t.requests().filter(({ path }) => path === CUSTOMERS);

it.each(AUTHENTICATIONS)(
	'finds a customer by its external reference (%s)',
	async (authentication) => {
		const [one] = known(1);
		const result = await get([one?.key], { authentication });
		expect(jsonOf(result.output).map(({ id }) => id)).toEqual([one?.id]);
		expect(lists().map(({ query }) => query.externalReference)).toEqual([one?.key]);
	},
);

it('finds one whose reference is a number in the row', async () => {
	const [id = ''] = [...t.state.customers.keys()];
	t.state.updateCustomer(id, { externalReference: '4711' });
	const result = await get([4711]);
	expect(result.output[0]?.json.id).toBe(id);
});

it('is exact: neither case nor a part will do', async () => {
	t.settings.filters = 'loose';
	const [one] = known(1);
	const result = await get([one?.key.toLowerCase(), one?.key.slice(0, 4)], {
		onError: 'continueErrorOutput',
	});
	expect(result.output).toEqual([]);
	expect(jsonOf(result.errorOutput).map(({ error }) => error)).toEqual([
		'No customer with this external reference',
		'No customer with this external reference',
	]);
});

it('fails the item whose reference nobody has, and names it', async () => {
	const [one] = known(1);
	const result = await get([one?.key, 'X-1'], { onError: 'continueErrorOutput' });
	expect(pairs(result.output)).toEqual([0]);
	expect(jsonOf(result.errorOutput)).toEqual([
		{
			key: 'X-1',
			error: 'No customer with this external reference',
			message:
				"Nothing in Trackunit has the external reference 'X-1'. Correct it, or create the customer in Trackunit.",
		},
	]);
});

it('writes nothing where one of the references is unknown and the run does not go on', async () => {
	const [one] = known(1);
	const result = await get([one?.key, 'X-1'], { operation: 'delete' });
	expect(shown(result)).toEqual({
		message: 'No customer with this external reference [item 1]',
		description:
			"Nothing in Trackunit has the external reference 'X-1'. Correct it, or create the customer in Trackunit. To do the other rows all the same, set Settings → On Error to 'Continue (using error output)'.",
	});
	expect(t.requests('DELETE')).toEqual([]);
});

it('fails the item whose reference two have, and names both', async () => {
	const [one, two] = known(2);
	t.state.updateCustomer(two?.id ?? '', { externalReference: one?.key });
	const result = await get([one?.key], { operation: 'delete' });
	expect(shown(result)).toEqual({
		message: 'More than one customer with this external reference [item 0]',
		description: expect.stringContaining(inOrder([one?.id ?? '', two?.id ?? '']).join(', ')),
	});
	expect(t.requests('DELETE')).toEqual([]);
});

it('looks each reference up once, however many items have it', async () => {
	const [one] = known(1);
	const result = await get(Array.from({ length: 10 }, () => one?.key));
	expect(pairs(result.output)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	expect(lists()).toHaveLength(1);
});

it('reads the list once where that is fewer requests than a look-up for each', async () => {
	const found = known(20);
	const result = await get(keysOf(found));
	expect(jsonOf(result.output).map(({ id }) => id)).toEqual(found.map(({ id }) => id));
	expect(lists().map(({ query }) => query)).toEqual([{ sort: 'id', page: '0', size: '1000' }]);
});

it('looks each up where that is fewer requests than the list', async () => {
	// 25 customers at 2 a page are 12 further pages.
	t.settings.maxPageSize = 2;
	const found = known(3);
	const result = await get(keysOf(found));
	expect(jsonOf(result.output).map(({ id }) => id)).toEqual(found.map(({ id }) => id));
	expect(lists().map(({ query }) => query.externalReference)).toEqual([
		undefined,
		...keysOf(found),
	]);
});

it.each(['ignore', 'loose', 'refuse'] as const)(
	'finds the right ones with a server that would %s the filter',
	async (filters) => {
		t.settings.filters = filters;
		t.settings.maxPageSize = 5;
		// 'ADDED-1' is a part of 'ADDED-10', 'ADDED-11' and 'ADDED-12'.
		const added = t.state.addCustomers(12);
		const wanted = [added[0], added[11]];
		const result = await get(wanted.map((one) => one?.externalReference));
		expect(result.error).toBeUndefined();
		expect(jsonOf(result.output).map(({ id }) => id)).toEqual(wanted.map((one) => one?.id));
	},
);

it.each(['ignore', 'refuse'] as const)(
	'asks such a server once, and then reads the list (%s)',
	async (filters) => {
		t.settings.filters = filters;
		const [one] = known(1);
		const result = await get([one?.key]);
		expect(result.output[0]?.json.id).toBe(one?.id);
		expect(lists().map(({ query }) => query.externalReference)).toEqual([one?.key, undefined]);
	},
);

it('follows cursors', async () => {
	t.settings.paging = 'cursor';
	t.settings.maxPageSize = 5;
	t.settings.filters = 'ignore';
	const found = known(20).slice(-3);
	const result = await get(keysOf(found));
	expect(jsonOf(result.output).map(({ id }) => id)).toEqual(found.map(({ id }) => id));
});

it('fails the rows that wait for it where it cannot be made, and no others', async () => {
	const [one, two] = known(2);
	t.faults.add({ kind: 'status', status: 503, on: { path: CUSTOMERS }, times: 'always' });
	const result = await t.run({
		operation: 'delete',
		parameters: { customerId: locator('={{ $json.mode }}', '={{ $json.value }}') },
		input: [
			{ mode: 'externalReference', value: one?.key },
			{ mode: 'id', value: two?.id },
		],
		options: { maxRetries: 1 },
		onError: 'continueErrorOutput',
	});
	expect(jsonOf(result.output)).toEqual([{ deleted: true, id: two?.id }]);
	expect(pairs(result.errorOutput)).toEqual([0]);
	expect(result.errorOutput[0]?.json.error).toBe('Trackunit is not available');
});

it('is made in a dry run too', async () => {
	const [one] = known(1);
	const result = await get([one?.key], { operation: 'delete', options: { dryRun: true } });
	expect(jsonOf(result.output)).toEqual([
		{
			id: one?.id,
			dryRun: true,
			requests: [{ method: 'DELETE', url: `${t.url}${CUSTOMERS}/${one?.id}` }],
		},
	]);
	expect(t.requests('DELETE')).toEqual([]);
});
