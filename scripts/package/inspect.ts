/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { jsonParse, type ICredentialType, type INodeTypeBaseDescription } from 'n8n-workflow';

import { isObject } from '../../nodes/TrackunitCustomer/json';
import { valueAt } from '../engine/objects';
import { loadPackage, type LoadedPackage } from '../loadPackage';
import type { Packed } from './pack';

const NODES = ['trackunitCustomer', 'trackunitCustomerTrigger'];
const CREDENTIALS = ['trackunitApi', 'trackunitApiUserApi', 'trackunitOAuth2Api'];

/** npm runs them, or warns of them, where the package is installed; n8n's verification refuses them. */
const INSTALL_SCRIPTS = [
	'prepare',
	'preprepare',
	'postprepare',
	'prepublish',
	'preinstall',
	'install',
	'postinstall',
];

const SHIPPED = [/^package\.json$/, /^README(\.md)?$/, /^LICENSE(\.md)?$/, /^CHANGELOG(\.md)?$/];
const SHIPPED_FROM_DIST = /^dist\/(credentials|nodes|icons)\/.*\.(js|js\.map|d\.ts|json|svg|png)$/;
const NOT_FOR_USERS = /(^|\/)(test|tests|simulator|scripts|bench|e2e)\/|\.(test|spec)\./;

/** What is wrong with a package that was packed, a sentence each. */
export async function inspect(packed: Packed): Promise<string[]> {
	const manifest: unknown = jsonParse(
		await readFile(path.join(packed.directory, 'package.json'), 'utf8'),
	);
	return [
		...inspectManifest(manifest, packed),
		...inspectFiles(packed),
		...(await inspectSourceMaps(packed)),
		...(await inspectLoaded(packed)),
	];
}

function inspectManifest(manifest: unknown, { files }: Packed): string[] {
	const problems: string[] = [];
	for (const key of ['dependencies', 'bundledDependencies', 'bundleDependencies', 'overrides']) {
		const value = valueAt(manifest, key);
		if (value !== undefined) problems.push(`package.json has ${key}: ${JSON.stringify(value)}`);
	}
	const peers = JSON.stringify(valueAt(manifest, 'peerDependencies'));
	if (peers !== '{"n8n-workflow":"*"}') {
		problems.push(`package.json has peerDependencies ${peers}, not {"n8n-workflow":"*"}`);
	}
	const scripts = valueAt(manifest, 'scripts');
	for (const name of INSTALL_SCRIPTS) {
		if (isObject(scripts) && name in scripts) problems.push(`package.json has the script ${name}`);
	}
	for (const kind of ['n8n.nodes', 'n8n.credentials']) {
		const paths = valueAt(manifest, kind);
		for (const file of Array.isArray(paths) ? paths.map(String) : []) {
			if (!files.includes(file)) problems.push(`${kind} names ${file}, which is not packed`);
		}
	}
	return problems;
}

function inspectFiles({ files }: Packed): string[] {
	const strangers = files.filter(
		(file) =>
			NOT_FOR_USERS.test(file) ||
			!(SHIPPED_FROM_DIST.test(file) || SHIPPED.some((pattern) => pattern.test(file))),
	);
	return strangers.map((file) => `${file} is packed, which is not for users`);
}

/** A map is of use only if it has the sources in it, or they are packed too. */
async function inspectSourceMaps({ directory, files }: Packed): Promise<string[]> {
	const lost: string[] = [];
	for (const file of files.filter((name) => name.endsWith('.map'))) {
		const map: unknown = jsonParse(await readFile(path.join(directory, file), 'utf8'));
		if (Array.isArray(valueAt(map, 'sourcesContent'))) continue;
		const sources = valueAt(map, 'sources');
		const isPacked = (source: unknown): boolean =>
			existsSync(path.join(directory, path.dirname(file), String(source)));
		if (!Array.isArray(sources) || !sources.every(isPacked)) lost.push(file);
	}
	return lost.length === 0
		? []
		: [`${lost.length} source maps lead to sources that are not packed, such as ${lost[0]}`];
}

async function inspectLoaded({ directory }: Packed): Promise<string[]> {
	let loaded: LoadedPackage;
	try {
		loaded = await loadPackage(directory);
	} catch (error) {
		return [`n8n cannot load it: ${error instanceof Error ? error.message : String(error)}`];
	}
	const { name, nodeTypes, credentialTypes } = loaded;
	const problems: string[] = [];
	for (const node of NODES) {
		const description = nodeTypes[`${name}.${node}`]?.description;
		if (!description) problems.push(`n8n finds no node ${node}`);
		else problems.push(...inspectNode(loaded, directory, description));
	}
	for (const credential of CREDENTIALS) {
		const type = credentialTypes[credential];
		if (!type) problems.push(`n8n finds no credential ${credential}`);
		else problems.push(...inspectIcons(loaded, directory, type));
	}
	return problems;
}

function inspectNode(
	loaded: LoadedPackage,
	directory: string,
	description: INodeTypeBaseDescription,
): string[] {
	const problems = inspectIcons(loaded, directory, description);
	for (const part of [
		'categories',
		'alias',
		'resources.primaryDocumentation',
		'resources.credentialDocumentation',
	]) {
		const value = valueAt(description.codex, part);
		if (!Array.isArray(value) || value.length === 0) {
			problems.push(`${description.name} has no ${part} in its codex`);
		}
	}
	const credentials = valueAt(description, 'credentials');
	for (const credential of Array.isArray(credentials) ? credentials : []) {
		const type = String(valueAt(credential, 'name'));
		if (!(type in loaded.credentialTypes)) {
			problems.push(`${description.name} asks for credential ${type}, which is not there`);
		}
	}
	return problems;
}

/** n8n serves an icon by a URL that is the package's name and the path in it. */
function inspectIcons(
	{ name: packageName }: LoadedPackage,
	directory: string,
	{ name, iconUrl }: Pick<INodeTypeBaseDescription | ICredentialType, 'name' | 'iconUrl'>,
): string[] {
	const problems: string[] = [];
	for (const theme of ['light', 'dark']) {
		const url = valueAt(iconUrl, theme);
		const file = String(url).replace(`icons/${packageName}/`, '');
		if (typeof url !== 'string') problems.push(`${name} has no ${theme} icon`);
		else if (!existsSync(path.join(directory, file))) {
			problems.push(`${name}: its ${theme} icon ${file} is not packed`);
		}
	}
	return problems;
}
