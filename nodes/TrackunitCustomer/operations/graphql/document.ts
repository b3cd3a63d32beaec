import { Refusal } from '../../failure/failure';
import { show } from '../../parameters/values';

type OperationType = 'query' | 'mutation' | 'subscription';

/** An operation of a GraphQL document, with the names of the variables that it declares. */
export interface GraphqlOperation {
	kind: OperationType;
	name: string | undefined;
	variables: ReadonlySet<string>;
}

/** What has to be known of a document before it is sent: its operations, and every name in it. */
export interface GraphqlDocument {
	operations: GraphqlOperation[];
	names: ReadonlySet<string>;
}

interface Token {
	text: string;
	index: number;
}

/** What closes each bracket. A map, since a field may well be called `constructor`. */
const CLOSING = new Map([
	['{', '}'],
	['(', ')'],
	['[', ']'],
]);
const CLOSERS: ReadonlySet<string> = new Set(CLOSING.values());
const KINDS: readonly OperationType[] = ['query', 'mutation', 'subscription'];
/** Block strings and strings, so that a brace in a text counts for nothing; comments; names, of variables and directives too; the rest. */
const TOKEN =
	/"""(?:\\"""|[^])*?"""|"(?:\\.|[^"\\\n\r])*"|#[^\n\r]*|(?:\$|@\s*)?[A-Za-z_][A-Za-z0-9_]*|[{}()[\]]|["$]/g;

/** Where something stands, as editors count. */
function place(text: string, index: number): string {
	const lines = text.slice(0, index).split(/\r\n|\r|\n/);
	return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

function tokenize(text: string, label: string): Token[] {
	const tokens: Token[] = [];
	for (const match of text.matchAll(TOKEN)) {
		const token = { text: match[0], index: match.index };
		if (token.text === '"') {
			throw new Refusal(
				`'${label}' has a string that is not closed`,
				`It starts at ${place(text, token.index)}.`,
			);
		}
		if (!/^["#]/.test(token.text)) tokens.push(token);
	}
	return tokens;
}

/** Throws Refusal where brackets do not come in pairs; it names the place. */
function refuseUnbalanced(text: string, tokens: readonly Token[], label: string): void {
	const open: Token[] = [];
	for (const token of tokens) {
		if (CLOSING.has(token.text)) open.push(token);
		if (!CLOSERS.has(token.text)) continue;
		const last = open.pop();
		if (last && CLOSING.get(last.text) === token.text) continue;
		throw new Refusal(
			`'${label}' has an unmatched bracket`,
			last
				? `The ${last.text} at ${place(text, last.index)} is closed by a ${token.text} at ${place(text, token.index)}.`
				: `The ${token.text} at ${place(text, token.index)} closes nothing.`,
		);
	}
	const last = open.at(-1);
	if (last) {
		throw new Refusal(
			`'${label}' has a bracket that is not closed`,
			`It is the ${last.text} at ${place(text, last.index)}.`,
		);
	}
}

/** Reads what is at the top of a document; throws Refusal for one that could never be carried out. */
export function readDocument(text: string, label: string): GraphqlDocument {
	const tokens = tokenize(text, label);
	refuseUnbalanced(text, tokens, label);
	const operations: GraphqlOperation[] = [];
	let depth = 0;
	let current: { kind: OperationType; name?: string; variables: Set<string> } | undefined;
	let isFragment = false;
	for (const { text: word } of tokens) {
		if (depth === 0) {
			const kind = KINDS.find((one) => one === word);
			if (kind && !current && !isFragment) current = { kind, variables: new Set() };
			else if (word === 'fragment' && !current) isFragment = true;
			else if (word === '{' && !current && !isFragment) {
				current = { kind: 'query', variables: new Set() };
			} else if (current && current.name === undefined && /^[A-Za-z_]/.test(word)) {
				current.name = word;
			}
		} else if (depth === 1 && word.startsWith('$')) {
			current?.variables.add(word.slice(1));
		}
		if (CLOSING.has(word)) depth += 1;
		if (!CLOSERS.has(word)) continue;
		depth -= 1;
		if (depth > 0 || word !== '}') continue;
		if (current) operations.push({ name: undefined, ...current });
		current = undefined;
		isFragment = false;
	}
	return { operations, names: new Set(tokens.map(({ text: word }) => word)) };
}

/** The operation to carry out: the only one, or the one that is named; throws Refusal for any other. */
export function chooseOperation(
	{ operations }: GraphqlDocument,
	name: string | undefined,
	{ label, kind }: { label: string; kind: OperationType },
): GraphqlOperation {
	const names = operations.map((one) => one.name ?? 'an unnamed one').join(', ');
	const [first, second] = operations;
	if (!first) {
		throw new Refusal(
			`'${label}' has no operation`,
			`Enter one that starts like this: ${kind} { … }`,
		);
	}
	if (name === undefined && second) {
		throw new Refusal(
			`'${label}' has more than one operation`,
			`Name one in 'Operation Name' in options: ${names}.`,
		);
	}
	const chosen =
		name === undefined ? first : operations.find((operation) => operation.name === name);
	if (!chosen) {
		throw new Refusal(
			"'Operation Name' is not in the document",
			`It is ${show(name)}; '${label}' has ${names}.`,
		);
	}
	if (chosen.kind === kind) return chosen;
	throw new Refusal(
		`'${label}' is not a ${kind}`,
		chosen.kind === 'subscription'
			? 'It is a subscription, which this node does not support.'
			: `It is a ${chosen.kind}. Choose that operation in this node.`,
	);
}
