/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import process from 'node:process';

import { parseOwner, setOwner } from './release/owner';

const owner = parseOwner(process.argv.slice(2));
if (typeof owner === 'string') {
	process.stderr.write(
		`${owner}\nnpm run owner -- --repository owner/name --author "Name <mail>"\n`,
	);
	process.exitCode = 1;
} else {
	const changed = setOwner(owner);
	process.stdout.write(`Changed: ${changed.length === 0 ? 'nothing' : changed.join(', ')}\n`);
}
