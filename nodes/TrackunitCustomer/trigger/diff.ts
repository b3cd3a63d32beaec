import type { Seen } from './snapshot';

/** Rows by id, in the list's order. */
export type Rows = ReadonlyMap<string, Seen>;

/** Whether a row is not as it was; one whose changes nobody watches never is. */
export function isChanged(before: Seen, now: Seen): boolean {
	return before.hash !== undefined && now.hash !== undefined && before.hash !== now.hash;
}

/** The ids of rows that are no longer there. */
export function goneFrom(before: Rows | undefined, now: Rows): string[] {
	return [...(before?.keys() ?? [])].filter((id) => !now.has(id));
}

/** So few rows may well go at once. */
const FEW = 10;

/** Whether so many rows are gone at once that it is not believed the first time. */
export function isDoubtful(known: number, gone: number): boolean {
	return known >= FEW && gone * 2 > known;
}
