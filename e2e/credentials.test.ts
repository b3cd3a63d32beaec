import type { Credentials } from '../simulator';
import { fillIn } from './support/credentialDialog';
import type { Editor } from './support/editor';
import { theSetting } from './support/setting';
import { openStage, scene, type Stage } from './support/stage';

let stage: Stage;
beforeAll(async () => (stage = await openStage()));
afterAll(async () => await stage.close());

const TYPES: Array<{
	type: keyof Credentials;
	title: string;
	secret: string;
	/** n8n signs in by OAuth2 itself, and the words for what fails there are its own. */
	refused: string;
}> = [
	{
		type: 'trackunitOAuth2Api',
		title: 'Trackunit (API Key) OAuth2 API',
		secret: 'clientSecret',
		refused: 'Client authentication failed',
	},
	{
		type: 'trackunitApiUserApi',
		title: 'Trackunit (User Login) API',
		secret: 'password',
		refused: "'Username' or 'Password' is wrong",
	},
	{
		type: 'trackunitApi',
		title: 'Trackunit (Access Token) API',
		secret: 'apiToken',
		refused: 'Trackunit did not accept the token. It is wrong or has expired: get a new one.',
	},
];

/** Begins a new credential, found by its name as a user looks for it. */
async function begin({ go, part, page }: Editor, title: string): Promise<void> {
	await go('/home/credentials/create');
	await part('new-credential-type-select').locator('input').first().fill(title);
	await part('new-credential-type-select-option')
		.filter({ has: page.getByText(title, { exact: true }) })
		.click();
	await part('new-credential-type-button').click();
	await part('credential-edit-dialog').waitFor();
}

/** Saves it, which tests it; resolves when that has gone well. */
async function saveAndPass({ part }: Editor): Promise<void> {
	await part('credential-save-button').click();
	await part('credentials-config-container-test-success').filter({ visible: true }).waitFor();
}

/** Saves it, which tests it; resolves when that has failed, and the dialogue says why in such words. */
async function saveAndFail({ part }: Editor, words: string): Promise<void> {
	const dialog = part('credential-edit-dialog');
	await part('credential-save-button').click();
	await dialog.getByText('Couldn’t connect with these settings').waitFor();
	// Once opened, the details stay open.
	const more = dialog.getByText('More details');
	if (await more.isVisible()) await more.click();
	await dialog.getByText(words).waitFor();
}

describe.each(TYPES)('$title', ({ type, title, secret, refused }) => {
	scene(
		`${title}: filled in and tested, then with a wrong secret, without the permission, and where there is no Trackunit`,
		() => stage,
		async ({ editor, trackunit }) => {
			const right = trackunit.credentials[type];
			await begin(editor, title);
			await editor.picture(`credential-${type}-new`);
			await fillIn(editor, right);
			await saveAndPass(editor);
			await editor.picture(`credential-${type}-tested`);

			await fillIn(editor, { [secret]: 'wrong' });
			await saveAndFail(editor, refused);
			await editor.picture(`credential-${type}-wrong-secret`);

			await fillIn(editor, trackunit.forbidden[type]);
			await saveAndFail(editor, 'Signed in, but without permission to read customers');

			await fillIn(editor, { ...right, baseUrl: theSetting().url });
			await saveAndFail(editor, "'Base URL' does not lead to Trackunit");

			await fillIn(editor, right);
			await saveAndPass(editor);
			await editor.page.keyboard.press('Escape');
			await editor.part('credential-edit-dialog').waitFor({ state: 'hidden' });
		},
	);
});
