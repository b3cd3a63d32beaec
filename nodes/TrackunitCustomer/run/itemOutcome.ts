import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { takesDetails } from '../failure/errorOutput';
import { explainError } from '../failure/explain';
import { Cancelled } from '../failure/failure';
import { createPace } from '../yielding';
import type { Result } from './operation';

/** What became of an item. `stopped` items were not finished, since another one failed. */
export type ItemOutcome =
	| { kind: 'done'; result: Result; written: boolean }
	| { kind: 'failed'; error: unknown; inDoubt: boolean; partly?: boolean }
	| { kind: 'stopped'; inDoubt: boolean };

/** By item; undefined until the item has been dealt with. */
export type ItemOutcomes = Array<ItemOutcome | undefined>;

/** The failure that ends the run: a cancellation, or that of the lowest item unless the run goes on. */
export function decisiveFailure(
	outcomes: Readonly<ItemOutcomes>,
	goesOn: boolean,
): { item: number; error: unknown } | undefined {
	const failures = outcomes.flatMap((outcome, item) =>
		outcome?.kind === 'failed' ? [{ item, error: outcome.error }] : [],
	);
	const cancelled = failures.find(({ error }) => error instanceof Cancelled);
	return cancelled ?? (goesOn ? undefined : failures[0]);
}

/** What a user has to know who runs a failed run again: which items are done, and which may be. */
export function tally(outcomes: Readonly<ItemOutcomes>): string | undefined {
	let written = 0;
	let inDoubt = 0;
	outcomes.forEach((outcome) => {
		if (outcome?.kind === 'done' && outcome.written) written += 1;
		if (outcome && outcome.kind !== 'done' && outcome.inDoubt) inDoubt += 1;
	});
	if (written + inDoubt === 0) return undefined;
	const certain = `${written} of ${outcomes.length} items had already been written`;
	return inDoubt === 0 ? `${certain}.` : `${certain}, and ${inDoubt} more may have been.`;
}

/** What an upsert does with a row. */
const ACTIONS = ['created', 'updated', 'unchanged'];

/**
 * What became of the rows of a run that went through, in one line; nothing where all is plain. `errors` is where a
 * user finds those that failed.
 */
export function summary(outcomes: Readonly<ItemOutcomes>, errors: string): string | undefined {
	const { actions, failed, isDry, requests } = countOf(outcomes);
	const failures = failed > 0 ? [`${failed} failed: see ${errors}`] : [];
	const done = ACTIONS.flatMap((action) => {
		const count = actions.get(action) ?? 0;
		return count > 0 ? [`${count} ${action}`] : [];
	});
	if (isDry) {
		const would =
			done.length > 0 ? done : [`${requests} ${requests === 1 ? 'request' : 'requests'}`];
		return `Dry Run is on: nothing was written. Without it: ${[...would, ...failures].join(', ')}.`;
	}
	if (done.length > 0 && outcomes.length > 1) return `${[...done, ...failures].join(', ')}.`;
	return failed > 0 ? `${failed} of ${outcomes.length} items failed: see ${errors}.` : undefined;
}

interface Count {
	/** How many items each was done to. */
	actions: Map<unknown, number>;
	failed: number;
	isDry: boolean;
	/** Those of a dry run. */
	requests: number;
}

/** In one go, for there may be a hundred thousand of them. */
function countOf(outcomes: Readonly<ItemOutcomes>): Count {
	const count: Count = { actions: new Map(), failed: 0, isDry: false, requests: 0 };
	for (const outcome of outcomes) {
		if (outcome?.kind === 'failed') count.failed += 1;
		const { _action, dryRun, requests } = single(outcome);
		count.actions.set(_action, (count.actions.get(_action) ?? 0) + 1);
		count.isDry ||= dryRun === true;
		if (Array.isArray(requests)) count.requests += requests.length;
	}
	return count;
}

function single(outcome: ItemOutcome | undefined): IDataObject {
	return outcome?.kind === 'done' && !Array.isArray(outcome.result) ? outcome.result : {};
}

/** What did not arrive at Trackunit although it was accepted, of all items together. */
export function losses(outcomes: Readonly<ItemOutcomes>): string | undefined {
	const keys = new Set<string>();
	let items = 0;
	for (const outcome of outcomes) {
		const { _notKept: lost } = single(outcome);
		if (!Array.isArray(lost)) continue;
		items += 1;
		for (const key of lost) keys.add(String(key));
	}
	if (items === 0) return undefined;
	const named = [...keys].map((key) => `'${key}'`).join(', ');
	return `Trackunit accepted ${items} of ${outcomes.length} items but did not keep ${named}; each item names its own in _notKept. The API may not have these fields, or under other names.`;
}

/** The output in the input's order, each item paired with the one it came from; with turns for others in between. */
export async function toItems(
	outcomes: Readonly<ItemOutcomes>,
	isTool: boolean,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	await createPace().each(outcomes, (outcome, item) => {
		if (outcome?.kind === 'failed') {
			output.push({ json: errorJson(outcome, isTool), pairedItem: { item } });
		} else if (outcome?.kind === 'done') {
			const records = Array.isArray(outcome.result) ? outcome.result : [outcome.result];
			for (const json of records) output.push({ json: withoutError(json), pairedItem: { item } });
		}
	});
	return output;
}

/** n8n takes an item for a failed one, and sends it to the error branch, if it has these keys and no others. */
function errorJson(
	{ error, partly = false }: { error: unknown; partly?: boolean },
	isTool: boolean,
): IDataObject {
	const { message, description: why, details } = explainError(error);
	const description = [why, partly && 'Part of this item was already written; check Trackunit.']
		.filter((part) => part)
		.join(' ');
	if (isTool) return { error: description ? `${message}: ${description}` : message };
	return {
		error: message,
		...(description && { message: description }),
		...(details && takesDetails && { details }),
	};
}

/** n8n runs a node with "Retry On Fail" again if a record has a top-level `error`, so that one is renamed. */
export function withoutError(json: IDataObject): IDataObject {
	if (!json.error) return json;
	const { error, ...rest } = json;
	return { ...rest, _error: error };
}
