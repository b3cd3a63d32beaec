/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import type { INodeType } from 'n8n-workflow';

import { NAMES_FILE, publicNames } from './release/publicNames';

const load = createRequire(path.resolve('package.json'));

/** By its whole name: of `X.node.ts` and `X.node.json`, an import of `X.node` takes the second here. */
function node<Name extends string>(name: Name): INodeType {
	const loaded = load(`./nodes/TrackunitCustomer/${name}.node.ts`) as Record<
		Name,
		new () => INodeType
	>;
	return new loaded[name]();
}

/** Takes the names of now for those of the last release. A release does it; by hand it says that a break is meant. */
const names = publicNames([node('TrackunitCustomer'), node('TrackunitCustomerTrigger')]);
const lines = Object.entries(names).map(
	([place, name]) => `\t${JSON.stringify(place)}: ${JSON.stringify(name)}`,
);
writeFileSync(NAMES_FILE, `{\n${lines.join(',\n')}\n}\n`);
