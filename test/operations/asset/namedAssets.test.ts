import { readAssets } from '../../../nodes/TrackunitCustomer/operations/asset/namedAssets';
import { parametersOf } from '../../parameters/parameters';

const read = (assets: unknown, assetIdentifier?: unknown, allowEmpty = false): unknown[] =>
	readAssets(
		parametersOf({ assets, ...(assetIdentifier !== undefined && { assetIdentifier }) }),
		allowEmpty,
	).map((reference) => ('id' in reference ? reference.id : reference.key));

it.each<[unknown, string[]]>([
	['a', ['a']],
	[' a ', ['a']],
	['a,b', ['a', 'b']],
	['a, b ,c', ['a', 'b', 'c']],
	['a\nb', ['a', 'b']],
	['a\r\nb\r\n', ['a', 'b']],
	['\n\na\n\n\nb\n', ['a', 'b']],
	['a,\nb,\nc,', ['a', 'b', 'c']],
	['a\n,b', ['a', 'b']],
	['a b', ['a b']],
	['a,a,b,a', ['a', 'b']],
	['0', ['0']],
	['["a", {"id": "b"}, 3]', ['a', 'b', '3']],
	[4711, ['4711']],
	[0, ['0']],
	[
		['a', ' b '],
		['a', 'b'],
	],
	[['a,b'], ['a,b']],
	[
		[1, 2],
		['1', '2'],
	],
	[[1, '1'], ['1']],
	[
		[{ id: 'a' }, { assetId: 'b' }],
		['a', 'b'],
	],
	[[{ id: 'list', assetId: 'asset' }], ['asset']],
	[[{ id: 'a', assetId: '' }], ['a']],
	[[{ id: 7 }], ['7']],
])('reads %j as IDs', (assets, expected) => {
	expect(read(assets)).toEqual(expected);
});

it.each<[string, unknown, string[]]>([
	['serialNumber', 'S-1, S-2', ['S-1', 'S-2']],
	['serialNumber', [{ serialNumber: ' S-1 ', id: 'a' }], ['S-1']],
	['serialNumber', [{ serialNumber: 17 }], ['17']],
	['externalReference', [{ externalReference: 'M-1', serialNumber: 'S' }], ['M-1']],
])('reads a %s of %j', (by, assets, expected) => {
	expect(read(assets, by)).toEqual(expected);
});

it('has what is no ID looked up, all by one look-up', () => {
	const p = parametersOf({ assets: 'S-1,S-2', assetIdentifier: 'serialNumber' });
	const references = readAssets(p, false);
	expect(p.referred).toEqual(references);
	const lookUps = references.map((reference) => 'lookup' in reference && reference.lookup);
	expect(new Set(lookUps).size).toBe(1);
	expect(lookUps[0]).toMatchObject({
		path: '/api/asset/v1/assets',
		by: { filter: 'serialNumber' },
	});
});

const EMPTY = ['', '  ', '\n', null, undefined, []];

it.each(EMPTY)('refuses %j, as it is empty', (assets) => {
	expect(() => read(assets)).toThrow("'Assets' is empty");
});

it.each(EMPTY)('takes %j for none, where that is allowed', (assets) => {
	expect(read(assets, 'id', true)).toEqual([]);
});

it.each<[unknown, string, string]>([
	['a,,b', 'has an invalid entry', 'It is number 2: empty text.'],
	[',a', 'has an invalid entry', 'It is number 1: empty text.'],
	['a,,', 'has an invalid entry', 'It is number 2: empty text.'],
	['a,\n,b', 'has an invalid entry', 'It is number 2: empty text.'],
	[',', 'has an invalid entry', 'It is number 1: empty text.'],
	[['a', ''], 'has an invalid entry', 'It is number 2: empty text.'],
	[['a', null], 'has an invalid entry', 'It is number 2: null.'],
	[['a', undefined], 'has an invalid entry', 'It is number 2: empty.'],
	[Array.of('a').concat(Array(1), 'b'), 'has an invalid entry', 'It is number 2: empty.'],
	[[true], 'has an invalid entry', 'It is number 1: true.'],
	[[['a']], 'has an invalid entry', 'It is number 1: ["a"].'],
	[[{}], 'has an invalid entry', 'It is number 1: {}.'],
	[[{ serialNumber: 'S' }], 'has an invalid entry', 'It is number 1: {"serialNumber":"S"}.'],
	[[{ id: { x: 1 } }], 'has an invalid entry', 'It is number 1: {"id":{"x":1}}.'],
	[NaN, 'has an invalid entry', 'It is number 1: NaN.'],
	[[Infinity], 'has an invalid entry', 'It is number 1: Infinity.'],
	[true, 'is neither text nor a list', 'It is true.'],
	[{ id: 'a' }, 'is neither text nor a list', 'It is {"id":"a"}.'],
])('refuses %j', (assets, words, description) => {
	expect(() => read(assets)).toThrow(
		expect.objectContaining({
			message: `'Assets' ${words}`,
			description: words.startsWith('has')
				? `${description} An entry is text, a number, or an object with assetId or id.`
				: description,
		}),
	);
});

it.each(['name', '', 5, null])('refuses to name assets by %j', (by) => {
	expect(() => read('a', by)).toThrow("'Asset Identifier' has an unknown value");
});
