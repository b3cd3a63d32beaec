import type { IDataObject } from 'n8n-workflow';

import { YARD } from '../../scripts/demo/stock';

/** Nodes of the examples that reach beyond n8n and Trackunit, by the last part of their types. */
export const OUTSIDE = ['emailSend', 'extractFromFile', 'form', 'postgres', 'slack'];

const PLACE = { Street: 'Industrivej 1', Zip: 9000, City: 'Aalborg', Country: 'DK' };

/** A spreadsheet's rows: one with a number that is a number, and one without. */
export const SPREADSHEET: IDataObject[] = [
	{ ...PLACE, 'Customer No': 'ERP-60001', Company: 'Builder 1', Phone: '+45 30000001' },
	{ ...PLACE, 'Customer No': 60002, Company: 'Builder 2', Email: 'office@builder-2.example' },
	{ ...PLACE, Company: 'Without a number' },
];

/** Rows of a database; each tenth has no name. */
export const DATABASE: IDataObject[] = Array.from({ length: 30 }, (_, index) => ({
	externalReference: `ERP-${70_001 + index}`,
	name: index % 10 === 9 ? null : `Builder ${index}`,
	phoneNumber: null,
	email: `office@builder-${index}.example`,
	streetAddress: `Industrivej ${index}`,
	zipCode: '9000',
	city: 'Aalborg',
	country: 'DK',
}));

/** What somebody at the yard fills in. */
export const HANDOVER: IDataObject = {
	'Customer number': YARD.customer,
	'Serial numbers': YARD.machines.join('\n'),
	'First name': 'Anna',
	'Last name': 'Holm',
	Email: 'anna@builder.example',
};
