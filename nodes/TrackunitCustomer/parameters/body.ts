import type { IDataObject } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { merge, toBody } from '../records/body';
import type { AnyField } from '../records/field';
import { readChanges, readNewRecord } from './fields';
import type { Parameters } from './itemParameters';
import { readBodyFields } from './options';

/** The body that creates a record: its fields, and the user's further body fields over them. */
export function readNewBody(p: Parameters, fields: readonly AnyField[]): IDataObject {
	return merge(toBody(fields, readNewRecord(p, fields)), readBodyFields(p));
}

/** The body that changes a record; empty where all expressions gave nothing. Without any field it is refused. */
export function readChangedBody(p: Parameters, fields: readonly AnyField[]): IDataObject {
	const changes = readChanges(p, fields);
	const further = readBodyFields(p);
	if (Object.keys(changes).length + Object.keys(further).length === 0) {
		throw new Refusal("'Update Fields' is empty", 'Add at least one field to change.');
	}
	return merge(toBody(fields, changes), further);
}
