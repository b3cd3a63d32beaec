import type { IDataObject } from 'n8n-workflow';

import { automatic } from '../support/columns';
import { pairwise } from '../support/pairs';
import { jsonOf, startTrackunit, withoutBackOff, type Trackunit } from '../support/trackunit';

let big: Trackunit;
beforeAll(async () => {
	big = await startTrackunit({ customers: 10_000 });
});
afterAll(async () => await big.close());
withoutBackOff();

const DIALECTS = pairwise({
	places: [
		{ address: 'nested', phone: 'phoneNumber' },
		{ address: 'flat', phone: 'phone' },
	],
	unknownKeys: ['keep', 'ignore', 'refuse'],
	writeAnswers: ['record', 'none'],
	nothing: ['null', 'emptyText'],
} as const);

const isChanged = (_: unknown, n: number): boolean => n % 100 === 7;

it.each(DIALECTS)(
	'10 000 rows of which 100 changed are 115 requests at most: %j',
	async ({ places, ...dialect }) => {
		big.reset();
		Object.assign(big.settings, places, dialect);
		const { customers, updateCustomer } = big.state;
		for (const { id, externalReference } of [...customers.values()]) {
			if (!externalReference) updateCustomer(id, { externalReference: `X-${id}` });
		}
		const input = [...customers.values()].map(({ address, ...rest }, n): IDataObject => {
			const row = { ...rest, ...address };
			return isChanged(row, n) ? { ...row, phoneNumber: `+45 ${n}`, city: `City ${n}` } : row;
		});
		const { output, error } = await big.run({
			operation: 'upsert',
			parameters: { columns: automatic('externalReference') },
			input,
		});
		expect(error).toBeUndefined();
		expect(jsonOf(output).map(({ _action }) => _action)).toEqual(
			input.map((row, n) => (isChanged(row, n) ? 'updated' : 'unchanged')),
		);
		for (const { id, phoneNumber, city } of input.filter(isChanged)) {
			expect(customers.get(String(id))).toMatchObject({ phoneNumber, address: { city } });
		}
		expect(big.log.count({ method: 'PATCH' })).toBe(100);
		expect(big.requests().length).toBeLessThanOrEqual(115);
		expect(big.violations).toEqual([]);
	},
	180_000,
);
