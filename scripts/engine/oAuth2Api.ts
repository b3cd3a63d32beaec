import type { ICredentialType, INodeProperties } from 'n8n-workflow';

function property(
	name: string,
	type: INodeProperties['type'],
	fallback: INodeProperties['default'],
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return { displayName: name, name, type, default: fallback, ...more };
}

/**
 * Stands in for the credential type that n8n's own OAuth2 credentials extend, which is in
 * n8n-nodes-base: the same properties and defaults, without what only the editor needs.
 */
export const oAuth2Api: ICredentialType = {
	name: 'oAuth2Api',
	displayName: 'OAuth2 API',
	properties: [
		property('useDynamicClientRegistration', 'hidden', false),
		property('grantType', 'options', 'authorizationCode'),
		property('authUrl', 'string', ''),
		property('accessTokenUrl', 'string', ''),
		property('clientId', 'string', ''),
		property('clientSecret', 'string', '', { typeOptions: { password: true } }),
		property('scope', 'string', ''),
		property('authQueryParameters', 'string', ''),
		property('authentication', 'options', 'header'),
		property('sendAdditionalBodyProperties', 'boolean', false),
		property('additionalBodyProperties', 'json', ''),
		property('ignoreSSLIssues', 'boolean', false, { doNotInherit: true }),
		property('tokenExpiredStatusCode', 'number', 401, { doNotInherit: true }),
		property('jweEnabled', 'boolean', false, { doNotInherit: true }),
	],
};
