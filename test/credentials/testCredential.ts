import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { engine, typeFor, type Authentication, type Trackunit } from '../support/trackunit';

export const OK = { status: 'OK', message: 'Connection successful!' };
/** Base URLs that are not encrypted, or no addresses. */
export const UNUSABLE = [
	'http://192.0.2.1',
	' HTTP://192.0.2.1/ ',
	'http://localhost.example',
	'http://127.0.0.1.example',
	'http://127.0.0.1@192.0.2.1',
	'https://user:secret@192.0.2.1',
	'192.0.2.1',
	'',
];
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
