import type { INode, INodeParameters } from 'n8n-workflow';

import { node, NODE, NODE_TYPE, ROWS } from '../scripts/n8n/flow';
import type { Stand } from './stand/stand';

/** The node that brings the rows which are served. */
export function rowsNode({ rows }: Stand): INode {
	return node(ROWS, 'n8n-nodes-base.httpRequest', {
		typeVersion: 4.5,
		parameters: { url: rows.url, options: {} },
	});
}

/** This package's node. */
export function trackunitNode({ credentials }: Stand, parameters: INodeParameters): INode {
	return node(NODE, NODE_TYPE, {
		parameters: { authentication: 'apiToken', ...parameters },
		credentials,
	});
}

/** The node of a request, by n8n's name of it. */
export const HTTP_REQUEST = 'HTTP Request';

/** What n8n's documentation recommends for an API with a limit: so many requests, then so many milliseconds' rest. */
export const FIFTY_A_SECOND = { batching: { batch: { batchSize: 50, batchInterval: 1000 } } };

/** n8n's HTTP Request, with the token in its header. */
export function httpNode(
	{ credentials, baseUrl }: Stand,
	{ url, options = {}, ...parameters }: INodeParameters & { url: string },
	name = HTTP_REQUEST,
): INode {
	return node(name, 'n8n-nodes-base.httpRequest', {
		typeVersion: 4.5,
		parameters: {
			url: `=${baseUrl}${url}`,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
			options,
			...parameters,
		},
		credentials,
	});
}

/** A body of fields, a value each, as they are filled in in the panel. */
export function fieldsBody(fields: Record<string, string>): INodeParameters {
	const parameters = Object.entries(fields).map(([name, value]) => ({ name, value }));
	return { sendBody: true, specifyBody: 'keypair', bodyParameters: { parameters } };
}

/** A body that one expression makes. */
export function jsonBody(expression: string): INodeParameters {
	return { sendBody: true, specifyBody: 'json', jsonBody: expression };
}
