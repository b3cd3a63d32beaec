import { cyclesOf } from './graph';
import type { Import } from './imports';
import { isShipped, levelOf, ROOMS } from './rooms';

export const PICTURE = 'docs/architecture.svg';

const HEIGHT = 46;
const GAP = 22;
const TOP = 20;
const LEFT = 48;
const WIDTH = 376;
const RIGHT = LEFT + WIDTH;
const LANE = 20;
/** Where on the side of a box lines come in and go out, and those that run up. */
const IN = 18;
const OUT = 30;
const UP_IN = 6;
const UP_OUT = 40;

const TRANSPORT = ROOMS.findIndex(({ name }) => name === 'transport/');
const WIRE = ROOMS.length;

const STYLE = `
	.ground { fill: #f6f7f9 }
	.room { fill: #fff; stroke: #c9ced6; stroke-width: 1.5 }
	.name { fill: #1f2a37; font-size: 15px; font-weight: 600 }
	.holds { fill: #5b6472; font-size: 13px }
	.down { stroke: #7b8494; stroke-width: 1.5; fill: none }
	.fill { fill: #7b8494 }
	.wire { stroke: #e8590c; stroke-width: 2; fill: none }
	.wired { fill: #e8590c }
	.up { stroke: #d6002a; stroke-width: 2.5; fill: none }
	.upward { fill: #d6002a }
	.warning { fill: #d6002a; font-size: 13px; font-weight: 600 }
	@media (prefers-color-scheme: dark) {
		.ground { fill: #161b22 }
		.room { fill: #21262d; stroke: #444c56 }
		.name { fill: #e6edf3 }
		.holds { fill: #a3adb9 }
		.down { stroke: #8b95a3 }
		.fill { fill: #8b95a3 }
		.wire { stroke: #ff8a4c }
		.wired { fill: #ff8a4c }
		.up { stroke: #ff5c72 }
		.upward, .warning { fill: #ff5c72 }
	}
`;

/** An import between two rooms, each by its level. */
interface Passage {
	from: number;
	to: number;
}

