import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

import { baseUrlProperty, signedWith, testRequest } from './parts';

export class TrackunitApi implements ICredentialType {
	name = 'trackunitApi';

	displayName = 'Trackunit (Access Token) API';

	icon: Icon = { light: 'file:../icons/trackunit.svg', dark: 'file:../icons/trackunit.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-trackunit/n8n-nodes-trackunit?tab=readme-ov-file#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'An access token that Trackunit issued to an API key or an API user',
			hint: 'It expires within an hour. The other Trackunit credentials renew theirs automatically.',
		},
		baseUrlProperty,
	];

	authenticate = async (
		{ apiToken }: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => signedWith(apiToken, options);

	test: ICredentialTestRequest = testRequest(
		'Trackunit did not accept the token. It is wrong or has expired: get a new one.',
	);
}
