import { Credentials, getAdditionalKeys } from 'n8n-core';
import {
	ICredentialsHelper,
	jsonParse,
	NodeHelpers,
	UnexpectedError,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	type IDataObject,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import type { CredentialStore } from './credentialStore';
import type { CredentialTypes } from './credentialTypes';
import { createNodeTypes } from './nodeTypes';

/** n8n takes these from the credential type, whatever is stored, where the type hides them. */
const PINNED_WHERE_HIDDEN = [
	'authUrl',
	'accessTokenUrl',
	'grantType',
	'authentication',
	'requestTokenUrl',
	'signatureMethod',
];

/** Not among a type's properties, and yet kept from what is stored. */
const KEPT = ['oauthTokenData', 'allowedHttpRequestDomains', 'allowedDomains'];

const MOCK_NODE_TYPES = createNodeTypes({});

const MOCK_NODE: INode = {
	id: 'mock',
	name: '',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/**
 * What n8n's server does with credentials around n8n-core, over a store in memory: n8n-core leaves
 * all of it to this class. `applyDefaults` is the server's `applyDefaultsAndOverwrites`.
 */
export class CredentialsHelper extends ICredentialsHelper {
	constructor(
		private readonly types: CredentialTypes,
		private readonly store: CredentialStore,
	) {
		super();
	}

	getParentTypes(name: string): string[] {
		return this.types.parentsOf(name);
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.types.propertiesOf(type);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		options: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		if (!('url' in options)) throw new UnexpectedError('Only requests with a URL are supported');
		const { authenticate } = this.types.get(typeName);
		if (!authenticate) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (!workflow || !node) {
			throw new UnexpectedError(
				'Workflow and node are required for declarative credential authentication',
			);
		}

		const resolve = (value: unknown): string =>
			String(
				(typeof value === 'string' &&
					workflow.expression.getSimpleParameterValue(
						node,
						value,
						'internal',
						{ $credentials: credentials },
						undefined,
						'',
					)) ||
					'',
			);
		const resolveAll = (values: object = {}): Record<string, string> =>
			Object.fromEntries(
				Object.entries(values).map(([key, value]) => [resolve(key), resolve(value)]),
			);

		// Into the caller's own object, as n8n does: a node that sends it again sends these along.
		const { headers, qs, body, auth } = authenticate.properties;
		options.headers = { ...options.headers, ...resolveAll(headers) };
		if (qs) options.qs = { ...options.qs, ...resolveAll(qs) };
		if (body) {
			const own = typeof options.body === 'object' ? options.body : {};
			options.body = { ...own, ...resolveAll(body) };
		}
		if (auth) {
			options.auth = { username: resolve(auth.username), password: resolve(auth.password) };
		}
		return options;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.types.get(typeName);
		const expirable = type.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		);
		if (!expirable || !type.preAuthentication) return undefined;
		if (credentials[expirable.name] !== '' && !credentialsExpired) return undefined;

		const output = await type.preAuthentication.call(helpers, credentials);
		const reference = node.credentials?.[type.name];
		if (output[expirable.name] === undefined || !reference) return undefined;
		// Stored whole, as it was resolved for this request: an expression in it is gone afterwards.
		await this.updateCredentials(reference, type.name, Object.assign(credentials, output));
		return credentials;
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const output: IDataObject | undefined = await this.types
			.get(typeName)
			.preAuthentication?.call(helpers, credentials);
		return output && asCredentialData(output);
	}

	async getCredentials(reference: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		const credentials = new Credentials(reference, type);
		await credentials.setData(this.store.read(reference, type));
		return credentials;
	}

	/** Reads the store anew each time, as the server reads its database for each request. */
	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		reference: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolveValues?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.store.read(reference, type);
		if (raw) return stored;
		return this.applyDefaults(additionalData, stored, type, mode, executeData, resolveValues);
	}

	applyDefaults(
		additionalData: IWorkflowExecuteAdditionalData,
		stored: ICredentialDataDecryptedObject,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		resolveValues?: ICredentialsExpressionResolveValues,
	): ICredentialDataDecryptedObject {
		const properties = this.types.propertiesOf(type);
		const given = asParameters(stored);
		for (const { name, type: kind } of properties) {
			if (kind === 'hidden' && PINNED_WHERE_HIDDEN.includes(name)) delete given[name];
		}
		const filled = NodeHelpers.getNodeParameters(properties, given, true, false, null, null) ?? {};
		for (const name of KEPT) if (name in given) filled[name] = given[name];

		const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		if (resolveValues) {
			return asCredentialData(
				resolveValues.workflow.expression.getParameterValue(
					filled,
					resolveValues.runExecutionData,
					resolveValues.runIndex,
					resolveValues.itemIndex,
					resolveValues.node.name,
					resolveValues.connectionInputData,
					mode,
					keys,
					executeData,
					false,
					filled,
				),
			);
		}
		const workflow = new Workflow({
			nodes: [{ ...MOCK_NODE }],
			connections: {},
			active: false,
			nodeTypes: MOCK_NODE_TYPES,
		});
		return asCredentialData(
			workflow.expression.getComplexParameterValue(
				MOCK_NODE,
				filled,
				mode,
				keys,
				undefined,
				undefined,
				filled,
			),
		);
	}

	async updateCredentials(
		reference: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.store.write(reference, type, data);
	}

	async updateCredentialsOauthTokenData(
		reference: INodeCredentialsDetails,
		type: string,
		{ oauthTokenData }: ICredentialDataDecryptedObject,
	): Promise<void> {
		const stored = this.store.read(reference, type);
		if (oauthTokenData !== undefined) stored.oauthTokenData = oauthTokenData;
		this.store.write(reference, type, stored);
	}
}

/** n8n types a credential's data and a node's parameters apart, though both are JSON objects. */
function asParameters(data: ICredentialDataDecryptedObject): INodeParameters {
	return jsonParse(JSON.stringify(data));
}

function asCredentialData(value: unknown): ICredentialDataDecryptedObject {
	return jsonParse(JSON.stringify(value ?? {}));
}
