import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { canonical, digest } from '../../nodes/TrackunitCustomer/trigger/digest';
import type { ListName } from '../../nodes/TrackunitCustomer/trigger/events';
import type { RowSnapshot } from '../../nodes/TrackunitCustomer/trigger/snapshot';
import {
	encodeState,
	decodeState,
	type TriggerState,
	type CustomerLists,
	type DecodedState,
} from '../../nodes/TrackunitCustomer/trigger/stateFormat';
import { turnsDuring } from '../support/turns';

const HASH = fc.constantFrom('aaaaaa', 'Bb0-_9', '000000');
const text = fc.option(fc.string({ unit: 'grapheme', minLength: 1 }), { nil: undefined });

function withoutUndefined(values: object): IDataObject {
	return JSON.parse(JSON.stringify(values)) as IDataObject;
}

function rows(values: fc.Arbitrary<IDataObject>): fc.Arbitrary<Map<string, RowSnapshot>> {
	const seen = fc
		.record({ matches: fc.boolean(), hash: HASH, values })
		.map((one): RowSnapshot => one);
	return fc
		.uniqueArray(fc.tuple(fc.oneof(fc.uuid(), fc.nat().map(String)), seen), {
			selector: ([id]) => id,
			maxLength: 6,
		})
		.map((entries) => new Map(entries));
}

const customerRows = rows(fc.record({ name: text, city: text, type: text }).map(withoutUndefined));
const contactRows = rows(fc.record({ name: text, email: text }).map(withoutUndefined));
const part = fc.oneof(contactRows, fc.constant(undefined));

/** A state of all customers and their contacts. */
const anyState: fc.Arbitrary<TriggerState> = fc
	.record({
		customers: customerRows,
		parts: fc.array(part, { minLength: 6, maxLength: 6 }),
		unconfirmed: fc.subarray<ListName>(['customers', 'contacts', 'assets']),
	})
	.map(({ customers, parts, unconfirmed }) => {
		const ids = [...customers.keys()];
		const listsByCustomer = new Map<string, CustomerLists>(
			ids.map((id, index) => [id, { contacts: parts[index] }]),
		);
		return { customers, listsByCustomer, cursor: ids[0], unconfirmed };
	});

function through(state: IDataObject): unknown {
	return JSON.parse(JSON.stringify(state));
}

/** A state that is not as it was written, though its check says so. */
function withCheck(state: IDataObject): IDataObject {
	return { ...state, check: digest(canonical({ ...state, check: undefined }, 'inPlace'), 8) };
}

function stateIn(decoded: DecodedState): TriggerState {
	if (decoded.kind !== 'state') throw new Error(`It was ${decoded.kind}`);
	return decoded.state;
}

const some: TriggerState = {
	customers: new Map([
		[
			'8d7b1a52-6c0e-4c1f-9d3a-2f4b8f0a9c11',
			{ matches: true, hash: 'abcdef', values: { name: 'A' } },
		],
		['other-id', { matches: false, hash: 'ghijkl', values: { city: 'Ålborg' } }],
	]),
	listsByCustomer: new Map<string, CustomerLists>([
		['other-id', { assets: new Map([['1', { matches: true }]]) }],
	]),
	cursor: undefined,
	unconfirmed: [],
};

