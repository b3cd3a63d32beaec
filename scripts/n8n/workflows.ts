/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { jsonParse } from 'n8n-workflow';

import type { WorkflowJson } from '../engine';
import { unless, type Api } from './api';
import type { CredentialReferences } from './credentials';

const EXAMPLES = 'examples';

/** The example to begin with. */
export const FIRST_EXAMPLE = 'erp-sync';

const idOf = (name: string): string => `example-${name}`;

/** Where n8n's editor has an example. */
export function addressOf(url: string, example: string): string {
	return `${url}/workflow/${idOf(example)}`;
}

export interface Example {
	/** The file's name without its ending: 'erp-sync'. */
	name: string;
	workflow: WorkflowJson;
}

/** One of the examples, by its name; rejects where there is none of this name. */
export async function readExample(name: string): Promise<WorkflowJson> {
	return jsonParse<WorkflowJson>(await readFile(path.join(EXAMPLES, `${name}.json`), 'utf8'));
}

/** All example workflows, by name. */
export async function readExamples(): Promise<Example[]> {
	const files = (await readdir(EXAMPLES)).filter((file) => file.endsWith('.json')).sort();
	return await Promise.all(
		files.map(async (file) => {
			const name = path.basename(file, '.json');
			return { name, workflow: await readExample(name) };
		}),
	);
}

/** The workflow with n8n's own credentials in place of those that its nodes name, where there are some. */
export function withCredentials(
	workflow: WorkflowJson,
	references: CredentialReferences,
): WorkflowJson {
	const nodes = workflow.nodes.map((node) => {
		if (!node.credentials) return node;
		const credentials = Object.entries(node.credentials).map(([type, named]) => [
			type,
			references[type] ?? named,
		]);
		return { ...node, credentials: Object.fromEntries(credentials) };
	});
	return { ...workflow, nodes };
}

/** Gives n8n the examples that it does not have; what a user has made of one is left alone. The names of the new ones. */
export async function keepExamples(api: Api, references: CredentialReferences): Promise<string[]> {
	const added: string[] = [];
	// n8n lists on top what came last.
	const rank = ({ name }: Example): number => (name === FIRST_EXAMPLE ? 1 : 0);
	const inTurn = (await readExamples()).reverse().sort((a, b) => rank(a) - rank(b));
	for (const { name, workflow } of inTurn) {
		const id = idOf(name);
		if (await exists(api, id)) continue;
		await api.post('/workflows', { ...withCredentials(workflow, references), id });
		added.push(name);
	}
	return added;
}

async function exists(api: Api, id: string): Promise<boolean> {
	const found = await unless(api.get(`/workflows/${id}`), (status) => [403, 404].includes(status));
	return found !== undefined;
}
