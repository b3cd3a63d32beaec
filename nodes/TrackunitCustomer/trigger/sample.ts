import type { IDataObject } from 'n8n-workflow';

import { asError, isNotFound } from '../failure/failure';
import { idOf, toId } from '../ids';
import { toBody } from '../records/body';
import { readField } from '../records/simplify';
import type { Client } from '../transport/client';
import { readPage } from '../transport/pages';
import { EVENTS, LISTS, type CustomerListName, type ListName } from './events';
import { toItem } from './items';
import type { Settings } from './settings';

/** Customers that are read to find an example among; where the filters let none of them through, it is made up. */
const PAGE_SIZE = 50;
/** Customers whose contacts or assets are looked for. */
const CUSTOMERS_TRIED = 3;

/** A record to show, and the customer that it belongs to. */
interface Example {
	customerId: string;
	row: IDataObject;
}

/** An item for each chosen event, as a poll would give it: of the account's own records, or else made up. */
export async function samples(
	client: Client,
	settings: Settings,
	chosen: string | undefined,
): Promise<IDataObject[]> {
	const customers = settings.readsCustomers ? await customersIn(client, settings) : [];
	const customerIds = chosen ? [chosen] : customers.map(({ customerId }) => customerId);
	const examples: Partial<Record<ListName, Example>> = { customers: customers[0] };
	for (const list of settings.customerLists) {
		examples[list] = await exampleOf(client, list, customerIds, chosen);
	}

	return EVENTS.filter(({ value }) => settings.events.includes(value)).map(
		({ value: event, list, change }) => {
			const { fields } = LISTS[list];
			const { customerId, row } = examples[list] ?? madeUp(list, customerIds[0]);
			return toItem({
				event,
				list,
				customerId,
				id: toId(idOf(row) ?? ''),
				record: settings.shape(row, fields),
				changes: change === 'updated' ? changeIn(row, list) : undefined,
			});
		},
	);
}

async function customersIn(client: Client, { accept }: Settings): Promise<Example[]> {
	const { rows } = await readPage(client, { path: LISTS.customers.path, pageSize: PAGE_SIZE });
	return rows.filter(accept).flatMap((row) => {
		const id = idOf(row);
		return id === undefined ? [] : [{ customerId: toId(id), row }];
	});
}

/** The first row of the list, of the first customer that has one. */
async function exampleOf(
	client: Client,
	list: CustomerListName,
	customerIds: readonly string[],
	chosen: string | undefined,
): Promise<Example | undefined> {
	for (const customerId of customerIds.slice(0, CUSTOMERS_TRIED)) {
		try {
			const listing = { path: LISTS[list].path, ids: { customerId }, pageSize: 1 };
			const row = (await readPage(client, listing)).rows.find((one) => idOf(one) !== undefined);
			if (row) return { customerId, row };
		} catch (error) {
			// One that is deleted just now has no example; the one that was chosen has to be there.
			if (chosen !== undefined || !isNotFound(error)) throw asError(error);
		}
	}
	return undefined;
}

/** What a field is like, by its key; where it is not here, its label has to do. The ids look like Trackunit's. */
const MADE_UP: Record<ListName, IDataObject & { id: string }> = {
	customers: {
		id: '00000000-0000-4000-8000-000000000001',
		name: 'Nordic Rental A/S',
		type: 'RENTAL',
		externalReference: 'K-10001',
		email: 'office@nordic-rental.example',
		phoneNumber: '+45 12345678',
		streetAddress: 'Havnegade 1',
		zipCode: '8000',
		city: 'Aarhus',
		state: 'Midtjylland',
		country: 'DK',
	},
	contacts: {
		id: '00000000-0000-4000-8000-000000000002',
		name: 'Anna Jensen',
		email: 'anna.jensen@nordic-rental.example',
		phoneNumber: '+45 12345678',
	},
	assets: {
		id: '00000000-0000-4000-8000-000000000003',
		name: 'JCB 3CX 101',
		serialNumber: 'JCB3CX00000000101',
		externalReference: 'M-100001',
	},
};

function madeUp(list: ListName, owner = MADE_UP.customers.id): Example {
	const { fields } = LISTS[list];
	const values = fields.map(({ key, label }) => [key, MADE_UP[list][key] ?? label]);
	const row = toBody(fields, Object.fromEntries(values));
	return { customerId: list === 'customers' ? MADE_UP.customers.id : owner, row };
}

/** What may well have been before; where the record has just that, the made-up value. */
const EARLIER: Partial<Record<ListName, [key: string, before: string]>> = {
	customers: ['city', 'Odense'],
	contacts: ['phoneNumber', '+45 87654321'],
};

/** A change that a record may have had. */
function changeIn(row: IDataObject, list: ListName): IDataObject | undefined {
	const [key = '', earlier] = EARLIER[list] ?? [];
	const field = LISTS[list].fields.find((one) => one.key === key);
	if (!field) return undefined;
	const after = readField(row, field) ?? null;
	return { [key]: { before: after === earlier ? MADE_UP[list][key] : earlier, after } };
}
