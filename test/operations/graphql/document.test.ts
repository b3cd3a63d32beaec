import { parse, print } from 'graphql';
import fc from 'fast-check';

import {
	chooseOperation,
	readDocument,
} from '../../../nodes/TrackunitCustomer/operations/graphql/document';
import { Refusal } from '../../../nodes/TrackunitCustomer/failure/failure';

/** What is refused of a document, as title and description; undefined where nothing is. */
function refused(work: () => unknown): [string, string | undefined] | undefined {
	try {
		work();
	} catch (error) {
		if (error instanceof Refusal) return [error.message, error.description];
	}
	return undefined;
}

const read = (text: string) => readDocument(text, 'Query');
const summary = (text: string) =>
	read(text).operations.map(({ kind, name, variables }) => [kind, name, ...variables]);

describe('what a document has', () => {
	it.each<[what: string, text: string, operations: unknown[]]>([
		['a query in short', '{ customers { edges { node { id } } } }', [['query', undefined]]],
		['a query with a name', 'query List { a }', [['query', 'List']]],
		[
			'a mutation',
			'mutation Add($name: String!) { a(name: $name) }',
			[['mutation', 'Add', 'name']],
		],
		['a subscription', 'subscription { a }', [['subscription', undefined]]],
		[
			'variables with defaults, lists and objects',
			'query Q($first: Int = 50, $in: [Filter!]! = [{ a: "}" }], $after: String) { a(x: $first) }',
			[['query', 'Q', 'first', 'in', 'after']],
		],
		[
			'several operations, and fragments between them',
			'query A { a ...F } fragment F on query { mutation } mutation B { b }',
			[
				['query', 'A'],
				['mutation', 'B'],
			],
		],
		[
			'braces in texts, block texts and comments',
			'query Q { # a } that counts for nothing\n a(x: "}{", y: """ } \\""" { """) }',
			[['query', 'Q']],
		],
		[
			'fields that are called like keywords',
			'{ query mutation { query } }',
			[['query', undefined]],
		],
		[
			'fields that are called like what every object of JavaScript has',
			'query Q { constructor toString valueOf }',
			[['query', 'Q']],
		],
		['directives', 'query Q @cached(ttl: 5) { a @skip(if: true) }', [['query', 'Q']]],
		['nothing but a comment', '# { }', []],
	])('is told of %s', (_, text, operations) => {
		expect(summary(text)).toEqual(operations);
	});

	it('does not take the variables of a field for declared ones', () => {
		expect(summary('query Q { a(first: $first) }')).toEqual([['query', 'Q']]);
	});

	it('is what the reference parser finds, for random documents', () => {
		const name = fc.stringMatching(/^[A-Za-z_]\w{0,8}$/);
		const text = fc.string().map((value) => JSON.stringify(value));
		const selection = fc.letrec((tie) => ({
			set: fc
				.array(
					fc.tuple(
						name,
						fc.option(fc.tuple(name, text), { nil: undefined }),
						fc.option(tie('set'), { nil: undefined, depthSize: 'small' }),
					),
					{ minLength: 1, maxLength: 3 },
				)
				.map(
					(fields) =>
						`{ ${fields.map(([field, argument, below]) => `${field}${argument ? `(${argument.join(': ')})` : ''} ${typeof below === 'string' ? below : ''}`).join(' # } {\n')} }`,
				),
		}));
		const operation = fc
			.tuple(
				fc.constantFrom('query', 'mutation'),
				name,
				fc.uniqueArray(name, { maxLength: 3 }),
				selection.set,
			)
			.map(([kind, called, variables, set]) =>
				[
					kind,
					called,
					variables.length > 0
						? `(${variables.map((variable) => `$${variable}: [Int!] = [1]`).join(', ')})`
						: '',
					String(set),
				].join(' '),
			);
		fc.assert(
			fc.property(fc.array(operation, { minLength: 1, maxLength: 3 }), (operations) => {
				const document = operations.join('\n');
				const parsed = parse(document).definitions.flatMap((one) =>
					one.kind === 'OperationDefinition'
						? [
								[
									one.operation,
									one.name?.value,
									...(one.variableDefinitions ?? []).map(({ variable }) => variable.name.value),
								],
							]
						: [],
				);
				expect(summary(document)).toEqual(parsed);
				expect(summary(print(parse(document)))).toEqual(parsed);
			}),
		);
	});
});

it.each([
	'query ($first: Int) @cached { a }',
	'query @cached(for: 5) { a }',
	'query @ cached { a }',
])('a directive is not the name of an operation: %s', (text) => {
	expect(read(text).operations.map(({ name }) => name)).toEqual([undefined]);
});

describe('what a document lacks', () => {
	it.each<[text: string, title: string, description: string]>([
		[
			'query {\n  a {\n    b\n  }\n',
			"'Query' has a bracket that is not closed",
			'It is the { at line 1, column 7.',
		],
		[
			'{ a(x: 1 }',
			"'Query' has an unmatched bracket",
			'The ( at line 1, column 4 is closed by a } at line 1, column 10.',
		],
		['{ a } }', "'Query' has an unmatched bracket", 'The } at line 1, column 7 closes nothing.'],
		['{ a(x: "b) }', "'Query' has a string that is not closed", 'It starts at line 1, column 8.'],
	])('is named with its place: %j', (text, title, description) => {
		expect(refused(() => read(text))).toEqual([title, description]);
	});
});

describe('which operation is carried out', () => {
	const choose = (text: string, name?: string, kind: 'query' | 'mutation' = 'query') =>
		chooseOperation(read(text), name, { label: 'Query', kind }).name;

	it('is the only one, or the one that is named', () => {
		expect(choose('query A { a }')).toBe('A');
		expect(choose('query A { a } query B { b }', 'B')).toBe('B');
		expect(choose('query A { a } mutation B { b }', 'A')).toBe('A');
	});

	it.each<
		[
			text: string,
			name: string | undefined,
			kind: 'query' | 'mutation',
			title: string,
			description: string,
		]
	>([
		[
			'# nothing',
			undefined,
			'query',
			"'Query' has no operation",
			'Enter one that starts like this: query { … }',
		],
		[
			'fragment F on A { a }',
			undefined,
			'mutation',
			"'Query' has no operation",
			'Enter one that starts like this: mutation { … }',
		],
		[
			'query A { a } { b }',
			undefined,
			'query',
			"'Query' has more than one operation",
			"Name one in 'Operation Name' in options: A, an unnamed one.",
		],
		[
			'query A { a }',
			'B',
			'query',
			"'Operation Name' is not in the document",
			'It is "B"; \'Query\' has A.',
		],
		[
			'mutation A { a }',
			undefined,
			'query',
			"'Query' is not a query",
			'It is a mutation. Choose that operation in this node.',
		],
		[
			'{ a }',
			undefined,
			'mutation',
			"'Query' is not a mutation",
			'It is a query. Choose that operation in this node.',
		],
		[
			'subscription { a }',
			undefined,
			'query',
			"'Query' is not a query",
			'It is a subscription, which this node does not support.',
		],
	])('is none of %j, %j as a %s', (text, name, kind, title, description) => {
		expect(refused(() => choose(text, name, kind))).toEqual([title, description]);
	});
});
