import type { Engine, NodeResult } from '../../scripts/engine';
import { createRandom } from '../../simulator/random';
import type { Account } from './account';
import { contactsIn, createErp, handOver } from './business';
import { troubles } from './troubles';
import { countReferences, createWorkflows } from './workflows';

/** What has been done so far. */
export interface Tally {
	rounds: number;
	items: number;
	/** Of the items, those that went to the error output. */
	failed: number;
	polls: number;
	failedPolls: number;
	requests: number;
}

export interface Rounds {
	tally: Tally;
	/** Polls, syncs and hand-overs once, while things go wrong. */
	next(): Promise<void>;
	/** Without troubles: whether all is there once, and was told. Sentences about what is not so. */
	settle(): Promise<string[]>;
}

/** Workflows of a business on n8n's engine, round by round; the same seed gives the same rounds. */
export async function createRounds(
	engine: Engine,
	account: Account,
	seed: number,
): Promise<Rounds> {
	const random = createRandom(seed);
	const erp = createErp(random);
	const workflows = createWorkflows(engine, account.credentials);
	const tally: Tally = { rounds: 0, items: 0, failed: 0, polls: 0, failedPolls: 0, requests: 0 };
	const wrong: string[] = [];
	const told = new Set<string>();

	function count(what: string, given: number, { status, output, errorOutput }: NodeResult): void {
		tally.items += given;
		tally.failed += errorOutput.length;
		const came = output.length + errorOutput.length;
		if (status !== 'success' || came !== given) {
			wrong.push(`Round ${tally.rounds}: ${what} ended as ${status}, ${came} outcomes of ${given}`);
		}
	}

	async function poll(): Promise<void> {
		tally.polls += 1;
		try {
			const items = (await workflows.trigger.poll()) ?? [];
			for (const { json } of items) {
				if (json.event === 'customerCreated') told.add(String(json.customerId));
			}
		} catch {
			tally.failedPolls += 1;
		}
		workflows.trigger.takeLogs();
	}

	async function workOnce(): Promise<void> {
		erp.move();
		await poll();
		count('Sync', erp.rows.length, await workflows.sync(erp.rows));
		const assets = handOver(random);
		count('Hand-over', assets.length, await workflows.handOver(assets));
		const contacts = contactsIn(tally.rounds);
		count('Contacts', contacts.length, await workflows.keepContacts(contacts));
		await poll();
	}

	await account.trouble([]);
	await workflows.trigger.activate();
	return {
		tally,
		async next() {
			tally.rounds += 1;
			await account.trouble(troubles(random));
			await workOnce();
			await workflows.list();
			tally.requests += await account.requests();
		},
		async settle() {
			await account.trouble([]);
			const { failed } = tally;
			await workOnce();
			if (tally.failed > failed) wrong.push('Rows failed though nothing went wrong');
			const again = await workflows.sync(erp.rows);
			const written = again.output.filter(({ json }) => json._action !== 'unchanged');
			if (written.length > 0) wrong.push(`A second sync wrote ${written.length} rows`);
			const { output } = await workflows.list();
			for (const [key, items] of countReferences(output)) {
				if (items !== 1) wrong.push(`${key} is there ${items} times`);
			}
			const untold = again.output.filter(({ json }) => !told.has(String(json.id)));
			if (untold.length > 0) wrong.push(`${untold.length} new customers were never told`);
			return wrong;
		},
	};
}
