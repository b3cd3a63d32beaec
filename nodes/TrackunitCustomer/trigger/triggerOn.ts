import type { INodeProperties } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { show } from '../parameters/values';
import { EVENTS, type EventName } from './events';

/** The events to report. */
export const triggerOnProperty: INodeProperties = {
	displayName: 'Trigger On',
	name: 'triggerOn',
	type: 'multiOptions',
	required: true,
	options: EVENTS.map(({ name, value, description }) => ({ name, value, description })),
	default: [],
};

/** The events that are chosen, in the order of the table; one at least. */
export function readTriggerOn(get: (name: string, fallback: unknown) => unknown): EventName[] {
	const value = get('triggerOn', []);
	const chosen: unknown[] = Array.isArray(value) ? value : [value];
	if (chosen.length === 0) {
		throw new Refusal("'Trigger On' is empty", 'Choose at least one event.');
	}
	const unknown = chosen.find((one) => !EVENTS.some((event) => event.value === one));
	if (unknown !== undefined) {
		throw new Refusal(
			"'Trigger On' has an unknown value",
			`It is ${show(unknown)}. Choose the events from the list.`,
		);
	}
	return EVENTS.map(({ value: event }) => event).filter((event) => chosen.includes(event));
}
