import fc from 'fast-check';

import { nearForm, normalForm } from '../../nodes/TrackunitCustomer/records/text';

const NBSP = '\u00A0';

describe('the normal form of a text', () => {
	it.each([
		['spaces', '  K-77  ', 'K-77'],
		['a tab and line breaks', '\tK-77\r\n', 'K-77'],
		['a no-break space', `K-10001${NBSP}`, 'K-10001'],
		['an ideographic, a thin and a next-line space', '\u3000\u2009K-7\u0085', 'K-7'],
		['a zero-width space', 'K-10001\u200B', 'K-10001'],
		['marks within', 'K\u2060-\u200D10\u00AD001', 'K-10001'],
		['a byte order mark', '\uFEFFK-7', 'K-7'],
		['direction marks', '\u202A\u200EK-7\u202C\u2069', 'K-7'],
		['a space behind a mark', `\u200B ${NBSP}\u200BK-7`, 'K-7'],
		['a decomposed letter', 'Mu\u0308ller', 'Müller'],
		['a mark between a letter and its accent', 'Mu\u200B\u0308ller', 'Müller'],
		['nothing but marks and spaces', ` \u200B${NBSP}\uFEFF`, ''],
	])('is without %s', (_, text, normal) => {
		expect(normalForm(text)).toBe(normal);
	});

	it.each(['', 'K-77', 'K  77', `K${NBSP}77`, 'k-77', '0012', 'Müller & Søn A/S', 'a\nb', '😀'])(
		'of %j is itself',
		(text) => {
			expect(normalForm(text)).toBe(text);
		},
	);

	it('is its own, and has no space around it', () => {
		const char = fc.constantFrom(...' a\u0308\u200B\u00A0\u0085\uFEFF\u3000\n0é', '\u212B');
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: char }), fc.string({ unit: 'binary' })), (text) => {
				const normal = normalForm(text);
				expect(normalForm(normal)).toBe(normal);
				expect(normal.trim()).toBe(normal);
			}),
		);
	});

	it('of a very long run of spaces does not take long', () => {
		const spaces = ' '.repeat(200_000);
		const start = performance.now();
		expect(normalForm(`ä${spaces}b${spaces}`)).toBe(`ä${spaces}b`);
		expect(performance.now() - start).toBeLessThan(1000);
	});
});

describe('the near form of a text', () => {
	it.each([
		['spaces within', 'K 10001', `K${NBSP}10001`],
		['two spaces', 'Müller  GmbH', 'Müller GmbH'],
		['no space', 'MüllerGmbH', 'Müller GmbH'],
		['case', 'k-1', 'K-1'],
		['leading zeros', '0012', '12'],
		['leading zeros behind letters', 'K-0012', 'K-12'],
		['the kind of dash', 'K–1', 'K-1'],
		['full-width letters', 'Ｋ-１', 'K-1'],
	])('is the same whatever %s', (_, one, two) => {
		expect(normalForm(one)).not.toBe(normalForm(two));
		expect(nearForm(one)).toBe(nearForm(two));
	});

	it.each([
		['120', '12'],
		['102', '12'],
		['0', ''],
		['K-1', 'K1'],
		['Müller', 'Muller'],
	])('is another for %j and %j', (one, two) => {
		expect(nearForm(one)).not.toBe(nearForm(two));
	});
});
