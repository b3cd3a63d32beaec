import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { toNodeError } from '../failure/nodeError';
import { readAuthentication } from '../parameters/authentication';
import type { Reader } from '../parameters/locator';
import { readRunOptions } from '../parameters/options';
import type { Reference } from '../records/reference';
import { createClient, type Client } from '../transport/client';
import { MAX_PAGE_SIZE } from '../transport/pages';
import { resolveReference } from './lookup';

/** What n8n's editor calls work with: the node's parameters as they are now, and a client. */
export interface Editor {
	client: Client;
	parameters: Reader;
	/** The id of what a reference names; throws where there is none. */
	resolve(reference: Reference): Promise<string>;
}

/** Somebody waits in the editor: little time, and few attempts. */
const CLIENT_OPTIONS = readRunOptions(() => ({
	maxConcurrency: 5,
	timeout: 20000,
	maxRetries: 2,
}));

const LOOKUP = { pageSize: MAX_PAGE_SIZE, hint: () => undefined };

/** Signs in the way that is chosen in the node. */
export async function openEditor(context: ILoadOptionsFunctions): Promise<Editor> {
	const parameters: Reader = {
		get: (name, fallback) => context.getCurrentNodeParameter(name) ?? fallback,
		refer: (reference) => reference,
	};
	const authentication = readAuthentication(parameters.get);
	const client = await createClient(context, authentication, CLIENT_OPTIONS);
	return {
		client,
		parameters,
		resolve: async (reference) => await resolveReference(client, reference, LOOKUP),
	};
}

/** Does it, and puts what goes wrong in the words that a run would use, all in the message: pickers show no more. */
export async function inOurWords<Value>(
	context: ILoadOptionsFunctions,
	work: () => Promise<Value>,
): Promise<Value> {
	try {
		return await work();
	} catch (error) {
		throw toNodeError(context.getNode(), error, { allInMessage: true });
	}
}
