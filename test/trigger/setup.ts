import type { IDataObject } from 'n8n-workflow';

import type { PolledNode } from '../../scripts/engine';
import type { Customer } from '../../simulator';
import { useTrackunit, withoutBackOff, type Trackunit } from '../support/trackunit';
import { told, triggerOn, type TriggerOptions } from './trigger';

/** The local Trackunit of the file's tests, with four customers. */
export let trackunit: Trackunit;

export function useTrigger(): void {
	useTrackunit((it) => (trackunit = it), { customers: 4 });
	withoutBackOff();
}

export const CUSTOMER_EVENTS = ['customerCreated', 'customerUpdated', 'customerDeleted'];
export const PART_EVENTS = [
	'contactCreated',
	'contactUpdated',
	'contactDeleted',
	'assetAssigned',
	'assetUnassigned',
];

/** The trigger, after its first poll. */
export async function active(events: string[], options?: TriggerOptions): Promise<PolledNode> {
	const trigger = triggerOn(trackunit, events, options);
	expect(await trigger.activate()).toBeNull();
	trackunit.log.clear();
	trigger.takeLogs();
	return trigger;
}

export async function next(trigger: PolledNode): Promise<IDataObject[]> {
	return told(await trigger.poll());
}

/** What was told, in short. */
export async function nextEvents(trigger: PolledNode): Promise<unknown[]> {
	return (await next(trigger)).map(({ event, id }) => [event, id]);
}

export function customers(): Customer[] {
	return [...trackunit.state.customers.values()];
}

export function customer(index: number): Customer {
	const found = customers()[index];
	if (!found) throw new Error(`There is no customer ${index}`);
	return found;
}

/** Customers with nothing but a name, so that they can be counted on, in the order of a list. */
export function bare(count: number): Customer[] {
	for (const { id } of customers()) trackunit.state.deleteCustomer(id);
	return Array.from({ length: count }, (_, index) =>
		trackunit.state.addCustomer({ name: `Customer ${index}` }),
	).sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function logs(trigger: PolledNode, level: string): string[] {
	return trigger
		.takeLogs()
		.filter((line) => line.level === level)
		.map(({ message }) => message);
}
