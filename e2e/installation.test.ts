import { name } from '../package.json';
import { openStage, scene, type Stage } from './support/stage';

let stage: Stage;
beforeAll(async () => (stage = await openStage()));
afterAll(async () => await stage.close());

// The installation itself asks npm's registry, which no test does; what runs here was installed by npm as n8n does it.
scene(
	"n8n's settings offer to install the package by its name",
	() => stage,
	async ({ editor }) => {
		const { go, page, part } = editor;
		await go('/settings/community-nodes');
		await page.getByRole('button', { name: /^Install/ }).click();
		const dialog = part('communityPackageInstall-modal');
		await part('package-name-input', dialog).fill(name);
		await dialog.getByText('I understand the risks').click();
		const install = dialog.getByRole('button', { name: 'Install', exact: true });
		expect(await install.isEnabled()).toBe(true);
		await editor.picture('installation');
	},
);
