import type { IDataObject } from 'n8n-workflow';

import { eventually } from '../scripts/n8n/eventually';
import { createNewcomer, type Newcomer } from './support/newcomer';
import { listedCustomers } from './support/listed';
import { openStage, scene, type Stage } from './support/stage';

let stage: Stage;
beforeAll(async () => (stage = await openStage({ hasCredentials: false })));
afterAll(async () => await stage.close());

interface Play extends Stage {
	newcomer: Newcomer;
	/** What the newcomer has copied from Trackunit, and enters when n8n asks for it. */
	key: object;
}

/** What somebody does who has never seen the node, from an empty workflow. */
function newcomerScene(name: string, play: (play: Play) => Promise<void>): void {
	scene(
		name,
		() => stage,
		async (all) => {
			await all.openEmpty();
			const newcomer = createNewcomer(all.editor);
			await play({ ...all, newcomer, key: all.trackunit.credentials.trackunitOAuth2Api });
		},
	);
}

const GO_ON =
	"To do the other rows all the same, set Settings → On Error to 'Continue (using error output)'.";

newcomerScene(
	'lists customers: connects to Trackunit, executes, filters',
	async ({ editor, newcomer, key, trackunit }) => {
		await newcomer.addAction('Get many customers');
		await newcomer.signIn(key, async (dialog) => {
			await editor.page.getByText('Trackunit (API Key) OAuth2 API').waitFor();
			const hint = 'Leave it as it is, unless you use a local Trackunit';
			expect(await dialog.getByText(hint).count()).toBe(2);
			await dialog.getByText('All or some of those that the API key lists').waitFor();
			await dialog.getByText('API Key (OAuth2)').click();
			await eventually(async () => {
				const menu = editor.page.getByRole('menu').filter({ hasText: 'Access Token' }).last();
				expect(await menu.getByRole('menuitem').allInnerTexts()).toEqual([
					'API Key (OAuth2)',
					'API User',
					'Access Token',
				]);
			});
			await editor.picture('first-hour-connect');
			await editor.choice('API Key (OAuth2)').click();
		});

		const shown = await newcomer.lines();
		const order = ['Return All', 'Limit', 'Filters', 'Simplify', 'Options', 'Sort'];
		expect(shown.filter((line) => order.includes(line))).toEqual(order);
		await newcomer.succeeds(
			"Limit of 50 items reached. There may be more items that aren't being returned. Tweak the 'Return All' or 'Limit' parameters to access more items.",
		);
		const [first = {}] = await editor.output();
		expect(Object.keys(first).filter((column) => column !== '')).toEqual([
			'id',
			'name',
			'type',
			'externalReference',
			'email',
			'phoneNumber',
			'streetAddress',
			'zipCode',
			'city',
			'country',
		]);
		expect(first.name).toBe(listedCustomers(trackunit)[0]?.name);

		expect(await newcomer.offered('Add filter')).toEqual(
			expect.arrayContaining(['Name Contains', 'City Contains', 'Country', 'Email Contains']),
		);
		expect(await newcomer.offered('Add option')).toContain('Include Contacts or Assets');
		await newcomer.add('Add filter', 'Name Contains');
		expect(await newcomer.field('name').getAttribute('placeholder')).toBe('e.g. Hansen');
		await newcomer.type('name', 'rental');
		await newcomer.add('Add filter', 'Country');
		await newcomer.type('country', 'dk');
		await editor.runStep();
		await eventually(async () => {
			const rows = await editor.output();
			for (const { name, country } of rows) {
				expect([name, country]).toEqual([expect.stringContaining('Rental'), 'DK']);
			}
		});
		await editor.picture('first-hour-customers');
	},
);

/** As an ERP exports them: two that are new, one that has moved, one as it was, one with a slip. */
const ERP_ROWS = [
	{
		Kundennummer: 'D-70001',
		Firma: 'Baumaschinen Nord',
		Ort: 'Kiel',
		'E-Mail': 'info@nord.example',
	},
	{ Kundennummer: 'D-70002', Firma: 'Hallenbau Süd', Ort: 'Ulm', 'E-Mail': 'info@sued.example' },
	{ Kundennummer: 'D-70003', Firma: 'Kranverleih Ost', Ort: 'Jena', 'E-Mail': 'info@ost.example' },
	{ Kundennummer: 'D-70004', Firma: 'Tiefbau West', Ort: 'Aachen', 'E-Mail': 'info@west.example' },
	{ Kundennummer: 'D-70005', Firma: 'Gerüstbau Mitte', Ort: 'Fulda', 'E-Mail': 'info(at)mitte' },
] as const;

