import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import {
	bytesOf,
	encodeCounts,
	encodeFlags,
	encodeIds,
	encodeValues,
	decodeCounts,
	decodeFlags,
	decodeIds,
	decodeValues,
} from '../../nodes/TrackunitCustomer/trigger/textCodec';

const anyText = fc.string({ unit: 'binary' });
const id = fc.oneof(fc.uuid(), fc.nat().map(String), anyText);

describe('what is packed comes out as it was', () => {
	it('ids of any kind, in their order', () => {
		fc.assert(
			fc.property(fc.array(id), (ids) => {
				expect([...decodeIds(encodeIds(ids))]).toEqual(ids);
			}),
		);
	});

	it('flags', () => {
		fc.assert(
			fc.property(fc.array(fc.boolean()), (flags) => {
				expect(decodeFlags(encodeFlags(flags), flags.length)).toEqual(flags);
			}),
		);
	});

	it('counts, and the two that are none', () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(fc.integer({ min: -2, max: 40 }), fc.nat())), (counts) => {
				expect(decodeCounts(encodeCounts(counts))).toEqual(counts);
			}),
		);
	});

	it('values of any kind, without the empty ones', () => {
		const keys = ['a', 'b', 'c'];
		const value = fc.oneof(anyText, fc.jsonValue());
		const row = fc.option(fc.record({ a: value, b: value, c: value }), { nil: undefined });
		fc.assert(
			fc.property(fc.array(row), (given) => {
				const rows = given as Array<IDataObject | undefined>;
				const kept = rows.map(
					(values) =>
						values &&
						Object.fromEntries(
							Object.entries(values).filter(([, one]) => one !== null && one !== ''),
						),
				);
				const text = encodeValues(rows, keys);
				// JSON has no minus zero.
				const asJson = (all: unknown) => JSON.stringify(all, (_, one) => one ?? 'none');
				expect(asJson(decodeValues(text, rows.length, keys))).toBe(asJson(kept));
			}),
		);
	});
});

describe('packed text', () => {
	it('is 22 characters for a UUID', () => {
		expect(encodeIds(['8d7b1a52-6c0e-4c1f-9d3a-2f4b8f0a9c11'])).toHaveLength(22);
	});

	it('takes in JSON no more than it is long', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
				const packed = encodeValues([{ a: texts.join('\n"\\|~%') }], ['a']) + encodeIds(texts);
				expect(JSON.stringify(packed)).toBe(`"${packed}"`);
			}),
		);
	});

	it('is measured in the bytes that it takes', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				expect(bytesOf(text)).toBe(Buffer.byteLength(text));
			}),
		);
	});
});
