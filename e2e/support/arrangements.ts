import type { IDataObject } from 'n8n-workflow';

import { YARD } from '../../scripts/demo/stock';
import type { Simulator, State } from '../../simulator';
import type { Turn } from './chatModel';
import { listedCustomers } from './listed';
import { DATABASE, HANDOVER, SPREADSHEET } from '../../test/support/outside';

/** What is judged: a run that succeeded, with the requests of this run only. */
interface Ran {
	trackunit: Simulator;
	/** What came out of a node. */
	json(node: string, output?: number): IDataObject[];
	/** The customers that were there before the run. */
	before: ReadonlySet<string>;
	/** Whether the same workflow has been run before. */
	again: boolean;
	/** What the chat model has read back from its tools. */
	readByModel: string[];
}

/** How one of the examples is run in n8n where there is nobody to write to, and what it has to bring about. */
export interface Arrangement {
	/** What nodes give that would reach beyond this machine; what those that end a branch give is of no matter. */
	pinned?: Record<string, IDataObject[]>;
	/** The rows of a spreadsheet that somebody uploads by a form. */
	upload?: { form: string; rows: IDataObject[] };
	/** What the chat model answers. */
	turns?: Turn[];
	/** Whether it has a trigger besides, which the editor's button would start. */
	hasOtherTrigger?: true;
	check(ran: Ran): void;
}

/** A customer that the local Trackunit has got for another example; the model is asked for it. */
const FIRST = 'Builder at the yard';

const SENT: IDataObject[] = [{ sent: true }];

const customerOf = ({ customers }: State, number: string): string =>
	[...customers.values()].find((one) => one.externalReference === number)?.id ?? '';

const serialNumbersOf = (state: State, customerId: string): unknown[] =>
	[...(state.assignments.get(customerId) ?? [])].map((id) => state.assets.get(id)?.serialNumber);

function tally(rows: IDataObject[], field: string): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const row of rows) counts[String(row[field])] = (counts[String(row[field])] ?? 0) + 1;
	return counts;
}

const writes = ({ log }: Simulator): number =>
	log.entries.filter(({ method, path }) => method !== 'GET' && !path.startsWith('/token')).length;

/** A sync: the first run creates all, the second finds them as they are. */
function checkSync({ json, trackunit, again }: Ran, created: number, failed: number): void {
	const done = json('Sync customers');
	expect(tally(done, '_action')).toEqual(again ? { unchanged: created } : { created });
	expect(writes(trackunit)).toBe(again ? 0 : created);
	expect(done.every(({ id }) => trackunit.state.customers.has(String(id)))).toBe(true);
	expect(json('Report failures')).toHaveLength(failed);
}

/** Customers that lack a contact or an email, as the mail names them. */
function incomplete(trackunit: Simulator): string[] {
	return listedCustomers(trackunit).flatMap(({ id, name }) => {
		const all = [...(trackunit.state.contacts.get(id)?.values() ?? [])];
		return all.length === 0 || all.some(({ email }) => !email) ? [String(name)] : [];
	});
}

