import type { INodeExecutionData } from 'n8n-workflow';

import { startSimulator, type Simulator, type State } from '../../simulator';
import type { Engine, PolledNode } from '../engine';
import { isSignIn, tally, TRAVEL_TIME } from './checks';
import { createClaims, type Check } from './claims';
import { detail, print, printChecks } from './report';

const TRIGGER = 'n8n-nodes-trackunit.trackunitCustomerTrigger';
const CUSTOMERS = 10_000;
/** A thousand customers a page. */
const PAGES = 10;

/** What somebody changes in Trackunit between two polls; answers what the trigger has to tell. */
function change(state: State): Record<string, number> {
	const [first = '', second = '', third = ''] = state.customers.keys();
	for (let number = 1; number <= 3; number += 1) state.addCustomer({ name: `New ${number}` });
	state.updateCustomer(first, { name: 'Renamed' });
	// Two changes between two polls are one event.
	state.updateCustomer(second, { phoneNumber: '+45 11111111' });
	state.updateCustomer(second, { phoneNumber: '+45 22222222' });
	state.deleteCustomer(third);
	return { customerCreated: 3, customerDeleted: 1, customerUpdated: 2 };
}

interface Polled {
	items: INodeExecutionData[];
	requests: number;
}

async function poll({ log }: Simulator, node: PolledNode): Promise<Polled> {
	log.clear();
	const items = (await node.poll()) ?? [];
	return { items, requests: log.entries.filter((entry) => !isSignIn(entry)).length };
}

/** Polls with the trigger while customers change, tells of it, and answers what was checked. */
export async function demoChanges(engine: Engine): Promise<Check[]> {
	const simulator = await startSimulator({ customers: CUSTOMERS });
	const { equal, claim, checks } = createClaims();
	try {
		print(`\nThe trigger, with ${CUSTOMERS} customers`);
		simulator.faults.add(TRAVEL_TIME);
		const node = engine.polledNode({
			type: TRIGGER,
			parameters: { triggerOn: ['customerCreated', 'customerUpdated', 'customerDeleted'] },
			credentials: { trackunitOAuth2Api: { ...simulator.credentials.trackunitOAuth2Api } },
		});
		equal(
			'the first poll reports nothing: later ones compare with it',
			await node.activate(),
			null,
		);

		const quiet = await poll(simulator, node);
		equal('a poll without changes reports nothing', quiet.items.length, 0);
		// The last page is full, so there is one more look.
		equal(
			'and takes one request per thousand customers, and a last one',
			quiet.requests,
			PAGES + 1,
		);

		const expected = change(simulator.state);
		print('  Three customers are created, two are changed, one of them twice, and one is deleted.');
		const { items, requests } = await poll(simulator, node);
		print(`  The next poll took ${requests} requests and reports ${items.length} events.`);
		for (const { json } of items) {
			const { event, name, customerId, changes } = json;
			detail(`  ${JSON.stringify({ event, customerId, name, changes })}`);
		}
		equal('each change is reported once', tally(items, 'event'), expected);
		equal('and not again', (await poll(simulator, node)).items.length, 0);

		simulator.state.addCustomer({ name: 'Made while Trackunit fails' });
		simulator.faults.add({ kind: 'status', status: 403, times: 1 });
		const failure: unknown = await node.poll().catch((error: unknown) => error);
		claim('a poll that fails says why', failure instanceof Error, () => String(failure));
		equal(
			'the next one reports what it missed',
			tally((await poll(simulator, node)).items, 'event'),
			{
				customerCreated: 1,
			},
		);

		const bytes = node.savedBytes();
		print(`  What n8n stores of ${CUSTOMERS} customers is ${Math.round(bytes / 1000)} kB.`);
		claim('that is less than 400 kB', bytes < 400_000, () => `it is ${bytes} bytes`);
		equal('nothing was sent or returned that the contract does not know', simulator.violations, []);
		printChecks(checks);
		return [...checks];
	} finally {
		await simulator.close();
	}
}
