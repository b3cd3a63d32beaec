import Table from 'cli-table3';

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
