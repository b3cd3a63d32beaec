import type { IDataObject } from 'n8n-workflow';

import { idOf } from '../ids';
import type { ApiResponse } from '../transport/response';

/** The id at the end of a Location header, which a create without a body may answer. */
export function createdId({ headers }: ApiResponse): string | undefined {
	const { location } = headers;
	return typeof location === 'string' ? /([^/?#]+)\/?(?:[?#].*)?$/.exec(location)?.[1] : undefined;
}

/** What Trackunit answered to a write; where it answered no record, the id and what was sent. */
export function recordAfterWrite(
	answer: ApiResponse,
	sent: IDataObject,
	id = createdId(answer),
): IDataObject {
	const { body = {} } = answer;
	return idOf(body) === undefined ? { ...(id !== undefined && { id }), ...sent, ...body } : body;
}
