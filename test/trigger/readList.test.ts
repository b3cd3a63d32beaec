import { readList } from '../../nodes/TrackunitCustomer/trigger/readList';
import { readSettings } from '../../nodes/TrackunitCustomer/trigger/settings';
import { clientOf, numbered } from '../support/lists';
import { turnsDuring } from '../support/turns';

it('gives others a turn within each page, also where all pages are there', async () => {
	const values: Record<string, unknown> = { triggerOn: ['customerUpdated'] };
	const settings = readSettings({
		get: (name, fallback) => values[name] ?? fallback,
		raw: (name) => values[name],
	});
	const client = clientOf(numbered(10_000));
	const list = { list: 'customers', before: undefined } as const;
	const { result, turns } = await turnsDuring(async () => await readList(client, settings, list));
	expect(result.rows.size).toBe(10_000);
	expect(turns).toBeGreaterThan(50);
});
