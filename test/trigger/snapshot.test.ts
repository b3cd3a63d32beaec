import { customerFields as fields } from '../../nodes/TrackunitCustomer/operations/customer/record';
import {
	changesBetween,
	takeSnapshot,
	marksOf,
	type RowSnapshot,
} from '../../nodes/TrackunitCustomer/trigger/snapshot';

const row = {
	id: '1',
	name: 'Acme',
	email: 'a@acme.example',
	address: { city: 'Oslo' },
	note: 'x',
};
const tracking = { fields, hashes: true, values: true };

function withMarks({ matches, hash, values = {} }: RowSnapshot): RowSnapshot {
	return { matches, hash, marks: marksOf(values, fields) };
}

describe('a look at a row', () => {
	it('keeps what events need and no more', () => {
		expect(takeSnapshot(row, { fields, hashes: false, values: false }, true)).toEqual({
			matches: true,
		});
		expect(takeSnapshot(row, { fields, hashes: false, values: true }, false)).toEqual({
			matches: false,
			values: { name: 'Acme', email: 'a@acme.example', city: 'Oslo' },
		});
		expect(takeSnapshot(row, tracking, true).hash).toHaveLength(6);
	});

	it('sees a change of a field that nobody knows', () => {
		const before = takeSnapshot(row, tracking, true);
		expect(takeSnapshot({ ...row, note: 'y' }, tracking, true).hash).not.toBe(before.hash);
		expect(takeSnapshot({ ...row, more: null }, tracking, true).hash).toBe(before.hash);
	});
});

describe('the changes between two looks', () => {
	const before = takeSnapshot(row, tracking, true);
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
