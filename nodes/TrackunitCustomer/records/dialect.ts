import type { IDataObject } from 'n8n-workflow';

import type { AnyField } from './field';

/** What an account's records showed of their shape: the keys that they have, and words that may be spelled otherwise. */
export type Shown = ReadonlySet<string>;

/** Words of a field with options that are the same in all likelihood, of which an account uses one. */
const SPELLINGS: ReadonlyArray<readonly string[]> = [['SERVICE', 'SERVICE_PROVIDER']];
const SPELLED = new Set<unknown>(SPELLINGS.flat());

/** Notes what a record shows. */
export function noteShape(record: IDataObject, shown: Set<string>): void {
	for (const [key, value] of Object.entries(record)) {
		shown.add(key);
		if (SPELLED.has(value)) shown.add(`=${String(value)}`);
	}
}

/** The paths at which a field may be: the contract's, then others. */
export function placesOf({ path, or = [] }: Pick<AnyField, 'path' | 'or'>): string[] {
	return [path, ...or];
}

/** What of a record a path begins with: the address of `address.city`. */
export function headOf(path: string): string {
	return path.split('.')[0] ?? path;
}

/**
 * A table as an account's records have it: each field at the first of its places that they showed, at the contract's
 * where they showed none. Parts of one object go together, for a record may leave out those that are empty.
 */
export function asShown(fields: readonly AnyField[], shown: Shown): AnyField[] {
	const chosen = new Map<string, number>();
	for (const field of fields) {
		const index = placesOf(field).findIndex((place) => shown.has(headOf(place)));
		const whole = headOf(field.path);
		if (index >= 0) chosen.set(whole, Math.min(index, chosen.get(whole) ?? index));
	}
	const alike = SPELLINGS.filter(
		(words) => words.filter((one) => shown.has(`=${one}`)).length === 1,
	);
	return fields.map((field) => {
		const places = placesOf(field);
		const path = places[chosen.get(headOf(field.path)) ?? 0] ?? field.path;
		return {
			...field,
			path,
			or: places.filter((place) => place !== path),
			...(typeof field.kind === 'object' && { alike }),
		};
	});
}

/** Whether a value of one of the fields may be elsewhere than the contract says. */
export function mayBeElsewhere(fields: readonly AnyField[], keys: Iterable<string>): boolean {
	const wanted = new Set(keys);
	return fields.some(({ key, or = [] }) => or.length > 0 && wanted.has(key));
}
