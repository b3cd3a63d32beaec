import type { Credentials } from '../../simulator';
import { isObject } from '../engine/objects';
import type { Api } from './api';

/** As a node of a workflow names a credential. */
export interface CredentialReference {
	id: string;
	name: string;
}

/** By the name of the credential type. */
export type CredentialReferences = Record<string, CredentialReference>;

export interface Credential {
	type: string;
	/** The name that n8n itself would give the first one of its type. */
	name: string;
	data: object;
}

/** Those of a local Trackunit. */
export function trackunitCredentials(given: Credentials): Credential[] {
	const { trackunitApi, trackunitApiUserApi, trackunitOAuth2Api } = given;
	return [
		{ type: 'trackunitOAuth2Api', name: 'Trackunit OAuth2 account', data: trackunitOAuth2Api },
		{ type: 'trackunitApiUserApi', name: 'Trackunit API User account', data: trackunitApiUserApi },
		{ type: 'trackunitApi', name: 'Trackunit account', data: trackunitApi },
	];
}

/** Gives n8n credentials; those that it has from before are brought up to date. */
export async function keepCredentials(
	api: Api,
	given: readonly Credential[],
): Promise<CredentialReferences> {
	const answer = await api.get('/credentials');
	const known = Array.isArray(answer) ? answer.filter(isObject) : [];
	const references: CredentialReferences = {};
	for (const credential of given) {
		const { type, name } = credential;
		const before = known.find((one) => one.type === type && one.name === name);
		const saved = before
			? await api.patch(`/credentials/${String(before.id)}`, credential)
			: await api.post('/credentials', credential);
		if (!isObject(saved)) throw new Error(`n8n did not answer the credential ${name}`);
		references[type] = { id: String(saved.id), name };
	}
	return references;
}
