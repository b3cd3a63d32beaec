/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

import { LoadOptionsContext } from 'n8n-core';
import { Workflow, type INode, type Logger } from 'n8n-workflow';

import { additionalDataFor } from './additionalData';
import { CredentialsHelper } from './credentialsHelper';
import { createCredentialStore } from './credentialStore';
import { createCredentialTypes } from './credentialTypes';
import { capture } from './logs';
import { createNodeTypes } from './nodeTypes';

/** Both are read once, when n8n-core makes its first context. */
const SETTINGS = { N8N_LOG_LEVEL: 'silent', N8N_DIAGNOSTICS_ENABLED: 'false' };

let isPrepared = false;

/**
 * Makes n8n-core at home in this process; has to come before anything else of n8n-core's is used.
 *
 * Its process-wide services come into being with the first context. They write a key file to `~/.n8n`,
 * and set up a logger that prints. The key is kept in memory from then on, so it is written to a folder
 * that is removed at once; and the logger, which every context hands out, is made to record instead.
 */
export function prepareHost(): void {
	if (isPrepared) return;
	isPrepared = true;

	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-engine-'));
	const before = { ...process.env };
	Object.assign(process.env, SETTINGS, { N8N_USER_FOLDER: folder });
	try {
		const logger = loggerOfN8n();
		for (const level of ['error', 'warn', 'info', 'debug'] as const) {
			logger[level] = (message, metadata) => capture({ level, message, metadata });
		}
	} finally {
		for (const name of [...Object.keys(SETTINGS), 'N8N_USER_FOLDER']) {
			const value = before[name];
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
		rmSync(folder, { recursive: true, force: true });
	}
}

function loggerOfN8n(): Logger {
	const node: INode = {
		id: 'any',
		name: 'Any',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: createNodeTypes({}),
	});
	const helper = new CredentialsHelper(createCredentialTypes({}), createCredentialStore({}));
	return new LoadOptionsContext(workflow, node, additionalDataFor(helper), '').logger;
}
