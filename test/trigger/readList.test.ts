import { readList } from '../../nodes/TrackunitCustomer/trigger/readList';
import { readSettings } from '../../nodes/TrackunitCustomer/trigger/settings';
import type { Client } from '../../nodes/TrackunitCustomer/transport/client';
import { turnsDuring } from '../support/turns';

const ROWS = 10_000;
const PAGE = 1000;

/** Answers each page at once, so that nothing but the reading itself gives others a turn. */
const client: Client = {
	async send({ query }) {
		const start = Number(query?.page) * PAGE;
		const length = Math.max(0, Math.min(PAGE, ROWS - start));
		const content = Array.from({ length }, (_, row) => ({ id: `row-${start + row}` }));
		const body = { content, totalElements: ROWS, size: PAGE };
		return await Promise.resolve({ status: 200, headers: {}, body });
	},
	url: () => '',
	close: () => undefined,
	maxConcurrency: 5,
	counts: { attempts: 0, paused: 0 },
};

it('gives others a turn within each page, also where all pages are there', async () => {
	const values: Record<string, unknown> = { triggerOn: ['customerUpdated'] };
	const settings = readSettings({
		get: (name, fallback) => values[name] ?? fallback,
		raw: (name) => values[name],
	});
	const { result, turns } = await turnsDuring(
		async () => await readList(client, settings, { list: 'customers', before: undefined }),
	);
	expect(result.rows.size).toBe(ROWS);
	expect(turns).toBeGreaterThan(2 * (ROWS / PAGE));
});
