/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readdirSync, readFileSync } from 'node:fs';

import { parse } from 'yaml';

interface Job {
	permissions?: Record<string, string>;
	steps: Array<{ uses?: string; run?: string; with?: Record<string, unknown> }>;
	needs?: string;
	'timeout-minutes'?: number;
	strategy?: { matrix: { node: number[] } };
}

interface Workflow {
	on: Record<string, { tags?: string[] } | null>;
	permissions: unknown;
	jobs: Record<string, Job>;
}

const FOLDER = '.github/workflows';
const files = readdirSync(FOLDER);
const read = (file: string): Workflow =>
	parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Workflow;
const runs = ({ steps }: Job): string[] => steps.flatMap(({ run }) => (run ? [run] : []));

describe.each(files)('%s', (file) => {
	const { permissions, jobs } = read(file);

	it('takes each action by a commit, and says of which version it is', () => {
		const uses = readFileSync(`${FOLDER}/${file}`, 'utf8').match(/uses:.*/g) ?? [];
		expect(uses.length).toBeGreaterThan(0);
		for (const use of uses)
			expect(use).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('permits nothing that a job does not ask for, and ends', () => {
		expect(permissions).toEqual({});
		for (const [name, job] of Object.entries(jobs)) {
			expect([name, job.permissions]).toEqual([
				name,
				{
					contents: 'read',
					...(file === 'publish.yml' && name === 'publish' && { 'id-token': 'write' }),
				},
			]);
			expect(job['timeout-minutes']).toBeGreaterThan(0);
		}
	});

	it('leaves no credential in the checkout, and has no secret', () => {
		for (const { steps } of Object.values(jobs)) {
			const checkout = steps.find(({ uses }) => uses?.startsWith('actions/checkout@'));
			expect(checkout?.with).toMatchObject({ 'persist-credentials': false });
		}
		expect(readFileSync(`${FOLDER}/${file}`, 'utf8')).not.toMatch(/secrets\.|TOKEN/);
	});
});

it('checks on every Node.js that n8n has lately run on, by the steps of .ci/run', () => {
	const { checks, n8n } = read('ci.yml').jobs;
	expect(checks?.strategy?.matrix.node).toEqual([20, 22, 24]);
	expect(checks && runs(checks)).toEqual(['.ci/run checks']);
	expect(n8n && runs(n8n)).toEqual(['.ci/run n8n']);
});

it('publishes a tag only, after lint, tests and the scan, with the one step that may', () => {
	const { on, jobs } = read('publish.yml');
	expect(on).toEqual({ push: { tags: ['*.*.*'] } });
	expect(jobs.publish?.needs).toBe('checks');
	const checks = jobs.checks ? runs(jobs.checks) : [];
	expect(checks).toEqual(expect.arrayContaining(['npm run lint', 'npm test', 'npm run scan']));
	expect(jobs.publish && runs(jobs.publish)).toEqual([
		'npm ci --ignore-scripts',
		'npx n8n-node release',
	]);
});
