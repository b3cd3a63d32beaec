import type { IDataObject } from 'n8n-workflow';

import { RequestFailure, type Failure } from '../../nodes/TrackunitCustomer/failure/failure';
import {
	readConnection,
	readGraphql,
	restAfter,
	type Connection,
	type ConnectionPage,
} from '../../nodes/TrackunitCustomer/transport/graphql';

const answer = (body: unknown) => readGraphql({ statusCode: 200, headers: {}, body }, true);
const failureOf = (body: unknown): Partial<Failure> => {
	const outcome = answer(body);
	return 'failure' in outcome ? outcome.failure : {};
};

describe('an answer of GraphQL', () => {
	it('is its data, where there are no errors', () => {
		const body = { data: { customer: null }, errors: [] };
		expect(answer(body)).toEqual({ answer: { status: 200, headers: {}, body, rest: undefined } });
	});

	it.each<[what: string, body: unknown]>([
		['nothing', ''],
		['text', 'OK'],
		['a list', []],
		['an object of something else', { content: [] }],
		['no data', { data: null }],
	])('cannot be read where it is %s', (_, body) => {
		expect(failureOf(body)).toMatchObject({ kind: 'unreadable', delivery: 'unknown' });
	});

	it.each<[what: string, errors: unknown, message: string]>([
		['texts', ['Not allowed'], 'Not allowed'],
		['a text', 'Not allowed', 'Not allowed'],
		['an object', { message: 'Not allowed' }, 'Not allowed'],
		['something without a word', [5], 'No reason was given'],
	])('is a failure where its errors are %s', (_, errors, message) => {
		expect(failureOf({ data: { a: 1 }, errors })).toMatchObject({
			kind: 'graphql',
			errors: [{ message }],
		});
	});

	it('is a failure where it has errors beside its data, by the code that decides', () => {
		const errors = [
			{ message: 'No', path: ['a'], extensions: { code: 'OTHER' } },
			{ message: 'Later', extensions: { code: 'RATE_LIMITED', resetIn: 1500, cost: 12 } },
		];
		expect(failureOf({ data: { a: null }, errors })).toEqual({
			kind: 'graphql',
			status: 200,
			delivery: 'refused',
			code: 'RATE_LIMITED',
			resetIn: 1500,
			errors: [
				{ message: 'No', path: ['a'], code: 'OTHER' },
				{ message: 'Later', code: 'RATE_LIMITED', resetIn: 1500 },
			],
			body: { data: { a: null }, errors },
		});
	});

	it('is one of the token, as a 401 is, where an error beside others says so and nothing was done', () => {
		const errors = [
			{ message: 'No', path: ['a'], extensions: { code: 'OTHER' } },
			{ message: 'Not authenticated', extensions: { code: 'UNAUTHENTICATED' } },
		];
		expect(failureOf({ data: { a: null }, errors })).toMatchObject({
			kind: 'status',
			status: 401,
			code: 'UNAUTHENTICATED',
			delivery: 'refused',
		});
		expect(failureOf({ data: { a: null, b: { id: 1 } }, errors })).toMatchObject({
			kind: 'graphql',
			status: 200,
			code: 'UNAUTHENTICATED',
			delivery: 'unknown',
		});
	});
});

