import type { IDataObject } from 'n8n-workflow';

import { toBody } from '../records/body';
import { eventOf, LISTS, toItem, type ListName } from './events';
import type { RowSnapshots } from './missing';
import type { ListReading } from './readList';
import type { Settings } from './settings';
import { changesBetween, type RowSnapshot } from './snapshot';

export interface ItemCollector {
	/** Tells the new and the changed rows of a list; `customerId` is undefined for the list of customers. */
	addPresent(
		list: ListName,
		customerId: string | undefined,
		before: RowSnapshots,
		now: ListReading,
	): void;
	/** Tells rows that are gone. */
	addDeleted(
		list: ListName,
		customerId: string | undefined,
		gone: Iterable<[string, RowSnapshot]>,
	): void;
	readonly items: IDataObject[];
}

/** Turns what happened into items: of the events that are chosen, and of rows that the filters let through. */
export function createItemCollector({
	events,
	shape,
}: Pick<Settings, 'events' | 'shape'>): ItemCollector {
	const items: IDataObject[] = [];

	return {
		items,
		addPresent(list, customerId, before, { seen, records }) {
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
		addDeleted(list, customerId, gone) {
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
