import type { IDataObject } from 'n8n-workflow';

import { notice } from '../../parameters/notice';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import type { OneByOne } from '../../run/operation';
import { idsOf, splitIds, type RecordKind, type Place } from './recordKind';

interface Input {
	place: Place;
	query: IDataObject;
}

export const remove = ({ noun, record, deletedToo }: RecordKind): OneByOne<Input> => ({
	name: 'Delete',
	value: 'delete',
	action: `Delete ${noun}`,
	description: `Delete a ${noun} permanently`,
	parameters: [
		...record.at.parameters,
		notice(
			'deleteNotice',
			['Deleting cannot be undone.', deletedToo].filter((text) => text).join(' '),
		),
		optionsProperty('queryParameters', 'dryRun'),
	],
	read: (p) => ({ place: record.at.read(p), query: readQueryParameters(p) }),
	async execute(run, { place, query }) {
		const { path, idName } = record;
		const ids = idsOf(run, place);
		const { id, owner } = splitIds(ids, idName);
		// Where an earlier attempt is in doubt, a record that is gone says that it did it.
		await run.write({ method: 'DELETE', path, ids, query, repeatable: true, doneBefore: 404 });
		return run.options.dryRun ? { id, ...owner } : { deleted: true, id };
	},
});
