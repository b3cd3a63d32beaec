import { readList, type RowSnapshots } from '../../nodes/TrackunitCustomer/trigger/readList';
import { readSettings } from '../../nodes/TrackunitCustomer/trigger/settings';
import { parametersOf } from '../parameters/parameters';
import { clientOf, numbered, onePage } from '../support/lists';
import { turnsDuring } from '../support/turns';

const settingsFor = (triggerOn: string[]) => readSettings(parametersOf({ triggerOn }));

it('gives others a turn within each page, also where all pages are there', async () => {
	const settings = settingsFor(['customerUpdated']);
	const client = clientOf(numbered(10_000));
	const list = { list: 'customers', before: undefined } as const;
	const { result, turns } = await turnsDuring(async () => await readList(client, settings, list));
	expect(result.rows.size).toBe(10_000);
	expect(turns).toBeGreaterThan(50);
});

it('a row whose ID is written otherwise than before is the same row', async () => {
	const id = '8d7b1a52-6c0e-4c1f-9d3a-2f4b8f0a9c11';
	const settings = settingsFor(['customerCreated', 'customerDeleted']);
	const read = async (written: string, before?: RowSnapshots) => {
		const client = clientOf(() => onePage([{ id: written, name: 'Acme' }]));
		return await readList(client, settings, { list: 'customers', before });
	};
	const { rows } = await read(id);
	for (const written of [id.toUpperCase(), `___Customer___${id}`]) {
		const change = await read(written, rows);
		expect([...change.rows.keys()]).toEqual([id]);
		expect(change.deleted).toEqual([]);
		expect(change.records.size).toBe(0);
	}
});
