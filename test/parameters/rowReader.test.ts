import fc from 'fast-check';
import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeParameters,
	type INodeType,
} from 'n8n-workflow';

import { createRowReader } from '../../nodes/TrackunitCustomer/parameters/rowReader';
import { createEngine } from '../../scripts/engine';

const AT_ONCE = 12;
const NAMES = ['other', 'missing', ...Array.from({ length: AT_ONCE }, (_, index) => `p${index}`)];
const FALLBACK = 'fallback';

type Outcome = { value: unknown } | { error: string };
type Reads = Array<[own: Outcome, ofN8n: Outcome]>;

function outcome(read: () => unknown): Outcome {
	try {
		return { value: read() };
	} catch (error) {
		return { error: String(error) };
	}
}

/** A node that reads its parameters for each item, as the package does and as n8n does. */
class Reader implements INodeType {
	reads: Reads = [];
	asked = 0;
	description = {
		displayName: 'Reader',
		name: 'reader',
		group: [],
		version: 1,
		description: '',
		usableAsTool: undefined,
		defaults: {},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: NAMES.map((name) => ({
			displayName: name,
			name,
			type: 'string' as const,
			default: '',
		})),
	};

	execute = readAll(this);
}

function readAll(reader: Reader) {
	return async function (this: IExecuteFunctions) {
		const readRow = createRowReader({
			getNodeParameter: this.getNodeParameter.bind(this),
			evaluateExpression: (...given) => {
				reader.asked++;
				return this.evaluateExpression(...given);
			},
		});
		for (const [item, { json }] of this.getInputData().entries()) {
			for (const name of NAMES) {
				reader.reads.push([
					outcome(() => readRow(name, item, json, FALLBACK)),
					outcome(() => this.getNodeParameter(name, item, FALLBACK)),
				]);
			}
		}
		return await Promise.resolve([this.getInputData()]);
	};
}

const READER = 'toys.reader';
const START = 'Start';
const ROWS = 'Rows';

function node(name: string, type: string, parameters: INodeParameters = {}): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters };
}
const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });

async function read(
	parameters: INodeParameters,
	items: IDataObject[],
	isPinned = false,
): Promise<{ reads: Reads; asked: number }> {
	const reader = new Reader();
	const rows = items.map((json, item) => ({ json, pairedItem: { item } }));
	const engine = createEngine({ nodeTypes: { [READER]: reader }, credentialTypes: {} });
	const result = await engine.run({
		workflow: {
			nodes: [
				node(START, 'n8n-nodes-base.manualTrigger'),
				node(ROWS, 'n8n-nodes-base.noOp'),
				node('Read', READER, parameters),
			],
			connections: { [START]: to(ROWS), [ROWS]: to('Read') },
			...(isPinned && { pinData: { [ROWS]: rows } }),
		},
		...(!isPinned && { input: rows }),
	});
	expect(result.error).toBeUndefined();
	return reader;
}

const KEYS = [
	...[
		'a',
		'b',
		'no',
		'b c',
		'x.y',
		"it's",
		'say "so"',
		'straße',
		'名前',
		'$',
		'a$b',
		'class',
		'this',
	],
	...['0', '', 'length', 'window', 'v', 'then', 'isProxy', 'globalThis', 'isEmpty', 'a-b', ' a'],
	...['__proto__', 'constructor', 'prototype', 'toString', 'toJSON', 'hasOwnProperty', 'caller'],
	...['mainModule', '__sanitize', '___n8n_data', 'valueOf', 'execve', 'a}}b', 'a\\b', 'a\nb'],
];
const key = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom('a', 'b', 'no') },
	fc.constantFrom(...KEYS),
);
const primitive = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	fc.constantFrom('', ' ', '={{ $json.a }}', '{{ $json.a }}', '\u0000', '\ud800', '10', 'null'),
	fc.double(),
	fc.integer(),
	fc.constantFrom(0, -0, NaN, Infinity, 1e21, 1e-7),
	fc.boolean(),
	fc.constantFrom(null, undefined),
);
const { object } = fc.letrec<{ value: unknown; object: IDataObject }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3, depthIdentifier: 'json' },
		primitive,
		tie('object'),
		fc.array(tie('value'), { maxLength: 3 }),
		fc.date({ noInvalidDate: true }),
	),
	object: fc
		.array(fc.tuple(key, tie('value')), { maxLength: 6 })
		.map((entries) => Object.fromEntries(entries) as IDataObject),
}));

const step = fc
	.tuple(key, fc.constantFrom('dot', 'double', 'single', 'optional'))
	.map(([name, spelling]) =>
		spelling === 'single'
			? `['${name}']`
			: spelling === 'double'
				? `["${name}"]`
				: `${spelling === 'dot' ? '.' : '?.'}${name}`,
	);
