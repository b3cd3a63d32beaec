import type { IDataObject } from 'n8n-workflow';

import { listed } from '../../parameters/values';
import { toKey } from '../../records/differences';
import type { AnyField } from '../../records/field';
import type { Lookup } from '../../records/reference';
import { nearForm } from '../../records/text';

/** A row, and what it says of its record by field key; undefined says nothing. */
export interface KeyedRow {
	item: number;
	key: string;
	match: AnyField;
	fields: readonly AnyField[];
	values: IDataObject;
	/** The key of an existing record that is nearly the row's, where the row makes a new one. */
	near?: string;
}

/** What databases, spreadsheets and people write where they have no value. */
const PLACEHOLDER =
	/^(0+|[-–—._?#*/]+|x+|n[./]?a\.?|#n\/a|null|nil|none|nan|undefined|unknown|tbd)$/i;

/** Warnings on the keys of rows, of which those of one key are together. */
export function keyHints(groups: ReadonlyArray<readonly KeyedRow[]>): string[] {
	const shared = groups.filter((rows) => rows.length > 1 && (isPlaceholder(rows) || differ(rows)));
	const near = groups.filter(([row]) => row?.near !== undefined);
	const label = groups[0]?.[0]?.match.label ?? '';
	const hints: string[] = [];
	if (shared.length > 0) {
		hints.push(
			`Rows with the same ${label} may be different records: ${listed(shared.map(shown))}. They are written one after another into one record, so the last one wins. If they are different records, match on another field.`,
		);
	}
	if (near.length > 0) {
		hints.push(
			`A new record is made although an existing ${label} differs only in spaces, case, leading zeros or the kind of dash: ${listed(near.map((rows) => `${shown(rows)} is not '${rows[0]?.near}'`))}. If they are the same, correct one of them.`,
		);
	}
	return hints;
}

function shown(rows: readonly KeyedRow[]): string {
	const items = rows.map(({ item }) => item);
	return `'${rows[0]?.key}' (${items.length > 1 ? 'items' : 'item'} ${listed(items)})`;
}

function isPlaceholder([row]: readonly KeyedRow[]): boolean {
	return row !== undefined && PLACEHOLDER.test(row.key);
}

/** Whether two of the rows have another value for the same field. */
function differ(rows: readonly KeyedRow[]): boolean {
	const known = new Map<string, string>();
	return rows.some(({ fields, values }) =>
		fields.some((field) => {
			const value = values[field.key];
			if (value === undefined) return false;
			const text = toKey(value, field);
			const before = known.get(field.key) ?? text;
			known.set(field.key, text);
			return before !== text;
		}),
	);
}

/** The look-up of keys that also notices records whose key is nearly one of them, which are given in their near form. */
export function noticing(
	lookup: Lookup,
	nearForms: readonly string[],
): { lookup: Lookup; near: (key: string) => string | undefined } {
	const wanted = new Set(nearForms);
	const noticed = new Map<string, string>();
	return {
		lookup: {
			...lookup,
			keyOf(record) {
				const key = lookup.keyOf(record);
				const near = nearForm(key ?? '');
				if (key && wanted.has(near)) noticed.set(near, key);
				return key;
			},
		},
		near: (key) => noticed.get(nearForm(key)),
	};
}
