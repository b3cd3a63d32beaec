import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { Cancelled, Refusal, Stopped } from '../failure/failure';
import { toNodeError } from '../failure/nodeError';
import { readAuthentication } from '../parameters/authentication';
import { garbledHint, watched, type Parameters } from '../parameters/itemParameters';
import { createOptionsCheck, readRunOptions, type RunOptions } from '../parameters/options';
import { createRowReader } from '../parameters/rowReader';
import type { Reference } from '../records/reference';
import { createClient, type Client, type ClientOptions } from '../transport/client';
import { createDialect } from './dialect';
import { executeGroups, type Group } from './executeGroups';
import type { KnownFilters } from './filteredList';
import { decisiveFailure, losses, summary, tally, toItems, type ItemOutcomes } from './itemOutcome';
import { resolveReferences, type Resolve } from './lookup';
import type { Operation, Planning, Refused, Row, Run } from './operation';
import { createProgress } from './progress';
import { createLedger, createRun } from './runApi';
import { refusalOf } from './unresolved';
import { createPace } from '../yielding';

const ON_ERROR =
	"To do the other rows all the same, set Settings → On Error to 'Continue (using error output)'.";

/** Runs an operation for all input items; the only place that knows of items, their failures and their pairing. */
export async function runAllItems(
	context: IExecuteFunctions,
	operation: Operation<unknown>,
): Promise<INodeExecutionData[][]> {
	const goesOn = context.continueOnFail();
	const node = context.getNode();
	const isTool = node.type.endsWith('Tool');
	const outcomes: ItemOutcomes = Array.from({ length: context.getInputData().length });
	const toError = createToError(node, isTool, outcomes.length);

	/** Fails an item before anything was sent; ends the run unless it goes on. */
	function refuse(item: number, error: unknown): void {
		if (!goesOn || error instanceof Cancelled) throw toError(item, error);
		outcomes[item] = { kind: 'failed', error, inDoubt: false };
	}

	const hint = createHint(context);
	const items = await readItems(context, operation, isTool, refuse);
	if (items.rows.length > 0) {
		await executeItems(context, operation, items, { goesOn, outcomes, toError, refuse, hint });
	}
	const failure = decisiveFailure(outcomes, goesOn);
	if (failure) throw toError(failure.item, failure.error, tally(outcomes));
	hintOutcomes(context, outcomes, hint);
	return [await toItems(outcomes, isTool)];
}

type ToError = (item: number | undefined, error: unknown, addition?: string) => Error;

/** Makes n8n's error of what ends a run of so many items. */
function createToError(node: INode, isTool: boolean, count: number): ToError {
	return (item, error, addition) => {
		if (error instanceof Cancelled) return error;
		if (error instanceof Refusal && error.concernsAll)
			return toNodeError(node, error, { allInMessage: isTool });
		const hasOthers = count > 1 && item !== undefined && error instanceof Refusal;
		const advice = hasOthers && !isTool ? ON_ERROR : '';
		const parts = [advice, addition].filter((part) => part);
		return toNodeError(node, error, { item, addition: parts.join(' '), allInMessage: isTool });
	};
}

/** How a run deals with what becomes of its items. */
interface Handling {
	goesOn: boolean;
	outcomes: ItemOutcomes;
	toError: ToError;
	refuse: (item: number, error: unknown) => void;
	hint: (text: string) => void;
}

/** Does what the items that could be read ask for; what becomes of each is entered in the outcomes. */
async function executeItems(
	context: IExecuteFunctions,
	operation: Operation<unknown>,
	{ rows, references, garbled }: Items,
	handling: Handling,
): Promise<void> {
	const { goesOn, outcomes, toError, refuse, hint } = handling;
	const dialect = createDialect();
	const { client, options } = await open(context, toError, {
		onAttempt: createProgress(context, outcomes),
		onAnswer: dialect.note,
	});
	if (garbled.size > 0) hint(garbledHint(garbled));
	const named = [...references.values()].flat();
	const { pageSize } = options;
	const resolve = await resolveReferences(client, named, { pageSize, hint });
	const ready: typeof rows = [];
	await createPace().each(rows, (row) => {
		const problem = problemOf(references.get(row.item) ?? [], resolve);
		if (problem) refuse(row.item, problem.error);
		else ready.push(row);
	});
	const known: KnownFilters = new Map();
	const shared = { options, resolve, hint, known, dialect };
	const run = createRun(client, shared, createLedger());
	const groups = await plan(operation, ready, run, handling, (item) =>
		(references.get(item) ?? []).map((reference) => {
			const resolved = resolve(reference);
			return { reference, ...('id' in resolved && { id: resolved.id }) };
		}),
	);
	await executeGroups({
		client,
		operation,
		groups,
		outcomes,
		goesOn,
		view: (ledger) => createRun(client, shared, ledger),
	});
}