const path = fc.array(step, { maxLength: 3 }).map((steps) => `$json${steps.join('')}`);
const space = fc.constantFrom('', ' ', '  ', '\n', '\t');
const code = fc.oneof(
	{ weight: 5, arbitrary: fc.tuple(space, path, space).map((parts) => parts.join('')) },
	path.map((of) => ` ${of}.toString() `),
	path.map((of) => ` ${of} + 1 `),
	fc.constantFrom(
		" $('Rows').item.json.a ",
		" $('Start').item.json.a ",
		' $input.item.json.a ',
		' $itemIndex ',
		' $json ',
		' $json.a[0] ',
		' $now.year ',
		' $json.a ?? "b" ',
		' DateTime.fromISO("2026-01-01") ',
		' { a: 1 } ',
		' [$json.a] ',
		' undefined ',
		' new Error("no") ',
		' $json.a. ',
		'',
		" '{{' ",
		' $parameter.other ',
		' $parameter["&no"] ',
	),
);
const around = fc.oneof(
	{ weight: 3, arbitrary: fc.constant('') },
	fc.constantFrom(
		'No. ',
		' ',
		'\n',
		'{',
		'}',
		'"a": "',
		'\\',
		'\\\\',
		'}}',
		'=',
		'.constructor',
		'.isEmpty(',
		'ß\u0301',
	),
	fc.string(),
);
const expression = fc
	.tuple(around, fc.array(fc.tuple(code, around), { maxLength: 3 }))
	.map(([head, pieces]) => `=${head}${pieces.map(([of, text]) => `{{${of}}}${text}`).join('')}`);
const leaf = fc.oneof(
	{ weight: 4, arbitrary: expression },
	fc.constantFrom<INodeParameters['']>('', 'fixed', 3, true, null),
);
const parameter = fc.oneof(
	leaf,
	fc.dictionary(key, leaf, { maxKeys: 4 }),
	fc.array(leaf, { maxLength: 3 }),
	fc.record({ rules: fc.array(fc.dictionary(key, leaf, { maxKeys: 3 }), { maxLength: 2 }) }),
) as fc.Arbitrary<INodeParameters['']>;

test('reads for each item what n8n reads, whatever the expression, the item and how the item came', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(object, { minLength: 1, maxLength: 4 }),
			fc.array(parameter, { minLength: 1, maxLength: AT_ONCE }),
			fc.boolean(),
			async (items, given, isPinned) => {
				const named = given.map((value, index) => [`p${index}`, value] as const);
				const parameters = { other: '={{ $json.no }}', ...Object.fromEntries(named) };
				const { reads } = await read(parameters, items, isPinned);
				expect(reads.length).toBe(items.length * NAMES.length);
				for (const [own, ofN8n] of reads) expect(own).toStrictEqual(ofN8n);
			},
		),
		{ numRuns: 100 },
	);
});

test('what an item has where another had a value is read as n8n reads it', async () => {
	const first = { a: 'first', b: { a: 'first', toString: 'own' }, toString: 'own', getTime: 'own' };
	const odd = [NaN, -0, 0, false, true, null, undefined, '', 1e21, [1], { a: null }, new Date(0)];
	const items = [
		first,
		{},
		...odd.map((value) => ({ a: value, b: value })),
		...odd.map((value) => ({ a: 1, b: { a: value } })),
	];
	const paths = ['a', 'b.a', 'b.toString', 'toString', 'b.getTime', 'b.length', 'getTime'];
	const expressions = paths.flatMap((of) => [`={{ $json.${of} }}`, `=No. {{ $json.${of} }}`]);
	for (const some of [expressions.slice(0, AT_ONCE), expressions.slice(AT_ONCE)]) {
		const named = some.map((of, index) => [`p${index}`, of] as const);
		const { reads } = await read(Object.fromEntries(named), items as IDataObject[]);
		expect(reads.length).toBe(items.length * NAMES.length);
		for (const [own, ofN8n] of reads) expect(own).toStrictEqual(ofN8n);
	}
});

test('asks n8n once for each plain expression, not once for each item', async () => {
	const items = Array.from({ length: 500 }, (_, no) => ({ no, a: { 'b c': `Machine ${no}` } }));
	const { reads, asked } = await read(
		{
			p0: '=No. {{ $json.no }}',
			p1: { of: '={{ $json.a["b c"] }}', fixed: ['a', 1] },
		},
		items,
	);
	expect(reads[NAMES.length * 499 + NAMES.indexOf('p1')]?.[0]).toEqual({
		value: { of: 'Machine 499', fixed: ['a', 1] },
	});
	expect(asked).toBe(2);
});

test('asks n8n for the one expression that it alone can evaluate, not for its neighbours', async () => {
	const items = Array.from({ length: 100 }, (_, no) => ({ no }));
	const { asked } = await read(
		{ p0: { a: '={{ $json.no }}', b: '={{ $json.no + 1 }}', c: '={{ $json.no }}' } },
		items,
	);
	expect(asked).toBe(102);
});

test('hands out what is the same for all items so that none can change it for the others', async () => {
	const { reads } = await read({ p0: { list: ['a'], no: '={{ $json.no }}' } }, [{ no: 1 }]);
	const own = reads[NAMES.indexOf('p0')]?.[0];
	const list = own && 'value' in own ? (own.value as { list: string[] }).list : [];
	expect(() => list.push('b')).toThrow('not extensible');
});
