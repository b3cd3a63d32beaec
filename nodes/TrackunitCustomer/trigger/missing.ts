import type { RowSnapshot } from './snapshot';

/** Rows by id, in the list's order. */
export type RowSnapshots = ReadonlyMap<string, RowSnapshot>;

/** Whether a row is not as it was; one whose changes nobody watches never is. */
export function isChanged(before: RowSnapshot, now: RowSnapshot): boolean {
	return before.hash !== undefined && now.hash !== undefined && before.hash !== now.hash;
}

/** The ids of rows that are no longer there. */
export function missingFrom(before: RowSnapshots | undefined, now: RowSnapshots): string[] {
	return [...(before?.keys() ?? [])].filter((id) => !now.has(id));
}

/** So few rows may well go at once. */
const FEW = 10;

/** Whether so many rows are gone at once that it is not believed the first time. */
export function isMassDeletion(known: number, gone: number): boolean {
	return known >= FEW && gone * 2 > known;
}
