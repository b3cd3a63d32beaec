import type { Measure } from '../measure';
import type { WayResult, WorkResult } from './result';
import { round } from '../work';
import { duration, figure } from './format';

type Row = ReadonlyArray<string | number>;

/** A table in Markdown. */
export function table(head: Row, rows: readonly Row[]): string {
	const line = (cells: Row): string => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function goalRow({ id, title, goals }: WorkResult): Row {
	const lines = goals.map(
		({ text, reached, isMet }) => `${text}; **${reached}**${isMet ? '' : ', not met'}`,
	);
	return [`**${id}** ${title}`, lines.join('<br>')];
}

/** The measures that say something of each way, by their headings. */
const COLUMNS: ReadonlyArray<[Measure, string]> = [
	['time', 'Time'],
	['requests', 'Requests'],
	['inFlight', 'Most at once'],
	['refused', 'Refused'],
	['lost', 'Rows lost'],
	['cpu', "n8n's processor time"],
	['blocked', 'Longest standstill'],
	['heap', 'Heap'],
	['size', 'Size'],
];

function wayRow({ name, isOurs, parts, samples, figures }: WayResult): Row {
	const cells = COLUMNS.map(([measure]) => {
		const summary = figures[measure];
		return summary ? figure(measure, summary) : '';
	});
	const scaled = parts === 1 ? '' : ` (1/${round(parts)} done, scaled)`;
	const label = `${isOurs ? `**${name}**` : name}${scaled}`;
	return [label, ...cells, String(samples.length)];
}

function workTable(work: WorkResult): string {
	const { id, title, ways, machine, calibration, day } = work;
	const head = ['', ...COLUMNS.map(([, heading]) => heading), 'Rounds'];
	const noise = `${duration(calibration.median)}, ${round((100 * calibration.most) / calibration.least - 100)} % from the quickest to the slowest`;
	return [
		`**${id}. ${title}**`,
		withoutEmptyColumns(head, ways.map(wayRow)),
		`${day}, ${machine}. The same loop between the runs took ${noise}.`,
	].join('\n\n');
}

function withoutEmptyColumns(head: Row, rows: readonly Row[]): string {
	const kept = head.map((_, index) => index === 0 || rows.some((row) => row[index] !== ''));
	const filled = (row: Row): Row => row.filter((_, index) => kept[index]);
	return table(filled(head), rows.map(filled));
}

/** What was to be reached, and what was. */
export function goalsTable(works: readonly WorkResult[]): string {
	return table(['Work', 'Goals, and **what was reached**'], works.map(goalRow));
}

/** Goals first, then all figures of each work. */
export function tables(works: readonly WorkResult[]): string {
	const goals = works.some((work) => work.goals.length > 0) ? [goalsTable(works)] : [];
	return `${[...goals, ...works.map(workTable)].join('\n\n')}\n`;
}
