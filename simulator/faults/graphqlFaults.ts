import type { components } from '../../nodes/TrackunitCustomer/contract';
import { isObject } from '../../nodes/TrackunitCustomer/json';
import { parseJson } from '../parseJson';
import type { Wire } from '../wire';
import type { FaultOf } from './types';

type Response = components['schemas']['GraphqlResponse'];

/** The response to a document for which the budget is too small. */
export function rateLimited({ resetIn, cost = 1 }: FaultOf<'rateLimited'>): Response {
	const extensions = { code: 'RATE_LIMITED', ...(resetIn !== undefined && { resetIn }), cost };
	return { errors: [{ message: 'The budget is spent', extensions }] };
}

/** A copy with null at the path, or without a change where the path leads nowhere. */
function withNull(value: unknown, [key, ...rest]: ReadonlyArray<string | number>): unknown {
	if (key === undefined) return null;
	if (Array.isArray(value)) {
		return value.map((each: unknown, index) => (index === key ? withNull(each, rest) : each));
	}
	if (!isObject(value) || !(key in value)) return value;
	return { ...value, [key]: withNull(value[key], rest) };
}

/** A GraphQL response with one more error; any other response unchanged. */
export function withGraphqlError(
	wire: Wire,
	{ code, message = code, path, keepsData = false }: FaultOf<'graphqlError'>,
): Wire {
	const body = parseJson(wire.text)?.value;
	if (wire.status !== 200 || !isObject(body)) return wire;
	const error = { message, ...(path !== undefined && { path }), extensions: { code } };
	const errors: unknown[] = Array.isArray(body.errors) ? [...body.errors, error] : [error];
	const kept = path === undefined ? body.data : withNull(body.data, path);
	const answer = { ...body, data: keepsData ? kept : null, errors };
	return { ...wire, text: JSON.stringify(answer) };
}
