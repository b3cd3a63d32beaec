import type { INodeListSearchResult } from 'n8n-workflow';

import {
	AUTHENTICATIONS,
	credentialsOfNobody,
	engine,
	NODE_TYPE,
	typeFor,
	useTrackunit,
	withoutBackOff,
	type Authentication,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit(
	(started) => {
		t = started;
	},
	{ customers: 230 },
);
withoutBackOff();

const CUSTOMERS_OF_SEED = 230;

interface Asked {
	filter?: string;
	paginationToken?: string;
	authentication?: Authentication;
	credential?: Record<string, string>;
}

async function ask({ authentication = 'oAuth2', credential, ...asked }: Asked = {}) {
	const type = typeFor(authentication);
	return await engine.listSearch({
		nodeType: NODE_TYPE,
		method: 'searchCustomers',
		parameters: { authentication },
		credentials: { any: { type, data: { ...t.credentials[type], ...credential } } },
		...asked,
	});
}

/** All that the editor would show of a search, and in how many calls. */
async function askAll(filter?: string): Promise<INodeListSearchResult & { calls: number }> {
	const results = [];
	let paginationToken: string | undefined;
	let calls = 0;
	do {
		const page = await ask({ filter, paginationToken });
		results.push(...page.results);
		({ paginationToken } = page);
		calls += 1;
	} while (paginationToken !== undefined && calls < 50);
	return { results, calls };
}

const all = () => [...t.state.customers.values()];
const ids = (result: INodeListSearchResult): unknown[] => result.results.map(({ value }) => value);

it.each(AUTHENTICATIONS)('shows the first page (%s)', async (authentication) => {
	const page = await ask({ authentication });
	expect(ids(page)).toEqual(
		all()
			.slice(0, 50)
			.map(({ id }) => id),
	);
	const [first] = all();
	expect(page.results[0]).toEqual({
		name: `${first?.name} (${first?.externalReference})`,
		value: first?.id,
	});
	expect(page.paginationToken).toBe('1');
	expect(t.sent()).toEqual(['GET /customers 200']);
});

it('tells customers of one name apart by their number, and shows what there is of the others', async () => {
	const [first, second, third, fourth] = all();
	if (!first || !second || !third || !fourth) throw new Error('The seed is too small');
	Object.assign(first, { name: 'Twin', externalReference: 'K-1' });
	Object.assign(second, { name: 'Twin', externalReference: 'K-2' });
	Object.assign(third, { name: 'Alone', externalReference: null });
	Object.assign(fourth, { name: 'K-4', externalReference: 'K-4' });
	const { results } = await ask();
	expect(results.slice(0, 4).map(({ name }) => name)).toEqual([
		'Twin (K-1)',
		'Twin (K-2)',
		'Alone',
		'K-4',
	]);
});

it('shows all, a page after the other', async () => {
	const shown = await askAll();
	expect(ids(shown)).toEqual(all().map(({ id }) => id));
	expect(shown.calls).toBe(5);
});

it('follows cursors to their end', async () => {
	t.settings.paging = 'cursor';
	const shown = await askAll();
	expect(ids(shown)).toEqual(all().map(({ id }) => id));
	expect(new Set(ids(shown)).size).toBe(CUSTOMERS_OF_SEED);
});

it('follows pages that the server makes smaller', async () => {
	t.settings.maxPageSize = 30;
	const shown = await askAll();
	expect(ids(shown)).toEqual(all().map(({ id }) => id));
});

describe('a search', () => {
	const last = () => {
		const found = all().at(-1);
		if (!found) throw new Error('The seed is empty');
		return found;
	};

	it.each([
		['name', () => last().name],
		['name in another case', () => last().name.toUpperCase()],
		['a part of a name, with space around it', () => ` ${last().name.slice(1, -1)} `],
		['external reference', () => last().externalReference ?? ''],
		['what the list shows', () => `${last().name} (${last().externalReference})`],
		['ID', () => last().id],
		[
			'marks that nobody sees',
			() => `\u200B${last().name.slice(0, 2)}\u200B${last().name.slice(2)}`,
		],
	])('finds by %s', async (_, filter) => {
		expect(ids(await askAll(filter()))).toContain(last().id);
	});

	it.each([
		['Mu\u0308ller GmbH', 'Müller'],
		['Müller GmbH', 'mu\u0308ller'],
	])('finds %j by %j, which look alike', async (name, filter) => {
		const { id } = last();
		t.state.updateCustomer(id, { name });
		expect(ids(await askAll(filter))).toEqual([id]);
	});

	it('shows only what matches', async () => {
		const { results } = await askAll('rental');
		expect(results.map(({ value }) => value)).toEqual(
			all()
				.filter(({ name, externalReference, id }) =>
					[name, externalReference ?? '', id].some((text) => /rental/i.test(text)),
				)
				.map(({ id }) => id),
		);
		expect(results.length).toBeGreaterThan(0);
	});

	it('reads on until a page has a match', async () => {
		t.settings.maxPageSize = 50;
		const page = await ask({ filter: last().id });
		expect(ids(page)).toEqual([last().id]);
		expect(t.requests().map(({ query }) => query.page)).toEqual(['0', '1', '2', '3', '4']);
	});

	it('asks for no more than ten pages a call, and lets the editor ask on', async () => {
		t.settings.maxPageSize = 10;
		const page = await ask({ filter: last().id });
		expect(page).toEqual({ results: [], paginationToken: '10' });
		expect(t.requests()).toHaveLength(10);
		expect(ids(await askAll(last().id))).toEqual([last().id]);
	});

	it('reads on by cursors', async () => {
		t.settings.paging = 'cursor';
		t.settings.maxPageSize = 50;
		expect(ids(await ask({ filter: last().id }))).toEqual([last().id]);
	});

	it('ends where nothing matches', async () => {
		expect(await ask({ filter: 'no customer is called so' })).toEqual({
			results: [],
			paginationToken: undefined,
		});
	});
});

it('ends where a server answers the same page again and again', async () => {
	t.faults.add({ kind: 'repeatPage', times: 'always' });
	const shown = await askAll();
	expect(shown.calls).toBeLessThan(50);
});

describe('what goes wrong', () => {
	it.each<[string, Asked, string]>([
		['a wrong secret', { credential: { clientSecret: 'wrong' } }, 'Trackunit refused to sign in'],
		[
			'a wrong token',
			{ authentication: 'apiToken', credential: { apiToken: 'wrong' } },
			'Trackunit did not accept the access token',
		],
		[
			'a plain address',
			{ credential: { baseUrl: 'http://192.0.2.1' } },
			"The credential's 'Base URL' is not encrypted",
		],
	])('is told in our words, with what to do: %s', async (_, asked, words) => {
		await expect(ask(asked)).rejects.toMatchObject({
			message: expect.stringMatching(new RegExp(`^${words}: ['A-Z]`)),
		});
	});

	it('is told in our words: a missing permission', async () => {
		await expect(ask({ credential: { ...t.forbidden.trackunitOAuth2Api } })).rejects.toMatchObject({
			message: expect.stringContaining('The credential lacks permission: '),
		});
	});

	it('is told in our words: nobody listens', async () => {
		const { baseUrl } = (await credentialsOfNobody()).trackunitApi;
		await expect(ask({ credential: { baseUrl } })).rejects.toMatchObject({
			message: expect.stringContaining('Trackunit could not be reached: '),
		});
	});

	it('is tried again where it may pass', async () => {
		t.faults.add({ kind: 'status', status: 503 });
		expect((await ask()).results).toHaveLength(50);
	});
});
