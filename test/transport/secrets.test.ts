import {
	hideIn,
	secretsOf,
	spellingsOf,
	withoutSecrets,
} from '../../nodes/TrackunitCustomer/transport/secrets';

it('knows what is secret in each credential', () => {
	expect(secretsOf({ apiToken: ' token-1 ', baseUrl: 'https://iris.trackunit.com' })).toEqual([
		'token-1',
	]);
	expect(
		secretsOf({
			clientId: 'client',
			clientSecret: 'secret-1',
			username: 'somebody',
			password: 'secret-2',
			accessToken: 'token-2',
		}),
	).toEqual(['secret-1', 'secret-2', 'token-2']);
	expect(
		secretsOf({ clientSecret: 'secret-3', oauthTokenData: { access_token: 'token-3' } }),
	).toEqual(['secret-3', 'token-3']);
});

it('knows a pasted token without the word before it', () => {
	expect(secretsOf({ apiToken: 'Bearer token-1' })).toEqual(['token-1']);
	expect(secretsOf({ apiToken: 'authorization: Bearer token-1' })).toEqual(['token-1']);
});

it('leaves out what is empty, missing or so short that it is a part of ordinary words', () => {
	expect(secretsOf({ clientSecret: '', password: 'the', oauthTokenData: {} })).toEqual([]);
});

it('hides a secret whole that begins as another one does', () => {
	const secrets = spellingsOf({ clientSecret: 'secret', password: 'secret-and-more' });
	expect(hideIn('secret-and-more', secrets)).toBe('[hidden]');
});

it.each([
	['a token-1 b token-1', 'a [hidden] b [hidden]'],
	[
		{ message: 'token-1', list: [{ x: 'token-1' }, 1] },
		{ message: '[hidden]', list: [{ x: '[hidden]' }, 1] },
	],
	[undefined, undefined],
	[null, null],
	[5, 5],
])('hides them in %j', (body, expected) => {
	expect(withoutSecrets(body, ['token-1'])).toEqual(expected);
});
