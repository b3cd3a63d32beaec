import fc from 'fast-check';

import { canonical, digest, isNothing } from '../../nodes/TrackunitCustomer/trigger/digest';

describe('canonical JSON', () => {
	it.each([
		['the order of keys', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
		['null for a field that is left out', { a: 1, b: null }, { a: 1 }],
		['an empty text for null', { a: '' }, { a: null }],
		['an object of nothing for none', { a: 1, address: { city: null, zip: '' } }, { a: 1 }],
		['an empty list for none', { a: 1, tags: [] }, { a: 1 }],
		['a list in another order', { a: [1, { b: [2, 3] }] }, { a: [{ b: [3, 2] }, 1] }],
	])('takes %s', (_, one, other) => {
		expect(canonical(one)).toBe(canonical(other));
	});

	it.each([
		['a number from the text of it', { a: 1 }, { a: '1' }],
		['false and zero from nothing', { a: false, b: 0 }, {}],
		['a list from a longer one', { a: [1, 2] }, { a: [1, 2, 2] }],
		['a space from nothing', { a: ' ' }, {}],
		['fields that nobody knows', { a: 1, unknown: 'x' }, { a: 1, unknown: 'y' }],
		['a hole in a list', { a: [null, 1] }, { a: [1] }],
	])('tells %s', (_, one, other) => {
		expect(canonical(one)).not.toBe(canonical(other));
	});

	it('keeps the order of lists where their places matter', () => {
		expect(canonical({ a: [1, 2] }, 'inPlace')).not.toBe(canonical({ a: [2, 1] }, 'inPlace'));
	});

	it('is there for what is nested without measure', () => {
		const nested = (value: unknown, levels: number): unknown =>
			Array.from({ length: levels }).reduce<unknown>((inner) => ({ a: [inner] }), value);
		expect(canonical(nested(1, 20_000))).toBe(canonical(nested(1, 20_000)));
		expect(canonical(nested(1, 20))).not.toBe(canonical(nested(2, 20)));
	});

	it('says nothing of what says nothing', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.dictionary(fc.string(), fc.constantFrom(null, '')), (a, b) => {
				expect(isNothing(b)).toBe(true);
				expect(canonical({ a, b })).toBe(canonical({ a }));
			}),
		);
	});
});

describe('a digest', () => {
	it('is always the same for the same text, or all would change with a new version', () => {
		expect([digest('Trackunit', 10), digest('Trackunit', 6), digest('trackunit', 6)]).toEqual([
			'ePzbfa_H9d',
			'ePzbfa',
			'7F5f7Y',
		]);
	});

	it('differs for 200 000 texts that differ little', () => {
		const marks = new Set<string>();
		for (let index = 0; index < 200_000; index++) marks.add(digest(`{"name":"Row ${index}"}`, 8));
		expect(marks.size).toBe(200_000);
	});

	it('spreads evenly in each of its characters', () => {
		for (let place = 0; place < 10; place++) {
			const counts = new Map<string, number>();
			for (let index = 0; index < 6400; index++) {
				const mark = digest(`value ${index}`, 10).charAt(place);
				counts.set(mark, (counts.get(mark) ?? 0) + 1);
			}
			expect(counts.size).toBe(64);
			expect(Math.max(...counts.values())).toBeLessThan(170);
		}
	});
});