newcomerScene(
	'syncs the customers of an ERP whose columns have German headings',
	async ({ editor, newcomer, key, trackunit: { state, log } }) => {
		const { part } = editor;
		for (const { Kundennummer, Firma, Ort, 'E-Mail': email } of ERP_ROWS.slice(2, 4)) {
			const city = Ort === 'Jena' ? 'Gera' : Ort;
			state.addCustomer({
				name: Firma,
				externalReference: Kundennummer,
				email,
				address: { city },
			});
		}
		const writes = (): number =>
			log.count({ method: 'POST', path: /\/customers$/ }) +
			log.count({ method: 'PATCH', path: /\/customers\// });
		log.clear();

		await newcomer.startWith(ERP_ROWS);
		await newcomer.addAction('Create or update customer');
		await newcomer.signIn(key);
		const labels = [
			'Field to match on',
			'External Reference is the number by which your ERP knows the customer. Trackunit allows each once.',
			'Values to Send',
			'External Reference (using to match)',
			'Name',
			'Add field to send',
		];
		expect((await newcomer.lines()).filter((line) => labels.includes(line))).toEqual(labels);
		await newcomer.fails(
			"'External Reference' is not mapped",
			"It is the field to match on. Under 'Values to Send', drag the column that has it onto 'External Reference'; if the field is not there, choose 'Add field to send' first.",
		);

		await newcomer.drag('Kundennummer', 'externalReference', 'D-70001');
		await newcomer.drag('Firma', 'name', 'Baumaschinen Nord');
		await newcomer.addField('City');
		await newcomer.drag('Ort', 'city', 'Kiel');
		await newcomer.addField('Email');
		await newcomer.drag('E-Mail', 'email', 'info@nord.example');
		await newcomer.fails(
			"'Email' is not an email address [item 4]",
			`It is "info(at)mitte". An address has one @ and no spaces. ${GO_ON}`,
		);
		expect(writes()).toBe(0);

		await part('tab-settings').click();
		await newcomer.choose('onError', 'Continue (using error output)');
		await part('tab-params').click();
		// Once it is added it is on.
		await newcomer.add('Add option', 'Dry Run');
		await newcomer.succeeds(
			'Dry Run is on: nothing was written. Without it: 2 created, 1 updated, 1 unchanged, 1 failed: see the error output.',
		);
		const planned = await editor.output('Success');
		expect(Object.keys(planned[0] ?? {}).slice(0, 3)).toEqual([
			'_action',
			'name',
			'externalReference',
		]);
		expect(planned.map(({ _action }) => _action)).toEqual([
			'created',
			'created',
			'updated',
			'unchanged',
		]);
		expect(planned[2]?.changes).toBe('citybefore:Geraafter:Jena');
		expect(writes()).toBe(0);
		await editor.picture('first-hour-dry-run');

		await part('parameter-input-dryRun').locator('.el-switch').click();
		await newcomer.succeeds('2 created, 1 updated, 1 unchanged, 1 failed: see the error output.');
		const done = await editor.output('Success');
		expect(done.map(({ _action, name, city }) => [_action, name, city])).toEqual([
			['created', 'Baumaschinen Nord', 'Kiel'],
			['created', 'Hallenbau Süd', 'Ulm'],
			['updated', 'Kranverleih Ost', 'Jena'],
			['unchanged', 'Tiefbau West', 'Aachen'],
		]);
		expect(Object.keys(done[0] ?? {}).slice(0, 3)).toEqual(['_action', 'id', 'name']);
		expect(done[2]?._changed).toContain('city');
		expect(writes()).toBe(3);
		await editor.picture('first-hour-sync');
		expect(await editor.output('Error')).toEqual([
			expect.objectContaining({
				Kundennummer: 'D-70005',
				error: "'Email' is not an email address",
				message: expect.stringContaining('An address has one @ and no spaces.'),
			}),
		]);
		await editor.picture('first-hour-error-output');

		await newcomer.succeeds('4 unchanged, 1 failed: see the error output.');
		expect(writes()).toBe(3);
		await editor.picture('first-hour-second-run');
		await editor.closeNode();
		expect(await editor.canvasNode('Create or update customer').innerText()).toContain(
			'Create or update customer by External Reference',
		);
	},
);

newcomerScene(
	'hands over machines by their serial numbers',
	async ({ editor, newcomer, key, openEmpty, trackunit: { state } }) => {
		const { part } = editor;
		const { id } = state.addCustomer({ name: 'Kranverleih Kiel', externalReference: 'D-71001' });
		const serialNumbers = ['EX-71001', 'EX-71002'];
		const assetIds = serialNumbers.map(
			(serialNumber) => state.addAsset({ name: `Excavator ${serialNumber}`, serialNumber }).id,
		);

		await newcomer.addAction('Get many assets');
		await newcomer.signIn(key);
		expect(await part('rlc-input').getAttribute('placeholder')).toBe('All assets');
		await newcomer.add('Add filter', 'Serial Number');
		await newcomer.type('serialNumber', 'EX-71001');
		await editor.runStep();
		expect(await editor.output()).toEqual([
			expect.objectContaining({ id: assetIds[0], serialNumber: 'EX-71001' }),
		]);
		await editor.closeNode();

		await openEmpty();
		await newcomer.addAction('Assign assets to customer');
		await newcomer.signIn(key);
		const labels = ['Customer', 'Identify Assets By', 'Assets', 'Options'];
		expect((await newcomer.lines()).filter((line) => labels.includes(line))).toEqual(labels);
		expect(await newcomer.field('assetIdentifier').inputValue()).toBe('Serial Number');
		const placeholder = async (): Promise<string | null> =>
			await newcomer.field('assets').getAttribute('placeholder');
		expect(await placeholder()).toBe('e.g. EX-10001, EX-10002');
		await newcomer.chooseMode('customerId', 'By External Reference');
		await part('node-parameters').getByText("The customer's number in your ERP").waitFor();
		await editor.enter(part('rlc-input'), 'D-71001');

		await newcomer.choose('assetIdentifier', 'ID');
		await eventually(async () => expect(await placeholder()).toMatch(/^e\.g\. [\da-f-]{36}$/));
		await newcomer.type('assets', 'EX-71001\nEX-71002');
		await newcomer.fails(
			'Trackunit did not accept the values sent [item 0]',
			"asset EX-71001: value 'EX-71001' was rejected: there is no such asset; asset EX-71002: value 'EX-71002' was rejected: there is no such asset. Correct the fields named and run it again. If these are serial numbers, set 'Identify Assets By' to Serial Number.",
		);

		await newcomer.choose('assetIdentifier', 'Serial Number');
		await newcomer.type('assets', 'EX-71001\nEX-71O02\nEX-7l003');
		await newcomer.fails(
			"'Assets' names 2 assets that Trackunit does not know [item 0]",
			"Nothing in Trackunit has the serial numbers 'EX-71O02', 'EX-7l003'. Correct them, or create the assets in Trackunit.",
		);
		await editor.picture('first-hour-unknown-assets');

		await newcomer.type('assets', serialNumbers.join('\n'));
		await editor.runStep();
		await eventually(async () => {
			const [row = {}] = await editor.output();
			expect(row.customerId).toBe(id);
			for (const serialNumber of serialNumbers) expect(row.assigned).toContain(serialNumber);
		});
		expect([...(state.assignments.get(id) ?? [])].sort()).toEqual([...assetIds].sort());
		await editor.picture('first-hour-handover');

		await newcomer.choose('operation', 'Set');
		await part('node-parameters')
			.getByText('Assets of the customer that you do not name are taken away from it.')
			.waitFor();
	},
);

newcomerScene(
	'finds a contact, adds another one, and gives it access to the portal',
	async ({ editor, newcomer, key, trackunit: { state } }) => {
		const { part, page } = editor;
		const { id } = state.addCustomer({ name: 'Hallenbau Plön', externalReference: 'D-72001' });
		const known = state.addContact(id, { name: 'Ada Holm', email: 'ada@ploen.example' });

		await newcomer.addAction('Get contact');
		await newcomer.signIn(key);
		await part('rlc-input', part('node-parameters')).last().click();
		await page.getByText('Could not load list').waitFor();
		await page
			.getByText("'Customer' is empty: Choose the customer first, then its contact.")
			.waitFor();
		await editor.picture('first-hour-contact-list');
		await page.keyboard.press('Escape');
		await newcomer.pick('customerId', 'Hallenbau Plön');
		await newcomer.pick('contactId', 'Ada Holm');
		await editor.runStep();
		expect(await editor.output()).toEqual([
			expect.objectContaining({ customerId: id, id: known.id, name: 'Ada Holm' }),
		]);
		await editor.closeNode();

		await newcomer.addAction('Create contact');
		await newcomer.signIn(key);
		await newcomer.drag('customerId', 'customerId', id);
		await newcomer.type('name', 'Jens Lund');
		await newcomer.add('Add field', 'Email');
		await newcomer.type('email', 'jens.ploen.example');
		await newcomer.fails(
			"'Email' is not an email address [item 0]",
			'It is "jens.ploen.example". An address has one @ and no spaces.',
		);
		await newcomer.type('email', 'jens@ploen.example');
		await editor.runStep();
		await eventually(async () =>
			expect(await editor.output()).toEqual([
				expect.objectContaining({ customerId: id, name: 'Jens Lund', email: 'jens@ploen.example' }),
			]),
		);
		await editor.picture('first-hour-contact');
		await editor.closeNode();

		await newcomer.addAction('Provision portal access');
		await newcomer.signIn(key);
		await part('node-parameters')
			.getByText(
				'Portal access requires IrisX and a single sign-on connection set up with Trackunit.',
			)
			.waitFor();
		await newcomer.drag('customerId', 'customerId', id);
		await newcomer.drag('email', 'email', 'jens@ploen.example');
		await newcomer.type('firstName', 'Jens');
		await newcomer.type('lastName', 'Lund');
		await editor.runStep();
		await editor.output();
		expect(state.portalAccess.has(`${id} jens@ploen.example`)).toBe(true);
	},
);

newcomerScene(
	'begins with what happens: a trigger, how often it looks, and a test event',
	async ({ editor, newcomer, key, trackunit: { state } }) => {
		const { part } = editor;
		const { id } = state.addCustomer({ name: 'Tiefbau Husum', externalReference: 'D-73001' });
		state.addContact(id, { name: 'Eva Berg', email: 'eva@husum.example' });

		await newcomer.addEvent('On contact created');
		await newcomer.signIn(key);
		const labels = ['Poll Times', 'Trigger On', 'Contact Created', 'Only This Customer', 'Filters'];
		expect((await newcomer.lines()).filter((line) => labels.includes(line))).toEqual(labels);
		await part('node-parameters')
			.getByText(
				'Trackunit sends no events, so this node reads and compares. Polling every 15 minutes is enough; for contacts or assets of all customers, every hour.',
			)
			.waitFor();
		expect(await part('rlc-input').getAttribute('placeholder')).toBe('All customers');
		await newcomer.choose('mode', 'Every Hour');
		await editor.runStep();
		const [event = {}] = await editor.output();
		expect(event).toMatchObject({ event: 'contactCreated', contactId: event.id });
		expect(state.contacts.get(String(event.customerId))?.has(String(event.contactId))).toBe(true);

		await newcomer.chooseMode('customerId', 'By URL');
		await editor.enter(part('rlc-input'), 'https://new.manager.trackunit.com/customers');
		await newcomer.fails(
			"'Only This Customer' is not the URL of a customer",
			'It is "https://new.manager.trackunit.com/customers". Copy the address from your browser while the customer is open, or use its ID.',
		);
		await newcomer.chooseMode('customerId', 'From list');
		await newcomer.pick('customerId', 'Tiefbau Husum');
		await editor.runStep();
		const expected: IDataObject = { event: 'contactCreated', customerId: id, name: 'Eva Berg' };
		await eventually(async () =>
			expect(await editor.output()).toEqual([expect.objectContaining(expected)]),
		);
		await editor.picture('first-hour-trigger');
	},
);
