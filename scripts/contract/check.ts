/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { readFile } from 'node:fs/promises';

import { compare } from './compare';
import type { Difference } from './difference';
import { flaw, readContract, readDocument, reason, UnusableDocument } from './document';
import { rootOf } from './json';
import { labelOf, pairRoutes } from './routes';

/** Relative to the root of the repository, where npm runs scripts. */
export const CONTRACT = 'contract/trackunit-customer.openapi.yaml';

const USAGE = 'Usage: npm run contract:check -- <file or URL of an OpenAPI 3 document>';

export interface Output {
	/** One line, without the line break. */
	readonly print: (line: string) => void;
	readonly complain: (line: string) => void;
}

/**
 * Compares the contract with the document that the one argument names, a file or an http(s) URL, and prints what differs.
 * Returns the exit code: 0 without differences, 1 with, 2 when there is nothing that could be compared.
 */
export async function check(args: readonly string[], output: Output): Promise<number> {
	const [source, ...more] = args;
	if (source === undefined || source === '' || more.length > 0) {
		output.complain(USAGE);
		return 2;
	}
	try {
		return await checkDocument(source, output);
	} catch (error) {
		const why = error instanceof UnusableDocument ? error.message : `failed: ${reason(error)}`;
		output.complain(`${nameOf(source)} ${why}`);
		return 2;
	}
}

async function checkDocument(source: string, { print, complain }: Output): Promise<number> {
	const document = await readDocument(source);
	const contract = readContract(await readFile(CONTRACT, 'utf8'));
	const { pairs, outside } = pairRoutes(rootOf(contract.document), rootOf(document));
	const differences = compare(contract, document);
	if (pairs.length === 0 && differences.length === 0) {
		throw new UnusableDocument('shares no path with the contract: there is nothing to compare');
	}
	const problem = await flaw(document);
	if (problem !== undefined) {
		complain(`Note: ${nameOf(source)} is not valid in every detail: ${problem}`);
	}
	if (outside.length > 0) {
		const labels = outside.map(labelOf).join(', ');
		complain(`Note: not compared, for the servers of the document do not cover it: ${labels}`);
	}
	report(differences, pairs.length).forEach(print);
	return differences.length > 0 ? 1 : 0;
}

/** Lines for people. What is to be mended once is told once, with all places where it shows. */
export function report(differences: readonly Difference[], comparedPaths: number): string[] {
	if (differences.length === 0) {
		return [
			`No differences: ${CONTRACT} agrees with the document (${plural(comparedPaths, 'path')}).`,
		];
	}
	const groups = group(differences);
	return [
		...groups.flatMap(([first, ...others]) => [
			`${CONTRACT}:${first.line} ${first.kind}: ${first.message}`,
			...[first, ...others].map(({ place }) => `    ${place}`),
		]),
		`${plural(groups.length, 'difference')} in ${plural(differences.length, 'place')}.`,
	];
}

type Group = [first: Difference, ...others: Difference[]];

function group(differences: readonly Difference[]): Group[] {
	const groups = new Map<string, Group>();
	for (const difference of differences) {
		const { line, kind, message, item = '' } = difference;
		const key = [line, kind, message, item].join('\n');
		const known = groups.get(key);
		if (known) known.push(difference);
		else groups.set(key, [difference]);
	}
	return [...groups.values()].sort(([first], [second]) => first.line - second.line);
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** A URL's query may carry a token: it is not repeated. */
function nameOf(source: string): string {
	if (!/^https?:/i.test(source) || !URL.canParse(source)) return source;
	const { protocol, host, pathname } = new URL(source);
	return `${protocol}//${host}${pathname}`;
}