/** By the names of the files in examples/. */
export const ARRANGEMENTS: Record<string, Arrangement> = {
	'ai-assistant': {
		pinned: {
			'When chat message received': [
				{ sessionId: 'examples', action: 'sendMessage', chatInput: FIRST },
			],
		},
		turns: [{ call: 'Find_customers', with: { name: FIRST } }, { say: 'It is a customer.' }],
		check({ json, readByModel, trackunit: { state } }) {
			expect(json('AI Agent')).toEqual([{ output: 'It is a customer.' }]);
			const found = [...state.customers.values()].find(({ name }) => name === FIRST);
			expect(readByModel).toEqual([expect.stringContaining(String(found?.id))]);
		},
	},
	'asset-message': {
		pinned: { 'Notify the team': SENT },
		check({ json, trackunit: { state } }) {
			const [machine = {}] = json('When an asset is assigned');
			const { name } = state.customers.get(String(machine.customerId)) ?? {};
			const [message = {}] = json('Message');
			expect(message.text).toContain(`${String(name)} (`);
			expect(message.text).toContain(
				`got ${String(machine.name)}, serial number ${String(machine.serialNumber)}.`,
			);
		},
	},
	'bulk-import': {
		hasOtherTrigger: true,
		// Its parts need a published workflow and workers: `npm run test:queue` has them.
		pinned: {
			'ERP export': [
				{ rows: Array.from({ length: 1200 }, (_, row) => ({ name: `Builder ${row}` })) },
			],
			'Run the part': [500, 500, 200].map((created, index) => ({
				part: index + 1,
				created,
				updated: 0,
				unchanged: 0,
				failed: 0,
			})),
		},
		check({ json }) {
			expect(json('Parts of 500').map(({ rows }) => Array.isArray(rows) && rows.length)).toEqual([
				500, 500, 200,
			]);
			expect(json('Result')).toEqual([{ created: 1200, updated: 0, unchanged: 0, failed: 0 }]);
		},
	},
	'change-feed': {
		pinned: { 'Notify the team': SENT },
		check({ json }) {
			const changes = json('When a customer changes');
			expect(changes).toHaveLength(3);
			const words: Record<string, string> = {
				customerCreated: 'New',
				customerDeleted: 'Deleted',
				customerUpdated: 'Changed',
			};
			expect(json('Message').map(({ text }) => String(text).split('\n')[0])).toEqual(
				changes.map(
					({ event, name, customerId }) =>
						`${words[String(event)]} customer: ${String(name ?? customerId)}`,
				),
			);
		},
	},
	'contact-audit': {
		pinned: { 'Send the email': SENT },
		check({ json, trackunit }) {
			const lines = json('Report').map(({ text }) => String(text).split('\n'));
			const expected = incomplete(trackunit);
			expect(lines).toHaveLength(1);
			expect(lines[0]).toHaveLength(expected.length);
			expect(expected.every((name, index) => lines[0]?.[index]?.startsWith(name))).toBe(true);
			expect(expected.length).toBeGreaterThan(10);
		},
	},
	customers: {
		check({ json, trackunit: { state, log }, before }) {
			const list = '/api/customer/v1/customers';
			expect(log.count({ method: 'POST', path: list, status: 201 })).toBe(500);
			const moved = json('Move to Aarhus');
			expect(moved).toHaveLength(499);
			expect(moved.every(({ city }) => city === 'Aarhus')).toBe(true);
			expect(json('Report failures')).toMatchObject([{ customer: 'n8n Example 250' }]);
			expect(json('Delete them').filter(({ deleted }) => deleted)).toHaveLength(500);
			expect(new Set(state.customers.keys())).toEqual(before);
		},
	},
	'erp-spreadsheet': {
		upload: { form: 'Upload a spreadsheet', rows: SPREADSHEET },
		check(ran) {
			checkSync(ran, 2, 1);
			expect(ran.json('Report failures')).toMatchObject([{ customer: 'Without a number' }]);
		},
	},
	'erp-sql': {
		pinned: { 'ERP customers': DATABASE, 'Send the email': SENT },
		check(ran) {
			checkSync(ran, 27, 3);
			const [mail = {}, ...more] = ran.json('All failures in one text');
			expect(String(mail.text).split('\n')).toHaveLength(3);
			expect(more).toEqual([]);
		},
	},
	'erp-sync': {
		check(ran) {
			checkSync(ran, 1999, 1);
			const { state } = ran.trackunit;
			expect(state.customers.get(customerOf(state, 'ERP-22000'))?.address).toMatchObject({
				city: 'Aalborg',
				country: 'DK',
			});
		},
	},
	'fleet-handover': {
		check({ json, trackunit: { state }, again }) {
			const rows = json('Hand over assets');
			const done = rows.map(({ assigned, unchanged }) => (again ? unchanged : assigned));
			expect(done.flat()).toHaveLength(499);
			expect(json('Report failures')).toMatchObject([{ asset: 'EX-99999' }]);
			expect(serialNumbersOf(state, customerOf(state, 'ERP-30001'))).toHaveLength(50);
			expect(tally(json('Contact of the customer'), '_action')).toEqual(
				again ? { unchanged: 10 } : { created: 7, updated: 2, unchanged: 1 },
			);
			expect(json('Give access to the portal')).toHaveLength(10);
			const id = customerOf(state, 'ERP-30010');
			expect(state.portalAccess.has(`${id} yard@builder-10.example`)).toBe(true);
		},
	},
	'graphql-report': {
		check({ json, trackunit: { state } }) {
			const machines = [...state.assignments.values()].map(({ size }) => size);
			expect(json('Report').map((row) => row.assets)).toEqual(
				machines.sort((a, b) => b - a).slice(0, 10),
			);
		},
	},
	'handover-form': {
		pinned: { 'Handover form': [HANDOVER], 'Show the result': SENT },
		check({ json, trackunit: { state }, again }) {
			const id = customerOf(state, YARD.customer);
			expect(serialNumbersOf(state, id)).toEqual(YARD.machines);
			expect(state.portalAccess.has(`${id} ${String(HANDOVER.Email)}`)).toBe(true);
			const text = again ? '0 assets handed over, 2 ' : '2 assets handed over, 0 ';
			expect(json('Done')).toMatchObject([{ text: expect.stringContaining(text) }]);
		},
	},
	offboarding: {
		check({ json, trackunit: { state }, again }) {
			expect(json('Removed')).toMatchObject(
				again
					? []
					: [
							{ customer: 'Former Builder 1', assetsTakenBack: 1 },
							{ customer: 'Former Builder 2', assetsTakenBack: 0 },
						],
			);
			expect(json('Report failures').map(({ customer }) => customer)).toEqual(
				again ? ['ERP-40001', 'ERP-40002', 'ERP-40003'] : ['ERP-40003'],
			);
			expect(customerOf(state, 'ERP-40001')).toBe('');
		},
	},
	'portal-welcome': {
		pinned: { 'Send the email': SENT },
		check({ json, trackunit: { state } }) {
			const [contact = {}] = json('When a contact is created');
			const key = `${String(contact.customerId)} ${String(contact.email).toLowerCase()}`;
			expect(state.portalAccess.has(key)).toBe(true);
			expect(json('Welcome')).toMatchObject([
				{
					email: contact.email,
					text: expect.stringContaining(`Hello ${String(contact.name)},`),
				},
			]);
		},
	},
};
