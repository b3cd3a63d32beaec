import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { readAuthentication } from '../parameters/authentication';
import { readRunOptions, type RunOptions } from '../parameters/options';
import { createClient, type Client } from '../transport/client';
import { toNodeError } from '../transport/errors';
import { Cancelled } from '../transport/failure';
import { executeRows } from './execute';
import { resolveReferences, type Reference } from './lookup';
import type { Operation, Parameters, Row } from './operation';
import { decisiveFailure, tally, toItems, type Outcomes } from './outcome';
import { createRun } from './view';

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
		await executeRows({
			client,
			operation,
			rows: ready,
			outcomes,
			goesOn,
			dryRun: options.dryRun,
			view: (ledger) => createRun(client, { options, resolve, hint }, ledger),
		});
	}

	const failure = decisiveFailure(outcomes, goesOn);
	if (failure) throw thrown(failure.item, failure.error, tally(outcomes));
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
