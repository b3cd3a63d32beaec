import type { IDataObject } from 'n8n-workflow';

import { automatic } from '../support/columns';
import { pairwise } from '../support/pairs';
import { jsonOf, startTrackunit, withoutBackOff, type Trackunit } from '../support/trackunit';

let big: Trackunit;
let small: Trackunit;
beforeAll(async () => {
	big = await startTrackunit({ customers: 10_000 });
	small = await startTrackunit({ customers: 1000 });
});
afterAll(async () => {
	await big.close();
	await small.close();
});
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

async function updateOneOfAHundred(
	t: Trackunit,
	{ places, ...dialect }: (typeof DIALECTS)[number],
): Promise<void> {
	t.reset();
	Object.assign(t.settings, places, dialect);
	const { customers, updateCustomer } = t.state;
	for (const { id, externalReference } of [...customers.values()]) {
		if (!externalReference) updateCustomer(id, { externalReference: `X-${id}` });
	}
	const input = [...customers.values()].map(({ address, ...rest }, n): IDataObject => {
		const row = { ...rest, ...address };
		return isChanged(row, n) ? { ...row, phoneNumber: `+45 ${n}`, city: `City ${n}` } : row;
	});
	const { output, error } = await t.run({
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
	expect(t.log.count({ method: 'PATCH' })).toBe(customers.size / 100);
	expect(t.violations).toEqual([]);
}

it.each(DIALECTS)('1 000 rows of which 10 changed are 15 requests at most: %j', async (dialect) => {
	await updateOneOfAHundred(small, dialect);
	expect(small.requests().length).toBeLessThanOrEqual(15);
});

it.each(DIALECTS.filter(({ unknownKeys }) => unknownKeys === 'ignore').slice(-1))(
	'10 000 rows of which 100 changed are 115 requests at most: %j',
	async (dialect) => {
		await updateOneOfAHundred(big, dialect);
		expect(big.requests().length).toBeLessThanOrEqual(115);
	},
	180_000,
);
