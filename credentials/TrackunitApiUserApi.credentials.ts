import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

import { requestToken } from '../nodes/TrackunitCustomer/transport/signIn';
import { baseUrlProperty, LEAVE_AS_IS, signedWith, testRequest } from './parts';

export class TrackunitApiUserApi implements ICredentialType {
	name = 'trackunitApiUserApi';

	displayName = 'Trackunit (User Login) API';

	icon: Icon = { light: 'file:../icons/trackunit.svg', dark: 'file:../icons/trackunit.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-trackunit/n8n-nodes-trackunit?tab=readme-ov-file#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'The client ID that belongs to the API user',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The client secret that belongs to the API user',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			description: 'The username of the API user',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The password of the API user',
		},
		{
			displayName: 'Token URL',
			name: 'tokenUrl',
			type: 'string',
			default: 'https://auth.trackunit.com/token',
			required: true,
			description: 'The address that issues access tokens',
			hint: LEAVE_AS_IS,
		},
		baseUrlProperty,
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return {
			accessToken: await requestToken(
				async (options) => await this.helpers.httpRequest(options),
				credentials,
			),
		};
	}

	authenticate = async (
		{ accessToken }: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => signedWith(accessToken, options);

	test: ICredentialTestRequest = testRequest(
		'Trackunit did not accept the token that it issued to the API user.',
	);
}
