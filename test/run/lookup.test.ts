import type { IDataObject } from 'n8n-workflow';

import { explainError } from '../../nodes/TrackunitCustomer/failure/explain';
import { keyAt, type Lookup } from '../../nodes/TrackunitCustomer/records/reference';
import { lookUp } from '../../nodes/TrackunitCustomer/run/lookup';
import { clientOf, cursors, numbered, request, rows, type Server } from '../support/lists';
import { turnsDuring } from '../support/turns';

const PAGE = 10;
const byFilter: Lookup = {
	path: request.path,
	keyLabel: 'number',
	by: { filter: 'number' },
	keyOf: keyAt('id'),
};
const byContent: Lookup = { ...byFilter, by: { filter: 'number', contains: true } };

/** What became of each key: the ids that were found, or the words of the error. */
async function look(
	server: Server,
	keys: string[],
	lookup = byFilter,
): Promise<{ found: IDataObject; hints: string[]; queries: IDataObject[] }> {
	const client = clientOf(server);
	const hints: string[] = [];
	const hint = (text: string): void => void hints.push(text);
	const all = await lookUp(client, lookup, keys, { pageSize: PAGE, hint });
	const found: IDataObject = {};
	for (const [key, one] of all) {
		found[key] =
			'error' in one
				? (explainError(one.error).description ?? '')
				: one.records.map(({ id }) => id ?? null);
	}
	return { found, hints, queries: client.queries };
}

/** A list of numbered pages whose filter is obeyed as `filter` says. */
function filtered(all: IDataObject[], filter: (row: IDataObject, key: string) => boolean): Server {
	return ({ page, size, number }) => {
		const asked = typeof number === 'string' ? all.filter((row) => filter(row, number)) : all;
		const from = Number(page) * Number(size);
		const content = asked.slice(from, from + Number(size));
		return { content, size, totalElements: asked.length };
	};
}
const obeyed = (row: IDataObject, key: string): boolean => row.id === key;
const answeredByNothing = (): boolean => false;
const filtersIn = (queries: IDataObject[]): unknown[] => queries.map(({ number }) => number);

describe('a key that is not in a list that came short', () => {
	const unknown = (key: string): unknown =>
		expect.stringContaining(`Whether a record has the number '${key}' is not known.`);

	it.each<[string, Server]>([
		[
			'the server gives fewer rows than it counts',
			(query) => numbered(30, { cap: PAGE })({ ...query, page: 0 }, request),
		],
		[
			'its cursors lead nowhere',
			(query) => cursors(30, PAGE)({ ...query, after: undefined }, request),
		],
		[
			'its pages repeat and nothing is counted',
			({ size }) => numbered(30, { totals: false })({ page: 0, size }, request),
		],
	])('is not known to be new, where %s', async (_, server) => {
		const { found, hints } = await look(server, ['c3', 'c25'], { ...byFilter, by: undefined });
		expect(found).toEqual({ c3: ['c3'], c25: unknown('c25') });
		expect(hints).toEqual([expect.stringContaining('but returned 10')]);
	});

	it('is not known to be new, where what a filter finds came short', async () => {
		const some = rows(0, 100);
		const server: Server = ({ page, size, number }) => {
			const asked = some.filter(({ id }) => String(id).includes(String(number ?? '')));
			const content = asked.slice(Number(page) * PAGE, (Number(page) + 1) * PAGE);
			return { content, size, totalElements: asked.length + (number === undefined ? 0 : 5) };
		};
		expect((await look(server, ['c', 'c7'], byContent)).found).toEqual({
			c: unknown('c'),
			c7: ['c7'],
		});
	});

	it('is found in the second reading, where rows moved meanwhile', async () => {
		let gone = 0;
		const server: Server = ({ page, size, number }) => {
			const left = rows(gone, 25 - gone).filter(({ id }) =>
				String(id).includes(String(number ?? '')),
			);
			const from = Number(page) * PAGE;
			if (page === 0) gone = 1;
			return { content: left.slice(from, from + PAGE), size, totalElements: left.length };
		};
		expect((await look(server, ['c10', 'c'], byContent)).found).toEqual({ c10: ['c10'], c: [] });
		gone = 0;
		// A part of many: three pages of rows that have it.
		const { found, queries } = await look(server, ['c'], {
			...byContent,
			keyOf: ({ id }) => (id === 'c10' ? 'c' : String(id)),
		});
		expect(found).toEqual({ c: ['c10'] });
		expect(filtersIn(queries)).toEqual(Array(6).fill('c'));
	});

	/** A list that others add to at its front all the time, so that it never comes whole. */
	function growing(filter: Parameters<typeof filtered>[1]): Server {
		const all = rows(0, 25);
		return (query, asked) => {
			if (query.number === undefined && query.page !== 0) all.unshift({ id: `n${all.length}` });
			return filtered(all, filter)(query, asked);
		};
	}

	it('is asked for by itself, where others add records while the list is read', async () => {
		const { found, hints, queries } = await look(growing(obeyed), ['c3', 'new', 'newer']);
		expect(found).toEqual({ c3: ['c3'], new: [], newer: [] });
		expect(hints).toEqual([]);
		// The list twice, those that were not in it, and the proof that the filter finds what is there.
		const asked = filtersIn(queries).filter((key) => key !== undefined);
		expect(asked).toEqual(['new', 'newer', 'c0']);
	});

	it('is not known to be new all the same, where the filter finds nothing', async () => {
		const { found, hints } = await look(growing(answeredByNothing), ['c3', 'new', 'newer']);
		expect(found).toEqual({ c3: ['c3'], new: unknown('new'), newer: unknown('newer') });
		expect(hints).toHaveLength(1);
	});
});

