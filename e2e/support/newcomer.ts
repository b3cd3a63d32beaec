import type { IDataObject } from 'n8n-workflow';
import type { Locator } from 'playwright-core';

import { eventually } from '../../scripts/n8n/eventually';
import { START } from '../../scripts/n8n/flow';
import { fillIn } from './credentialDialog';
import type { Editor } from './editor';

/** What n8n calls a new credential for an API key, and what it offers where there is none. */
const ACCOUNT = 'Trackunit (API Key) account';
const CONNECT = 'Connect to Trackunit (API Key)';

/** Somebody who builds a workflow by hand, with nothing but what the editor shows. */
export interface Newcomer {
	/** Adds one of the node's events to an empty workflow, and opens its panel. */
	addEvent(event: string): Promise<void>;
	/** Adds one of the node's actions, behind the last step if there is one, and opens its panel. */
	addAction(action: string): Promise<void>;
	/** Begins an empty workflow that is started by hand, on rows that are pasted as its mock data. */
	startWith(rows: readonly IDataObject[]): Promise<void>;
	/** Makes a credential from the open panel, or chooses the one that was made before. */
	signIn(values: object, look?: (dialog: Locator) => Promise<void>): Promise<void>;
	/** What the open panel shows, a line of text each. */
	lines(): Promise<string[]>;
	/** The field of a parameter, by its name. */
	field(name: string): Locator;
	/** Enters text in the field of a parameter. */
	type(name: string, text: string): Promise<void>;
	/** Chooses from the list of a parameter, by its name. */
	choose(name: string, choice: string): Promise<void>;
	/** Says in which way the record of a locator is given, such as 'By External Reference'. */
	chooseMode(name: string, mode: string): Promise<void>;
	/** Finds a record in a locator's list by a part of what is shown of it, and chooses it. */
	pick(name: string, text: string): Promise<void>;
	/** Opens what an 'Add …' button offers; the names of it. */
	offered(button: string): Promise<string[]>;
	/** Adds what an 'Add …' button offers. */
	add(button: string, choice: string): Promise<void>;
	/** Adds a field of the mapper. */
	addField(label: string): Promise<void>;
	/** Drags a column of the input onto a parameter; it has the value of the first row then. */
	drag(column: string, name: string, value: string): Promise<void>;
	/** Executes the step, and waits for what n8n says of a failure: what went wrong, and what to do. */
	fails(title: string, advice: string): Promise<void>;
	/** Executes the step, and waits for a line above its output. */
	succeeds(hint: string): Promise<void>;
}