describe('what may have been done by a document that was answered with errors', () => {
	const at = (...path: Array<string | number>) => [{ message: 'No', path }];
	const limitedAt = (...path: string[]) => [
		{ message: 'No', path, extensions: { code: 'RATE_LIMITED' } },
	];
	const codeOnly = (code: string) => [{ message: 'No', extensions: { code } }];
	const limited = codeOnly('RATE_LIMITED');
	it.each<[what: string, body: IDataObject, delivery: string]>([
		['nothing where it was not valid', { errors: [{ message: 'Syntax' }] }, 'refused'],
		['nothing where the budget was used up', { data: null, errors: limited }, 'refused'],
		[
			'nothing where the schema does not allow it',
			{ data: null, errors: codeOnly('GRAPHQL_VALIDATION_FAILED') },
			'refused',
		],
		[
			'nothing where the token was not accepted',
			{ data: null, errors: codeOnly('UNAUTHENTICATED') },
			'refused',
		],
		['nothing where its one field failed', { data: { add: null }, errors: at('add') }, 'refused'],
		[
			'something where another field went well',
			{ data: { add: null, put: { id: 1 } }, errors: at('add') },
			'unknown',
		],
		[
			'something where a field below failed, and took the whole with it',
			{ data: null, errors: at('add', 'customer', 'name') },
			'unknown',
		],
		[
			'something where nobody knows which field failed',
			{ data: null, errors: [{ message: 'No' }] },
			'unknown',
		],
		[
			'something where the budget ended in the middle',
			{ data: { add: { id: 1 } }, errors: limited },
			'unknown',
		],
		[
			'nothing where its one field was limited',
			{ data: { add: null }, errors: limitedAt('add') },
			'refused',
		],
		[
			'something where the budget ended below its field',
			{ data: { add: null }, errors: limitedAt('add', 'customer', 'assets') },
			'unknown',
		],
		[
			'something where one field that has to be there was limited, and took others with it',
			{ data: null, errors: limitedAt('put') },
			'unknown',
		],
		[
			'something where another field answered null without an error',
			{ data: { add: null, put: null }, errors: limitedAt('put') },
			'unknown',
		],
		[
			'something where the data was left out but an error is within it',
			{ errors: limitedAt('add', 'customer') },
			'unknown',
		],
	])('is %s', (_, body, delivery) => {
		expect(failureOf(body).delivery).toBe(delivery);
	});
});

describe('the time to wait by rateLimit', () => {
	it.each<[rateLimit: unknown, rest: number | undefined]>([
		[{ cost: 10, remaining: 100, resetIn: 5000 }, undefined],
		[{ cost: 10, remaining: 99, resetIn: 5000 }, 5000],
		[{ cost: 10, remaining: 0, resetIn: 0 }, undefined],
		[{ cost: 10, remaining: 0 }, undefined],
		[undefined, undefined],
		[null, undefined],
	])('after %j is %s', (rateLimit, rest) => {
		expect(restAfter({ rateLimit } as IDataObject)).toBe(rest);
	});
});

const tooCostly = () =>
	new RequestFailure(
		{ kind: 'graphql', delivery: 'refused', code: 'QUERY_COMPLEXITY_REACHED' },
		{ method: 'POST', path: '/', reads: true },
		1,
	);

/** A server with so many records, whose cursors are their numbers. */
function server(total: number, { most = Infinity }: { most?: number } = {}) {
	const asked: Array<{ first: number; after: unknown }> = [];
	const ask = async (page: { first: number; after: unknown }): Promise<IDataObject> => {
		asked.push(page);
		if (page.first > most) throw tooCostly();
		const start = page.after === null ? 0 : Number(page.after) + 1;
		const end = Math.min(total, start + page.first);
		const edges = Array.from({ length: end - start }, (_, i) => ({ node: { id: start + i } }));
		const pageInfo = { hasNextPage: end < total, endCursor: String(end - 1) };
		return { data: { of: { name: 'Acme', list: { edges, pageInfo } } } };
	};
	return { ask, asked };
}

