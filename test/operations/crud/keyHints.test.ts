import type { IDataObject } from 'n8n-workflow';

import { contactFields } from '../../../nodes/TrackunitCustomer/operations/contact/record';
import {
	keyHints,
	noticing,
	type KeyedRow,
} from '../../../nodes/TrackunitCustomer/operations/crud/keyHints';
import { nearForm } from '../../../nodes/TrackunitCustomer/records/text';

const [id, name, email, phone] = contactFields;
if (!id || !name || !email || !phone) throw new Error('A contact has these fields');

const row = (item: number, key: string, values: IDataObject = {}): KeyedRow => ({
	item,
	key,
	match: email,
	fields: [name, phone, email],
	values: { email: key, ...values },
});

const SAME = 'Rows with the same Email may be different records: ';

it('names keys and items of rows that disagree', () => {
	const [hint, ...others] = keyHints([
		[row(0, 'office@x', { name: 'Anna' }), row(3, 'office@x', { name: 'Bert' })],
		[row(1, 'a@x', { name: 'Ada' })],
		[
			row(2, 'c@x', { name: 'C', phoneNumber: null }),
			row(4, 'c@x', { name: 'C' }),
			row(5, 'c@x', { phoneNumber: '1' }),
		],
	]);
	expect(others).toEqual([]);
	expect(hint).toBe(
		`${SAME}'office@x' (items 0, 3), 'c@x' (items 2, 4, 5). They are written one after another into one record, so the last one wins. If they are different records, match on another field.`,
	);
});

it.each<[string, KeyedRow[]]>([
	['the same twice', [row(0, 'a', { name: 'A' }), row(1, 'a', { name: 'A' })]],
	['parts of a record', [row(0, 'a', { name: 'A' }), row(1, 'a', { phoneNumber: '1' })]],
	['nothing of a field', [row(0, 'a', { name: 'A' }), row(1, 'a', { name: undefined })]],
	['the same in other spelling', [row(0, 'a', { name: 'A ' }), row(1, 'a', { name: 'A\u200B' })]],
	['the key in other case', [row(0, 'a@x', { email: 'A@x' }), row(1, 'a@x')]],
	['one key that stands for none', [row(0, 'NULL')]],
])('says nothing of rows that have %s', (_, rows) => {
	expect(keyHints([rows])).toEqual([]);
});

it.each(['NULL', '-', 'N/A', 'n.a.', '0', '000', '#N/A', 'none', '—', '?', 'unknown', 'x'])(
	'warns of rows that share the key %j, though they do not disagree',
	(key) => {
		expect(keyHints([[row(0, key), row(1, key)]])).toEqual([
			expect.stringContaining(`${SAME}'${key}' (items 0, 1). `),
		]);
	},
);

it.each(['10', 'Null GmbH', 'N', 'A-0', 'xenon'])('takes %j for a key', (key) => {
	expect(keyHints([[row(0, key), row(1, key)]])).toEqual([]);
});

it('names ten, and how many more there are', () => {
	const many = Array.from({ length: 23 }, (_, item) => row(item, '-'));
	const pairs = Array.from({ length: 11 }, (_, n) => [
		row(100 + n, `k${n}`, { name: 'A' }),
		row(200 + n, `k${n}`, { name: 'B' }),
	]);
	const [hint = ''] = keyHints([many, ...pairs]);
	expect(hint).toContain(
		"'-' (items 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 13 more), 'k0' (items 100, 200)",
	);
	expect(hint).toContain("'k8' (items 108, 208) and 2 more. ");
	expect(hint).not.toContain('k9');
});

it('names keys that are nearly those of existing records', () => {
	expect(keyHints([[{ ...row(3, '0012'), near: '12' }], [row(4, '13')]])).toEqual([
		"A new record is made although an existing Email differs only in spaces, case, leading zeros or the kind of dash: '0012' (item 3) is not '12'. If they are the same, correct one of them.",
	]);
});

it('says nothing where there are no rows', () => {
	expect(keyHints([])).toEqual([]);
});

describe('a look-up that notices', () => {
	const keyOf = ({ key }: IDataObject): string | undefined =>
		typeof key === 'string' ? key : undefined;

	it('finds the key of a record that is nearly one of those looked up', () => {
		const base = { path: '/api/customer/v1/customers', keyLabel: 'key', keyOf } as const;
		const { lookup, near } = noticing(
			base,
			['K 1', '0012', 'Müller  GmbH', 'other', '0'].map(nearForm),
		);
		const records = [{ key: 'k1' }, { key: '12' }, { key: 'Müller GmbH' }, { key: '7' }, {}];
		expect(records.map(lookup.keyOf)).toEqual(records.map(keyOf));
		expect(['K 1', '0012', 'Müller  GmbH', 'other', '0'].map(near)).toEqual([
			'k1',
			'12',
			'Müller GmbH',
			undefined,
			undefined,
		]);
	});
});
