import type { IDataObject } from 'n8n-workflow';

import { answeredOr } from '../records/answer';
import { complete, isPartial } from '../records/body';
import type { AnyField } from '../records/field';
import type { Run } from '../run/operation';
import type { Request } from '../transport/client';

/**
 * Changes a record. A body that has only some parts of a nested object is filled up from the record
 * first; one that changes nothing is not sent, and the record is answered as it is.
 */
export async function patch(
	run: Run,
	fields: readonly AnyField[],
	id: string,
	{ path, ids, query, body }: Pick<Request, 'path' | 'ids' | 'query'> & { body: IDataObject },
): Promise<IDataObject> {
	if (Object.keys(body).length === 0) return await run.read({ path, ids, query });
	const whole = isPartial(fields, body) ? complete(body, await run.read({ path, ids })) : body;
	const answer = await run.write({
		method: 'PATCH',
		path,
		ids,
		query,
		body: whole,
		repeatable: true,
	});
	return answeredOr(answer, whole, id);
}
