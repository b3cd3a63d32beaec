import { UnrecognizedCredentialTypeError } from 'n8n-core';
import { NodeHelpers, type ICredentialType, type INodeProperties } from 'n8n-workflow';

import { oAuth2Api } from './oAuth2Api';

export interface CredentialTypes {
	/** Throws for a type that nobody registered. */
	get(name: string): ICredentialType;
	/** Those that a type extends, and those that these extend. */
	parentsOf(name: string): string[];
	/** A type's own properties and those it inherits; its own win. */
	propertiesOf(name: string): INodeProperties[];
}

/** n8n keeps what a provider answered to a token request beside the fields that a user fills in. */
const tokenData: INodeProperties = {
	displayName: 'oauthTokenData',
	name: 'oauthTokenData',
	type: 'json',
	default: {},
};

export function createCredentialTypes(given: Record<string, ICredentialType>): CredentialTypes {
	const types = new Map(Object.entries({ oAuth2Api, ...given }));

	function get(name: string): ICredentialType {
		const type = types.get(name);
		if (!type) throw new UnrecognizedCredentialTypeError(name);
		return type;
	}

	function parentsOf(name: string): string[] {
		const parents = types.get(name)?.extends ?? [];
		return [...parents, ...parents.flatMap(parentsOf)];
	}

	function propertiesOf(name: string): INodeProperties[] {
		const type = get(name);
		if (type.extends === undefined) {
			return name === 'oAuth2Api' ? [...type.properties, tokenData] : type.properties;
		}
		const merged: INodeProperties[] = [];
		for (const parent of type.extends)
			NodeHelpers.mergeNodeProperties(merged, propertiesOf(parent));
		NodeHelpers.mergeNodeProperties(merged, type.properties);
		return merged;
	}

	return { get, parentsOf, propertiesOf };
}
