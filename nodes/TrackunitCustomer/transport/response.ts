import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../failure/failure';
import { isObject } from '../json';

/** A response with a status of 2xx. `body` is undefined where there was none; a read always has one. */
export interface ApiResponse {
	status: number;
	headers: IDataObject;
	body: IDataObject | undefined;
	/** Milliseconds in which nothing should be sent, so that a limit is not met. */
	rest?: number;
}

/** What came of an attempt to send a request. */
export type Attempted<Answer = ApiResponse> = { answer: Answer } | { failure: Failure };

/** Reads a response of 2xx of n8n's HTTP helper; `needsBody` where nothing at all is no response. */
export type ResponseReader = (response: unknown, needsBody: boolean) => Attempted;

/** REST: a JSON object, or nothing where a write needs to return nothing. */
export const readRest: ResponseReader = (response, needsBody) => {
	const { statusCode, headers, body } = isObject(response) ? response : {};
	const status = typeof statusCode === 'number' ? statusCode : 0;
	const empty = body === undefined || body === null || body === '';
	if (isObject(body) || (empty && !needsBody)) {
		return {
			answer: {
				status,
				headers: isObject(headers) ? headers : {},
				body: isObject(body) ? body : undefined,
			},
		};
	}
	return { failure: { kind: 'unreadable', delivery: 'unknown', status, body } };
};
