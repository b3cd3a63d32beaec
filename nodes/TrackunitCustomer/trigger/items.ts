import type { IDataObject } from 'n8n-workflow';

import { toBody } from '../records/body';
import { withoutError } from '../run/itemOutcome';
import { eventOf, LISTS, type EventName, type ListName } from './events';
import type { ListChange } from './readList';
import type { Settings } from './settings';
import { changesBetween } from './snapshot';

/** Something that happened to a row. */
export interface RowEvent {
	event: EventName;
	list: ListName;
	customerId: string;
	/** The row's id, as ids are compared. */
	id: string;
	/** The record as the user wants it. */
	record: IDataObject;
	/** By field key: `{ city: { before, after } }`; `before` is left out where it is not known. */
	changes?: IDataObject;
}

/** What the workflow is given for an event: what happened and to whom, then the record. */
export function toItem({ event, list, customerId, id, record, changes }: RowEvent): IDataObject {
	const head = { event, customerId, [LISTS[list].idName]: id };
	// A record may have fields of these names too; the node's own come first, and win.
	return { ...head, ...withoutError(record), ...head, ...(changes && { changes }) };
}

/**
 * The items of the events that are chosen, of rows that the filters let through, in the order in which a
 * workflow can use them: customers created and updated, then their lists, then customers deleted.
 */
export function toItems(
	settings: Settings,
	customers: ListChange | undefined,
	customerLists: readonly ListChange[],
): IDataObject[] {
	return [
		...(customers ? itemsOfPresent(settings, customers) : []),
		...customerLists.flatMap((one) => [
			...itemsOfPresent(settings, one),
			...itemsOfDeleted(settings, one),
		]),
		...(customers ? itemsOfDeleted(settings, customers) : []),
	];
}

function itemsOfPresent(
	{ events, shape }: Settings,
	{ list, customerId, before, rows, records }: ListChange,
): IDataObject[] {
	const { fields } = LISTS[list];
	return [...records].flatMap(([id, row]) => {
		const known = before?.get(id);
		const event = eventOf(events, list, known ? 'updated' : 'created');
		if (!event || !rows.get(id)?.matches) return [];
		const changes = known && changesBetween(known, row, fields);
		const record = shape(row, fields);
		return [toItem({ event, list, customerId: customerId ?? id, id, record, changes })];
	});
}

function itemsOfDeleted(
	{ events, shape }: Settings,
	{ list, customerId, deleted }: ListChange,
): IDataObject[] {
	const { fields } = LISTS[list];
	const event = eventOf(events, list, 'deleted');
	if (!event) return [];
	return deleted
		.filter(([, { matches }]) => matches)
		.map(([id, { values }]) => {
			// Without values a simplified record would say that all its fields were empty.
			const record = values ? shape(toBody(fields, { id, ...values }), fields) : { id };
			return toItem({ event, list, customerId: customerId ?? id, id, record });
		});
}
