/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import { readFileSync } from 'node:fs';

import { goalsTable } from '../../bench/report/tables';
import { readWorks } from '../../bench/report/result';

export const PERFORMANCE_PAGE = 'docs/performance.md';
const RESULTS = 'bench/results/results.json';

/** The page with its table as the benchmarks' results have it. */
export function withGoals(page: string): string {
	const start = page.indexOf('<!-- goals -->');
	const end = page.indexOf('<!-- end -->');
	const table = goalsTable(readWorks(readFileSync(RESULTS, 'utf8')));
	return `${page.slice(0, start)}<!-- goals -->\n\n${table}\n\n${page.slice(end)}`;
}
