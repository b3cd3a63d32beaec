import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { explainError } from './explain';
import { RATE_LIMITED, RequestFailure, type Failure } from './failure';

type Consequence = NonNullable<ConstructorParameters<typeof NodeApiError>[2]>['failure'];

/** What n8n may do about a failure, such as polling less often. */
function consequence({ kind, status = 0, code }: Failure): Consequence {
	if (status === 429 || code === RATE_LIMITED) return { cause: 'rate-limited' };
	if (status === 401 || (kind === 'signIn' && status >= 400 && status < 500)) {
		return { cause: 'credential-invalid' };
	}
	if (kind === 'redirect') return { cause: 'configuration-invalid' };
	return kind === 'graphql' || (kind === 'status' && status < 500)
		? undefined
		: { cause: 'temporarily-unavailable' };
}

/**
 * The error that n8n shows. It is made anew from our words: n8n keeps its own words when it is given
 * an error of its own, and that one carries the request with its token.
 */
export function toNodeError(
	node: INode,
	error: unknown,
	{
		item,
		addition,
		allInMessage = false,
	}: { item?: number; addition?: string; allInMessage?: boolean } = {},
): NodeApiError | NodeOperationError {
	const { message: what, description: why } = explainError(error);
	const message = item === undefined ? what : `${what} [item ${item}]`;
	const description = [why, addition].filter((part) => part).join(' ') || undefined;
	const nodeError =
		error instanceof RequestFailure
			? new NodeApiError(
					node,
					{ message },
					{
						message,
						description,
						httpCode: error.failure.status === undefined ? undefined : String(error.failure.status),
						itemIndex: item,
						failure: consequence(error.failure),
					},
				)
			: new NodeOperationError(node, message, { message, description, itemIndex: item });
	// A model that calls the node as a tool is given the message alone.
	if (allInMessage && description) nodeError.message = `${message}: ${description}`;
	return nodeError;
}
