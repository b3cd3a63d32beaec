/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readFileSync } from 'node:fs';

import { architecturePicture, PICTURE } from '../scripts/architecture/drawing';
import { importsOf, readSources, type Sources } from '../scripts/architecture/imports';
import { longFunctions } from '../scripts/architecture/lengths';
import { CHECKED, ROOMS, SHIPPED } from '../scripts/architecture/rooms';
import {
	brokenOperationsOrder,
	beyondSigningIn,
	cycles,
	foreignImports,
	withoutRoom,
	upwardImports,
} from '../scripts/architecture/rules';

/** All that is wrong with a house, a line for each. */
function faultsOf(sources: Sources): string[] {
	const imports = importsOf(sources);
	return [
		...withoutRoom(sources),
		...[foreignImports, upwardImports, brokenOperationsOrder, beyondSigningIn, cycles].flatMap(
			(rule) => rule(imports),
		),
	];
}

describe('the package', () => {
	const sources = readSources(CHECKED);
	const imports = importsOf(sources);

	it.each(ROOMS.map((room) => [room.name, room] as const))('has files in %s', (_, room) => {
		expect([...sources.keys()].filter(room.has)).not.toEqual([]);
	});

	it('has a room for every file that ships', () => {
		expect(withoutRoom(sources)).toEqual([]);
	});

	it('imports nothing from outside but n8n-workflow', () => {
		expect(foreignImports(imports)).toEqual([]);
	});

	it('imports one way only, from a room to those below it', () => {
		expect(upwardImports(imports)).toEqual([]);
	});

	it('keeps resources, their shared operations and the registry apart', () => {
		expect(brokenOperationsOrder(imports)).toEqual([]);
	});

	it('loads no more for credentials than signing in needs', () => {
		expect(beyondSigningIn(imports)).toEqual([]);
	});

	it('has no import cycle, nor have the local Trackunit, the scripts and the benchmarks', () => {
		expect(cycles(imports)).toEqual([]);
	});

	it('has no function that ships of more than 60 lines', () => {
		expect(longFunctions(readSources(SHIPPED))).toEqual([]);
	});

	it('has the picture as the imports are; `npm run docs:architecture` draws it', () => {
		const drawn = architecturePicture(importsOf(readSources(SHIPPED)));
		expect(readFileSync(PICTURE, 'utf8')).toBe(drawn);
	});
});

const NODE = 'nodes/TrackunitCustomer';

/** A small house in order; what a file imports is all that counts. */
const HOUSE: Record<string, string[]> = {
	'credentials/TrackunitApi.credentials.ts': ['n8n-workflow', './parts'],
	'credentials/parts.ts': [`../${NODE}/transport/signIn`],
	[`${NODE}/TrackunitCustomer.node.ts`]: ['./operations/registry', './run/runAllItems'],
	[`${NODE}/trigger/poll.ts`]: ['../operations/registry', '../operations/customer/record'],
	[`${NODE}/operations/registry.ts`]: ['./customer', './contact'],
	[`${NODE}/operations/customer/index.ts`]: ['./record', '../contact/record', '../crud/create'],
	[`${NODE}/operations/customer/record.ts`]: ['../../records/field'],
	[`${NODE}/operations/contact/index.ts`]: ['./record', '../customer/locator'],
	[`${NODE}/operations/contact/record.ts`]: ['../../contract'],
	[`${NODE}/operations/customer/locator.ts`]: ['../../parameters/locator'],
	[`${NODE}/operations/crud/create.ts`]: ['../../run/operation'],
	[`${NODE}/run/runAllItems.ts`]: ['./operation', '../transport/client'],
	[`${NODE}/run/operation.ts`]: ['../parameters/locator'],
	[`${NODE}/parameters/locator.ts`]: ['../records/field', '../paths'],
	[`${NODE}/records/field.ts`]: [],
	[`${NODE}/transport/client.ts`]: ['./secrets', '../failure/failure', 'n8n-workflow'],
	[`${NODE}/transport/signIn.ts`]: ['./secrets', '../failure/failure'],
	[`${NODE}/transport/secrets.ts`]: ['../json'],
	[`${NODE}/failure/failure.ts`]: ['../json'],
	[`${NODE}/contract.ts`]: [],
	[`${NODE}/paths.ts`]: ['./contract'],
	[`${NODE}/json.ts`]: [],
	'scripts/show.ts': [`../${NODE}/operations/registry`, 'node:fs'],
	'simulator/server.ts': ['./faults', 'fastify'],
	'simulator/faults.ts': [],
};