describe('a state', () => {
	it("is remembered through n8n's database as it was", async () => {
		await fc.assert(
			fc.asyncProperty(anyState, async (given) => {
				const found = stateIn(
					await decodeState(through(await encodeState(given, 'print')), 'print'),
				);
				expect(found).toEqual(given);
				// Maps are equal whatever their order, and the order is that of the round.
				expect([...found.listsByCustomer.keys()]).toEqual([...given.listsByCustomer.keys()]);
			}),
		);
	});

	it('is remembered with the lists of a single customer, beside all customers or alone', async () => {
		expect(stateIn(await decodeState(through(await encodeState(some, 'print')), 'print'))).toEqual(
			some,
		);
		const alone: TriggerState = { ...some, customers: undefined };
		expect(stateIn(await decodeState(through(await encodeState(alone, 'print')), 'print'))).toEqual(
			alone,
		);
	});

	it('has a mark a field in place of the values where these do not fit', async () => {
		const many = new Map(
			Array.from({ length: 5000 }, (_, index): [string, RowSnapshot] => [
				`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
				{ matches: true, hash: 'abcdef', values: { name: `Name ${index} `.repeat(20) } },
			]),
		);
		const state = await encodeState(
			{ customers: many, listsByCustomer: new Map(), unconfirmed: [] },
			'print',
		);
		const found = stateIn(await decodeState(through(state), 'print'));
		const [first] = found.customers?.values() ?? [];
		expect(first).toEqual({ matches: true, hash: 'abcdef', marks: expect.any(String) });
		expect(JSON.stringify(state).length).toBeLessThan(5000 * 40 + 500);
	});

	it('of a row that was last looked at when values did not fit keeps its marks beside the values of others', async () => {
		const given: TriggerState = {
			customers: new Map([
				['a', { matches: true, hash: 'abcdef', marks: '0123456789' }],
				['b', { matches: true, hash: 'abcdef', values: { name: 'B' } }],
			]),
			listsByCustomer: new Map(),
			unconfirmed: [],
		};
		expect(
			stateIn(await decodeState(through(await encodeState(given, 'print')), 'print')).customers,
		).toEqual(given.customers);
	});

	it('has the values of the lists that fit beside the marks of one that does not', async () => {
		const contact = { matches: true, hash: 'abcdef', values: { name: 'Ann '.repeat(100_000) } };
		const given: TriggerState = {
			customers: new Map([['a', { matches: true, hash: 'abcdef', values: { name: 'A' } }]]),
			listsByCustomer: new Map<string, CustomerLists>([
				['a', { contacts: new Map([['c', contact]]), assets: new Map([['1', { matches: true }]]) }],
			]),
			unconfirmed: [],
		};
		const found = stateIn(await decodeState(through(await encodeState(given, 'print')), 'print'));
		expect(found.customers).toEqual(given.customers);
		expect(found.listsByCustomer.get('a')).toEqual({
			contacts: new Map([['c', { matches: true, hash: 'abcdef', marks: expect.any(String) }]]),
			assets: new Map([['1', { matches: true }]]),
		});
	});

	it('has only the hashes of rows that were kept with another table of fields', async () => {
		const state = await encodeState(some, 'print');
		const customers = { ...(state.customers as IDataObject), keys: 'name,colour' };
		const found = stateIn(await decodeState(withCheck({ ...state, customers }), 'print'));
		expect([...(found.customers?.values() ?? [])]).toEqual([
			{ matches: true, hash: 'abcdef' },
			{ matches: false, hash: 'ghijkl' },
		]);
	});

	it('of 10 000 customers takes less than 400 000 bytes, where filters let only some through', async () => {
		const values = { name: 'Acme', city: 'Oslo' };
		const customers = new Map(
			Array.from({ length: 10_000 }, (_, index): [string, RowSnapshot] => [
				`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
				{ matches: index % 2 === 0, hash: 'abcdef', values },
			]),
		);
		const state = await encodeState(
			{ customers, listsByCustomer: new Map(), unconfirmed: [] },
			'print',
		);
		expect(JSON.stringify(state).length).toBeLessThan(400_000);
	});

	it('of many rows is encoded and decoded with turns for others in between', async () => {
		const many = new Map(
			Array.from({ length: 10_000 }, (_, index): [string, RowSnapshot] => [
				`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
				{ matches: true, hash: 'abcdef' },
			]),
		);
		const given = { customers: many, listsByCustomer: new Map(), unconfirmed: [] };
		const encoded = await turnsDuring(async () => await encodeState(given, 'print'));
		const decoded = await turnsDuring(async () => await decodeState(encoded.result, 'print'));
		expect(stateIn(decoded.result).customers?.size).toBe(10_000);
		// Ids are looked at and encoded, then there are marks, each 10 000 in hundreds; and the check has turns around it.
		expect(encoded.turns).toBeGreaterThan(302);
		expect(decoded.turns).toBeGreaterThan(201);
	});

	it('is another one with other settings', async () => {
		expect((await decodeState(await encodeState(some, 'print'), 'other')).kind).toBe('other');
	});

	it('is none before the first poll', async () => {
		expect((await decodeState(undefined, 'print')).kind).toBe('none');
		expect((await decodeState(null, 'print')).kind).toBe('none');
	});
});

describe('a state that cannot be trusted is unreadable, whatever it is', () => {
	it.each<[string, (good: IDataObject) => unknown]>([
		['text', () => 'state'],
		['a number', () => 7],
		['a list', () => []],
		['an empty object', () => ({})],
		["another node's", () => ({ lastItemId: 5, version: 1 })],
		['of a version that is not known', (good) => withCheck({ ...good, version: 2 })],
		['of an older version', (good) => withCheck({ ...good, version: 0 })],
		['without its check', (good) => ({ ...good, check: undefined })],
		['without its customers', (good) => ({ ...good, customers: undefined })],
	])('%s', async (_, spoil) => {
		const state = spoil(await encodeState(some, 'print'));
		expect((await decodeState(state, 'print')).kind).toBe('unreadable');
	});

	it('with any one character changed, or cut off anywhere', async () => {
		await fc.assert(
			fc.asyncProperty(
				anyState,
				fc.nat(),
				fc.nat(),
				fc.boolean(),
				async (given, where, other, cuts) => {
					const state = await encodeState(given, 'print');
					const places = textsIn(state);
					const [owner, key, value] = places[where % places.length] ?? [state, 'check', ''];
					const at = other % Math.max(1, value.length);
					const wrong = value.charAt(at) === 'x' ? 'y' : 'x';
					owner[key] = cuts ? value.slice(0, at) : value.slice(0, at) + wrong + value.slice(at + 1);
					if (owner[key] === value) return;
					expect((await decodeState(through(state), 'print')).kind).toBe('unreadable');
				},
			),
		);
	});
});

function textsIn(state: IDataObject): Array<[IDataObject, string, string]> {
	return Object.entries(state).flatMap(([key, value]): Array<[IDataObject, string, string]> => {
		if (typeof value === 'string') return [[state, key, value]];
		return typeof value === 'object' && value !== null ? textsIn(value as IDataObject) : [];
	});
}
