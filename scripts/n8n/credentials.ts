import { isObject } from '../../nodes/TrackunitCustomer/json';
import type { Credentials } from '../../simulator';
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
	name: string;
	data: object;
}

/** Those of a local Trackunit, by names that nobody gives a credential for Trackunit itself. */
export function trackunitCredentials(given: Credentials): Credential[] {
	const { trackunitApi, trackunitApiUserApi, trackunitOAuth2Api } = given;
	return [
		{ type: 'trackunitApi', name: 'Local Trackunit (token)', data: trackunitApi },
		{ type: 'trackunitApiUserApi', name: 'Local Trackunit (API user)', data: trackunitApiUserApi },
		// The last one is what n8n gives a new node.
		{ type: 'trackunitOAuth2Api', name: 'Local Trackunit (OAuth2)', data: trackunitOAuth2Api },
	];
}

/** Gives n8n credentials; those that it has from before, by their names, are brought up to date. */
export async function keepCredentials(
	api: Api,
	given: readonly Credential[],
): Promise<CredentialReferences> {
	const answer = await api.get('/credentials');
	return await saveCredentials(api, given, Array.isArray(answer) ? answer.filter(isObject) : []);
}

/** Gives n8n credentials beside those that it has. */
export async function addCredentials(
	api: Api,
	given: readonly Credential[],
): Promise<CredentialReferences> {
	return await saveCredentials(api, given, []);
}

async function saveCredentials(
	api: Api,
	given: readonly Credential[],
	known: ReadonlyArray<Record<string, unknown>>,
): Promise<CredentialReferences> {
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
