import type { INodeTypes } from 'n8n-workflow';

import type { CredentialTypes } from './credentialTypes';

/** What an engine knows, for all its executions. */
export interface Known {
	nodeTypes: INodeTypes;
	credentialTypes: CredentialTypes;
}
