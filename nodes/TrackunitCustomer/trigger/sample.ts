import type { IDataObject } from 'n8n-workflow';

import { asError, isNotFound } from '../failure/failure';
import { idOf, toId } from '../ids';
import { toBody } from '../records/body';
import { valueAt } from '../records/simplify';
import type { Client } from '../transport/client';
import { readPage } from '../transport/pages';
import { EVENTS, LISTS, toItem, type CustomerListName, type ListName } from './events';
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
	const customerIds =
		chosen === undefined ? customers.map(({ customerId }) => customerId) : [chosen];
	const examples: Partial<Record<ListName, Example>> = { customers: customers[0] };
	for (const part of settings.parts)
		examples[part] = await exampleOf(client, part, customerIds, chosen);

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
	part: CustomerListName,
	customerIds: readonly string[],
	chosen: string | undefined,
): Promise<Example | undefined> {
	for (const customerId of customerIds.slice(0, CUSTOMERS_TRIED)) {
		try {
			const listing = { path: LISTS[part].path, ids: { customerId }, pageSize: 1 };
			const row = (await readPage(client, listing)).rows.find((one) => idOf(one) !== undefined);
			if (row) return { customerId, row };
		} catch (error) {
			// One that is deleted just now has no example; the one that was chosen has to be there.
			if (chosen !== undefined || !isNotFound(error)) throw asError(error);
		}
	}
	return undefined;
}

/** Ids as Trackunit's look, of records that there are not. */
const MADE_UP_IDS: Record<ListName, string> = {
	customers: '00000000-0000-4000-8000-000000000001',
	contacts: '00000000-0000-4000-8000-000000000002',
	assets: '00000000-0000-4000-8000-000000000003',
};

/** What a field is like, by its key; where it is not here, its label has to do. */
const MADE_UP_VALUES: Record<ListName, IDataObject> = {
	customers: {
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
		name: 'Anna Jensen',
		email: 'anna.jensen@nordic-rental.example',
		phoneNumber: '+45 12345678',
	},
	assets: {
		name: 'JCB 3CX 101',
		serialNumber: 'JCB3CX00000000101',
		externalReference: 'M-100001',
	},
};

function madeUp(list: ListName, owner: string = MADE_UP_IDS.customers): Example {
	const { fields } = LISTS[list];
	const values = Object.fromEntries(
		fields.map(({ key, label }) => [key, MADE_UP_VALUES[list][key] ?? label]),
	);
	const id = MADE_UP_IDS[list];
	return { customerId: list === 'customers' ? id : owner, row: toBody(fields, { ...values, id }) };
}

/** What may well have been before; the second where the record has the first. */
const EARLIER: Partial<Record<ListName, { key: string; values: [string, string] }>> = {
	customers: { key: 'city', values: ['Odense', 'Aarhus'] },
	contacts: { key: 'phoneNumber', values: ['+45 87654321', '+45 12345678'] },
};

/** A change that a record may have had. */
function changeIn(row: IDataObject, list: ListName): IDataObject | undefined {
	const earlier = EARLIER[list];
	const field = LISTS[list].fields.find(({ key }) => key === earlier?.key);
	if (!earlier || !field) return undefined;
	const after = valueAt(row, field.path) ?? null;
	const [first, second] = earlier.values;
	return { [field.key]: { before: after === first ? second : first, after } };
}
