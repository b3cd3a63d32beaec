import type { Customer } from '../simulator';
import { eventually } from '../scripts/n8n/eventually';
import { NODE } from '../scripts/n8n/flow';
import { openStage, scene, type Stage } from './support/stage';

/** Five pages of the list: n8n asks for the second at once where it draws the first slowly. */
const CUSTOMERS = 450;

let stage: Stage;
beforeAll(async () => (stage = await openStage({ customers: CUSTOMERS })));
afterAll(async () => await stage.close());

/** A node that gets a customer, opened, with its customer chosen in such a way. */
async function openGet(mode?: 'ID' | 'URL' | 'External Reference'): Promise<void> {
	const { editor, show } = stage;
	await show('Get a customer', { operation: 'get' });
	await editor.openNode(NODE);
	if (mode === undefined) return;
	await editor.part('rlc-mode-selector').click();
	await editor.choice(`By ${mode}`).click();
}

/** Runs the open node; the names of the customers in its output. */
async function namesOf(): Promise<Array<string | undefined>> {
	await stage.editor.runStep();
	return (await stage.editor.output()).map(({ name }) => name);
}

function customer(index: number): Customer {
	const found = [...stage.trackunit.state.customers.values()].at(index);
	if (!found) throw new Error(`The local Trackunit has no customer ${index}`);
	return found;
}

scene(
	'a list of customers goes on as it is scrolled',
	() => stage,
	async ({ editor: { part, picture } }) => {
		await openGet();
		await part('rlc-input').click();
		const rows = part('rlc-item');
		await rows
			.filter({ hasText: customer(0).name })
			.first()
			.waitFor();
		await picture('picker-list');
		expect(await rows.count()).toBeLessThan(CUSTOMERS);
		await eventually(async () => {
			await rows.last().scrollIntoViewIfNeeded();
			expect(await rows.count()).toBe(CUSTOMERS);
		});
		const { name, externalReference } = customer(-1);
		expect(await rows.last().innerText()).toBe(`${name} (${externalReference})`);
	},
);

scene(
	'a customer is found by typing its number, chosen, and got',
	() => stage,
	async ({ editor: { part, picture } }) => {
		const { name, externalReference } = customer(-1);
		await openGet();
		await part('rlc-input').click();
		await part('rlc-search').fill(externalReference ?? '');
		const found = part('rlc-item').filter({ hasText: name });
		await found.waitFor();
		await picture('picker-search');
		await found.click();
		expect(await part('rlc-input').inputValue()).toBe(`${name} (${externalReference})`);
		expect(await namesOf()).toEqual([name]);
		await picture('picker-chosen');
	},
);

scene(
	'a customer that is not there is not in the list',
	() => stage,
	async ({ editor: { part, picture } }) => {
		await openGet();
		await part('rlc-input').click();
		await part('rlc-search').fill('nobody of this name');
		await part('ndv').page().getByText('No results').waitFor();
		await picture('picker-nothing-found');
	},
);

describe.each([
	['ID', ({ id }: Customer) => id],
	['URL', ({ id }: Customer) => `https://new.manager.trackunit.com/customers/${id}`],
	['External Reference', ({ externalReference }: Customer) => externalReference ?? ''],
] as const)('by %s', (mode, valueOf) => {
	scene(
		`a customer is got by ${mode}`,
		() => stage,
		async ({ editor: { part, picture, enter } }) => {
			await openGet(mode);
			await enter(part('rlc-input'), valueOf(customer(42)));
			expect(await namesOf()).toEqual([customer(42).name]);
			await picture(`picker-by-${mode.toLowerCase().replace(' ', '-')}`);
		},
	);
});