describe('many keys that are looked for in one list', () => {
	it('leave turns to others, while the list is put in order and while they are looked up', async () => {
		const all = rows(0, 5000);
		const keys = all.map(({ id }) => String(id));
		const pageSize = all.length;
		const client = clientOf(numbered(all.length, { cap: pageSize }));
		const { result, turns } = await turnsDuring(
			async () => await lookUp(client, byFilter, keys, { pageSize, hint: () => undefined }),
		);
		expect(result.get('c4999')).toEqual({ records: [{ id: 'c4999' }] });
		// Each goes through 5000 in hundreds.
		expect(turns).toBeGreaterThan(95);
	});
});

describe('an empty answer to a filter', () => {
	const many = rows(0, 95);

	it('is no proof: a server may answer so to a filter that it does not know', async () => {
		const { found, queries } = await look(filtered(many, answeredByNothing), ['c57']);
		expect(found).toEqual({ c57: ['c57'] });
		// The key, a page, a record of that page, and the list from there.
		expect(filtersIn(queries).slice(0, 3)).toEqual(['c57', undefined, 'c0']);
		expect(queries).toHaveLength(12);
	});

	it('nor where no key of several is found, or where the one that is asked for is on the page', async () => {
		const server = filtered(many, answeredByNothing);
		expect((await look(server, ['c57', 'new', 'c3'])).found).toEqual({
			c57: ['c57'],
			new: [],
			c3: ['c3'],
		});
		expect((await look(server, ['c0'])).found).toEqual({ c0: ['c0'] });
	});

	it('is one where the filter finds a record that is known to be there', async () => {
		const { found, queries } = await look(filtered(many, obeyed), ['new']);
		expect(found).toEqual({ new: [] });
		expect(filtersIn(queries)).toEqual(['new', undefined, 'c0']);
	});

	it('by one that has a key, where others on the page have none', async () => {
		const lookup: Lookup = { ...byFilter, keyOf: ({ id }) => (id === 'c0' ? '' : String(id)) };
		const { found, queries } = await look(filtered(many, obeyed), ['new'], lookup);
		expect(found).toEqual({ new: [] });
		expect(filtersIn(queries)).toEqual(['new', undefined, 'c1']);
	});

	it('or found another key of the run', async () => {
		const { found, queries } = await look(filtered(many, obeyed), ['new', 'c57', 'newer']);
		expect(found).toEqual({ new: [], c57: ['c57'], newer: [] });
		expect(filtersIn(queries)).toEqual([undefined, 'new', 'c57', 'newer']);
	});

	it.each([
		[0, 2],
		[9, 2],
		[15, 3],
	])('costs no more than the list, where that is short: %d records', async (count, requests) => {
		const { found, queries } = await look(filtered(rows(0, count), obeyed), ['new']);
		expect(found).toEqual({ new: [] });
		expect(queries).toHaveLength(requests);
	});

	it('is none where no record on the page has such a key', async () => {
		const all = [...many.map(({ id }) => ({ id: { of: id } })), ...rows(100, 1)];
		const { found } = await look(filtered(all, answeredByNothing), ['c100']);
		expect(found).toEqual({ c100: ['c100'] });
	});
});
