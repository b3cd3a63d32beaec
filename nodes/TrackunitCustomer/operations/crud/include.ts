import type { IDataObject } from 'n8n-workflow';

import { idOf } from '../../ids';
import type { Parameters } from '../../parameters/itemParameters';
import { byName } from '../../parameters/listing';
import { readInclude, type OptionChoice } from '../../parameters/options';
import type { Shape } from '../../parameters/output';
import type { Run } from '../../run/operation';
import type { Part, RecordKind } from './recordKind';

/** The options that parts are asked for by, where there are any. */
export function includeOptions(parts: readonly Part[]): OptionChoice[] {
	const options = parts
		.map(({ name, label, help }) => ({ name: label, value: name, description: help }))
		.sort(byName);
	return options.length === 0 ? [] : [{ name: 'include', options }, 'pageSize'];
}

export function readParts(p: Parameters, parts: readonly Part[]): Part[] {
	if (parts.length === 0) return [];
	const names = readInclude(
		p,
		parts.map(({ name }) => name),
	);
	return parts.filter(({ name }) => names.includes(name));
}

/** The records as the node answers them, each with the lists of its parts. */
export async function shapeAll(
	run: Run,
	{ fields, record }: Pick<RecordKind, 'fields'> & Partial<Pick<RecordKind, 'record'>>,
	records: readonly IDataObject[],
	shape: Shape,
	parts: readonly Part[],
): Promise<IDataObject[]> {
	const shaped = records.map((one) => shape(one, fields));
	const wanted = records.flatMap((one, index) => parts.map((part) => ({ one, index, part })));
	await run.forEach(wanted, async ({ one, index, part }) => {
		const ids = { [record?.idName ?? 'id']: idOf(one) ?? '' };
		const { rows } = await run.list({ path: part.path, ids });
		shaped[index] = { ...shaped[index], [part.name]: rows.map((row) => shape(row, part.fields)) };
	});
	return shaped;
}
