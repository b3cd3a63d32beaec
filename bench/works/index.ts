import type { Work } from '../work';
import { assignAssets } from './assign';
import { createAtLimit, createMany } from './create';
import { growth } from './growth';
import { memory } from './memory';
import { packageSize } from './packageSize';
import { picker } from './picker';
import { pollNothing } from './poll';
import { returnAll } from './returnAll';
import { ownCpu, sync } from './sync';

/** All works, as large as what is written of them. */
export function allWorks(): Work[] {
	return [
		createMany(1000),
		returnAll(100_000),
		sync(10_000),
		assignAssets(5000),
		createAtLimit(2000),
		ownCpu(5000),
		growth(),
		packageSize(),
		picker(100_000),
		pollNothing(50_000),
		memory(100_000),
	];
}

/** The most telling ones, at a tenth: whether they run, and lose no row. The goals are those of the whole works. */
export function quickWorks(): Work[] {
	const works = [createMany(100), returnAll(10_000), sync(1000)];
	return works.map((work) => ({ ...work, goals: () => [] }));
}
