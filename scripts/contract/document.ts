/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import SwaggerParser from '@apidevtools/swagger-parser';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Node } from 'yaml';

import type { Contract } from './compare';
import { isObject } from '../../nodes/TrackunitCustomer/json';
import { isText } from './json';
import type { Path } from './json';

/** Says in one line why something could not be used as an OpenAPI 3 document. */
export class UnusableDocument extends Error {
	override name = 'UnusableDocument';
}

function refuse(why: string): never {
	throw new UnusableDocument(why);
}

const DOWNLOAD_TIMEOUT_MS = 30_000;

/** Claims to be OpenAPI 3 and has paths; whether it keeps its word is for `flaw` to tell. */
type OpenApi3 = SwaggerParser['api'];

const isAddress = (source: string): boolean => /^https?:\/\//i.test(source);

/** The contract from its YAML text, with the line of each of its parts. */
export function readContract(text: string): Contract {
	const lines = new LineCounter();
	const parsed = parseDocument(text, { lineCounter: lines });
	const document: unknown = parsed.toJS();
	return {
		document,
		lineOf: (place) => lines.linePos(offsetOf(parsed.contents, place)).line,
	};
}

function offsetOf(root: Node | null, place: Path): number {
	let node: unknown = root;
	let offset = 0;
	for (const step of place) {
		if (isMap(node)) {
			const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
			if (!pair || !isScalar(pair.key)) break;
			offset = pair.key.range?.[0] ?? offset;
			node = pair.value;
		} else if (isSeq(node) && typeof step === 'number') {
			const item = node.items[step];
			if (!isScalar(item) && !isMap(item) && !isSeq(item)) break;
			offset = item.range?.[0] ?? offset;
			node = item;
		} else break;
	}
	return offset;
}

/**
 * An OpenAPI 3 document (JSON or YAML) from a file or an http(s) URL, references to other files brought in.
 * References over the network are left as they are. Throws UnusableDocument.
 */
export async function readDocument(source: string): Promise<OpenApi3> {
	const text = isAddress(source) ? await download(source) : await readText(source);
	const document = openApi3(parseText(text));
	// A downloaded document has no say over which files of this machine are read.
	return isAddress(source) ? document : await bundle(source, document);
}

/** The first thing that makes a document invalid, in one line; `undefined` when it is valid. */
export async function flaw(document: OpenApi3): Promise<string | undefined> {
	try {
		await SwaggerParser.validate(document, {
			resolve: { external: false },
			mutateInputSchema: false,
		});
		return undefined;
	} catch (error) {
		return reason(error, /^Swagger schema validation failed/);
	}
}

async function readText(file: string): Promise<string> {
	return await readFile(file, 'utf8').catch((error: unknown) =>
		refuse(`could not be read: ${fileProblem(codeOf(error))}`),
	);
}

function fileProblem(code: string): string {
	if (code === 'ENOENT') return 'there is no such file';
	return code === 'EISDIR' ? 'it is a directory' : code;
}

async function download(address: string): Promise<string> {
	const response = await fetch(address, {
		headers: { accept: 'application/json, application/yaml;q=0.9, */*;q=0.5' },
		signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
	}).catch(unreachable);
	if (!response.ok) {
		refuse(
			`could not be read: the server answered ${response.status} ${response.statusText}`.trim(),
		);
	}
	return await response.text().catch(unreachable);
}

function unreachable(error: unknown): never {
	const { name, cause } = isObject(error) ? error : {};
	if (name === 'TimeoutError') {
		refuse(`could not be read: no answer in ${DOWNLOAD_TIMEOUT_MS / 1000} s`);
	}
	// fetch says only "fetch failed"; what happened is in its cause.
	refuse(
		`could not be read: the host could not be reached (${codeOf(cause) || reason(cause ?? error)})`,
	);
}

function parseText(text: string): unknown {
	const body = text.replace(/^\uFEFF/, '').trim();
	if (body === '') refuse('is empty');
	if (body.startsWith('<')) {
		refuse(
			'is HTML or XML, not an OpenAPI 3 document; does the address lead to a page about the document?',
		);
	}
	return parseJson(body) ?? parseYaml(body);
}

function parseYaml(text: string): unknown {
	const parsed = parseDocument(text, { merge: true, logLevel: 'silent' });
	const [problem] = parsed.errors;
	if (problem) refuse(`is neither JSON nor YAML: ${reason(problem)}`);
	return parsed.toJS();
}

// Not left to the YAML parser, though it reads JSON too: on large documents it is many times slower.
function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function openApi3(document: unknown): OpenApi3 {
	if (!isObject(document)) return refuse('is not an OpenAPI 3 document');
	const { swagger, openapi } = document;
	if (swagger !== undefined) {
		refuse(`is a Swagger ${String(swagger)} document; convert it to OpenAPI 3 first`);
	}
	if (openapi === undefined) refuse('is not an OpenAPI 3 document: it has no "openapi" key');
	if (!isVersion3(openapi)) {
		refuse(`is an OpenAPI ${String(openapi)} document; only OpenAPI 3 can be compared`);
	}
	return hasPaths(document) ? document : refuse('has no paths');
}

// Unquoted in YAML, 3.0 is a number.
const isVersion3 = (version: unknown): boolean => /^3(\.|$)/.test(String(version));

const hasPaths = (document: unknown): document is OpenApi3 =>
	isObject(document) && isVersion3(document.openapi) && isObject(document.paths);

async function bundle(file: string, document: OpenApi3): Promise<OpenApi3> {
	try {
		return await SwaggerParser.bundle(path.resolve(file), document, {
			resolve: { http: false },
			mutateInputSchema: false,
		});
	} catch {
		// What could not be brought in is then reported where the comparison comes across it.
		return document;
	}
}

// Asked for by their keys, not by `instanceof Error`: what Node throws inside a test is of another realm.
const codeOf = (error: unknown): string =>
	isObject(error) && isText(error.code) ? error.code : '';

/** The first line of an error's message that says something and is not `skipped`. */
export function reason(error: unknown, skipped = /^$/): string {
	const message = isObject(error) && isText(error.message) ? error.message : String(error);
	const lines = message.split('\n').map((line) => line.trim());
	return lines.find((line) => line && !skipped.test(line)) ?? 'unknown';
}
