/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';

import openapiTS, { astToString } from 'openapi-typescript';

import { CONTRACT } from './contract/check';

const TYPES = 'nodes/TrackunitCustomer/contract.ts';

const HEADER = `// Generated from ${CONTRACT} by \`npm run contract:types\`; edit that file, not this one.\n\n`;

/** TypeScript types of an OpenAPI document given as YAML text, a named type for each schema. */
async function generate(contract: string): Promise<string> {
	const nodes = await openapiTS(contract, { rootTypes: true, rootTypesNoSchemaPrefix: true });
	return HEADER + astToString(nodes);
}

async function main(isCheck: boolean): Promise<number> {
	const types = await generate(await readFile(CONTRACT, 'utf8'));
	if (!isCheck) {
		await writeFile(TYPES, types);
		return 0;
	}
	const committed = await readFile(TYPES, 'utf8').catch(() => undefined);
	if (committed === types) return 0;
	process.stderr.write(`${TYPES} is stale: run \`npm run contract:types\` and commit the result\n`);
	return 1;
}

void main(process.argv.includes('--check')).then((code) => {
	process.exitCode = code;
});
