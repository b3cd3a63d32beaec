import type { Locator } from 'playwright-core';

import { resources } from '../nodes/TrackunitCustomer/operations/registry';
import type { Theme } from './support/browser';
import type { Editor } from './support/editor';
import { openStage, scene, type Stage } from './support/stage';

let stage: Stage;
beforeAll(async () => (stage = await openStage()));
afterAll(async () => await stage.close());

/** A workflow without nodes, in a window of its own. */
async function openEmpty(theme: Theme): Promise<Editor> {
	const editor = await stage.inTheme(theme);
	await stage.openEmpty(editor);
	return editor;
}

/** Opens the panel of nodes beside a new workflow, and searches it. */
async function search({ part, page }: Editor, text: string): Promise<Locator> {
	await part('node-creator-plus-button').first().click();
	await part('node-creator-search-bar').fill(text);
	const found = part('node-creator-item-name').filter({ hasText: 'Trackunit Customer' }).first();
	await found.waitFor();
	await page.waitForLoadState('networkidle');
	return found;
}

/** The icons within it that are pictures, and that the browser could load. */
async function iconsOf(within: Locator): Promise<string[]> {
	const icons = within.locator('img');
	await icons.first().waitFor();
	return await icons.evaluateAll((images) =>
		images.flatMap((image) =>
			'naturalWidth' in image && Number(image.naturalWidth) > 0
				? [image.getAttribute('src') ?? '']
				: [],
		),
	);
}

function iconIn(theme: Theme): unknown {
	return expect.stringContaining(theme === 'dark' ? 'trackunit.dark.svg' : 'trackunit.svg');
}

describe.each(['light', 'dark'] as const)('the nodes panel, %s', (theme) => {
	scene(
		`finds the trigger and its events, ${theme}`,
		() => stage,
		async () => {
			const editor = await openEmpty(theme);
			const found = await search(editor, 'trackunit');
			const panel = editor.part('node-creator');
			await editor.picture(`nodes-panel-trigger-${theme}`);
			await found.click();
			await editor.page.getByText('On customer created').waitFor();
			await editor.picture(`nodes-panel-events-${theme}`);
			expect(await iconsOf(panel)).toContainEqual(iconIn(theme));
			expect(await panel.innerText()).toContain('On asset unassigned');
			await editor.page.context().close();
		},
	);

	scene(
		`finds the node and all of its actions, ${theme}`,
		() => stage,
		async () => {
			const editor = await openEmpty(theme);
			await editor.part('node-creator-plus-button').first().click();
			await editor.part('node-creator-item-name').filter({ hasText: 'Trigger manually' }).click();
			const found = await search(editor, 'trackunit');
			await editor.picture(`nodes-panel-${theme}`);
			expect(await iconsOf(editor.part('node-creator'))).toContainEqual(iconIn(theme));
			await found.click();
			await editor.page.getByText('Create customer', { exact: true }).waitFor();
			await editor.picture(`nodes-panel-actions-${theme}`);
			const shown = await editor.part('node-creator').innerText();
			for (const { operations } of resources) {
				for (const { action } of operations) expect(shown).toContain(action);
			}
			await editor.page.getByText('Get many customers').click();
			await editor.part('ndv').waitFor();
			await editor.picture(`new-node-${theme}`);
			await editor.page.context().close();
		},
	);
});
