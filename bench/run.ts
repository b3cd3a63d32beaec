import { print } from '../scripts/n8n/progress';
import { calibrate } from './calibration';
import type { Sample } from './measure';
import { duration } from './report/format';
import type { WayResult, WorkResult } from './report/result';
import { describeMachine } from './results';
import { figuresOf, summarise } from './statistics';
import type { Stand } from './stand/stand';
import type { FiguresByWay, Way, Work } from './work';

/** Does a work in all its ways by turns, so that what slows the machine down for a while slows all of them down. */
export async function runWork(stand: Stand, work: Work, rounds: number): Promise<WorkResult> {
	const { id, title, ways, isDrawn = false } = work;
	print(`\n${id}. ${title}`);
	const samples = new Map<Way, Sample[]>(ways.map((way) => [way, []]));
	const calibrations = [calibrate()];
	for (let round = 1; round <= rounds; round += 1) {
		for (const way of ways.filter((one) => round <= (one.rounds ?? rounds))) {
			const sample = await way.run(stand);
			samples.get(way)?.push(sample);
			calibrations.push(calibrate());
			print(`  ${round}/${rounds} ${way.name}: ${inWords(sample)}`);
		}
	}
	const results = ways.map((way) => resultOf(way, samples.get(way) ?? []));
	const goals = work.goals(figuresIn(results));
	for (const { text, reached, isMet } of goals) {
		print(`  ${isMet ? 'met' : 'NOT MET'}: ${text}; reached ${reached}`);
	}
	return {
		id,
		title,
		day: new Date().toISOString().slice(0, 10),
		machine: describeMachine(),
		calibration: summarise(calibrations),
		isDrawn,
		ways: results,
		goals,
	};
}

function inWords({ time, requests, inFlight, cpu }: Sample): string {
	const parts = [
		...(time === undefined ? [] : [duration(time)]),
		...(requests === undefined ? [] : [`${requests} requests`]),
		...(inFlight === undefined ? [] : [`at most ${inFlight} at once`]),
		...(cpu === undefined ? [] : [`${duration(cpu)} of n8n's processor`]),
	];
	return parts.join(', ');
}

function resultOf({ name, isOurs, parts = 1 }: Way, samples: Sample[]): WayResult {
	return { name, isOurs, parts, samples, figures: figuresOf(samples, parts) };
}

function figuresIn(results: readonly WayResult[]): FiguresByWay {
	return (name) => {
		const found = results.find((one) => one.name === name);
		if (!found) throw new Error(`'${name}' was not measured`);
		return found.figures;
	};
}
