import type { Editor } from './editor';

/** Enters values in n8n's dialogue for a credential, by the names of its fields. */
export async function fillIn({ part }: Editor, values: object): Promise<void> {
	for (const [name, value] of Object.entries(values)) {
		const field = part(`parameter-input-${name}`, part('credential-edit-dialog'));
		await field.locator('input').fill(String(value));
	}
}
