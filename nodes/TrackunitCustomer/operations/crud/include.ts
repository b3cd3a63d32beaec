import type { IDataObject } from 'n8n-workflow';

import { asError, isNotFound } from '../../failure/failure';
import { idOf } from '../../ids';
import { isNoId } from '../../transport/request';
import type { Parameters } from '../../parameters/itemParameters';
import { byName } from '../../parameters/alphabetical';
import { readInclude, type OptionChoice } from '../../parameters/options';
import type { Shape } from '../../parameters/output';
import type { Run } from '../../run/operation';
import { createPace } from '../../yielding';
import type { Part, RecordKind } from './recordKind';

type ShapedKind = Pick<RecordKind, 'nouns' | 'fields'> & Partial<Pick<RecordKind, 'record'>>;

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

/** As many records as a hint names. */
const MOST_NAMED = 10;

/**
 * The records as the node answers them, each with the lists of its parts. `owner` has the ids of what they belong
 * to. `mayBeGone` is for records of a list, any of which may be deleted meanwhile: its lists are null then.
 */
export async function shapeAll(
	run: Run,
	{ nouns, fields, record }: ShapedKind,
	records: readonly IDataObject[],
	{
		shape,
		parts,
		owner,
		mayBeGone = false,
	}: { shape: Shape; parts: readonly Part[]; owner: IDataObject; mayBeGone?: boolean },
): Promise<IDataObject[]> {
	const shaped = await createPace().map(records, (one) => shape(one, fields, { owner }));
	const gone = new Set<string>();
	const wanted = records.flatMap((one, index) => parts.map((part) => ({ one, index, part })));
	await run.forEach(wanted, async ({ one, index, part }) => {
		const id = idOf(one) ?? '';
		let list: IDataObject[] | null = null;
		try {
			const ids = { [record?.idName ?? 'id']: id };
			const { rows } = await run.list({ path: part.path, ids });
			list = rows.map((row) => shape(row, part.fields, { owner: ids }));
		} catch (error) {
			if (!mayBeGone || !(isNotFound(error) || isNoId(id))) throw asError(error);
			gone.add(id);
		}
		shaped[index] = { ...shaped[index], [part.name]: list };
	});
	if (gone.size > 0) {
		const named = [...gone].slice(0, MOST_NAMED).map((id) => `'${id}'`);
		run.hint(
			`The ${parts.map(({ name }) => name).join(' and ')} of ${gone.size} ${nouns} could not be read, since Trackunit has no such record any more: ${named.join(', ')}${gone.size > named.length ? ' …' : ''}.`,
		);
	}
	return shaped;
}
