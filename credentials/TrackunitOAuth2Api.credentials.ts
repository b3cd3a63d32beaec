import type { ICredentialTestRequest, ICredentialType, INodeProperties, Icon } from 'n8n-workflow';

import { baseUrlProperty, LEAVE_AS_IS, testRequest } from './parts';

export class TrackunitOAuth2Api implements ICredentialType {
	name = 'trackunitOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Trackunit (API Key) OAuth2 API';

	icon: Icon = { light: 'file:../icons/trackunit.svg', dark: 'file:../icons/trackunit.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-trackunit/n8n-nodes-trackunit?tab=readme-ov-file#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'clientCredentials',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'The client ID of the API key that you created in Trackunit',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The client secret of the API key; Trackunit shows it only once',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: '',
			placeholder: 'e.g. account.customer.manage',
			description: 'The scopes to request, separated by spaces',
			hint: 'All or some of those that the API key lists in Trackunit',
		},
		// Visible, since n8n puts the default in place of what is stored for a hidden one.
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'string',
			default: 'https://auth.trackunit.com/token/v2',
			required: true,
			description:
				'The address that issues access tokens. n8n sends the client secret there, and follows redirects to other hosts.',
			hint: LEAVE_AS_IS,
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
		{
			displayName: 'Send Additional Body Properties',
			name: 'sendAdditionalBodyProperties',
			type: 'hidden',
			default: false,
		},
		baseUrlProperty,
	];

	test: ICredentialTestRequest = testRequest(
		"Trackunit did not accept the token: check 'Client ID', 'Client Secret' and 'Scope'.",
	);
}
