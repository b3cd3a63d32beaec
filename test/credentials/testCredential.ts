import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { engine, typeFor, type Authentication, type Trackunit } from '../support/trackunit';

export const OK = { status: 'OK', message: 'Connection successful!' };
export const failed = (message: unknown) => ({ status: 'Error', message });

/** n8n's own test of a credential, as its Save button runs it. */
export async function testCredential(
	{ credentials }: Pick<Trackunit, 'credentials'>,
	authentication: Authentication,
	more: ICredentialDataDecryptedObject = {},
) {
	const type = typeFor(authentication);
	return await engine.testCredential(type, { ...credentials[type], ...more });
}
