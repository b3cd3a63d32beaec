/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { readFile } from 'node:fs/promises';

import { jsonParse } from 'n8n-workflow';

import type { State } from '../../simulator';
import type { WorkflowJson } from '../engine';
import { fleetHandover } from './fleetHandover';
import { rowsOf } from './rows';

/** The customer that the form's example hands these machines over to. */
export const YARD = { customer: 'ERP-50001', machines: ['EX-50001', 'EX-50002'] } as const;

/** Two of the three customers that are to be removed; the third is unknown, and told so. */
export const FORMER = { customers: ['ERP-40001', 'ERP-40002'], machines: ['EX-40001'] } as const;

/**
 * Gives Trackunit the customers and machines that the examples name, so that each of them has something to
 * do. Those of one example have numbers that no other uses: they can be run one after another.
 */
export async function stock(state: State): Promise<void> {
	await stockFleetHandover(state);
	stockHandoverForm(state);
	stockOffboarding(state);
}

async function stockFleetHandover(state: State): Promise<void> {
	const workflow = jsonParse<WorkflowJson>(await readFile(fleetHandover.file, 'utf8'));
	fleetHandover.prepare(state, await rowsOf(workflow));
}

export function stockHandoverForm(state: State): void {
	state.addCustomer({ name: 'Builder at the yard', externalReference: YARD.customer });
	addMachines(state, YARD.machines);
}

export function stockOffboarding(state: State): void {
	const [first = ''] = FORMER.customers.map(
		(externalReference, index) =>
			state.addCustomer({ name: `Former Builder ${index + 1}`, externalReference }).id,
	);
	state.assign(first, addMachines(state, FORMER.machines));
}

function addMachines(state: State, serialNumbers: readonly string[]): string[] {
	return serialNumbers.map(
		(serialNumber) => state.addAsset({ name: `Excavator ${serialNumber}`, serialNumber }).id,
	);
}
