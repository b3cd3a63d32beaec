import type { IDataObject } from 'n8n-workflow';

import type { Fault, Simulator, State } from '../../simulator';
import type { EngineResult } from '../engine';
import type { Claims } from './claims';

/** The node of each example that gives an item a row of the ERP. */
export const ROWS = 'Split into rows';
/** The node of each example that is given what failed. */
export const FAILURES = 'Report failures';

/** Something that goes wrong at the local Trackunit: in words, at which requests, and how often. */
export interface Trouble {
	says: string;
	fault: Fault & { times: number };
}

/** What a run is judged by; the simulator's log has the requests of this run only. */
export interface Evidence {
	result: EngineResult;
	simulator: Simulator;
	/** What the ERP exported. */
	rows: IDataObject[];
}

export interface DemoRun {
	says: string;
	troubles: Trouble[];
	/** What is worth showing of the result beyond the figures. */
	show?(result: EngineResult): string[];
	check(claims: Claims, evidence: Evidence): void;
}

/** An example workflow, run once or more against a local Trackunit of its own. */
export interface Demo {
	/** The workflow's file. */
	file: string;
	/** What the checks of its runs have shown, in a sentence. */
	shows: string;
	/** How many customers Trackunit has that the ERP knows nothing of. */
	others: number;
	/** Gives Trackunit what it has before the first run; the rows are the example's own. */
	prepare(state: State, rows: IDataObject[]): void;
	runs: DemoRun[];
}
