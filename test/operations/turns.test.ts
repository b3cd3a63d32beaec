import { findOperation } from '../../nodes/TrackunitCustomer/operations/registry';
import { readRunOptions } from '../../nodes/TrackunitCustomer/parameters/options';
import { CUSTOMERS } from '../../nodes/TrackunitCustomer/paths';
import { keyAt } from '../../nodes/TrackunitCustomer/records/reference';
import { createDialect } from '../../nodes/TrackunitCustomer/run/dialect';
import { toItems, type ItemOutcome } from '../../nodes/TrackunitCustomer/run/itemOutcome';
import { resolveReferences } from '../../nodes/TrackunitCustomer/run/lookup';
import type { Planning } from '../../nodes/TrackunitCustomer/run/operation';
import { createLedger, createRun } from '../../nodes/TrackunitCustomer/run/runApi';
import { parametersOf } from '../parameters/parameters';
import { automatic } from '../support/columns';
import { clientOf, numbered } from '../support/lists';
import { turnsDuring } from '../support/turns';

const ROWS = 5000;
/** How many turns there are at least where each row is gone through in hundreds. */
const ONCE = ROWS / 100;
const LISTED = 1000;

function planningOf(listed: number): Planning {
	const run = createRun(
		clientOf(numbered(listed)),
		{
			options: readRunOptions(parametersOf({}).get),
			resolve: () => ({ error: new Error('Nothing is named') }),
			hint: () => undefined,
			known: new Map(),
			dialect: createDialect(),
		},
		createLedger(),
	);
	return { ...run, refuse: () => undefined, refused: () => [], goesOn: true };
}

it('leaves turns to others while many records are simplified', async () => {
	const operation = findOperation('customer', 'getAll');
	const input = operation.read(parametersOf({ returnAll: true, simplify: true }));
	const { result, turns } = await turnsDuring(async () =>
		'execute' in operation ? await operation.execute(planningOf(ROWS), input) : [],
	);
	expect(result).toHaveLength(ROWS);
	// One after each page, and those of simplifying.
	expect(turns).toBeGreaterThan(ONCE);
});

it('leaves turns to others while many rows are brought together with what is there', async () => {
	const operation = findOperation('customer', 'upsert');
	const columns = automatic('externalReference');
	const rows = Array.from({ length: ROWS }, (_, item) => {
		const json = { externalReference: `R-${item}`, name: `Row ${item}` };
		return { item, input: operation.read({ ...parametersOf({ columns }), json }) };
	});
	const { result, turns } = await turnsDuring(
		async () => await operation.plan?.(planningOf(LISTED), rows),
	);
	expect(result).toHaveLength(ROWS);
	// Lists, keys, near forms, what is found, slots and names each go through all.
	expect(turns).toBeGreaterThan(6 * ONCE);
});

it('leaves turns to others while many rows are looked up', async () => {
	const lookup = { path: CUSTOMERS, ids: {}, keyLabel: 'name', keyOf: keyAt('name') };
	const references = Array.from({ length: ROWS }, (_, n) => ({
		label: 'Customer',
		lookup,
		key: `Customer ${n}`,
	}));
	const { turns } = await turnsDuring(
		async () =>
			await resolveReferences(clientOf(numbered(LISTED)), references, {
				pageSize: LISTED,
				hint: () => undefined,
			}),
	);
	// What is named, what is wanted and what is found each go through all.
	expect(turns).toBeGreaterThanOrEqual(3 * ONCE);
});

it('leaves turns to others while many rows are answered', async () => {
	const outcomes = Array.from(
		{ length: ROWS },
		(_, n): ItemOutcome => ({ kind: 'done', result: { n }, written: true }),
	);
	const { result, turns } = await turnsDuring(async () => await toItems(outcomes, false));
	expect(result).toHaveLength(ROWS);
	expect(turns).toBeGreaterThanOrEqual(ONCE);
});
