/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

import ts from 'typescript';

/** The text of each file, by its path from the root. */
export type Sources = ReadonlyMap<string, string>;

export interface Import {
	/** The file that imports. */
	from: string;
	/** What it names: `./send`, `n8n-workflow`. */
	name: string;
	/** The file that the name leads to, if it is one of the sources. */
	to?: string;
}

/** Every TypeScript file of the folders. Throws if a folder is missing. */
export function readSources(folders: readonly string[]): Sources {
	const files = folders.flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
			posix.join(folder, file.replaceAll('\\', '/')),
		),
	);
	return new Map(
		files
			.filter((file) => file.endsWith('.ts'))
			.sort()
			.map((file) => [file, readFileSync(file, 'utf8')]),
	);
}

/** What a call to `import()` or `require()` loads. */
function loadedBy(node: ts.CallExpression): ts.Node | undefined {
	const { expression } = node;
	const loads =
		expression.kind === ts.SyntaxKind.ImportKeyword ||
		(ts.isIdentifier(expression) && expression.text === 'require');
	return loads ? node.arguments[0] : undefined;
}

function namedBy(node: ts.Node): ts.Node | undefined {
	if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
	if (ts.isExternalModuleReference(node)) return node.expression;
	if (ts.isImportTypeNode(node)) return node.argument;
	return ts.isCallExpression(node) ? loadedBy(node) : undefined;
}

/** A name as it is written if it is computed: so it is seen, and leads nowhere. */
function textOf(name: ts.Node, file: ts.SourceFile): string {
	const literal = ts.isLiteralTypeNode(name) ? name.literal : name;
	return ts.isStringLiteralLike(literal) ? literal.text : name.getText(file);
}

/** What a file imports, in any way that TypeScript has; types too, since they bind files as well. */
function namesIn(path: string, text: string): string[] {
	const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
	const names: string[] = [];
	const visit = (node: ts.Node): void => {
		const name = namedBy(node);
		if (name) names.push(textOf(name, file));
		ts.forEachChild(node, visit);
	};
	visit(file);
	return [...new Set(names)];
}

function fileNamed(name: string, from: string, sources: Sources): string | undefined {
	if (!name.startsWith('.')) return undefined;
	const path = posix.join(posix.dirname(from), name);
	return [path, `${path}.ts`, `${path}/index.ts`].find((file) => sources.has(file));
}

/** The imports of all files, in the order of the sources. */
export function importsOf(sources: Sources): Import[] {
	return [...sources].flatMap(([from, text]) =>
		namesIn(from, text).map((name) => ({ from, name, to: fileNamed(name, from, sources) })),
	);
}
