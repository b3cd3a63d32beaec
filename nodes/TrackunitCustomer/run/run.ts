import {
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { readAuthentication } from '../parameters/authentication';
import { readRunOptions, type RunOptions } from '../parameters/options';
import { createClient, type Client } from '../transport/client';
import { explainError, toNodeError } from '../transport/errors';
import { Cancelled, RequestFailure } from '../transport/failure';
import { Stopped } from '../transport/gate';
import { readRows } from '../transport/pages';
import { inTurn } from './inTurn';
import { resolveReferences, type Reference } from './lookup';
import type { Operation, Parameters, Result, Row, Run } from './operation';

/** What became of an item. `stopped` items were not finished, since another one failed. */
type Outcome =
	| { kind: 'done'; result: Result; written: boolean }
	| { kind: 'failed'; error: unknown; inDoubt: boolean }
	| { kind: 'stopped'; inDoubt: boolean };

/** By item; undefined until the item has been dealt with. */
type Outcomes = Array<Outcome | undefined>;

/** What one group's rows sent, as far as it changed something. */
interface Ledger {
	written: number;
	inDoubt: boolean;
	dry: IDataObject[];
}

/** Milliseconds of reading parameters after which other work of n8n gets its turn: expressions are synchronous. */
const YIELD_AFTER = 50;

/** Runs an operation for all input items; the only place that knows of items, their failures and their pairing. */
export async function run(
	context: IExecuteFunctions,
	operation: Operation<unknown>,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData().length;
	const goesOn = context.continueOnFail();
	const node = context.getNode();
	const isTool = node.type.endsWith('Tool');
	const outcomes: Outcomes = Array.from({ length: items });

	function thrown(item: number | undefined, error: unknown, addition?: string): Error {
		if (error instanceof Cancelled) return error;
		return toNodeError(node, error, { item, addition, allInMessage: isTool });
	}

	const { rows, references } = await readItems(context, operation, isTool, (item, error) => {
		if (!goesOn) throw thrown(item, error);
		outcomes[item] = { kind: 'failed', error, inDoubt: false };
	});

	if (rows.length > 0) {
		const { client, options } = await open(context, thrown);
		const resolve = await resolveReferences(client, [...references.values()].flat());
		const ready = rows.filter(({ item }) => {
			try {
				for (const reference of references.get(item) ?? []) resolve(reference);
				return true;
			} catch (error) {
				if (error instanceof Cancelled || !goesOn) throw thrown(item, error);
				outcomes[item] = { kind: 'failed', error, inDoubt: false };
				return false;
			}
		});
		const hint = createHint(context);
		const view = (ledger: Ledger): Run => createRun(client, { options, resolve, hint }, ledger);
		const { dryRun } = options;
		await executeAll({ client, operation, rows: ready, view, outcomes, goesOn, dryRun });
	}

	const failed = outcomes.findIndex((outcome) => outcome?.kind === 'failed');
	if (failed >= 0 && !goesOn) {
		const outcome = outcomes[failed];
		throw thrown(failed, outcome?.kind === 'failed' && outcome.error, tally(outcomes));
	}
	return [toItems(outcomes, isTool)];
}

/** Reads every item once. An item whose parameters are refused is handed to `refuse`, which may throw. */
async function readItems(
	context: IExecuteFunctions,
	operation: Operation<unknown>,
	isTool: boolean,
	refuse: (item: number, error: unknown) => void,
): Promise<{ rows: Array<Row<unknown>>; references: Map<number, Reference[]> }> {
	const rows: Array<Row<unknown>> = [];
	const references = new Map<number, Reference[]>();
	const items = context.getInputData().length;
	let lastYield = Date.now();
	for (let item = 0; item < items; item++) {
		const parameters: Parameters = {
			item,
			isTool,
			get: (name, fallback) => context.getNodeParameter(name, item, fallback),
			refer: (reference) => {
				references.set(item, [...(references.get(item) ?? []), reference]);
				return reference;
			},
		};
		try {
			rows.push({ item, input: operation.read(parameters) });
		} catch (error) {
			refuse(item, error);
		}
		if (Date.now() - lastYield > YIELD_AFTER) {
			await sleep(0);
			if (context.getExecutionCancelSignal()?.aborted) throw new Cancelled();
			lastYield = Date.now();
		}
	}
	return { rows, references };
}

/** The run's client and the options that count for the whole run; they are read from the first item. */
async function open(
	context: IExecuteFunctions,
	thrown: (item: number | undefined, error: unknown) => Error,
): Promise<{ client: Client; options: RunOptions }> {
	const get = (name: string, fallback: unknown): unknown =>
		context.getNodeParameter(name, 0, fallback);
	let item: number | undefined = 0;
	try {
		const options = readRunOptions(get);
		const authentication = readAuthentication(get);
		item = undefined;
		return { client: await createClient(context, authentication, options), options };
	} catch (error) {
		throw thrown(item, error);
	}
}

function createHint(context: IExecuteFunctions): (text: string) => void {
	const told = new Set<string>();
	return (text) => {
		if (told.has(text)) return;
		told.add(text);
		context.addExecutionHints({ message: text, location: 'outputPane', type: 'warning' });
	};
}

interface Shared {
	options: RunOptions;
	resolve: (reference: Reference) => string;
	hint: (text: string) => void;
}

const NOT_FILTERED =
	"Trackunit answered rows that do not match 'Filters'; they were left out here. Such a list takes longer, since all of it is read.";

/** What one group works with; whatever it writes is entered in its ledger. */
function createRun(client: Client, { options, resolve, hint }: Shared, ledger: Ledger): Run {
	return {
		async read(request) {
			const { body } = await client.send({ method: 'GET', repeatable: true, ...request });
			return body ?? {};
		},
		async write(request) {
			if (options.dryRun) {
				const { method, body } = request;
				ledger.dry.push({ method, url: client.url(request), ...(body && { body }) });
				return { status: 0, headers: {}, body: undefined };
			}
			try {
				const answer = await client.send(request);
				ledger.written += 1;
				return answer;
			} catch (error) {
				if (isInDoubt(error)) ledger.inDoubt = true;
				throw rethrown(error);
			}
		},
		async list({ accept, ...listing }) {
			if (!accept) {
				const pageSize = Math.min(options.pageSize, listing.limit ?? Infinity);
				return await readRows(client, { ...listing, pageSize }, hint);
			}
			const checked = (row: IDataObject): boolean => {
				const accepted = accept(row);
				if (!accepted) hint(NOT_FILTERED);
				return accepted;
			};
			return await readRows(
				client,
				{ ...listing, pageSize: options.pageSize, accept: checked },
				hint,
			);
		},
		idOf: resolve,
		hint,
	};
}

function isInDoubt(error: unknown): boolean {
	if (error instanceof Stopped) return error.inDoubt;
	return error instanceof RequestFailure && error.failure.delivery === 'unknown';
}

function rethrown(error: unknown): Error {
	return error instanceof Error ? error : new Error(String(error));
}

interface Execution {
	client: Client;
	operation: Operation<unknown>;
	rows: Array<Row<unknown>>;
	view: (ledger: Ledger) => Run;
	outcomes: Outcomes;
	goesOn: boolean;
	dryRun: boolean;
}

/** Executes the groups, bounded and in order; stops starting more once one fails and the run does not go on. */
async function executeAll(execution: Execution): Promise<void> {
	const { client, operation, rows, view, outcomes, goesOn, dryRun } = execution;
	const groups = operation.plan
		? await operation.plan(view({ written: 0, inDoubt: false, dry: [] }), rows)
		: rows.map((row) => [row]);
	let stopped = false;
	let cancelled: Cancelled | undefined;

	async function attempt(
		part: Array<Row<unknown>>,
		work: (run: Run) => Promise<Result[]>,
	): Promise<void> {
		const ledger: Ledger = { written: 0, inDoubt: false, dry: [] };
		try {
			const results = await work(view(ledger));
			part.forEach(({ item }, index) => {
				const result = results[index] ?? [];
				outcomes[item] = {
					kind: 'done',
					result: dryRun ? { dryRun: true, requests: ledger.dry, ...actionOf(result) } : result,
					written: ledger.written > 0,
				};
			});
		} catch (error) {
			if (error instanceof Cancelled) cancelled = error;
			const inDoubt = ledger.inDoubt || ledger.written > 0;
			for (const { item } of part) {
				outcomes[item] =
					error instanceof Stopped
						? { kind: 'stopped', inDoubt }
						: { kind: 'failed', error, inDoubt };
			}
			if (goesOn && !cancelled) return;
			stopped = true;
			client.close();
		}
	}

	await inTurn(
		groups.length,
		client.maxConcurrency,
		async (index) => {
			const group = groups[index] ?? [];
			if ('executeTogether' in operation) {
				const inputs = group.map(({ input }) => input);
				await attempt(group, async (run) => await operation.executeTogether(run, inputs));
				return;
			}
			for (const row of group) {
				if (stopped) return;
				await attempt([row], async (run) => [await operation.execute(run, row.input)]);
			}
		},
		() => stopped,
	);
	if (cancelled) throw rethrown(cancelled);
}

function actionOf(result: Result): IDataObject {
	return !Array.isArray(result) && '_action' in result ? { _action: result._action } : {};
}

/** What a user has to know who runs a failed run again: which items are done, and which may be. */
function tally(outcomes: Readonly<Outcomes>): string | undefined {
	let written = 0;
	let inDoubt = 0;
	outcomes.forEach((outcome) => {
		if (outcome?.kind === 'done' && outcome.written) written += 1;
		if (outcome && outcome.kind !== 'done' && outcome.inDoubt) inDoubt += 1;
	});
	if (written + inDoubt === 0) return undefined;
	const certain = `${written} of ${outcomes.length} items were written`;
	return inDoubt === 0 ? `${certain} before.` : `${certain}, and ${inDoubt} more may have been.`;
}

/** The output in the input's order, each item paired with the one it came from. */
function toItems(outcomes: Readonly<Outcomes>, isTool: boolean): INodeExecutionData[] {
	const output: INodeExecutionData[] = [];
	outcomes.forEach((outcome, item) => {
		if (outcome?.kind === 'failed') {
			output.push({ json: errorJson(outcome.error, isTool), pairedItem: { item } });
		} else if (outcome?.kind === 'done') {
			const records = Array.isArray(outcome.result) ? outcome.result : [outcome.result];
			for (const json of records) output.push({ json: withoutError(json), pairedItem: { item } });
		}
	});
	return output;
}

/** n8n takes an item for a failed one, and sends it to the error branch, if it has these keys and no others. */
function errorJson(error: unknown, isTool: boolean): IDataObject {
	const { message, description, details } = explainError(error);
	if (isTool) return { error: description ? `${message}: ${description}` : message };
	return {
		error: message,
		...(description && { message: description }),
		...(details && { details }),
	};
}

/** n8n runs a node with "Retry On Fail" again if a record has a top-level `error`, so that one is renamed. */
function withoutError(json: IDataObject): IDataObject {
	if (!json.error) return json;
	const { error, ...rest } = json;
	return { ...rest, _error: error };
}
