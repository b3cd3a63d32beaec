import {
	jsonParse,
	UserError,
	type ICredentialDataDecryptedObject,
	type INodeCredentialsDetails,
} from 'n8n-workflow';

export interface StoredCredential {
	type: string;
	data: ICredentialDataDecryptedObject;
}

export interface CredentialStore {
	/** The id that a node's reference leads to: by its id, its name, or as the only one of its type. */
	idOf(reference: INodeCredentialsDetails | undefined, type: string): string | undefined;
	/** A copy as it is stored now; throws, as n8n does, for an id that is unknown or of another type. */
	read(reference: INodeCredentialsDetails, type: string): ICredentialDataDecryptedObject;
	write(
		reference: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): void;
	all(): Record<string, StoredCredential>;
}

interface Entry {
	type: string;
	/** Text, as in n8n's database: nobody changes what is stored but by storing it. */
	json: string;
}

export function createCredentialStore(given: Record<string, StoredCredential>): CredentialStore {
	const entries = new Map<string, Entry>(
		Object.entries(given).map(([id, { type, data }]) => [id, { type, json: JSON.stringify(data) }]),
	);

	function find({ id, name }: INodeCredentialsDetails, type: string): Entry {
		if (!id) throw new UserError(`Found credential with no ID. Name: "${name}" Type: "${type}"`);
		const entry = entries.get(id);
		if (entry?.type === type) return entry;
		throw new UserError(`Credential with ID "${id}" does not exist for type "${type}".`);
	}

	return {
		idOf(reference, type) {
			for (const id of [reference?.id, reference?.name]) {
				if (id && entries.get(id)?.type === type) return id;
			}
			const ids = [...entries].filter(([, entry]) => entry.type === type).map(([id]) => id);
			return ids.length === 1 ? ids[0] : undefined;
		},
		read: (reference, type) => jsonParse(find(reference, type).json),
		write(reference, type, data) {
			find(reference, type).json = JSON.stringify(data);
		},
		all: () =>
			Object.fromEntries(
				[...entries].map(([id, { type, json }]) => [id, { type, data: jsonParse(json) }]),
			),
	};
}