function passagesOf(imports: readonly Import[]): Passage[] {
	const inside = imports
		.filter(({ from, to }) => to !== undefined && isShipped(from) && isShipped(to))
		.map(({ from, to = '' }) => ({ from: levelOf(from), to: levelOf(to) }))
		.filter(({ from, to }) => from !== -1 && to !== -1 && from !== to);
	const once = new Map(inside.map((passage) => [`${passage.from} ${passage.to}`, passage]));
	return [...once.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** The rooms in which files import each other in a cycle. */
function roomsWithCycles(imports: readonly Import[]): number[] {
	const levels = cyclesOf(imports)
		.map((cycle) => [...new Set(cycle.map(levelOf))])
		.filter((rooms) => rooms.length === 1 && rooms[0] !== -1)
		.flat();
	return [...new Set(levels)].sort((a, b) => a - b);
}

function yOf(level: number): number {
	return TOP + level * (HEIGHT + GAP);
}

function line(kind: string, path: string): string {
	return `<path class="${kind}" d="${path}"/>`;
}

/** The head of an arrow whose tip is at x, y. */
function head(kind: string, x: number, y: number, to: 'down' | 'left' | 'right'): string {
	const back = { down: 'l-5-8h10z', left: 'l8-5v10z', right: 'l-8-5v10z' }[to];
	return line(kind, `M${x} ${y}${back}`);
}

function box(level: number, name: string, holds: string, style = ''): string {
	const y = yOf(level);
	return [
		`<rect class="room"${style} x="${LEFT}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="8"/>`,
		`<text class="name" x="${LEFT + 16}" y="${y + 20}">${name}</text>`,
		`<text class="holds" x="${LEFT + 16}" y="${y + 37}">${holds}</text>`,
	].join('\n');
}

/** From a room to the one right below it. */
function step({ from, to }: Passage): string[] {
	const x = LEFT + WIDTH / 2;
	const end = yOf(to) - 1;
	return [line('down', `M${x} ${yOf(from) + HEIGHT}V${end - 7}`), head('fill', x, end, 'down')];
}

/** A line down to a room; the rooms that import it from further up join it, each with a dot. */
function lane(to: number, x: number, passages: readonly Passage[]): string[] {
	const joins = passages.filter((passage) => passage.to === to).map(({ from }) => from);
	const y = yOf(to) + IN;
	return [
		line('down', `M${x} ${yOf(Math.min(...joins)) + OUT}V${y - 6}q0 6-6 6H${RIGHT + 8}`),
		head('fill', RIGHT + 1, y, 'left'),
		...joins.map((from) => `<circle class="fill" cx="${x}" cy="${yOf(from) + OUT}" r="4"/>`),
	];
}

/** The lines to all rooms that are imported from further up than the room right above. */
function lanes(passages: readonly Passage[]): { width: number; drawn: string[] } {
	const far = passages.filter(({ from, to }) => to > from + 1);
	const targets = [...new Set(far.map(({ to }) => to))].sort((a, b) => a - b);
	const xOf = (to: number) => RIGHT + 24 + targets.indexOf(to) * LANE;
	const exits = [...new Set(far.map(({ from }) => from))].map((from) => {
		const ends = far.filter((passage) => passage.from === from).map(({ to }) => xOf(to));
		return line('down', `M${RIGHT} ${yOf(from) + OUT}H${Math.max(...ends)}`);
	});
	return {
		width: 24 + targets.length * LANE,
		drawn: [...exits, ...targets.flatMap((to) => lane(to, xOf(to), far))],
	};
}

/** From a room to one above it. */
function climb({ from, to }: Passage, x: number): string[] {
	const [start, end] = [yOf(from) + UP_OUT, yOf(to) + UP_IN];
	return [
		line('up', `M${RIGHT} ${start}H${x - 6}q6 0 6-6V${end + 6}q0-6-6-6H${RIGHT + 8}`),
		head('upward', RIGHT + 1, end, 'left'),
	];
}

function loop(level: number): string[] {
	const y = yOf(level) + 7;
	return [
		line('up', `M${LEFT} ${y}h-10a7 7 0 0 0 0 14h4`),
		head('upward', LEFT - 1, y + 14, 'right'),
	];
}

function wire(): string[] {
	const [start, end] = [yOf(TRANSPORT) + OUT, yOf(WIRE) + HEIGHT / 2];
	return [
		line('wire', `M${LEFT} ${start}H22q-6 0-6 6V${end - 6}q0 6 6 6H${LEFT - 8}`),
		head('wired', LEFT - 1, end, 'right'),
	];
}

function legend(faulty: boolean, y: number): string[] {
	const text = (kind: string, words: string, below: number): string =>
		`<text class="${kind}" x="${LEFT}" y="${y + below}">${words}</text>`;
	const key = text(
		'holds',
		'An arrow is an import. A dot: the room imports what the line leads to.',
		0,
	);
	const warning = 'Red: an import that runs up, or files that import each other in a cycle.';
	return faulty ? [key, text('warning', warning, 20)] : [key];
}

/** The passages in words, for whoever cannot see them. */
function words(passages: readonly Passage[]): string {
	return ROOMS.map(({ name }, level) => {
		const imported = passages.filter(({ from }) => from === level).map(({ to }) => ROOMS[to]?.name);
		return imported.length === 0
			? `${name} imports no other room.`
			: `${name} imports ${imported.join(', ')}.`;
	}).join(' ');
}

/** docs/architecture.svg: the rooms in their order and the imports between them; red where an import runs up or in a cycle. */
export function architecturePicture(imports: readonly Import[]): string {
	const passages = passagesOf(imports);
	const downward = lanes(passages);
	const rising = passages.filter(({ from, to }) => to < from);
	const cyclic = roomsWithCycles(imports);
	const faulty = rising.length + cyclic.length > 0;
	const width = Math.max(RIGHT + downward.width + rising.length * 12, 560) + 20;
	const bottom = yOf(WIRE) + HEIGHT + 28;
	const height = bottom + (faulty ? 36 : 16);
	return `${[
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title" aria-describedby="desc" font-family="system-ui, sans-serif">`,
		'<title id="title">The rooms of the package, and what each imports</title>',
		`<desc id="desc">${words(passages)} transport/ alone sends.</desc>`,
		`<style>${STYLE}</style>`,
		`<rect class="ground" width="${width}" height="${height}" rx="12"/>`,
		...ROOMS.map(({ name, holds }, level) => box(level, name, holds)),
		box(WIRE, 'the wire', "Trackunit's API, through n8n's HTTP helper", ' stroke-dasharray="5 4"'),
		...passages.filter(({ from, to }) => to === from + 1).flatMap(step),
		...downward.drawn,
		...wire(),
		...rising.flatMap((passage, index) => climb(passage, RIGHT + downward.width + 8 + index * 12)),
		...cyclic.flatMap(loop),
		...legend(faulty, bottom),
		'</svg>',
	].join('\n')}\n`;
}
