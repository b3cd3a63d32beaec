import { Refusal } from '../failure/failure';
import type { Draft } from '../records/body';
import type { AnyField } from '../records/field';
import { readChanges, readNewRecord } from './fields';
import type { Parameters } from './itemParameters';
import { readBodyFields } from './options';

/** What creates a record. */
export function readNewDraft(p: Parameters, fields: readonly AnyField[]): Draft {
	return { values: readNewRecord(p, fields), further: readBodyFields(p) };
}

/** What changes a record; empty where all expressions gave nothing. Without any field it is refused. */
export function readChangedDraft(p: Parameters, fields: readonly AnyField[]): Draft {
	const values = readChanges(p, fields);
	const further = readBodyFields(p);
	if (Object.keys(values).length + Object.keys(further).length === 0) {
		throw new Refusal("'Update Fields' is empty", 'Add at least one field to change.');
	}
	return { values, further };
}
