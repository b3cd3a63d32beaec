/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import path from 'node:path';
import process from 'node:process';

import { loadTool } from './tools';

/** What one leg of the scan looked at, and what it has to say, warnings included, a line each. */
export interface Leg {
	leg: 'source' | 'package';
	files: number;
	findings: string[];
}

interface LintResult {
	filePath: string;
	messages: Array<{ line?: number; ruleId: string | null; severity: number; message: string }>;
}

interface ESLintModule {
	ESLint: { prototype: { lintFiles(files: string[]): Promise<LintResult[]> } };
}

interface Scanner {
	analyzePackage(
		directory: string,
		patterns: string[],
	): Promise<{ passed: boolean; message?: string }>;
	SOURCE_FILE_PATTERNS: string[];
}

/** What n8n looks at in a published package. */
const PACKAGE_FILE_PATTERNS = ['**/*.js', 'package.json'];

/**
 * Runs both legs of n8n's scan, on the source in `root` and on the unpacked package. The scanner tells of
 * warnings only where there are errors too, so what its ESLint found is read beside its verdict.
 */
export async function scanPackage(
	root: string,
	unpacked: string,
	temporary: string,
): Promise<Leg[]> {
	// The scanner makes a folder for its downloads as it is loaded, and leaves it there.
	process.env.TMPDIR = temporary;
	const { ESLint } = await loadTool<ESLintModule>('eslint');
	const scanner = await loadTool<Scanner>('@n8n/scan-community-package/scanner/scanner.mjs');
	const { lintFiles } = ESLint.prototype;
	let results: LintResult[] = [];
	ESLint.prototype.lintFiles = async function (files) {
		results = await lintFiles.call(this, files);
		return results;
	};

	const legs: Leg[] = [];
	for (const [leg, directory, patterns] of [
		['source', root, scanner.SOURCE_FILE_PATTERNS],
		['package', unpacked, PACKAGE_FILE_PATTERNS],
	] as const) {
		results = [];
		const { passed, message } = await scanner.analyzePackage(directory, [...patterns]);
		const findings = results.flatMap((result) => describe(directory, result));
		if (!passed && findings.length === 0) findings.push(message ?? 'The scan did not pass.');
		if (results.length === 0) findings.push('The scan looked at no file.');
		legs.push({ leg, files: results.length, findings });
	}
	return legs;
}

function describe(directory: string, { filePath, messages }: LintResult): string[] {
	return messages.map(({ line, ruleId, severity, message }) => {
		const place = `${path.relative(directory, filePath)}:${line ?? 0}`;
		return `${severity === 2 ? 'error' : 'warning'} ${place} ${ruleId ?? ''}: ${message}`;
	});
}
