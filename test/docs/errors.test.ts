/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NODES = 'nodes';
const page = readFileSync('docs/errors.md', 'utf8');

const sources = readdirSync(NODES, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts'))
	.map((file) => readFileSync(join(NODES, file), 'utf8'));

const LITERAL = String.raw`(\x60[^\x60]*\x60|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")`;

/** What stands in quotes, with … where a name is put in. */
function asShown(literal: string): string {
	return literal
		.slice(1, -1)
		.replace(/\\'/g, "'")
		.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…');
}

function titles(pattern: RegExp): string[] {
	const found = sources.flatMap((source) => [...source.matchAll(pattern)]);
	return [...new Set(found.map(([, literal = '']) => asShown(literal)))].sort();
}

describe('the page of errors', () => {
	it.each(titles(new RegExp(`new Refusal\\(\\s*${LITERAL}\\s*[,)]`, 'g')))('has %s', (title) => {
		expect(page).toContain(title);
	});

	it.each(
		titles(new RegExp(`(?:\\d{3}: \\[|return \\[|\\? \\[|: \\[)\\s*${LITERAL},`, 'g')).filter(
			(title) => /Trackunit|address|credential|record|request/.test(title),
		),
	)('has %s', (title) => {
		expect(page).toContain(title);
	});
});
