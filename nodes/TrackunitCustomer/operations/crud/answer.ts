import type { IDataObject } from 'n8n-workflow';

import type { Shape } from '../../parameters/output';
import { valuesIn } from '../../records/echo';
import type { AnyField } from '../../records/field';
import { pick, readField, valueAt } from '../../records/simplify';
import type { Run } from '../../run/operation';
import { NEW, withNotKept, type Written } from './write';

/** By field key; what no field has goes by its path. */
export type Changes = Record<string, { before: IDataObject[string]; after: IDataObject[string] }>;

/** What the values of a body change in a record. */
export function changesOf(
	table: readonly AnyField[],
	body: IDataObject,
	record: IDataObject,
): Changes {
	return Object.fromEntries(
		valuesIn(table, body).map(({ key, field, path, value }) => {
			const before = field ? readField(record, field) : valueAt(record, path);
			return [key, { before: before ?? null, after: value ?? null }];
		}),
	);
}

/** What was done for a row. */
export interface Done extends Written {
	/** An upsert's. */
	action?: 'created' | 'updated' | 'unchanged';
	/** What it came to, as far as that is known. */
	changes?: Changes;
}

interface Answer extends Done {
	fields: readonly AnyField[];
	shape: Shape;
	/** The ids of what the record belongs to. */
	owner: IDataObject;
}

/** What a write is answered with: what was done first, then the record. In a dry run, which one it is and what would change. */
export function answerOf(
	{ options }: Run,
	{ fields, shape, owner, action, changes, record, notKept, isPart }: Answer,
): IDataObject {
	const done = action && { _action: action };
	if (options.dryRun) {
		const keys = fields.filter(({ key, match }) => match && (key !== 'id' || record.id !== NEW));
		return { ...done, ...pick(keys, record, { owner, isPart: true }), ...(changes && { changes }) };
	}
	return {
		...done,
		...(action === 'updated' && {
			_changed: Object.keys(changes ?? {}).filter((key) => !notKept.includes(key)),
		}),
		...withNotKept({ record: shape(record, fields, { owner, isPart }), notKept }),
	};
}
