import type { IDataObject } from 'n8n-workflow';

import { Cancelled, Refusal, Stopped } from '../failure/failure';
import type { Client } from '../transport/client';
import { inTurn } from './inTurn';
import type { ItemOutcome, ItemOutcomes } from './itemOutcome';
import type { OneByOne, Operation, Result, Row, Run } from './operation';
import { createLedger, type Ledger } from './runApi';

/** Rows that belong together; see `Operation`. */
export type Group = Array<Row<unknown>>;

interface Execution {
	client: Client;
	operation: Operation<unknown>;
	groups: Group[];
	/** What becomes of each row is entered here. */
	outcomes: ItemOutcomes;
	/** What a group works with; it enters what it writes in the ledger. */
	view: (ledger: Ledger) => Run;
	goesOn: boolean;
}

/** Executes the groups, bounded and in order; stops starting more once one fails and the run does not go on. */
export async function executeGroups(execution: Execution): Promise<void> {
	const { client, operation, groups, view, outcomes, goesOn } = execution;
	let stopped = false;

	async function attempt(part: Group, work: (run: Run) => Promise<Result[]>): Promise<void> {
		const ledger = createLedger();
		const run = view(ledger);
		try {
			const results = await work(run);
			part.forEach(({ item }, index) => {
				const result = results[index] ?? [];
				outcomes[item] = {
					kind: 'done',
					result: run.options.dryRun ? dry(result, index === 0 ? ledger.dry : []) : result,
					written: ledger.written > 0,
				};
			});
		} catch (error) {
			for (const { item } of part) outcomes[item] = endedBy(error, ledger);
			if (goesOn && !(error instanceof Cancelled)) return;
			stopped = true;
			client.close();
		}
	}

	async function executeOneByOne(
		{ execute }: Pick<OneByOne<unknown>, 'execute'>,
		group: Group,
	): Promise<void> {
		let doubtful: number | undefined;
		for (const row of group) {
			if (stopped) return;
			if (doubtful !== undefined) {
				outcomes[row.item] = { kind: 'failed', error: notSent(doubtful), inDoubt: false };
				continue;
			}
			await attempt([row], async (run) => [await execute(run, row.input)]);
			const outcome = outcomes[row.item];
			if (outcome?.kind === 'failed' && outcome.inDoubt) doubtful = row.item;
		}
	}

	await inTurn(
		groups.length,
		client.maxConcurrency,
		async (index) => {
			const group = groups[index] ?? [];
			if (!('executeTogether' in operation)) return await executeOneByOne(operation, group);
			const inputs = group.map(({ input }) => input);
			await attempt(group, async (run) => await operation.executeTogether(run, inputs));
		},
		() => stopped,
	);
}

/** What a row is answered with in a dry run. */
function dry(result: Result, requests: IDataObject[]): IDataObject {
	return { ...(!Array.isArray(result) && result), dryRun: true, requests };
}

/** What became of a row of a group that was not finished. */
function endedBy(error: unknown, ledger: Ledger): ItemOutcome {
	const partly = ledger.written > 0;
	const inDoubt = ledger.inDoubt || partly;
	if (error instanceof Stopped) return { kind: 'stopped', inDoubt };
	return { kind: 'failed', error, inDoubt, partly };
}

/** Sending it could make a twin of what the earlier row may have made. */
function notSent(doubtful: number): Refusal {
	return new Refusal(
		'This row was not sent',
		`It has the same key as item ${doubtful}, whose outcome is unknown. Check Trackunit before you run it again.`,
	);
}
