import type { IDataObject } from 'n8n-workflow';

import type { Customer, State } from '../../simulator';
import { valueAt } from '../engine/objects';
import type { Claims } from './claims';
import { checkFailure, countWrites, pairOf, tally } from './checks';
import type { Demo, Evidence } from './demo';

const LIST = '/api/customer/v1/customers';
const NODE = 'Sync customers';

const OTHERS = 1000;
const ROWS = 2000;
/** One row has no number, and fails. */
const GOOD = ROWS - 1;
const NEW = 100;
const MOVED = 60;
/** In no row of the ERP, and to be left alone. */
const STATE = 'Nordjylland';

const OWN = ['name', 'type', 'externalReference', 'phoneNumber'] as const;
const ADDRESS = ['streetAddress', 'zipCode', 'city', 'country'] as const;

function hasNumber({ externalReference }: IDataObject): boolean {
	return externalReference !== '';
}

/** A row's customer as Trackunit has it: the email in lower case, which is no difference. */
function addCustomer(state: State, row: IDataObject, streetAddress = row.streetAddress): void {
	const text = (key: string): string => String(row[key]);
	state.addCustomer({
		name: text('name'),
		type: 'RENTAL',
		externalReference: text('externalReference'),
		email: text('email').toLowerCase(),
		phoneNumber: text('phoneNumber'),
		address: {
			streetAddress: String(streetAddress),
			zipCode: text('zipCode'),
			city: text('city'),
			country: text('country'),
			state: STATE,
		},
	});
}

function isAsInErp(row: IDataObject, customer: Customer | undefined): boolean {
	return (
		OWN.every((field) => customer?.[field] === row[field]) &&
		ADDRESS.every((field) => valueAt(customer?.address, field) === row[field]) &&
		customer?.email?.toLowerCase() === String(row.email).toLowerCase()
	);
}

/** What holds of every night. */
function checkNight(claims: Claims, { result, rows, simulator: { state, log } }: Evidence): void {
	const synced = result.items(NODE);
	const good = [...rows.keys()].filter((index) => hasNumber(rows[index] ?? {}));
	claims.equal(
		'every row with a number came out, in order, paired with its row',
		synced.map(pairOf),
		good,
	);
	claims.each('Trackunit has of each row what the ERP has', synced, ({ json }, index) =>
		isAsInErp(rows[good[index] ?? -1] ?? {}, state.customers.get(String(json.id))),
	);
	claims.equal('no customer is there twice', state.customers.size, OTHERS + GOOD);
	claims.equal(
		'what is there was read once for all rows, in three pages',
		log.count({ method: 'GET', status: 200 }),
		3,
	);
	checkFailure(claims, result, {
		node: NODE,
		item: rows.findIndex((row) => !hasNumber(row)),
		error: "'External Reference' is empty",
		advice: 'every row needs a value',
	});
}

export const erpSync: Demo = {
	file: 'examples/erp-sync.json',
	shows: `Of ${ROWS} rows of an ERP, the first sync wrote the ${NEW + MOVED} that were new or differed, the second none.`,
	others: OTHERS,
	prepare(state, rows) {
		const known = rows.filter(hasNumber).slice(0, -NEW);
		for (const [index, row] of known.entries()) {
			addCustomer(state, row, index < MOVED ? 'Gammel Havnegade 1' : undefined);
		}
	},
	runs: [
		{
			says: `The first night: of ${ROWS} rows, ${NEW} are new, ${MOVED} differ, and one has no number`,
			troubles: [
				{
					says: 'not available, once while reading what is there (503)',
					fault: {
						kind: 'status',
						status: 503,
						on: { method: 'GET', path: LIST },
						after: 1,
						times: 1,
					},
				},
				{
					says: 'too many requests, once while creating (429, with Retry-After)',
					fault: {
						kind: 'rateLimit',
						retryAfter: '1',
						on: { method: 'POST', path: LIST },
						after: 30,
						times: 1,
					},
				},
			],
			check(claims, evidence) {
				const { result, simulator } = evidence;
				const synced = result.items(NODE);
				const { state, log } = simulator;
				claims.equal('_action says what was done', tally(synced, '_action'), {
					created: NEW,
					unchanged: GOOD - NEW - MOVED,
					updated: MOVED,
				});
				claims.equal(
					'only new customers and those that differ were written, each once',
					[log.count({ method: 'POST', path: LIST, status: 201 }), log.count({ method: 'PATCH' })],
					[NEW, MOVED],
				);
				claims.each(
					'what only Trackunit knew has stayed',
					synced.filter(({ json }) => json._action === 'updated'),
					({ json }) => valueAt(state.customers.get(String(json.id))?.address, 'state') === STATE,
				);
				claims.claim(
					'a hint names the column that is no field',
					result.hints(NODE).some(({ message }) => message.includes('creditLimit')),
					() => `the hints are ${JSON.stringify(result.hints(NODE))}`,
				);
				checkNight(claims, evidence);
			},
		},
		{
			says: 'The second night: the ERP exports the same rows again',
			troubles: [
				{
					says: 'the access token has expired over night',
					fault: { kind: 'expireTokens', on: { method: 'GET', path: LIST }, times: 1 },
				},
			],
			check(claims, evidence) {
				const { result, simulator } = evidence;
				claims.equal('every customer is unchanged', tally(result.items(NODE), '_action'), {
					unchanged: GOOD,
				});
				claims.equal('nothing was written', countWrites(simulator), 0);
				checkNight(claims, evidence);
			},
		},
	],
};
