import { PollContext } from 'n8n-core';
import {
	jsonParse,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { additionalDataFor } from './additionalData';
import { CredentialsHelper } from './credentialsHelper';
import { createCredentialStore } from './credentialStore';
import type { Known } from './known';
import { capturing, type LogLine } from './logs';
import { NODE } from './runNode';

export interface PolledNodeOptions {
	/** Full name, such as 'n8n-nodes-trackunit.trackunitCustomerTrigger'. */
	type: string;
	parameters?: INodeParameters;
	/** Their data, by the name of their type, which is also the id that they are stored under. */
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	/**
	 * Milliseconds that n8n gives a poll: five minutes, or about 36 s where it polls by a lease. An n8n
	 * before 2.38 does not say.
	 */
	budget?: number | 'unknown';
	/**
	 * Where n8n keeps what the node remembers. `memory`, its way by default: one live object for all polls of
	 * an activation, which is written to the database with the items of a poll, and at activation. `database`,
	 * its newer way: each poll works on a copy, which is written back if the poll did not fail.
	 */
	keeps?: 'memory' | 'database';
}

/** A polling trigger in a workflow that is active, polled whenever the caller says so. */
export interface PolledNode {
	/** The items that the node starts the workflow with, or null; rejects as the node does. Polls may overlap. */
	poll(): Promise<INodeExecutionData[] | null>;
	/** The first poll of an activation, after which n8n saves even if nothing came of it. */
	activate(): Promise<INodeExecutionData[] | null>;
	/** 'Fetch test event' in the editor: in manual mode, on a copy of what is saved. */
	fetchTestEvent(): Promise<INodeExecutionData[] | null>;
	/** n8n ends and starts again: only what was saved is left. */
	restart(): void;
	/** The workflow is saved with other parameters, or a credential with other data, and activated anew. */
	change(change: Pick<PolledNodeOptions, 'parameters' | 'credentials'>): void;
	/** The node's static data as the database has it. */
	saved(): IDataObject;
	/** The bytes of it as JSON. */
	savedBytes(): number;
	/** Puts something else in its place, as a damaged database would. */
	overwrite(staticData: IDataObject): void;
	/** What n8n and the node have logged since the last call. */
	takeLogs(): LogLine[];
}

/** The place of a node's own data in its workflow's. */
const KEY = `node:${NODE}`;

export function createPolledNode(
	{ nodeTypes, credentialTypes }: Known,
	{ type, parameters = {}, credentials = {}, budget, keeps = 'memory' }: PolledNodeOptions,
): PolledNode {
	const { version } = nodeTypes.getByNameAndVersion(type).description;
	const store = createCredentialStore(
		Object.fromEntries(
			Object.entries(credentials).map(([name, data]) => [name, { type: name, data }]),
		),
	);
	const helper = new CredentialsHelper(credentialTypes, store);
	let given = parameters;
	// Text, as in n8n's database: what a poll does to its object does not change it.
	let database = '{}';
	let logs: LogLine[] = [];
	let workflow = load();

	function load(): Workflow {
		const node: INode = {
			id: NODE,
			name: NODE,
			type,
			typeVersion: Array.isArray(version) ? Math.max(...version) : version,
			position: [0, 0],
			parameters: structuredClone(given),
			credentials: Object.fromEntries(
				Object.keys(credentials).map((name) => [name, { id: name, name }]),
			),
		};
		return new Workflow({
			id: 'workflow',
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
			staticData: jsonParse(database),
		});
	}

	async function pollIn(
		active: Workflow,
		mode: WorkflowExecuteMode,
		staticData: IDataObject,
	): Promise<INodeExecutionData[] | null> {
		const node = active.nodes[NODE];
		const poll = node && nodeTypes.getByNameAndVersion(type).poll;
		if (!poll) throw new Error(`${type} is no trigger that polls`);
		const context = new PollContext(
			active,
			node,
			additionalDataFor(helper),
			mode,
			'activate',
			undefined,
			undefined,
			undefined,
			undefined,
			() => staticData,
			typeof budget === 'number' ? () => budget : undefined,
		);
		if (budget === 'unknown') Object.assign(context, { getPollBudgetMs: undefined });
		const output = await capturing(logs, async () => await poll.call(context));
		return output?.[0] ?? null;
	}

	function save(staticData: object): void {
		database = JSON.stringify(staticData);
	}

	async function pollOnce(isActivation: boolean): Promise<INodeExecutionData[] | null> {
		const active = workflow;
		if (keeps === 'database') {
			const copy = saved();
			const items = await pollIn(load(), 'trigger', copy);
			save({ [KEY]: copy });
			return items;
		}
		const node = active.nodes[NODE];
		const items = await pollIn(active, 'trigger', active.getStaticData('node', node));
		if (items !== null || isActivation) save(active.staticData);
		return items;
	}

	function saved(): IDataObject {
		return jsonParse<Record<string, IDataObject>>(database)[KEY] ?? {};
	}

	return {
		poll: async () => await pollOnce(false),
		activate: async () => await pollOnce(true),
		fetchTestEvent: async () => await pollIn(load(), 'manual', saved()),
		restart() {
			workflow = load();
		},
		change(change) {
			given = change.parameters ?? given;
			for (const [name, data] of Object.entries(change.credentials ?? {})) {
				store.write({ id: name, name }, name, data);
			}
			workflow = load();
		},
		saved,
		savedBytes: () => Buffer.byteLength(JSON.stringify(saved())),
		overwrite(staticData) {
			save({ [KEY]: staticData });
			workflow = load();
		},
		takeLogs() {
			const taken = logs;
			logs = [];
			return taken;
		},
	};
}
