import type { IDataObject } from 'n8n-workflow';

import { readPages, readRows, type Listing } from '../../nodes/TrackunitCustomer/transport/pages';
import {
	clientOf,
	cursors,
	numbered,
	refused,
	request,
	rows,
	turn,
	type Server,
} from '../support/lists';
import { turnsDuring } from '../support/turns';

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
	const { rows: all, short } = await readRows(client, { ...listing, ...more });
	return { rows: all, hints: short === undefined ? [] : [short], client };
}

describe('a list of numbered pages', () => {
	it('is read once and in order, with pages ahead but never all at once', async () => {
		const { rows: all, client, hints } = await read(numbered(25_500));
		expect(all).toEqual(rows(0, 25_500));
		expect(client.queries).toHaveLength(26);
		expect(client.mostInFlight()).toBe(5);
		expect(hints).toEqual([]);
	});

	it('gives others a turn after each page, also where the next is there already', async () => {
		const { turns } = await turnsDuring(async () => await read(numbered(10_000)));
		expect(turns).toBeGreaterThan(9);
	});

	it('starts with page 0 alone', async () => {
		const client = clientOf(numbered(5000));
		await readPages(client, listing).next();
		expect(client.queries).toEqual([{ sort: 'id', page: 0, size: 1000 }]);
	});

	it('is read to its end where the server gives a cursor of nothing beside the totals', async () => {
		const server: Server = (query, request) => ({
			...numbered(25, { cap: 10 })(query, request),
			after: null,
		});
		expect((await read(server)).rows).toEqual(rows(0, 25));
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
			const content = rows(from, Math.min(Number(size), 2998 - from));
			return { content, size, totalElements: 2998, totalPages: 3 };
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

	it('is stopped by its rows too, before memory ends', async () => {
		const endless: Server = ({ page, size }) => ({
			content: rows(Number(page) * 10_000, 10_000),
			size,
		});
		await expect(read(endless, { pageSize: 10_000 })).rejects.toMatchObject({
			message: 'Trackunit returned more than 1000000 records',
			description: expect.stringContaining("Set a 'Limit'"),
		});
	}, 60_000);

	it.each([450, 900, 1000])(
		'is read on behind a last page that is full, where the server counts no further: %d rows',
		async (total) => {
			const server: Server = (query) => ({
				...numbered(total, { cap: 100 })(query, request),
				totalElements: 300,
				totalPages: 3,
			});
			const { rows: all, hints, client } = await read(server);
			expect(all).toEqual(rows(0, total));
			expect(hints).toEqual([]);
			expect(client.queries).toHaveLength(Math.floor(total / 100) + 1);
		},
	);

	it('ends at a full page, where Trackunit says that there is none behind it', async () => {
		const {
			rows: all,
			hints,
			client,
		} = await read((query) => {
			if (Number(query.page) < 2) return numbered(2000)(query, request);
			throw refused(404);
		});
		expect(all).toEqual(rows(0, 2000));
		expect(hints).toEqual([]);
		expect(client.queries).toHaveLength(3);
	});

	it.each([
		['a page that it counted is not there', 404, 2500],
		['it refuses to look behind a full page otherwise', 400, 2000],
	])('fails where %s', async (_, status, total) => {
		const server: Server = (query) => {
			if (Number(query.page) < 2) return numbered(total)(query, request);
			throw refused(status);
		};
		await expect(read(server)).rejects.toThrow('failed: status');
	});

	it('takes no further look where the limit is met', async () => {
		expect((await read(numbered(2000), { limit: 2000 })).client.queries).toHaveLength(2);
	});

	it('is read again where rows moved meanwhile, and has none that is gone', async () => {
		let gone = 0;
		const server: Server = ({ page, size }) => {
			const from = Number(page) * Number(size) + gone;
			if (page === 1) gone = 1;
			return { content: rows(from, Math.min(10, 31 - from)), size, totalElements: 31 - gone };
		};
		const { rows: all, hints } = await read(server, { pageSize: 10 });
		expect(all).toEqual(rows(1, 30));
		expect(hints).toEqual([]);
	});

	it('has the rows of both readings, in order, where it stays short', async () => {
		let reading = 0;
		const server: Server = ({ page, size }) => {
			if (page === 0) reading += 1;
			const content = rows(Number(page) * 10, 10).filter((_, n) => n !== reading);
			return { content: Number(page) < 3 ? content : [], size, totalElements: 30 };
		};
		const { rows: all, hints } = await read(server, { pageSize: 10 });
		expect(all.map(({ id }) => id).sort()).toEqual(
			rows(0, 30)
				.map(({ id }) => id)
				.sort(),
		);
		expect(hints).toEqual([expect.stringContaining('announced 30 records but returned 27')]);
	});

	it.each<[string, Server]>([
		[
			'repeats its pages and counts nothing',
			({ size }) => numbered(25, { totals: false })({ page: 0, size }, request),
		],
		[
			'counts pages only, and gives nothing on one of them',
			(query) => ({ ...numbered(10, { totals: false })(query, request), totalPages: 3 }),
		],
	])('is not whole where the server %s', async (_, server) => {
		const { rows: all, hints, client } = await read(server, { pageSize: 10 });
		expect(all).toEqual(rows(0, 10));
		expect(hints).toEqual([expect.stringContaining('announced more than 10 records')]);
		expect(client.queries.filter(({ page }) => page === 0)).toHaveLength(2);
	});

	it('is whole where the server knows no pages, and gives all there is each time', async () => {
		const { rows: all, hints } = await read(() => ({ content: rows(0, 25) }));
		expect(all).toEqual(rows(0, 25));
		expect(hints).toEqual([]);
	});

	it('is one of numbered pages, though each of them says that no cursor follows', async () => {
		const server: Server = (query) => ({ ...numbered(2500)(query, request), after: null });
		expect((await read(server)).rows).toEqual(rows(0, 2500));
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

describe('the order of a list', () => {
	const sorts = ({ queries }: { queries: IDataObject[] }): unknown[] =>
		queries.map(({ sort }) => sort);
	const refusing =
		(status: number, ...fields: string[]): Server =>
		(query) => {
			if (query.sort === undefined) return numbered(25, { cap: 10 })(query, request);
			const violations = fields.map((field) => ({ field, message: 'No' }));
			throw refused(status, violations.length > 0 ? { violations } : {});
		};

	it('stays the same from page to page', async () => {
		expect(sorts((await read(numbered(25, { cap: 10 }))).client)).toEqual(['id', 'id', 'id']);
	});

	it('is by the ID that its rows have', async () => {
		const { client } = await read(numbered(2), {
			path: '/api/customer/v1/customers/{customerId}/assets',
		});
		expect(sorts(client)).toEqual(['assetId']);
	});

	it('is the one that the user chose', async () => {
		const { client } = await read(numbered(15, { cap: 10 }), { query: { sort: '-name' } });
		expect(sorts(client)).toEqual(['-name', '-name']);
	});

	it.each([
		['without a reason', []],
		['by its name', ['sort']],
	])('is left out where it is refused %s, and asked for once a run', async (_, fields) => {
		const client = clientOf(refusing(400, ...fields));
		for (let run = 0; run < 2; run++) {
			expect((await readRows(client, listing)).rows).toEqual(rows(0, 25));
		}
		expect(sorts(client)).toEqual(['id', ...Array<undefined>(6).fill(undefined)]);
		expect(sorts((await read(refusing(400))).client)[0]).toBe('id');
	});

	it.each<[string, number, string[]]>([
		['of something else that was asked for', 400, ['type']],
		['of another kind', 403, []],
	])('is no matter of a refusal %s', async (_, status, fields) => {
		const client = clientOf(refusing(status, ...fields));
		const filtered = { ...listing, query: { type: 'X' } };
		await expect(readRows(client, filtered)).rejects.toThrow('failed: status');
		expect(client.queries).toHaveLength(1);
	});

	it('is asked for again where the list is refused without it too', async () => {
		let isDown = true;
		const client = clientOf((query) => {
			if (isDown) throw refused(400);
			return numbered(2)(query, request);
		});
		await expect(readRows(client, listing)).rejects.toThrow('failed: status');
		isDown = false;
		await readRows(client, listing);
		expect(sorts(client)).toEqual(['id', undefined, 'id']);
	});
});

describe('a list of cursors', () => {
	it('is followed to its end', async () => {
		const { rows: all, client } = await read(cursors(950, 100));
		expect(all).toEqual(rows(0, 950));
		expect(client.queries[1]).toEqual({ sort: 'id', after: '100', limit: 1000 });
	});

	it('ends where a cursor leads back', async () => {
		const looping: Server = () => ({ content: rows(0, 10), after: 'again' });
		expect((await read(looping)).rows).toEqual(rows(0, 10));
	});

	it.each<[string, Server]>([
		[
			'the server ignores the cursor',
			(query) => cursors(30, 10)({ ...query, after: undefined }, request),
		],
		[
			'a page that was promised is empty',
			({ after }) => ({ content: after === undefined ? rows(0, 10) : [], after: String(after) }),
		],
	])('is not whole where %s', async (_, server) => {
		const { rows: all, hints, client } = await read(server);
		expect(all).toEqual(rows(0, 10));
		expect(hints).toEqual([expect.stringContaining('announced more than 10 records')]);
		expect(client.queries).toHaveLength(4);
	});

	it('is whole where its cursors go on behind all that were counted', async () => {
		const server: Server = ({ after }) => ({
			content: after === undefined ? rows(0, 10) : [],
			after: 'on',
			totalElements: 10,
		});
		expect((await read(server)).hints).toEqual([]);
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
