import ts from 'typescript';

import type { Sources } from './imports';

/** What a reader still takes in at once. */
const MOST_LINES = 60;

function linesOf(node: ts.Node, file: ts.SourceFile): [number, number] {
	const line = (position: number): number => file.getLineAndCharacterOfPosition(position).line + 1;
	return [line(node.getStart(file)), line(node.end)];
}

/** Functions of more than 60 lines, those within them counted in. */
export function longFunctions(sources: Sources): string[] {
	return [...sources].flatMap(([path, text]) => {
		const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
		const long: string[] = [];
		const visit = (node: ts.Node): void => {
			const [first, last] = linesOf(node, file);
			const lines = last - first + 1;
			if (ts.isFunctionLike(node) && lines > MOST_LINES) {
				long.push(`${path}:${first}: a function of ${lines} lines, more than ${MOST_LINES}`);
			}
			ts.forEachChild(node, visit);
		};
		visit(file);
		return long;
	});
}
