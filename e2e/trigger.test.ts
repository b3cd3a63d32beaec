import { isObject } from '../nodes/TrackunitCustomer/json';
import type { WorkflowJson } from '../scripts/engine';
import { eventually } from '../scripts/n8n/eventually';
import { node } from '../scripts/n8n/flow';
import { openStage, scene, type Stage } from './support/stage';

const TRIGGER = 'When a customer changes';
const EVENTS = ['customerCreated', 'customerDeleted', 'customerUpdated'];
/** n8n looks once a minute; a busy machine takes longer to tell it. */
const PATIENT = { patience: 150_000 };

jest.setTimeout(400_000);

let stage: Stage;
beforeAll(async () => (stage = await openStage()));
afterAll(async () => await stage.close());

function watching(name: string): WorkflowJson {
	return {
		name,
		nodes: [
			node(TRIGGER, 'n8n-nodes-trackunit.trackunitCustomerTrigger', {
				parameters: {
					// The shortest interval that n8n has.
					pollTimes: { item: [{ mode: 'everyMinute' }] },
					authentication: 'oAuth2',
					triggerOn: EVENTS,
					simplify: true,
				},
				credentials: stage.credentials,
			}),
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
}

/** Publishes the workflow that is open, which is how n8n activates it. */
async function publish(): Promise<void> {
	const { part, page } = stage.editor;
	await part('workflow-open-publish-modal-button').click();
	await part('workflow-publish-button').click();
	await part('activation-modal').waitFor();
	await stage.editor.picture('trigger-published');
	await page.getByRole('button', { name: 'Got it' }).click();
	await part('activation-modal').waitFor({ state: 'hidden' });
	// n8n's checklist of what else there is to set up lies over the list of executions.
	await page.getByText('Production Checklist').waitFor();
	await page.keyboard.press('Escape');
	await page.getByText('Production Checklist').waitFor({ state: 'hidden' });
}

async function unpublish(): Promise<void> {
	const { part, page } = stage.editor;
	await part('version-menu-button').click();
	await page.getByRole('menuitem', { name: 'Unpublish' }).click();
	const dialog = page.getByRole('dialog').filter({ hasText: 'Unpublish' });
	await dialog.getByRole('button', { name: 'Unpublish' }).click();
	await dialog.waitFor({ state: 'hidden' });
}

async function isActive(id: string): Promise<boolean> {
	const workflow = await stage.api.get(`/workflows/${id}`);
	return isObject(workflow) && workflow.active === true;
}

/** The executions that the trigger has started, and not a test of it. */
async function started(id: string): Promise<Array<Record<string, unknown>>> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
	const answer = await stage.api.get(`/executions?filter=${filter}`);
	const results = isObject(answer) && Array.isArray(answer.results) ? answer.results : [];
	return results.filter(isObject).filter(({ mode }) => mode === 'trigger');
}

describe('the trigger', () => {
	scene(
		'shows a sample of each event for a test',
		() => stage,
		async ({ editor, keep, trackunit }) => {
			await editor.open(await keep(watching('A sample of each event')));
			const panel = await editor.openNode(TRIGGER);
			expect(await editor.part('node-execute-button', panel).innerText()).toBe('Fetch Test Event');
			await editor.runStep();
			const rows = await editor.output();
			await editor.picture('trigger-sample');
			await editor.closeNode();

			expect(rows.map(({ event }) => event).sort()).toEqual(EVENTS);
			for (const { customerId = '', name } of rows) {
				expect(trackunit.state.customers.get(customerId)?.name).toBe(name);
			}
			expect(rows.find(({ event }) => event === 'customerUpdated')?.changes).toContain('before');
		},
	);

	scene(
		'tells the one change that was made after the workflow was published',
		() => stage,
		async ({ editor, keep, trackunit: { state, log } }) => {
			const { id: customerId } = state.addCustomer({
				name: 'Havn Materiel A/S',
				type: 'RENTAL',
				externalReference: 'HAVN-1',
				address: { city: 'Aarhus', country: 'DK' },
			});
			const id = await keep(watching('What changes among the customers'));
			await editor.open(id);
			log.clear();
			await publish();
			expect(await isActive(id)).toBe(true);
			// A change before the first look would be remembered, and not told.
			await eventually(() => {
				expect(log.count({ path: /\/customers$/, status: 200 })).toBeGreaterThan(0);
			});
			expect(await started(id)).toEqual([]);

			state.updateCustomer(customerId, { address: { city: 'Odense', country: 'DK' } });
			const executionId = await eventually(async () => {
				const [first] = await started(id);
				expect(first).toMatchObject({ status: 'success' });
				return String(first?.id);
			}, PATIENT);

			await editor.go(`/workflow/${id}/executions/${executionId}`);
			await editor.part(`execution-preview-details-${executionId}`).waitFor();
			await editor.canvasNode(TRIGGER).waitFor();
			await editor.picture('trigger-executions');
			await editor.openNode(TRIGGER);
			const rows = await editor.output();
			await editor.picture('trigger-event');
			await editor.closeNode();
			expect(rows).toEqual([
				expect.objectContaining({
					event: 'customerUpdated',
					customerId,
					id: customerId,
					name: 'Havn Materiel A/S',
					city: 'Odense',
					// As n8n's table shows { city: { before, after } }.
					changes: 'citybefore:Aarhusafter:Odense',
				}),
			]);
			expect(await started(id)).toHaveLength(1);

			await unpublish();
			expect(await isActive(id)).toBe(false);
		},
	);
});