async function readAll(
	ask: (page: { first: number; after: unknown }) => Promise<IDataObject>,
	connection: Partial<Connection> = {},
): Promise<{ pages: ConnectionPage[]; ids: unknown[]; hints: string[] }> {
	const pages: ConnectionPage[] = [];
	const hints: string[] = [];
	const tell = (hint: string) => hints.push(hint);
	for await (const page of readConnection(
		ask,
		{ path: ['of', 'list'], pageSize: 50, ...connection },
		tell,
	)) {
		pages.push(page);
	}
	return { pages, hints, ids: pages.flatMap(({ nodes }) => nodes.map(({ id }) => id)) };
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('a connection', () => {
	it('is read to its end, each record once and in order', async () => {
		const { ask, asked } = server(120);
		const { ids, hints } = await readAll(ask);
		expect(ids).toEqual(numbers(120));
		expect(asked.map(({ after }) => after)).toEqual([null, '49', '99']);
		expect(hints).toEqual([]);
	});

	it('is read up to a limit, with no record too many asked for', async () => {
		const { ask, asked } = server(500);
		expect((await readAll(ask, { limit: 60 })).ids).toEqual(numbers(60));
		expect(asked.map(({ first }) => first)).toEqual([50, 10]);
	});

	it('starts where it is told', async () => {
		expect((await readAll(server(10).ask, { after: '6' })).ids).toEqual([7, 8, 9]);
	});

	it('comes with what the answer has beside it', async () => {
		expect((await readAll(server(1).ask)).pages[0]?.rest).toEqual({ of: { name: 'Acme' } });
	});

	it('is asked for in smaller pages where a page costs too much, down to 10', async () => {
		const { ask, asked } = server(40, { most: 15 });
		const { ids, hints } = await readAll(ask, { pageSize: 100 });
		expect(ids).toEqual(numbers(40));
		expect(asked.map(({ first }) => first)).toEqual([100, 50, 25, 12, 12, 12, 12]);
		expect(hints.at(-1)).toContain('pages of 12');
	});

	it('fails where pages of 10 cost too much too', async () => {
		const { ask, asked } = server(40, { most: 9 });
		await expect(readAll(ask, { pageSize: 40 })).rejects.toThrow(RequestFailure);
		expect(asked.map(({ first }) => first)).toEqual([40, 20, 10]);
	});

	it('may have its records under nodes, and some of them missing', async () => {
		const list = { nodes: [{ id: 1 }, null, { id: 2 }], pageInfo: { hasNextPage: false } };
		const { ids } = await readAll(async () => ({ data: { of: { list } } }));
		expect(ids).toEqual([1, 2]);
	});

	it('may have records without ids, which are all kept', async () => {
		const list = { nodes: [{ a: 1 }, { a: 1 }], pageInfo: { hasNextPage: false } };
		const { pages } = await readAll(async () => ({ data: { of: { list } } }));
		expect(pages[0]?.nodes).toHaveLength(2);
	});

	it('may have a record twice, by an id as a number or as text, which is kept once', async () => {
		const nodes = [{ id: 1 }, { id: '2' }, { id: 1 }, { id: '1' }];
		const list = { nodes, pageInfo: { hasNextPage: false } };
		const { ids } = await readAll(async () => ({ data: { of: { list } } }));
		expect(ids).toEqual([1, '2']);
	});

	it('may have many records of one asset, which are told apart by their own ids alone', async () => {
		const nodes = [
			{ assetId: 'A', hours: 1 },
			{ assetId: 'A', hours: 2 },
			{ id: 1, assetId: 'A' },
		];
		const list = { nodes, pageInfo: { hasNextPage: false } };
		const { pages } = await readAll(async () => ({ data: { of: { list } } }));
		expect(pages[0]?.nodes).toEqual(nodes);
	});

	it.each<[what: string, pageInfo: IDataObject, nodes: IDataObject[]]>([
		['the same page for ever', { hasNextPage: true, endCursor: 'x' }, [{ id: 1 }]],
		['the same cursor for ever', { hasNextPage: true, endCursor: 'x' }, [{ a: 1 }]],
		['no cursor', { hasNextPage: true, endCursor: null }, [{ id: 1 }]],
		['nothing for ever', { hasNextPage: true, endCursor: 'x' }, []],
	])('ends where the server gives %s, and says so', async (_, pageInfo, nodes) => {
		const { hints } = await readAll(async () => ({ data: { of: { list: { nodes, pageInfo } } } }));
		expect(hints).toEqual([expect.stringMatching(/^Trackunit announced more/)]);
	});

	it('is stopped where it never seems to end', async () => {
		await expect(readAll(server(20_000).ask, { pageSize: 1 })).rejects.toThrow(
			'more than 10000 pages',
		);
	});

	it.each<[data: IDataObject, message: string, description: RegExp]>([
		[{ other: null }, "'Connection Path' does not lead to a list", /Enter the names/],
		[{ of: 'text' }, "'Connection Path' does not lead to a list", /Enter the names/],
		[{ of: null }, "'Connection Path' does not lead to a list", /may not exist/],
		[{ of: { list: null } }, "'Connection Path' does not lead to a list", /may not exist/],
		[
			{ of: { list: { pageInfo: {} } } },
			"'Query' does not request the records of the list",
			/edges/,
		],
		[{ of: { list: { edges: [] } } }, "'Query' does not request the next page", /of\.list/],
	])('is missed with a word on it in %j', async (data, message, description) => {
		await expect(readAll(async () => ({ data }))).rejects.toMatchObject({
			message,
			description: expect.stringMatching(description),
		});
	});
});
