import { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialType, INodeType, IVersionedNodeType } from 'n8n-workflow';

import { prepareHost } from './engine/host';

export interface LoadedPackage {
	name: string;
	/** By their full names, such as 'n8n-nodes-trackunit.trackunitCustomer'. */
	nodeTypes: Record<string, INodeType | IVersionedNodeType>;
	credentialTypes: Record<string, ICredentialType>;
}

/** Loads a built package as n8n does at its start; rejects where n8n would not load it either. */
export async function loadPackage(directory: string): Promise<LoadedPackage> {
	prepareHost();
	const loader = new PackageDirectoryLoader(directory);
	await loader.loadAll();
	return {
		name: loader.packageName,
		nodeTypes: Object.fromEntries(
			Object.entries(loader.nodeTypes).map(([name, { type }]) => [
				`${loader.packageName}.${name}`,
				type,
			]),
		),
		credentialTypes: Object.fromEntries(
			Object.entries(loader.credentialTypes).map(([name, { type }]) => [name, type]),
		),
	};
}
