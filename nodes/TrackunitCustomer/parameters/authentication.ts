import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { credentialTypeOf, type Authentication } from '../transport/client';

export const authenticationProperty: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'API Key (OAuth2)',
			value: 'oAuth2',
			description: 'Client ID and secret of an API key (recommended)',
		},
		{
			name: 'API User',
			value: 'apiUser',
			description: 'Client ID and secret with username and password',
		},
		{
			name: 'Access Token',
			value: 'apiToken',
			description: 'An existing access token; it expires within an hour',
		},
	],
	default: 'oAuth2',
};

const CHOICES: Authentication[] = ['oAuth2', 'apiUser', 'apiToken'];

export const credentialDescriptions: INodeCredentialDescription[] = CHOICES.map(
	(authentication) => ({
		name: credentialTypeOf(authentication),
		required: true,
		displayOptions: { show: { authentication: [authentication] } },
	}),
);

/** The way to sign in that the node's parameters name. */
export function readAuthentication(
	get: (name: string, fallback: unknown) => unknown,
): Authentication {
	const value = get('authentication', 'oAuth2');
	const found = CHOICES.find((choice) => choice === value);
	if (!found)
		throw new Refusal("'Authentication' has an unknown value", 'Choose it from the list.');
	return found;
}
