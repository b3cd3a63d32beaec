import { ExternalSecretsProxy, type ExecutionLifecycleHooks } from 'n8n-core';
import {
	UserError,
	type ICredentialsHelper,
	type INodeParameters,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

/** n8n builds URLs from it for each expression that it resolves, so it needs to be one. */
const BASE_URL = 'http://localhost:5678';

function refuse(what: string): () => never {
	return () => {
		throw new UserError(`This runner has no ${what}`);
	};
}

/** What n8n's server hands to n8n-core with each execution. */
export function additionalDataFor(
	credentialsHelper: ICredentialsHelper,
	{
		hooks,
		currentNodeParameters,
	}: { hooks?: ExecutionLifecycleHooks; currentNodeParameters?: INodeParameters } = {},
): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper,
		hooks,
		currentNodeParameters,
		currentNodeExecutionIndex: 0,
		executionId: '1',
		variables: {},
		externalSecretsProxy: new ExternalSecretsProxy(),
		restApiUrl: `${BASE_URL}/rest`,
		instanceBaseUrl: `${BASE_URL}/`,
		formBaseUrl: `${BASE_URL}/form`,
		formWaitingBaseUrl: `${BASE_URL}/form-waiting`,
		formTestBaseUrl: `${BASE_URL}/form-test`,
		webhookBaseUrl: `${BASE_URL}/webhook`,
		webhookWaitingBaseUrl: `${BASE_URL}/webhook-waiting`,
		webhookTestBaseUrl: `${BASE_URL}/webhook-test`,
		mcpBaseUrl: `${BASE_URL}/mcp`,
		mcpTestBaseUrl: `${BASE_URL}/mcp-test`,
		logAiEvent: () => {},
		executeWorkflow: refuse('sub-workflows'),
		getRunExecutionData: refuse('other executions'),
		getRuntimeCredential: refuse('credentials of a trigger'),
		startRunnerTask: refuse('task runners'),
	};
}
