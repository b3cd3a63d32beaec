import type { IDataObject } from 'n8n-workflow';

import type { ApiResponse } from '../../nodes/TrackunitCustomer/transport/response';
import type { Client } from '../../nodes/TrackunitCustomer/transport/client';
import type { Request } from '../../nodes/TrackunitCustomer/transport/request';
import { readPages, readRows, type Listing } from '../../nodes/TrackunitCustomer/transport/pages';

/** Long enough for others to be launched; a timer would make ten thousand pages slow. */
async function turn(): Promise<void> {
	for (let step = 0; step < 10; step++) await Promise.resolve();
}

type Server = (query: IDataObject, request: Request) => IDataObject;

function clientOf(server: Server): Client & { queries: IDataObject[]; mostInFlight: () => number } {
	const queries: IDataObject[] = [];
	let inFlight = 0;
	let most = 0;
	return {
		queries,
		mostInFlight: () => most,
		maxConcurrency: 5,
		counts: { attempts: 0, paused: 0 },
		close: () => undefined,
		url: () => '',
		async send(request): Promise<ApiResponse> {
			inFlight += 1;
			most = Math.max(most, inFlight);
			queries.push(request.query ?? {});
			await turn();
			inFlight -= 1;
			return { status: 200, headers: {}, body: server(request.query ?? {}, request) };
		},
	};
}

const rows = (from: number, count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ id: `c${from + index}` }));

/** A server of numbered pages, at most `cap` rows each. */
function numbered(total: number, { cap = 1000, totals = true } = {}): Server {
	return ({ page, size }) => {
		const given = Math.min(Number(size), cap);
		const from = Number(page) * given;
		const content = rows(from, Math.max(0, Math.min(given, total - from)));
		const counts = {
			totalElements: total,
			totalPages: Math.ceil(total / given),
			number: Number(page),
		};
		return { content, size: given, ...(totals && counts) };
	};
}

/** A server of cursors. */
function cursors(total: number, cap: number): Server {
	return ({ after }) => {
		const from = after === undefined ? 0 : Number(after);
		const next = from + cap;
		return {
			content: rows(from, Math.min(cap, total - from)),
			limit: cap,
			after: next < total ? String(next) : null,
		};
	};
}

const listing: Listing = { path: '/api/customer/v1/customers', pageSize: 1000 };

async function read(
	server: Server,
	more: Partial<Listing> = {},
): Promise<{
	rows: IDataObject[];
	hints: string[];
	client: ReturnType<typeof clientOf>;
}> {
	const client = clientOf(server);
	const hints: string[] = [];
	const all = await readRows(client, { ...listing, ...more }, (hint) => hints.push(hint));
	return { rows: all, hints, client };
}

