/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readdirSync, readFileSync } from 'node:fs';

import { scenesOfVideo } from '../../scripts/docs/scenes';

it('lists scenes of the video that the end-to-end tests take', () => {
	const tests = readdirSync('e2e')
		.filter((file) => file.endsWith('.test.ts'))
		.map((file) => readFileSync(`e2e/${file}`, 'utf8'));
	const source = tests.join('\n').toLowerCase();
	const scenes = scenesOfVideo(readFileSync('docs/publishing.md', 'utf8'));
	expect(scenes).toHaveLength(11);
	for (const name of scenes) {
		const taken = [
			`.picture('${name}')`,
			`execute('${name.replace('run-', '').replaceAll('-', ' ')}'`,
		];
		expect([name, taken.some((call) => source.includes(call))]).toEqual([name, true]);
	}
});
