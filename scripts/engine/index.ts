/**
 * Runs workflows and single nodes in n8n's own engine, n8n-core, as n8n's server does: real expressions,
 * real parameters with their defaults, real HTTP with real sign-in and token renewal, real pairing,
 * error outputs, retries and cancelling. Only what is around n8n-core, which is in n8n's server, is
 * made up here: where credentials are stored, and a few nodes of n8n-nodes-base.
 *
 * ```ts
 * const engine = createEngine({
 * 	nodeTypes: { 'n8n-nodes-trackunit.trackunitCustomer': new TrackunitCustomer() },
 * 	credentialTypes: { trackunitOAuth2Api: new TrackunitOAuth2Api() },
 * });
 *
 * const result = await engine.runNode({
 * 	node: {
 * 		type: 'n8n-nodes-trackunit.trackunitCustomer',
 * 		parameters: { resource: 'customer', operation: 'create', name: '={{ $json.company }}' },
 * 		credentials: { trackunitOAuth2Api: simulator.credentials.trackunitOAuth2Api },
 * 		onError: 'continueErrorOutput',
 * 	},
 * 	input: [{ company: 'Acme' }, { company: '' }],
 * });
 * expect(result.status).toBe('success');
 * expect(result.output[0]?.json).toMatchObject({ name: 'Acme' });
 * expect(result.errorOutput[0]?.json.error).toContain('Name');
 * expect(result.whole()).not.toContain('the client secret');
 * expect(result.credentials.trackunitOAuth2Api?.data.oauthTokenData).toBeDefined();
 *
 * // Cancelling in mid-run: abort a controller whose signal was given as `abortSignal`.
 * // Credential tests and pickers, as the editor has them:
 * await engine.testCredential('trackunitApi', { apiToken: '…', baseUrl }); // { status: 'OK', message }
 * await engine.listSearch({ nodeType: 'n8n-nodes-trackunit.trackunitCustomer', method: 'searchCustomers',
 * 	parameters: { authentication: 'oAuth2' },
 * 	credentials: { any: { type: 'trackunitOAuth2Api', data: simulator.credentials.trackunitOAuth2Api } } });
 *
 * // A trigger that polls, in an active workflow. Nothing polls by itself; polls may overlap.
 * const trigger = engine.polledNode({
 * 	type: 'n8n-nodes-trackunit.trackunitCustomerTrigger',
 * 	parameters: { triggerOn: ['customerCreated'] },
 * 	credentials: { trackunitOAuth2Api: simulator.credentials.trackunitOAuth2Api },
 * });
 * await trigger.activate();          // the first poll, after which n8n saves
 * await trigger.poll();              // items, or null; rejects as the node does. Only items are saved
 * trigger.restart();                 // what no items came after is forgotten
 * await trigger.fetchTestEvent();    // manual mode
 * ```
 *
 * Expressions run in n8n-workflow's in-process evaluator, not in the isolate that n8n's server starts:
 * that needs a native module which does not build everywhere. They give the same, some four times faster.
 */
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	INodeCredentialTestResult,
	INodeListSearchResult,
} from 'n8n-workflow';

import { CredentialsHelper } from './credentialsHelper';
import { createCredentialStore } from './credentialStore';
import { testCredential } from './credentialTest';
import { createCredentialTypes } from './credentialTypes';
import { execute, type RunOptions } from './execution';
import { prepareHost } from './host';
import type { Known } from './known';
import { createLoadMethod, type ListSearchCall, type LoadMethod } from './methods';
import { createNodeTypes, type GivenNodeTypes } from './nodeTypes';
import { createPolledNode, type PolledNode, type PolledNodeOptions } from './polledNode';
import type { EngineResult } from './result';
import { runNode, type NodeResult, type NodeRunOptions } from './runNode';

export type { StoredCredential } from './credentialStore';
export type { RunOptions, WorkflowJson } from './execution';
export type { LogLine } from './logs';
export type { ListSearchCall, LoadMethod, MethodCall } from './methods';
export type { PolledNode, PolledNodeOptions } from './polledNode';
export type { EngineResult } from './result';
export { NODE, type NodeResult, type NodeRunOptions } from './runNode';

export interface EngineOptions {
	/** By their full names, such as 'n8n-nodes-trackunit.trackunitCustomer'. */
	nodeTypes: GivenNodeTypes;
	credentialTypes: Record<string, ICredentialType>;
}

export interface Engine {
	/** Rejects only for what is wrong with the call; what goes wrong in the workflow is in the result. */
	run(options: RunOptions): Promise<EngineResult>;
	runNode(options: NodeRunOptions): Promise<NodeResult>;
	/** A trigger that polls, in an active workflow; it is polled by hand. */
	polledNode(options: PolledNodeOptions): PolledNode;
	/** Saves and tests a credential as the credential's dialogue does, in the words that it shows. */
	testCredential(
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<INodeCredentialTestResult>;
	loadMethod: LoadMethod;
	/** `loadMethod` for pickers. */
	listSearch(call: ListSearchCall): Promise<INodeListSearchResult>;
}

export function createEngine({ nodeTypes, credentialTypes }: EngineOptions): Engine {
	prepareHost();
	const known: Known = {
		nodeTypes: createNodeTypes(nodeTypes),
		credentialTypes: createCredentialTypes(credentialTypes),
	};
	const loadMethod = createLoadMethod(known);

	return {
		run: async (options) => await execute(known, options),
		runNode: async (options) => await runNode(known, options),
		polledNode: (options) => createPolledNode(known, options),
		async testCredential(type, data) {
			const store = createCredentialStore({ [type]: { type, data } });
			return await testCredential(
				new CredentialsHelper(known.credentialTypes, store),
				known.credentialTypes.get(type).test,
				{ id: type, type, data },
			);
		},
		loadMethod,
		listSearch: async (call) => await loadMethod('listSearch', call),
	};
}