function sourcesOf(house: Record<string, string[]>, planted: Record<string, string> = {}): Sources {
	const texts = Object.entries(house).map(
		([file, names]) => [file, names.map((name) => `import '${name}';`).join('\n')] as const,
	);
	const sources = new Map(texts);
	for (const [file, text] of Object.entries(planted)) {
		sources.set(file, `${sources.get(file) ?? ''}\n${text}`);
	}
	return sources;
}

describe('a house in order', () => {
	it('has no faults', () => {
		expect(faultsOf(sourcesOf(HOUSE))).toEqual([]);
	});

	it('is drawn without red', () => {
		const picture = architecturePicture(importsOf(sourcesOf(HOUSE)));
		expect(picture).not.toContain('class="up"');
		expect(picture).not.toContain('class="warning"');
		expect(picture).toContain('operations/ imports run/, parameters/, records/, ground.');
	});
});

const ABROAD = 'shipped code imports nothing but n8n-workflow, nodes/ and credentials/';
const SIGNING_IN =
	'credentials/ may load only failure/, the ground, and what signs in of transport/';

/** What is planted, in which file, and all that has to be said of it. */
const PLANTED: Array<[string, string, string, string[]]> = [
	[
		'an import that runs up',
		'records/field.ts',
		"import { run } from '../run/runAllItems';",
		[`${NODE}/run/runAllItems.ts: records/ may not import run/, which is above it`],
	],
	[
		'a type from above',
		'transport/client.ts',
		"import type { Field } from '../records/field';",
		[`${NODE}/records/field.ts: transport/ may not import records/, which is above it`],
	],
	[
		'the type of an import from above',
		'transport/client.ts',
		"type Field = import('../records/field').Field;",
		[`${NODE}/records/field.ts: transport/ may not import records/, which is above it`],
	],
	[
		'an export from above',
		'parameters/locator.ts',
		"export * from '../operations/customer';",
		[
			`${NODE}/operations/customer/index.ts: parameters/ may not import operations/, which is above it`,
		],
	],
	[
		'the ground that imports the house',
		'json.ts',
		"import { field } from './records/field';",
		[`${NODE}/records/field.ts: ground may not import records/, which is above it`],
	],
	[
		'a node that imports a credential',
		'TrackunitCustomer.node.ts',
		"import '../../credentials/parts';",
		['credentials/parts.ts: node files may not import credentials/, which is above it'],
	],
	['a foreign package', 'run/operation.ts', "import axios from 'axios';", [`axios: ${ABROAD}`]],
	['a part of Node', 'run/operation.ts', "import 'node:fs';", [`node:fs: ${ABROAD}`]],
	['a part of n8n', 'run/operation.ts', "import 'n8n-core';", [`n8n-core: ${ABROAD}`]],
	[
		'require of a package',
		'run/operation.ts',
		"const tick = /`/; const axios = require('axios'); // `",
		[`axios: ${ABROAD}`],
	],
	['a computed import', 'run/operation.ts', 'void import(place);', [`place: ${ABROAD}`]],
	[
		'a script',
		'run/operation.ts',
		"import '../../../scripts/show';",
		[`scripts/show.ts: ${ABROAD}`],
	],
	[
		'the local Trackunit',
		'run/operation.ts',
		"import '../../../simulator/server';",
		[`simulator/server.ts: ${ABROAD}`],
	],
	['a file that is not there', 'run/operation.ts', "import './gone';", [`./gone: ${ABROAD}`]],
	[
		'a resource in crud/',
		'operations/crud/create.ts',
		"import '../customer/record';",
		[`${NODE}/operations/customer/record.ts: crud/ may not import a resource`],
	],
	[
		'another resource whole',
		'operations/contact/record.ts',
		"import '../customer/rules';",
		[
			`${NODE}/operations/customer/rules.ts: a resource may import only record.ts and locator.ts of another resource`,
		],
	],
	[
		'the registry in an operation',
		'operations/crud/create.ts',
		"import '../registry';",
		[`${NODE}/operations/registry.ts: only the node files and trigger/ may import the registry`],
	],
];

