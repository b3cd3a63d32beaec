import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { toNodeError } from '../failure/nodeError';
import { readAuthentication } from '../parameters/authentication';
import { hasCustomer, readCustomer } from '../parameters/locators';
import { resolveReference } from '../run/lookup';
import { createClient, type Client } from '../transport/client';
import { MAX_PAGE_SIZE } from '../transport/pages';

/** Somebody waits in the editor: little time, and few attempts. */
const CLIENT_OPTIONS = { maxConcurrency: 5, timeout: 20000, maxRetries: 2 };

const LOOK_UP = { pageSize: MAX_PAGE_SIZE, tell: () => undefined };

/** A client for what the editor calls, by the way to sign in that is chosen in the node. */
export async function clientFor(context: ILoadOptionsFunctions): Promise<Client> {
	const authentication = readAuthentication((name, fallback) => parameter(context, name, fallback));
	return await createClient(context, authentication, CLIENT_OPTIONS);
}

/** The id of the customer chosen in the node; undefined as long as none is. */
export async function customerIdFor(
	context: ILoadOptionsFunctions,
	client: Client,
): Promise<string | undefined> {
	const reader = {
		get: (name: string, fallback: unknown) => parameter(context, name, fallback),
		refer: <Given>(reference: Given) => reference,
	};
	if (!hasCustomer(reader)) return undefined;
	return await resolveReference(client, readCustomer(reader), LOOK_UP);
}

function parameter(context: ILoadOptionsFunctions, name: string, fallback: unknown): unknown {
	return context.getCurrentNodeParameter(name) ?? fallback;
}

/** Does it, and puts what goes wrong in the words that a run would use. */
export async function inOurWords<Value>(
	context: ILoadOptionsFunctions,
	work: () => Promise<Value>,
): Promise<Value> {
	try {
		return await work();
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
