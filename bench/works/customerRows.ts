import type { IDataObject } from 'n8n-workflow';

import type { Customer, State } from '../../simulator';

/** A customer as an ERP exports it: eight columns, none of them called as in Trackunit. */
export function erpRow(index: number): IDataObject {
	return {
		number: `ERP-${10_001 + index}`,
		company: `Rental Company ${index + 1}`,
		kind: 'RENTAL',
		mail: `office@rental-${index + 1}.example`,
		phone: `+45 ${20_000_001 + index}`,
		street: `Industrivej ${index + 1}`,
		zip: '9000',
		town: 'Aalborg',
	};
}

export function erpRows(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => erpRow(index));
}

/** The fields of the node, each by the column that it is mapped to by hand. */
export const BY_HAND = {
	externalReference: 'number',
	name: 'company',
	type: 'kind',
	email: 'mail',
	phoneNumber: 'phone',
	streetAddress: 'street',
	zipCode: 'zip',
	city: 'town',
} as const;

/** The row under the names that the node's automatic mapping knows. */
export function named(row: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(BY_HAND).map(([field, column]) => [field, row[column]]));
}

/** Gives Trackunit the customers of the rows. */
export function addCustomers(state: State, rows: readonly IDataObject[]): void {
	for (const row of rows) {
		state.addCustomer({
			externalReference: String(row.number),
			name: String(row.company),
			type: 'RENTAL',
			email: String(row.mail),
			phoneNumber: String(row.phone),
			address: {
				streetAddress: String(row.street),
				zipCode: String(row.zip),
				city: String(row.town),
			},
		});
	}
}

/** How many of the rows Trackunit has no customer of, and how many it has several of. */
export function lostAndDoubled(
	{ customers }: State,
	rows: readonly IDataObject[],
): { lost: number; doubled: number } {
	const counts = new Map<string, number>();
	for (const { externalReference } of customers.values()) {
		const key = String(externalReference);
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	const of = (row: IDataObject): number => counts.get(String(row.number)) ?? 0;
	return {
		lost: rows.filter((row) => of(row) === 0).length,
		doubled: rows.filter((row) => of(row) > 1).length,
	};
}

/** Whether a customer is as the row says. */
export function isAs(row: IDataObject, customer: Customer | undefined): boolean {
	return (
		customer !== undefined &&
		customer.name === row.company &&
		customer.email === row.mail &&
		customer.phoneNumber === row.phone &&
		customer.address?.streetAddress === row.street &&
		customer.address?.city === row.town
	);
}
