import { customerFields } from '../../nodes/TrackunitCustomer/operations/customer/record';
import { CONTACTS, CUSTOMERS } from '../../nodes/TrackunitCustomer/paths';
import { createDialect } from '../../nodes/TrackunitCustomer/run/dialect';
import type { Request } from '../../nodes/TrackunitCustomer/transport/request';
import { clientOf, numbered } from '../support/lists';

const ids = {};
const client = clientOf(numbered(1));

function openAccount(): {
	shows(path: Request['path'], row: object): void;
	table: (path: Request['path']) => Promise<unknown>;
	cityOf(path: Request['path']): Promise<string | undefined>;
} {
	const dialect = createDialect();
	const tableOf = async (path: Request['path']): ReturnType<typeof dialect.table> =>
		await dialect.table(client, { path, ids, fields: customerFields }, ['name']);
	return {
		shows: (path, row) =>
			dialect.note(
				{ method: 'GET', path, ids, repeatable: true },
				{ status: 200, headers: {}, body: { content: [row] } },
			),
		table: tableOf,
		cityOf: async (path) => (await tableOf(path)).find(({ key }) => key === 'city')?.path,
	};
}

it('makes the table of an account anew only where an answer shows something new', async () => {
	const account = openAccount();
	account.shows(CUSTOMERS, { id: '1' });
	const table = await account.table(CUSTOMERS);
	account.shows(CUSTOMERS, { id: '2' });
	expect(await account.table(CUSTOMERS)).toBe(table);
	expect(await account.cityOf(CUSTOMERS)).toBe('address.city');
	account.shows(CUSTOMERS, { id: '3', city: 'Aarhus' });
	expect(await account.cityOf(CUSTOMERS)).toBe('city');
});

it('has a table for each list, though their fields be the same', async () => {
	const account = openAccount();
	account.shows(CUSTOMERS, { city: 'Aarhus' });
	account.shows(CONTACTS, { address: {} });
	expect(await account.cityOf(CUSTOMERS)).toBe('city');
	expect(await account.cityOf(CONTACTS)).toBe('address.city');
});
