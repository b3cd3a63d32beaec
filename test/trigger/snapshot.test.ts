import { customerFields as fields } from '../../nodes/TrackunitCustomer/operations/customer/record';
import {
	changesBetween,
	look,
	marksOf,
	type Seen,
} from '../../nodes/TrackunitCustomer/trigger/snapshot';

const row = {
	id: '1',
	name: 'Acme',
	email: 'a@acme.example',
	address: { city: 'Oslo' },
	note: 'x',
};
const care = { fields, hashes: true, values: true };

function withMarks({ matches, hash, values = {} }: Seen): Seen {
	return { matches, hash, marks: marksOf(values, fields) };
}

describe('a look at a row', () => {
	it('keeps what events need and no more', () => {
		expect(look(row, { fields, hashes: false, values: false }, true)).toEqual({ matches: true });
		expect(look(row, { fields, hashes: false, values: true }, false)).toEqual({
			matches: false,
			values: { name: 'Acme', email: 'a@acme.example', city: 'Oslo' },
		});
		expect(look(row, care, true).hash).toHaveLength(6);
	});

	it('sees a change of a field that nobody knows', () => {
		const before = look(row, care, true);
		expect(look({ ...row, note: 'y' }, care, true).hash).not.toBe(before.hash);
		expect(look({ ...row, more: null }, care, true).hash).toBe(before.hash);
	});
});

describe('the changes between two looks', () => {
	const before = look(row, care, true);
	const after = { ...row, email: null, phoneNumber: '1', address: { city: 'Bergen' } };

	it('have what was and what is, null for nothing', () => {
		expect(changesBetween(before, after, fields)).toEqual({
			email: { before: 'a@acme.example', after: null },
			phoneNumber: { before: null, after: '1' },
			city: { before: 'Oslo', after: 'Bergen' },
		});
	});

	it('name the fields where only marks are left of what was', () => {
		expect(changesBetween(withMarks(before), after, fields)).toEqual({
			email: { after: null },
			phoneNumber: { after: '1' },
			city: { after: 'Bergen' },
		});
	});

	it('name nothing where nothing is known of what was, and nothing that is not in the table', () => {
		expect(changesBetween({ matches: true }, after, fields)).toEqual({});
		expect(changesBetween(before, { ...row, note: 'y' }, fields)).toEqual({});
		expect(changesBetween(withMarks(before), { ...row, note: 'y' }, fields)).toEqual({});
	});
});
