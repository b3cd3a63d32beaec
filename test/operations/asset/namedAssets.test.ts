import { readAssets } from '../../../nodes/TrackunitCustomer/operations/asset/namedAssets';
import { parametersOf } from '../../parameters/parameters';

const read = (assets: unknown, assetIdentifier: unknown = 'id', allowEmpty = false): unknown[] =>
	readAssets(parametersOf({ assets, assetIdentifier }), allowEmpty).map((reference) =>
		'id' in reference ? reference.id : reference.key,
	);

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
	['asset-1; asset-2;', ['asset-1', 'asset-2']],
	['a\tb\t\tc', ['a', 'b', 'c']],
	['a|b | c|', ['a', 'b', 'c']],
	['a,b;c|d\te\nf', ['a', 'b', 'c', 'd', 'e', 'f']],
	['a\u2028b\u0085c\rd', ['a', 'b', 'c', 'd']],
	['\uFEFFa\u00A0,\u200Bb\u3000', ['a', 'b']],
	['101, 102, 103', ['101', '102', '103']],
	['1427,023', ['1427', '023']],
	['[7615917337495251231]', ['7615917337495251231']],
	['[7615917337495251231, 7615917337495251232]', ['7615917337495251231', '7615917337495251232']],
	[
		'["7615917337495251231", -12345678901234567890]',
		['7615917337495251231', '-12345678901234567890'],
	],
	['[{"id": 12345678901234567890, "name": "1, 12345678901234567890"}]', ['12345678901234567890']],
	[9007199254740991, ['9007199254740991']],
	[[7615917337495251231n], ['7615917337495251231']],
	['a,a,b,a', ['a', 'b']],
	['0', ['0']],
	['["a", {"id": "b"}, 3]', ['a', 'b', '3']],
	[4711, ['4711']],
	[0, ['0']],
	[
		['a', ' b '],
		['a', 'b'],
	],
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
	['serialNumber', ['a,b'], ['a,b']],
	['serialNumber', 'WDB 123;Ä/7 (2)', ['WDB 123', 'Ä/7 (2)']],
	['serialNumber', ' S-1\u00A0\tMu\u0308-2', ['S-1', 'Mü-2']],
	['serialNumber', '101,102', ['101', '102']],
	['serialNumber', [{ serialNumber: ' S-1 ', id: 'a' }], ['S-1']],
	['serialNumber', [{ serialNumber: 17 }], ['17']],
	['externalReference', [{ externalReference: 'M-1', serialNumber: 'S' }], ['M-1']],
])('reads a %s of %j', (by, assets, expected) => {
	expect(read(assets, by)).toEqual(expected);
});

it('reads serial numbers unless told otherwise', () => {
	const [reference] = readAssets(parametersOf({ assets: 'S-1' }), false);
	expect(reference).toMatchObject({ key: 'S-1', lookup: { by: { filter: 'serialNumber' } } });
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
	[',;a', 'has an invalid entry', 'It is number 1: empty text.'],
	['a;;b', 'has an invalid entry', 'It is number 2: empty text.'],
	['a|\n|b', 'has an invalid entry', 'It is number 2: empty text.'],
	[['\u200B'], 'has an invalid entry', 'It is number 1: "\u200B".'],
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

it.each<[unknown, string]>([
	['asset-1 asset-2', 'number 1: "asset-1 asset-2"'],
	['a, b c', 'number 2: "b c"'],
	['a+b', 'number 1: "a+b"'],
	['a/b', 'number 1: "a/b"'],
	['a、b', 'number 1: "a、b"'],
	['4711.0', 'number 1: "4711.0"'],
	['[a, b]', 'number 1: "[a"'],
	['..', 'number 1: ".."'],
	[['a', 'b,c'], 'number 2: "b,c"'],
	[[{ id: 'a\u00A0b' }], 'number 1: "a\u00A0b"'],
])('refuses %j as IDs, and says which', (assets, place) => {
	expect(() => read(assets)).toThrow(
		expect.objectContaining({
			message: "'Assets' has an invalid entry",
			description: `It is ${place}. An ID has only letters, digits, - and _; commas, semicolons, tabs, | and line breaks separate one from the next. If these are serial numbers, set 'Identify Assets By' to Serial Number.`,
		}),
	);
});

it.each(['1,427,023', 'a; 1,427', '12,000\nb'])(
	'refuses %j, which may be one ID or more',
	(assets) => {
		const grouped = /\d+(,\d+)+/.exec(assets)?.[0];
		expect(() => read(assets)).toThrow(
			expect.objectContaining({
				message: "'Assets' has an invalid entry",
				description: `It is "${grouped}", which may be one number or several. Write it without commas, or put each ID on a line of its own.`,
			}),
		);
	},
);

it.each<[unknown, string, string]>([
	[Number('7615917337495251231'), 'number 1: 7615917337495251000', 'id'],
	[['a', 2 ** 53], 'number 2: 9007199254740992', 'id'],
	[[{ id: 1e21 }], 'number 1: 1e+21', 'id'],
	['[1e21]', 'number 1: 1e+21', 'id'],
	[[1, 10.5], 'number 2: 10.5', 'serialNumber'],
	['[10.10]', 'number 1: 10.1', 'externalReference'],
	[[{ serialNumber: -1e300 }], 'number 1: -1e+300', 'serialNumber'],
])('refuses %j, whose digits cannot be trusted', (assets, place, by) => {
	expect(() => read(assets, by)).toThrow(
		expect.objectContaining({
			message: "'Assets' is a number that may have lost digits",
			description: `It is ${place}. Make the column text, so that every digit is kept.`,
		}),
	);
});

it.each(['name', '', 5, null])('refuses to name assets by %j', (by) => {
	expect(() => read('a', by)).toThrow("'Identify Assets By' has an unknown value");
});
