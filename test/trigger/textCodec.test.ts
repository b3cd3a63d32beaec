import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { createPace } from '../../nodes/TrackunitCustomer/yielding';
import {
	bytesOf,
	decodeIds,
	decodeValues,
	encodeIds,
	encodeValues,
} from '../../nodes/TrackunitCustomer/trigger/textCodec';

const pace = createPace(20);

function throughJson<Value>(value: Value): Value {
	return JSON.parse(JSON.stringify(value)) as Value;
}

const anyText = fc.string({ unit: 'binary' });
const id = fc.oneof(fc.uuid(), fc.nat().map(String), anyText);

describe('what is encoded comes out as it was', () => {
	it('ids of any kind, in their order', async () => {
		await fc.assert(
			fc.asyncProperty(fc.oneof(fc.array(id), fc.array(fc.uuid())), async (ids) => {
				const encoded = throughJson(await encodeIds(pace, ids));
				expect(await decodeIds(pace, encoded)).toEqual(ids);
			}),
		);
	});

	it('values of any kind, without the empty ones', () => {
		const keys = ['a', 'b', 'c'];
		const value = fc.oneof(anyText, fc.jsonValue());
		fc.assert(
			fc.property(fc.record({ a: value, b: value, c: value }), (given) => {
				const kept = Object.fromEntries(
					Object.entries(given).filter(([, one]) => one !== null && one !== ''),
				);
				// JSON has no minus zero.
				const encoded = throughJson(encodeValues(given as IDataObject, keys));
				expect(decodeValues(encoded, keys)).toEqual(throughJson(kept));
			}),
		);
	});
});

describe('encoded text', () => {
	it('is 22 characters for a UUID', async () => {
		expect(await encodeIds(pace, ['8d7b1a52-6c0e-4c1f-9d3a-2f4b8f0a9c11'])).toHaveLength(22);
	});

	it('is measured in the bytes that it takes', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				expect(bytesOf(text)).toBe(Buffer.byteLength(JSON.stringify(text)));
			}),
		);
	});
});
