/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import process from 'node:process';

import { check } from './contract/check';

void check(process.argv.slice(2), {
	print: (line) => process.stdout.write(`${line}\n`),
	complain: (line) => process.stderr.write(`${line}\n`),
}).then((code) => {
	process.exitCode = code;
});
