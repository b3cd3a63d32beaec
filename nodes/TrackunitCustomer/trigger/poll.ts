import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { toNodeError } from '../failure/nodeError';
import { readRunOptions } from '../parameters/options';
import { createClient, credentialTypeOf, type Client } from '../transport/client';
import { findChanges } from './changes';
import { chosenCustomer, type Poll } from './customerLists';
import { canonical, digest } from './digest';
import { samples } from './sample';
import { readSettings, type Settings } from './settings';
import { decodeState, encodeState, type DecodedState, type TriggerState } from './stateFormat';

/**
 * The static data of nodes whose poll is in progress: n8n lets polls of one node overlap. Where it keeps the
 * state in a database of its own it hands each poll a copy instead, and itself drops what a late one gives.
 */
const inProgress = new WeakSet<IDataObject>();

/** Nobody waits for a poll, and it leaves room for the runs that share the account's limit. */
const MAX_CONCURRENCY = 5;

/** What has changed in Trackunit since the last poll; null where nothing has. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	try {
		const settings = readSettings({
			get: (name, fallback) => context.getNodeParameter(name, fallback),
			raw: (name) => context.getNodeParameter(name, '', { rawExpressions: true }),
		});
		if (context.getMode() === 'manual') {
			const client = await open(context, settings);
			return toOutput(await samples(client, settings, await chosenCustomer(client, settings)));
		}
		const log: Poll['log'] = (level, text) =>
			context.logger[level](`${context.getNode().name}: ${text}`);
		const kept = context.getWorkflowStaticData('node');
		if (inProgress.has(kept)) {
			log('info', 'the last poll is still in progress, so this one is skipped');
			return null;
		}
		inProgress.add(kept);
		try {
			return await pollForChanges(context, settings, kept, log);
		} finally {
			inProgress.delete(kept);
		}
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

async function open(context: IPollFunctions, { authentication }: Settings): Promise<Client> {
	const options = readRunOptions(() => ({ maxConcurrency: MAX_CONCURRENCY }));
	return await createClient(context, authentication, options);
}

function toOutput(items: readonly IDataObject[]): INodeExecutionData[][] | null {
	return items.length === 0 ? null : [items.map((json) => ({ json }))];
}

/** Reads, compares, and only then, in one assignment, remembers: whatever fails before changes nothing. */
async function pollForChanges(
	context: IPollFunctions,
	settings: Settings,
	kept: IDataObject,
	log: Poll['log'],
): Promise<INodeExecutionData[][] | null> {
	const started = Date.now();
	const fingerprint = await fingerprintOf(context, settings);
	const state = previousState(await decodeState(kept.state, fingerprint), log);
	const result = await findChanges({
		client: await open(context, settings),
		settings,
		state,
		deadline: started + timeBudget(context, state === undefined),
		log,
	});
	const output = toOutput(result.items);
	const next = await encodeState(result.state, fingerprint);
	kept.state = next;
	return output;
}

/** What was kept, where it fits; otherwise this poll is a first one, and the log says why. */
function previousState(decoded: DecodedState, log: Poll['log']): TriggerState | undefined {
	if (decoded.kind === 'state') return decoded.state;
	const starts = 'it starts from what Trackunit has now';
	if (decoded.kind === 'other') {
		log('info', `other events, filters, customer or credential than before; ${starts}`);
	}
	if (decoded.kind === 'unreadable') {
		log(
			'warn',
			`what was kept of the last poll cannot be read, so changes since then are not reported; ${starts} (${decoded.because})`,
		);
	}
	return undefined;
}

const FINGERPRINT_LENGTH = 10;

/** Stands for all that makes two polls comparable. Of the credential it has who it is, and no secret. */
async function fingerprintOf(context: IPollFunctions, settings: Settings): Promise<string> {
	const { authentication, events, customer, filters } = settings;
	const type = credentialTypeOf(authentication);
	const { baseUrl, clientId, username } = await context.getCredentials(type);
	const parts = {
		authentication,
		credential: [context.getNode().credentials?.[type]?.id, baseUrl, clientId, username],
		events,
		customer: customer && ('id' in customer ? { id: customer.id } : { key: customer.key }),
		filters,
	};
	return digest(canonical(parts), FINGERPRINT_LENGTH);
}

const DEFAULT_BUDGET = 60_000;
/** What of n8n's time may pass before the last customer is begun with. */
const BUDGET_SHARE = 0.8;
/** Somebody waits for a workflow to be activated. */
const FIRST_POLL = 30_000;

/** Milliseconds after which no further customer's lists are read. n8n states its budget from 2.38 on. */
function timeBudget(context: IPollFunctions, isFirst: boolean): number {
	const budget =
		typeof context.getPollBudgetMs === 'function' ? context.getPollBudgetMs() : DEFAULT_BUDGET;
	return Math.min(budget * BUDGET_SHARE, isFirst ? FIRST_POLL : Infinity);
}
