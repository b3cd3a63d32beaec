import fc from 'fast-check';

import { customerFields as fields } from '../../nodes/TrackunitCustomer/operations/customer/record';
import { complete, merge, toBody } from '../../nodes/TrackunitCustomer/records/body';
import { differences } from '../../nodes/TrackunitCustomer/records/differences';
import { valueAt } from '../../nodes/TrackunitCustomer/records/simplify';

const text = fc.option(fc.string({ minLength: 1 }), { nil: null });
const address = fc.record(
	{ streetAddress: text, zipCode: text, city: text, state: text, country: text },
	{ requiredKeys: [] },
);
const record = fc.record(
	{ id: fc.uuid(), name: fc.string({ minLength: 1 }), email: text, address: fc.option(address) },
	{ requiredKeys: ['id', 'name'] },
);
const values = fc.record(
	{ name: fc.string({ minLength: 1 }), email: text, city: text, zipCode: text, country: text },
	{ requiredKeys: [] },
);

describe('for any record and any row', () => {
	it('nothing differs any more once what differed was written', () => {
		fc.assert(
			fc.property(record, values, (current, row) => {
				const body = toBody(fields, row);
				const changed = complete(differences(fields, body, current), current);
				expect(differences(fields, body, merge(current, changed))).toEqual({});
			}),
		);
	});

	it('a field that the row does not have stays as it is, although an address is replaced whole', () => {
		fc.assert(
			fc.property(record, values, (current, row) => {
				const changed = complete(differences(fields, toBody(fields, row), current), current);
				const replaced = { ...current, ...changed };
				for (const { key, path } of fields) {
					if (key in row) continue;
					expect(valueAt(replaced, path) ?? null).toEqual(valueAt(current, path) ?? null);
				}
			}),
		);
	});
});
