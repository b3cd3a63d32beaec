import type {
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	ICredentialTestRequest,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { originOf } from '../nodes/TrackunitCustomer/transport/baseUrl';
import { bareToken } from '../nodes/TrackunitCustomer/transport/secrets';

/** Of an address. */
export const LEAVE_AS_IS = 'Leave it as it is, unless you use a local Trackunit';

export const baseUrlProperty: INodeProperties = {
	displayName: 'Base URL',
	name: 'baseUrl',
	type: 'string',
	default: 'https://iris.trackunit.com',
	description: 'The address of the Trackunit API',
	hint: LEAVE_AS_IS,
};

/** n8n's own HTTP Request, which can use these credentials too, has the address as `uri`. */
type AnyRequest = IHttpRequestOptions & { uri?: unknown };

/** The request with the token in its header; throws rather than send a token in the open. */
export function signedWith(token: unknown, options: AnyRequest): IHttpRequestOptions {
	originOf(options.baseURL ?? options.uri ?? options.url, 'Base URL');
	return {
		...options,
		headers: { ...options.headers, Authorization: `Bearer ${bareToken(String(token))}` },
	};
}

/** As `originOf` has it, for OAuth2 too, which n8n signs itself; nothing, so that nothing is sent, for what it refuses. */
const ORIGIN =
	'={{ $credentials.baseUrl.trim().match(/^(https:\\/\\/[^\\/?#@\\\\\\s]+|http:\\/\\/(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d+)?)(?=[\\/?#]|$)/i)?.[0] ?? "" }}';

const WRONG_HOST =
	"'Base URL' does not lead to Trackunit: something responds there, but not the Customer API.";

/** Lists one customer, which is the least that every use of the node needs. */
export function testRequest(unauthorized: string): ICredentialTestRequest {
	const messages: Record<number, string> = {
		401: unauthorized,
		403: 'Signed in, but without permission to read customers: give the API key or API user access to them. The API requires an IrisX subscription.',
	};
	for (const status of [301, 302, 303, 307, 308, 404, 405, 410]) messages[status] = WRONG_HOST;
	const codes = Object.entries(messages).map(
		([status, message]): IAuthenticateRuleResponseCode => ({
			type: 'responseCode',
			properties: { value: Number(status), message },
		}),
	);
	const webPage: IAuthenticateRuleResponseSuccessBody = {
		type: 'responseSuccessBody',
		properties: { key: 'content', value: undefined, message: WRONG_HOST },
	};
	return {
		request: {
			baseURL: ORIGIN,
			url: '/api/customer/v1/customers',
			qs: { page: 0, size: 1 },
			json: true,
			disableFollowRedirect: true,
		},
		// n8n checks each rule by its own type, though its typing asks for rules of one type only.
		rules: [...codes, webPage] as IAuthenticateRuleResponseCode[],
	};
}
