import type { Violation } from './records';

/** What the server returns: JSON, unless `body` is undefined. */
export interface Answer {
	status: number;
	body?: unknown;
	headers?: Record<string, string>;
	/** Not held against the contract: a setting asks for something else, or no operation is concerned. */
	outsideContract?: true;
}

/** Thrown by an endpoint that refuses a request. */
export class Refused extends Error {
	constructor(readonly answer: Answer) {
		super(`Refused with status ${answer.status}`);
	}
}

/** Trackunit's error object. */
export function refusal(
	status: number,
	code: string,
	message: string,
	violations?: readonly Violation[],
): Refused {
	return new Refused({
		status,
		body: { status, code, message, ...(violations !== undefined && { violations }) },
	});
}

/** Values that were refused, each with the name of its field. */
export function violated(violations: readonly Violation[]): Refused {
	return refusal(400, 'constraint_violation', 'Constraint violation', violations);
}

export function notFound(what: string, id: string): Refused {
	return refusal(404, 'not_found', `${what} with id '${id}' was not found`);
}

/** The error object of the token endpoints, which is OAuth's. */
export function tokenRefusal(status: 400 | 401, error: string, description: string): Refused {
	return new Refused({
		status,
		body: { error, error_description: description },
		headers: {
			'cache-control': 'no-store',
			...(status === 401 && { 'www-authenticate': 'Basic realm="trackunit"' }),
		},
	});
}