describe('a list of numbered pages', () => {
	it('is read once and in order, with pages ahead but never all at once', async () => {
		const { rows: all, client, hints } = await read(numbered(25_500));
		expect(all).toEqual(rows(0, 25_500));
		expect(client.queries).toHaveLength(26);
		expect(client.mostInFlight()).toBe(5);
		expect(hints).toEqual([]);
	});

	it('starts with page 0 alone', async () => {
		const client = clientOf(numbered(5000));
		await readPages(client, listing).next();
		expect(client.queries).toEqual([{ page: 0, size: 1000 }]);
	});

	it('trusts the page size that the server gives, not the one asked for', async () => {
		const { rows: all, client } = await read(numbered(950, { cap: 100 }));
		expect(all).toEqual(rows(0, 950));
		expect(client.queries.map(({ page, size }) => [page, size])).toEqual([
			[0, 1000],
			...Array.from({ length: 9 }, (_, index) => [index + 1, 100]),
		]);
	});

	it('reads only the pages that the limit needs', async () => {
		const { rows: all, client } = await read(numbered(50_000), { limit: 2500 });
		expect(all).toEqual(rows(0, 2500));
		expect(client.queries).toHaveLength(3);
	});

	it('goes on until the limit is met where rows are left out', async () => {
		const isEven = ({ id }: IDataObject): boolean => Number(String(id).slice(1)) % 2 === 0;
		const { rows: all } = await read(numbered(5000), { limit: 1200, accept: isEven });
		expect(all).toHaveLength(1200);
		expect(all.every(isEven)).toBe(true);
	});

	it('is read to the end where the server counts nothing', async () => {
		const { rows: all, hints } = await read(numbered(2500, { totals: false }));
		expect(all).toEqual(rows(0, 2500));
		expect(hints).toEqual([]);
	});

	it('ends at an empty page, and says so, where the server promised more', async () => {
		const server: Server = (query) => ({
			...numbered(1500)(query, request),
			totalElements: 9000,
			totalPages: 9,
		});
		const { rows: all, hints } = await read(server);
		expect(all).toEqual(rows(0, 1500));
		expect(hints).toEqual([expect.stringContaining('announced 9000 records but returned 1500')]);
	});

	it('believes the greater of two counts', async () => {
		const server: Server = (query) => ({ ...numbered(2500)(query, request), totalPages: 1 });
		expect((await read(server)).rows).toEqual(rows(0, 2500));
	});

	it('ends, and says so, where every page is the first one', async () => {
		const server: Server = ({ size }) => numbered(5000)({ page: 0, size }, request);
		const { rows: all, hints } = await read(server);
		expect(all).toEqual(rows(0, 1000));
		expect(hints).toEqual([expect.stringContaining('announced 5000 records but returned 1000')]);
	});

	it('gives a row once that drifts onto the next page', async () => {
		const drifting: Server = ({ page, size }) => {
			const from = Number(page) * Number(size) - Number(page);
			return { content: rows(from, Number(size)), size, totalElements: 2998, totalPages: 3 };
		};
		const { rows: all } = await read(drifting);
		expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
	});

	it('follows a list that grows while it is read', async () => {
		let total = 1500;
		const growing: Server = (query) => {
			const page = numbered(total)(query, request);
			total = 3500;
			return page;
		};
		expect((await read(growing)).rows).toEqual(rows(0, 3500));
	});

	it('stops a list that never ends', async () => {
		const endless: Server = ({ page }) => ({ content: rows(Number(page) * 2, 2) });
		await expect(read(endless, { pageSize: 2 })).rejects.toThrow('more than 10000 pages');
	});

	it('takes 100 000 rows without overflowing the stack', async () => {
		const whole: Server = () => ({
			content: rows(0, 100_000),
			totalElements: 100_000,
			totalPages: 1,
			size: 100_000,
		});
		expect((await read(whole)).rows).toHaveLength(100_000);
	});

	it('fails for an answer that has no rows', async () => {
		await expect(read(() => ({ items: [] }))).rejects.toThrow('unreadable');
	});

	it('leaves nothing under way when a page fails', async () => {
		const client = clientOf((query) => {
			if (Number(query.page) === 2) throw new Error('page 2');
			return numbered(20_000)(query, request);
		});
		await expect(readRows(client, listing)).rejects.toThrow('page 2');
		const sent = client.queries.length;
		await turn();
		expect(client.queries).toHaveLength(sent);
		expect(sent).toBeLessThan(10);
	});
});

describe('a list of cursors', () => {
	it('is followed to its end', async () => {
		const { rows: all, client } = await read(cursors(950, 100));
		expect(all).toEqual(rows(0, 950));
		expect(client.queries[1]).toEqual({ after: '100', limit: 1000 });
	});

	it('ends where a cursor leads back', async () => {
		const looping: Server = () => ({ content: rows(0, 10), after: 'again' });
		expect((await read(looping)).rows).toEqual(rows(0, 10));
	});

	it('keeps the query on every page', async () => {
		const { client } = await read(cursors(250, 100), { query: { type: 'DEALER' } });
		expect(client.queries.every(({ type }) => type === 'DEALER')).toBe(true);
	});
});

it('keeps rows that have no id', async () => {
	const server: Server = () => ({ content: [{ a: 1 }, { a: 2 }], totalElements: 2, totalPages: 1 });
	expect((await read(server)).rows).toEqual([{ a: 1 }, { a: 2 }]);
});

const request: Request = { method: 'GET', path: '/api/customer/v1/customers', repeatable: true };