describe('a planted fault is reported, with both files and the rule:', () => {
	it.each(PLANTED)('%s', (_, place, text, faults) => {
		const file = `${NODE}/${place}`;
		const rules = `${NODE}/operations/customer/rules.ts`;
		const found = faultsOf(sourcesOf({ ...HOUSE, [rules]: [] }, { [file]: text }));
		const withoutCycles = found.filter((fault) => !fault.endsWith(': a cycle'));
		expect(withoutCycles.filter((fault) => fault.startsWith(`${file} → `))).toEqual(
			faults.map((fault) => `${file} → ${fault}`),
		);
	});

	it('a file in no room', () => {
		const file = `${NODE}/helpers/all.ts`;
		expect(faultsOf(sourcesOf({ ...HOUSE, [file]: [] }))).toEqual([`${file}: belongs to no room`]);
	});

	it('what a credential loads by way of another file', () => {
		const pages = `${NODE}/transport/pages.ts`;
		const planted = { [`${NODE}/transport/signIn.ts`]: "import './pages';" };
		expect(faultsOf(sourcesOf({ ...HOUSE, [pages]: ['./client'] }, planted))).toEqual([
			`credentials/TrackunitApi.credentials.ts → credentials/parts.ts → ${NODE}/transport/signIn.ts → ${pages}: ${SIGNING_IN}`,
		]);
	});

	it('what a credential loads by itself', () => {
		const planted = { 'credentials/parts.ts': `import '../${NODE}/transport/client';` };
		expect(faultsOf(sourcesOf(HOUSE, planted))).toEqual([
			`credentials/TrackunitApi.credentials.ts → credentials/parts.ts → ${NODE}/transport/client.ts: ${SIGNING_IN}`,
		]);
	});

	it.each([
		['two files', { 'simulator/faults.ts': "import './server';" }, ['faults', 'server', 'faults']],
		[
			'three files, by a type',
			{
				'simulator/faults.ts': "import './state';",
				'simulator/state.ts': "import type { Server } from './server';",
			},
			['faults', 'state', 'server', 'faults'],
		],
		[
			'a file that imports itself',
			{ 'simulator/faults.ts': "import './faults';" },
			['faults', 'faults'],
		],
	])('a cycle of %s, once', (_, planted, cycle) => {
		expect(faultsOf(sourcesOf(HOUSE, planted))).toEqual([
			`${cycle.map((file) => `simulator/${file}.ts`).join(' → ')}: a cycle`,
		]);
	});

	it.each([
		['function name() {', '}'],
		['export const name = (kind: string) => ({', '});'],
		['const run = { async read() {', '} };'],
	])('a function of more than 60 lines: %s', (start, end) => {
		const textOf = (lines: number): string =>
			[start, ...Array.from({ length: lines - 2 }, () => ''), end].join('\n');
		const sources = new Map([
			['run/short.ts', textOf(60)],
			['run/long.ts', `\n${textOf(61)}`],
		]);
		expect(longFunctions(sources)).toEqual(['run/long.ts:2: a function of 61 lines, more than 60']);
	});

	it('two cycles through one file', () => {
		const planted = {
			'simulator/faults.ts': "import './server';",
			'simulator/state.ts': "import './server';",
			'simulator/server.ts': "import './state';",
		};
		expect(cycles(importsOf(sourcesOf(HOUSE, planted)))).toHaveLength(2);
	});
});

describe('the picture', () => {
	it.each([
		['an import that runs up', { [`${NODE}/failure/failure.ts`]: "import '../transport/client';" }],
		['a cycle within a room', { [`${NODE}/run/operation.ts`]: "import './runAllItems';" }],
	])('shows %s in red', (_, planted) => {
		const picture = architecturePicture(importsOf(sourcesOf(HOUSE, planted)));
		expect(picture.match(/class="up"/g)).toHaveLength(1);
		expect(picture).toContain('class="warning"');
	});

	it('stays the same when a file is added that imports as others do', () => {
		const file = `${NODE}/operations/crud/delete.ts`;
		const more = sourcesOf({ ...HOUSE, [file]: ['../../run/operation'] });
		expect(architecturePicture(importsOf(more))).toBe(
			architecturePicture(importsOf(sourcesOf(HOUSE))),
		);
	});
});
