import { rows, type Authentication, type CustomerRun, type Trackunit } from '../support/trackunit';

/** Creates twenty customers, five at once, and tries again once. */
export async function createRows(
	t: Trackunit,
	authentication: Authentication,
	more: Partial<CustomerRun> = {},
) {
	return await t.run({
		operation: 'create',
		authentication,
		parameters: { name: '={{ $json.name }}' },
		input: rows(20),
		options: { maxConcurrency: 5, maxRetries: 1 },
		...more,
	});
}

/** How many of them Trackunit has. */
export function rowsMade(t: Trackunit): number {
	return [...t.state.customers.values()].filter(({ name }) => name.startsWith('Row ')).length;
}
