import type { IDataObject } from 'n8n-workflow';

import type { Random } from '../../simulator/random';

/** Customers that no workflow of the soak knows. */
export const OTHERS = 1000;
/** Rows that the ERP exports, the same ones each time but for a few that have changed. */
export const ROWS = 300;
/** Customers that get assets. */
const RENTERS = 10;
export const ASSETS = 40;

const CITIES = ['Aalborg', 'Esbjerg', 'Kiel', 'Lübeck', 'Malmö', 'Odense'];

export const reference = (row: number): string => `SOAK-${row}`;
export const serialNumber = (asset: number): string => `SN-${asset}`;

/** The ERP's customers, of whom some move. */
export function createErp({ pick }: Random): { rows: IDataObject[]; move(): void } {
	const rows = Array.from(
		{ length: ROWS },
		(_, row): IDataObject => ({
			externalReference: reference(row),
			name: `Soak ${row}`,
			email: `office@soak-${row}.example`,
			city: pick(CITIES),
		}),
	);
	return {
		rows,
		move() {
			for (let count = 0; count < ROWS / 20; count += 1) pick(rows).city = pick(CITIES);
		},
	};
}

/** Who has which assets from now on, a row per customer; some are at nobody's for a while. */
export function handOver({ between, chance }: Random): IDataObject[] {
	return Array.from({ length: RENTERS }, (_, row) => {
		const own = Array.from({ length: ASSETS / RENTERS }, (__, nth) =>
			serialNumber(row + nth * RENTERS),
		);
		const kept = own[between(0, own.length - 1)];
		const assets = own.filter((asset) => asset === kept || chance(0.5));
		return { customer: reference(row), assets };
	});
}

/** A contact of each customer that gets assets; in every third round they are the same ones by another name. */
export function contactsIn(round: number): IDataObject[] {
	return Array.from({ length: RENTERS }, (_, row) => ({
		customer: reference(row),
		email: `driver-${round % 3}@soak-${row}.example`,
		name: `Driver ${round}`,
	}));
}
