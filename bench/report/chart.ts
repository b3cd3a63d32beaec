import { init, type EChartsOption } from 'echarts';

import type { WayResult, WorkResult } from './result';
import { duration } from './format';

const WIDTH = 860;
const LABELS = 270;
const ROW = 44;
const MARGIN = 96;
const OURS = '#d9730d';
const THEIRS = '#8a94a0';

interface Bar {
	name: string;
	median: number;
	least: number;
	most: number;
	isOurs: boolean;
}

function barOf({ name, isOurs, figures, parts }: WayResult): Bar[] {
	const { time } = figures;
	if (!time) return [];
	const { median, least, most } = time;
	return [{ name: parts === 1 ? name : `${name} (scaled)`, median, least, most, isOurs }];
}

/** Beyond this, the shorter bars would be invisible. */
const WIDE = 20;

function options(title: string, bars: readonly Bar[]): EChartsOption {
	const medians = bars.map(({ median }) => median);
	const isWide = Math.max(...medians) / Math.min(...medians) > WIDE;
	return {
		animation: false,
		backgroundColor: '#ffffff',
		title: {
			left: 0,
			text: title,
			subtext: `Time, less is better${isWide ? '; logarithmic' : ''}`,
		},
		grid: { left: LABELS, right: 150, top: 64, bottom: 32 },
		xAxis: {
			type: isWide ? 'log' : 'value',
			min: isWide ? 10 ** Math.floor(Math.log10(Math.min(...medians))) / 2 : 0,
			axisLabel: { formatter: (value: number) => (value === 0 ? '0' : duration(value)) },
		},
		yAxis: {
			type: 'category',
			inverse: true,
			data: bars.map(({ name }) => name),
			axisLabel: { width: LABELS - 24, overflow: 'break' },
		},
		series: [
			{
				type: 'bar',
				barWidth: '55%',
				data: bars.map(({ median, least, most, isOurs }) => ({
					value: median,
					itemStyle: { color: isOurs ? OURS : THEIRS },
					label: { show: true, position: 'right', formatter: spread({ median, least, most }) },
				})),
			},
		],
	};
}

function spread({ median, least, most }: Omit<Bar, 'name' | 'isOurs'>): string {
	return least === most
		? duration(median)
		: `${duration(median)} (${duration(least)}–${duration(most)})`;
}

/** A chart as SVG, of so many pixels. */
export function toSvg(option: EChartsOption, width: number, height: number): string {
	const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
	chart.setOption(option);
	const svg = chart.renderToSVGString();
	chart.dispose();
	return `${svg}\n`;
}

/** Medians of the times as bars, with the least and the most, as SVG. */
export function drawTimes({ id, title, ways }: WorkResult): string {
	const bars = ways.flatMap(barOf);
	return toSvg(options(`${id}. ${title}`, bars), WIDTH, MARGIN + bars.length * ROW);
}
