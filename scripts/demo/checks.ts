import type { Simulator } from '../../simulator';
import type { EngineResult } from '../engine';
import { valueAt } from '../engine/objects';
import { FAULTS } from './faults';
import type { Measurement } from './measure';

export interface Check {
	claim: string;
	/** Undefined where the claim holds. */
	objection?: string;
}

export const CUSTOMERS = 500;
const DELETED = 10;
const FAILING = 'ERP-0250';

function shorten(json: string | undefined): string {
	return String(json).slice(0, 200);
}

function numberOf(index: number): string {
	return `ERP-${String(index + 1).padStart(4, '0')}`;
}

/** What has to hold when the demo's workflow has run; looks at what n8n has and at what Trackunit has. */
export function checkDemo(
	result: EngineResult,
	{ state, log, violations, credentials }: Simulator,
	measurement: Measurement,
): Check[] {
	const created = result.items('Create customers');
	const listed = result.items('Get all customers');
	const moved = result.items('Move to Aarhus');
	const failed = result.items('Move to Aarhus', 1);
	const deleted = result.items('Delete them');
	const inTrackunit = [...state.customers.values()];
	const checks: Check[] = [];

	function claim(text: string, holds: boolean, objection: () => string): void {
		checks.push({ claim: text, ...(!holds && { objection: objection() }) });
	}

	function equal(text: string, actual: unknown, expected: unknown): void {
		const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
		claim(text, is === should, () => `it is ${shorten(is)}, not ${shorten(should)}`);
	}

	/** Names the first row that is wrong. */
	function each<Row>(
		text: string,
		rows: Row[],
		isRight: (row: Row, index: number) => boolean,
	): void {
		const wrong = rows.findIndex((row, index) => !isRight(row, index));
		claim(text, wrong < 0, () => `row ${wrong} is ${JSON.stringify(rows[wrong])}`);
	}

	equal('the workflow ran through', result.error?.message ?? result.status, 'success');
	equal(`${CUSTOMERS} customers were created`, created.length, CUSTOMERS);
	equal(
		'none was created twice, though requests were sent again',
		log.count({ method: 'POST', path: '/api/customer/v1/customers', status: 201 }),
		CUSTOMERS,
	);
	each(
		'they came out in the order of the rows, each paired with its row',
		created,
		({ json, pairedItem }, index) =>
			json.externalReference === numberOf(index) && valueAt(pairedItem, 'item') === index,
	);
	equal(
		'all of them were listed, each once',
		new Set(listed.map(({ json }) => json.id)).size,
		CUSTOMERS,
	);
	equal('all but one were moved', moved.length, CUSTOMERS - 1);
	each(
		'in Trackunit they are in Aarhus, and have kept their street',
		inTrackunit.filter(({ externalReference }) => externalReference !== FAILING),
		({ address }) =>
			valueAt(address, 'city') === 'Aarhus' &&
			String(valueAt(address, 'streetAddress')).startsWith('Industrivej '),
	);
	equal('one item went to the error branch', failed.length, 1);
	equal(
		'it is paired with the customer that it is about',
		listed[Number(valueAt(failed[0]?.pairedItem, 'item'))]?.json.externalReference,
		FAILING,
	);
	equal('its message says what happened', failed[0]?.json.error, 'Trackunit has no such record');
	claim(
		'its description says what to do',
		String(failed[0]?.json.message).includes('Check the ID'),
		() => `it is ${JSON.stringify(failed[0]?.json.message)}`,
	);
	equal(
		'the last ten were deleted',
		deleted.map(({ json }) => [json.deleted, json.id]),
		moved.slice(-DELETED).map(({ json }) => [true, json.id]),
	);
	equal('and are gone from Trackunit', inTrackunit.length, CUSTOMERS - DELETED);
	equal(
		'each disturbance took place and was overcome',
		measurement.entries().filter(({ fault }) => fault !== undefined).length,
		FAULTS.reduce((sum, { fault }) => sum + fault.times, 0),
	);
	claim(
		'never were more than five requests under way at once',
		log.maxInFlight() <= 5,
		() => `there were ${log.maxInFlight()}`,
	);
	equal('nothing was sent or answered that the contract does not know', violations, []);
	const secrets = [
		credentials.trackunitOAuth2Api.clientSecret,
		valueAt(Object.values(result.credentials)[0]?.data, 'oauthTokenData.access_token'),
	];
	equal(
		'neither secret nor token is in what n8n stores of the run',
		secrets.map((secret) => result.whole().includes(String(secret))),
		[false, false],
	);
	return checks;
}
