import type { Locator, Page } from 'playwright-core';

import { valueAt } from '../../scripts/engine/objects';
import { eventually } from '../../scripts/n8n/eventually';

/** n8n's editor, as a user sees it. */
export interface Editor {
	page: Page;
	/** The elements that n8n's own tests find by this name. */
	part(name: string, within?: Locator): Locator;
	open(workflowId: string): Promise<void>;
	/** Shows another page of n8n, such as `/home/credentials`. */
	go(path: string): Promise<void>;
	canvasNode(name: string): Locator;
	/** Opens a node's panel. */
	openNode(name: string): Promise<Locator>;
	/** Opens the panel of a node of a workflow, which need not be in sight; n8n takes the first seven characters of an id. */
	openById(workflowId: string, nodeId: string): Promise<Locator>;
	closeNode(): Promise<void>;
	/** Starts the whole workflow from the canvas; the execution's ID. */
	startWorkflow(): Promise<string>;
	/** Runs the whole workflow from the canvas, and waits for its end. */
	runWorkflow(): Promise<void>;
	/** Enters the value of a parameter, and waits until n8n has taken it. */
	enter(field: Locator, value: string): Promise<void>;
	/** Shows the whole workflow. */
	zoomToFit(): Promise<void>;
	/** Runs the node whose panel is open, and waits for its end. */
	runStep(): Promise<void>;
	/** The rows of the open panel's output, by column; the branch is chosen first where one is named. */
	output(branch?: 'Success' | 'Error'): Promise<Array<Record<string, string>>>;
	/** A choice of the list that is open. */
	choice(text: string): Locator;
	/** Of what is shown, without what n8n tells in the corner; cropped to some elements, without the canvas's buttons, where they are given. */
	picture(name: string, around?: readonly Locator[]): Promise<void>;
}

/** Beside a node on the canvas are its name, below it, and what came out of it. */
const MARGIN = { x: 130, top: 30, bottom: 75 };

/** The part of the page with all of these elements, which have to be in sight, and what belongs to them. */
async function areaAround(
	elements: readonly Locator[],
): Promise<{ x: number; y: number; width: number; height: number }> {
	const boxes = await Promise.all(elements.map(async (element) => await element.boundingBox()));
	const edges = boxes.flatMap((box) =>
		box ? [{ ...box, right: box.x + box.width, bottom: box.y + box.height }] : [],
	);
	const x = Math.min(...edges.map((edge) => edge.x)) - MARGIN.x;
	const y = Math.min(...edges.map((edge) => edge.y)) - MARGIN.top;
	const right = Math.max(...edges.map((edge) => edge.right)) + MARGIN.x;
	const bottom = Math.max(...edges.map((edge) => edge.bottom)) + MARGIN.bottom;
	return { x, y, width: right - x, height: bottom - y };
}

export function createEditor(page: Page, url: string, artefacts: string): Editor {
	const part = (name: string, within?: Locator): Locator =>
		(within ?? page).locator(`[data-test-id="${name}"]`);
	const panel = part('ndv');

	/** A page of n8n is a large program; going to another one within it does not load it again. */
	async function go(path: string): Promise<void> {
		if (page.url() === 'about:blank') {
			await page.goto(url + path);
		} else {
			if (await panel.isVisible()) await editor.closeNode();
			await page.evaluate(
				`document.querySelector('#app').__vue_app__.config.globalProperties.$router.push(${JSON.stringify(path)})`,
			);
		}
		await page.waitForURL((shown) => shown.pathname.startsWith(path));
	}

	/** Presses a button that runs something; the execution's ID. */
	async function startBy(button: Locator): Promise<string> {
		const started = page.waitForResponse((response) =>
			/\/workflows\/[^/]+\/run$/.test(response.url()),
		);
		await button.click();
		const answer: unknown = await (await started).json();
		return String(valueAt(answer, 'data.executionId'));
	}

	/** A button has a spinner in place of its label until what it runs has ended. */
	async function runBy(button: Locator): Promise<void> {
		await startBy(button);
		await button.locator('.n8n-spinner').waitFor({ state: 'hidden' });
	}

	const editor: Editor = {
		page,
		part,
		go,
		async open(workflowId) {
			// Within the program another workflow cannot be had for certain: at times the one before comes back.
			await page.goto(`${url}/workflow/${workflowId}`, { waitUntil: 'commit' });
			await part('canvas-node').first().waitFor();
		},
		canvasNode: (name) => page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`),
		async openNode(name) {
			await editor.canvasNode(name).dblclick();
			await panel.waitFor();
			return panel;
		},
		async openById(workflowId, nodeId) {
			await go(`/workflow/${workflowId}/${nodeId}`);
			await panel.waitFor();
			return panel;
		},
		async closeNode() {
			await part('ndv-close-button', panel).click();
			await panel.waitFor({ state: 'hidden' });
		},
		async startWorkflow() {
			return await startBy(part('execute-workflow-button'));
		},
		async runWorkflow() {
			await runBy(part('execute-workflow-button'));
		},
		async enter(field, value) {
			await field.fill(value);
			await field.blur();
			// A node that is run before then lacks the value; a user is not so quick.
			await part('parameter-issues', panel).waitFor({ state: 'hidden' });
		},
		async zoomToFit() {
			await part('stop-execution-button').waitFor({ state: 'hidden' });
			await part('zoom-to-fit').click();
			await page.waitForTimeout(500);
		},
		async runStep() {
			await runBy(part('node-execute-button', panel));
		},
		async output(branch) {
			const output = part('output-panel');
			if (branch) await output.getByText(new RegExp(`^${branch} Branch`)).click();
			return await eventually(async () => {
				const [head = [], ...rows] = await output
					.locator('table')
					.first()
					.locator('tr')
					.evaluateAll((lines) =>
						lines.map((line) =>
							[...line.querySelectorAll('th, td')].map((cell) => cell.textContent?.trim() ?? ''),
						),
					);
				if (rows.length === 0) throw new Error('The output panel has no rows');
				return rows.map((cells) =>
					Object.fromEntries(head.map((column, index) => [column, cells[index] ?? ''])),
				);
			});
		},
		choice: (text) =>
			page
				.locator('.el-select-dropdown__item, [role="option"], [role="menuitem"]')
				.filter({ has: page.getByText(text, { exact: true }), visible: true })
				.first(),
		async picture(name, around) {
			await page.screenshot({
				path: `${artefacts}/${name}.png`,
				clip: around && (await areaAround(around)),
				animations: 'disabled',
				style: `.el-notification${around ? ', button' : ''} { visibility: hidden }`,
			});
		},
	};
	return editor;
}
