/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import process from 'node:process';

import Table from 'cli-table3';

import type { Check } from './claims';
import type { NodeFigures } from './measure';

const HEADINGS = [
	'Node',
	'Items in',
	'Items out',
	'Error branch',
	'Requests',
	'Sent again',
	'Sign-ins',
	'Time',
];

/** Whether the whole story is told: each node, each hint, each check. */
const isVerbose = process.argv.includes('--verbose');

export function print(text = ''): void {
	process.stdout.write(`${text}\n`);
}

/** Prints what is only of interest to somebody who asked for the whole story. */
export function detail(text = ''): void {
	if (isVerbose) print(text);
}

/** The checks, or only those that do not hold. */
export function printChecks(checks: readonly Check[]): void {
	detail();
	for (const { claim, objection } of checks) {
		if (objection === undefined) detail(`  ok      ${claim}`);
		else print(`  NOT OK  ${claim}: ${objection}`);
	}
}

export function seconds(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(1)} s`;
}

function blankForNone(figure: number): string {
	return figure === 0 ? '' : String(figure);
}

/** A table, a node a row. */
export function formatFigures(figures: NodeFigures[]): string {
	const table = new Table({
		head: HEADINGS,
		colAligns: HEADINGS.map((_, column) => (column === 0 ? 'left' : 'right')),
		style: { head: [], border: [], compact: true },
	});
	for (const one of figures) {
		table.push([
			one.name,
			one.itemsIn,
			one.itemsOut,
			one.itemsFailed ?? '',
			blankForNone(one.requests),
			blankForNone(one.again),
			blankForNone(one.signIns),
			seconds(one.milliseconds),
		]);
	}
	return table.toString();
}

/** The columns of a line a node. */
const BRIEF = ['Items in', 'Items out', 'Failed', 'Requests', 'Sent again', 'Time'] as const;

/** A busy machine needs some hundred seconds for a node: `123.4 s`. */
const NARROWEST = 7;

function line(name: string, cells: readonly string[]): string {
	const padded = BRIEF.map((heading, column) =>
		(cells[column] ?? '').padStart(Math.max(heading.length, NARROWEST) + 2),
	);
	return `  ${name.padEnd(26)}${padded.join('')}`;
}

/** The headings of what `summarise` gives. */
export const headings = line('', BRIEF);

/** A line a node, with what matters most of it. */
export function summarise(figures: readonly NodeFigures[]): string {
	return figures
		.map(({ name, itemsIn, itemsOut, itemsFailed = 0, requests, again, milliseconds }) =>
			line(name, [
				String(itemsIn),
				String(itemsOut),
				blankForNone(itemsFailed),
				String(requests),
				blankForNone(again),
				seconds(milliseconds),
			]),
		)
		.join('\n');
}