/** Tells what became of the items of a run that went through. */
function hintOutcomes(
	context: IExecuteFunctions,
	outcomes: Readonly<ItemOutcomes>,
	hint: (text: string) => void,
): void {
	const lost = losses(outcomes);
	if (lost !== undefined) hint(lost);
	const hasErrorOutput = context.getNode().onError === 'continueErrorOutput';
	const message = summary(outcomes, hasErrorOutput ? 'the error output' : "the 'error' of each");
	if (message !== undefined) {
		context.addExecutionHints({ message, location: 'outputPane', type: 'info' });
	}
}

/** Why a row cannot be executed. Of what it names and nothing or more than one has, all is told at once. */
function problemOf(
	references: readonly Reference[],
	resolve: Resolve,
): { error: unknown } | undefined {
	const problems = references.map(resolve).filter((resolved) => 'error' in resolved);
	const [first] = problems;
	if (!first?.unresolved) return first;
	const { lookup } = first.unresolved.reference;
	const alike = problems.flatMap(({ unresolved }) => unresolved ?? []);
	return { error: refusalOf(alike.filter(({ reference }) => reference.lookup === lookup)) };
}

/** The groups to execute, without the rows that the plan refuses. A plan that fails fails all its rows. */
async function plan(
	operation: Operation<unknown>,
	rows: Array<Row<unknown>>,
	run: Run,
	{ refuse, goesOn, outcomes }: Handling,
	namedBy: (item: number) => Refused['named'],
): Promise<Group[]> {
	if (!operation.plan) return rows.map((row) => [row]);
	const late = new Map<number, unknown>();
	let groups: Group[] = [];
	try {
		const planning: Planning = {
			...run,
			refuse(item, error) {
				late.set(item, error);
				// What failed at Trackunit fails again for the other rows, and each would be tried again.
				if (!goesOn && !(error instanceof Refusal)) throw new Stopped();
			},
			refused: () =>
				[...outcomes.keys()]
					.filter((item) => outcomes[item] !== undefined || late.has(item))
					.map((item) => ({ item, named: namedBy(item) })),
			goesOn,
		};
		groups = await operation.plan(planning, rows);
	} catch (error) {
		if (!(error instanceof Stopped)) for (const { item } of rows) late.set(item, error);
	}
	for (const [item, error] of [...late].sort(([a], [b]) => a - b)) refuse(item, error);
	return groups
		.map((group) => group.filter(({ item }) => !late.has(item)))
		.filter(({ length }) => length > 0);
}

/** What was read of the items: their rows, what each names, and which of them were in a wrong encoding. */
interface Items {
	rows: Array<Row<unknown>>;
	references: Map<number, Reference[]>;
	garbled: ReadonlySet<number>;
}

/** Reads every item once. An item whose parameters are refused is handed to `refuse`, which may throw. */
async function readItems(
	context: IExecuteFunctions,
	operation: Operation<unknown>,
	isTool: boolean,
	refuse: (item: number, error: unknown) => void,
): Promise<Items> {
	const rows: Array<Row<unknown>> = [];
	const references = new Map<number, Reference[]>();
	const garbled = new Set<number>();
	const raw = context.getNodeParameter('options', 0, {}, { rawExpressions: true });
	const checkOptions = createOptionsCheck(operation.parameters, raw, () =>
		context.getNodeParameter('options', 0, {}),
	);
	const readRow = createRowReader(context);
	const pace = createPace();
	for (const [item, { json }] of context.getInputData().entries()) {
		const named: Reference[] = [];
		references.set(item, named);
		const given: Parameters = {
			item,
			isTool,
			json,
			get: (name, fallback) => readRow(name, item, json, fallback),
			raw: (name) => context.getNodeParameter(name, 0, undefined, { rawExpressions: true }),
			refer: (reference) => {
				named.push(reference);
				return reference;
			},
		};
		const parameters = watched(given, () => garbled.add(item));
		try {
			const input = operation.read(parameters);
			// Once it is known what the row names: a refused row may still count.
			checkOptions?.(parameters.get('options', {}));
			rows.push({ item, input });
		} catch (error) {
			refuse(item, error);
		}
		// Expressions are synchronous.
		const hasYielded = await pace.giveTurn();
		if (hasYielded && context.getExecutionCancelSignal()?.aborted) throw new Cancelled();
	}
	return { rows, references, garbled };
}

/** The run's client and the options that count for the whole run; they are read from the first item. */
async function open(
	context: IExecuteFunctions,
	toError: ToError,
	listeners: Pick<ClientOptions, 'onAttempt' | 'onAnswer'>,
): Promise<{ client: Client; options: RunOptions }> {
	const get = (name: string, fallback: unknown): unknown =>
		context.getNodeParameter(name, 0, fallback);
	let item: number | undefined = 0;
	try {
		const options = readRunOptions(get);
		const authentication = readAuthentication(get);
		item = undefined;
		const client = await createClient(context, authentication, { ...options, ...listeners });
		return { client, options };
	} catch (error) {
		throw toError(item, error);
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
