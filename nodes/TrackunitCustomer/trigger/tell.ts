import type { IDataObject } from 'n8n-workflow';

import { toBody } from '../records/body';
import type { Rows } from './diff';
import { eventOf, LISTS, toItem, type ListName } from './events';
import type { Reading } from './read';
import type { Settings } from './settings';
import { changesBetween, type Seen } from './snapshot';

export interface Teller {
	/** Tells the new and the changed rows of a list; `customerId` is undefined for the list of customers. */
	tellThere(list: ListName, customerId: string | undefined, before: Rows, now: Reading): void;
	/** Tells rows that are gone. */
	tellGone(list: ListName, customerId: string | undefined, gone: Iterable<[string, Seen]>): void;
	readonly items: IDataObject[];
}

/** Turns what happened into items: of the events that are chosen, and of rows that the filters let through. */
export function createTeller({ events, shape }: Pick<Settings, 'events' | 'shape'>): Teller {
	const items: IDataObject[] = [];

	return {
		items,
		tellThere(list, customerId, before, { seen, records }) {
			const { fields } = LISTS[list];
			for (const [id, row] of records) {
				const known = before.get(id);
				const event = eventOf(list, known ? 'updated' : 'created');
				if (event === undefined || !events.includes(event) || !seen.get(id)?.matches) continue;
				const changes = known && changesBetween(known, row, fields);
				const record = shape(row, fields);
				items.push(toItem({ event, list, customerId: customerId ?? id, id, record, changes }));
			}
		},
		tellGone(list, customerId, gone) {
			const { fields } = LISTS[list];
			const event = eventOf(list, 'deleted');
			if (event === undefined || !events.includes(event)) return;
			for (const [id, { matches, values }] of gone) {
				if (!matches) continue;
				// Without values a simplified record would say that all its fields were empty.
				const record = values ? shape(toBody(fields, { id, ...values }), fields) : { id };
				items.push(toItem({ event, list, customerId: customerId ?? id, id, record }));
			}
		},
	};
}
