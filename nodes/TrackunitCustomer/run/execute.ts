import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../transport/client';
import { Cancelled } from '../transport/failure';
import { Stopped } from '../transport/gate';
import { inTurn } from './inTurn';
import type { Operation, Result, Row, Run } from './operation';
import type { Outcomes } from './outcome';
import type { Ledger } from './view';

interface Execution {
	client: Client;
	operation: Operation<unknown>;
	rows: Array<Row<unknown>>;
	/** What becomes of each row is entered here. */
	outcomes: Outcomes;
	/** What a group works with; it enters what it writes in the ledger. */
	view: (ledger: Ledger) => Run;
	goesOn: boolean;
	dryRun: boolean;
}

/** Executes the groups, bounded and in order; stops starting more once one fails and the run does not go on. */
export async function executeRows(execution: Execution): Promise<void> {
	const { client, operation, rows, view, outcomes, goesOn, dryRun } = execution;
	const groups = operation.plan
		? await operation.plan(view({ written: 0, inDoubt: false, dry: [] }), rows)
		: rows.map((row) => [row]);
	let stopped = false;

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
			const inDoubt = ledger.inDoubt || ledger.written > 0;
			for (const { item } of part) {
				outcomes[item] =
					error instanceof Stopped
						? { kind: 'stopped', inDoubt }
						: { kind: 'failed', error, inDoubt };
			}
			if (goesOn && !(error instanceof Cancelled)) return;
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
}

function actionOf(result: Result): IDataObject {
	return !Array.isArray(result) && '_action' in result ? { _action: result._action } : {};
}
