import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import {
	AUTHENTICATIONS,
	credentialsOfNobody,
	useTrackunit,
	type Authentication,
	type Trackunit,
} from '../support/trackunit';
import { failed, testCredential, UNUSABLE } from './testCredential';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});

const WRONG_HOST =
	"'Base URL' does not lead to Trackunit: something responds there, but not the Customer API.";

describe.each(AUTHENTICATIONS)('the test of a credential (%s)', (authentication) => {
	it('says that a permission is missing', async () => {
		expect(await testCredential({ credentials: t.forbidden }, authentication)).toEqual(
			failed(expect.stringContaining('Signed in, but without permission to read customers')),
		);
	});

	it.each([
		['answers 404', { kind: 'html', status: 404 }],
		['answers a web page', { kind: 'html', status: 200 }],
		['answers other JSON', { kind: 'status', status: 200, body: { hello: 'world' } }],
		['redirects', { kind: 'redirect', location: 'https://trackunit.example/login' }],
	] as const)('says that the host is wrong, which %s', async (_, fault) => {
		t.faults.add({ ...fault, times: 'always' });
		expect(await testCredential(t, authentication)).toEqual(failed(WRONG_HOST));
	});

	it('says that nobody answers', async () => {
		const { trackunitApi } = await credentialsOfNobody();
		const result = await testCredential(t, authentication, { baseUrl: trackunitApi.baseUrl });
		expect(result).toEqual(failed(expect.stringMatching(/ECONNREFUSED|could not be reached/)));
	});

	it.each(UNUSABLE)('says that %j is not encrypted or no address', async (baseUrl) => {
		expect(await testCredential(t, authentication, { baseUrl })).toEqual(
			failed(
				expect.stringMatching(
					/^(The credential's 'Base URL' is not a web address|ERR_INVALID_URL)$/,
				),
			),
		);
	});
});

describe('a wrong secret', () => {
	const wrong = 'not-the-right-one';
	it.each<[Authentication, ICredentialDataDecryptedObject, string]>([
		[
			'apiToken',
			{ apiToken: wrong },
			'Trackunit did not accept the token. It is wrong or has expired',
		],
		['apiUser', { clientSecret: wrong }, "'Client ID' or 'Client Secret' is wrong."],
		['apiUser', { username: wrong }, "'Username' or 'Password' is wrong."],
		['apiUser', { password: wrong }, "'Username' or 'Password' is wrong."],
		['oAuth2', { clientSecret: wrong }, 'Failed to acquire OAuth2 access token'],
		['oAuth2', { scope: 'all.of.it' }, 'Failed to acquire OAuth2 access token'],
	])('is told as such: %s %j', async (authentication, credential, words) => {
		const result = await testCredential(t, authentication, credential);
		expect(result).toEqual(failed(expect.stringContaining(words)));
		expect(result.message).not.toContain(wrong);
	});
});
