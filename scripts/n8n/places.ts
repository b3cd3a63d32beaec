/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import path from 'node:path';

/** The folder that n8n is installed in; all paths are seen from the root of this repository. */
export const HOME = path.resolve('e2e', 'n8n');
export const MODULES = path.join(HOME, 'node_modules');

/** What `npm run n8n` keeps between its runs: workflows, credentials, executions. */
export const DATA = path.resolve('e2e', 'data');