export function createNewcomer(editor: Editor): Newcomer {
	const { page, part } = editor;
	const panel = part('ndv');
	const nodes = part('node-creator');
	const output = part('output-panel');

	/** Opens the list of nodes; whether it is for the first step. */
	async function openNodes(): Promise<boolean> {
		const first = part('canvas-add-button').locator('button');
		const next = part('canvas-handle-plus-wrapper');
		await first.or(next).first().waitFor();
		const isFirst = await first.isVisible();
		await (isFirst ? first : next.last()).click();
		await part('node-creator-search-bar').waitFor();
		return isFirst;
	}

	/** Opens the node in the list; on an empty workflow its actions are folded, and its events are not. */
	async function openTrackunit(): Promise<boolean> {
		const isFirst = await openNodes();
		await part('node-creator-search-bar').fill('trackunit');
		await part('node-creator-item-name').getByText('Trackunit Customer', { exact: true }).click();
		return isFirst;
	}

	async function chooseStep(name: string): Promise<void> {
		await nodes.getByText(name, { exact: true }).click();
		await panel.waitFor();
		await page.getByText('Fetching fields').waitFor({ state: 'hidden' });
	}

	/** The locator of a parameter: its mode and its value. */
	const locatorOf = (name: string): Locator =>
		part(`resource-locator-${name}`)
			.or(part(`parameter-input-${name}`))
			.first();

	/** A list opens with an effect; what is found in it before may be gone again. */
	async function openList(button: string): Promise<Locator> {
		const adding = part('collection-parameter-add', panel).filter({
			has: page.getByPlaceholder(button),
		});
		await adding.scrollIntoViewIfNeeded();
		await adding.click();
		const choices = page
			.locator('.el-select-dropdown__item, [role="option"], [role="menuitem"]')
			.filter({ visible: true, hasText: /\S/ });
		await choices.first().waitFor();
		return choices;
	}

	async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
		await element.scrollIntoViewIfNeeded();
		const box = await element.boundingBox();
		if (!box) throw new Error('What is to be dragged, or its aim, is not in sight');
		return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
	}

	const newcomer: Newcomer = {
		async addEvent(event) {
			await openTrackunit();
			await chooseStep(event);
		},
		async addAction(action) {
			const isFirst = await openTrackunit();
			if (isFirst) await nodes.getByText(/^Actions \(\d+\)$/).click();
			await chooseStep(action);
		},
		async startWith(rows) {
			await openNodes();
			await part('node-creator-item-name').filter({ hasText: 'Trigger manually' }).click();
			await editor.openNode(START);
			await output.getByText('set mock data').click();
			await output.locator('.cm-content').click();
			await page.keyboard.press('ControlOrMeta+A');
			await page.keyboard.insertText(JSON.stringify(rows, null, 2));
			await output.getByText('Save', { exact: true }).click();
			await output.getByText(`${rows.length} items`).first().waitFor();
			await editor.closeNode();
		},
		async signIn(values, look) {
			const connect = panel.getByRole('button', { name: CONNECT });
			const chosen = part('node-credentials-select', panel).locator('input');
			await connect.or(chosen).first().waitFor();
			if (await connect.isVisible()) {
				await connect.click();
			} else {
				if ((await chosen.inputValue()) === ACCOUNT) return;
				await chosen.click();
				const before = editor.choice(ACCOUNT);
				const create = page.getByText('Create new credential').filter({ visible: true });
				await create.waitFor();
				if (await before.isVisible()) {
					await before.click();
					return;
				}
				await create.click();
			}
			const dialog = part('credential-edit-dialog');
			await dialog.waitFor();
			await look?.(dialog);
			await fillIn(editor, values);
			await part('credential-save-button').click();
			// Of a credential that is made from a node and passes n8n's test, the dialogue closes.
			await dialog.waitFor({ state: 'hidden' });
		},
		async lines() {
			const text = await part('node-parameters').innerText();
			return text.split('\n').map((line) => line.trim());
		},
		field: (name) =>
			part(`parameter-input-${name}`, panel)
				.locator('input, textarea, [contenteditable="true"]')
				.first(),
		async type(name, text) {
			await editor.enter(newcomer.field(name), text);
		},
		async choose(name, choice) {
			await part(`parameter-input-${name}`, panel).click();
			await editor.choice(choice).click();
		},
		async chooseMode(name, mode) {
			await part('rlc-mode-selector', locatorOf(name)).click();
			await editor.choice(mode).click();
		},
		async pick(name, text) {
			await part('rlc-input', locatorOf(name)).click();
			await part('rlc-search').fill(text);
			await part('rlc-item').filter({ hasText: text }).click();
		},
		async offered(button) {
			const choices = await openList(button);
			const names = await choices.allInnerTexts();
			await page.keyboard.press('Escape');
			await choices.first().waitFor({ state: 'hidden' });
			return names.map((name) => name.trim());
		},
		async add(button, choice) {
			await openList(button);
			await editor.choice(choice).click();
		},
		async addField(label) {
			await part('mapping-fields-container').getByText('Add field to send').click();
			await editor.choice(label).click();
		},
		async drag(column, name, value) {
			const head = part('ndv-input-panel').locator('th').filter({ hasText: column }).first();
			const aim = locatorOf(name);
			// It may have to be scrolled to, and what is dragged is not to be lost by that.
			const to = await middleOf(aim);
			const from = await middleOf(head);
			await page.mouse.move(from.x, from.y);
			await page.mouse.down();
			await page.mouse.move(from.x + 20, from.y + 20, { steps: 4 });
			await page.mouse.move(to.x, to.y, { steps: 10 });
			await page.mouse.up();
			await part('parameter-input-hint', panel)
				.or(panel.locator('.cm-content'))
				.filter({ hasText: value })
				.first()
				.waitFor();
		},
		async fails(title, advice) {
			await editor.runStep();
			await eventually(async () => {
				expect([
					await part('node-error-message', output).innerText(),
					await part('node-error-description', output).innerText(),
				]).toEqual([title, advice]);
			});
		},
		async succeeds(hint) {
			await editor.runStep();
			await output.getByText(hint, { exact: true }).waitFor();
		},
	};
	return newcomer;
}
