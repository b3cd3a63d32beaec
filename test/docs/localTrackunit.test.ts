/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readFileSync } from 'node:fs';

import { YARD } from '../../scripts/demo/stock';
import { DIALECTS, startSimulator } from '../../simulator';

const page = readFileSync('docs/local-trackunit.md', 'utf8');

it('names a customer and two free assets that the local Trackunit has', async () => {
	const simulator = await startSimulator({});
	try {
		const { customers, assets, holders } = simulator.state;
		const [, ...serialNumbers] =
			/serial numbers `(\w+)` and `(\w+)`[^`]*`K-10001`/.exec(page) ?? [];
		const named = [...assets.values()].filter(({ serialNumber }) =>
			serialNumbers.includes(String(serialNumber)),
		);
		expect(named.map(({ id }) => holders(id).length)).toEqual([0, 0]);
		expect([...customers.values()][0]?.externalReference).toBe('K-10001');
	} finally {
		await simulator.close();
	}
});

it('names those that n8n comes with', () => {
	for (const name of [YARD.customer, ...YARD.machines]) expect(page).toContain(`\`${name}\``);
});

it('has the words of all dialects, and what each of them sets', () => {
	const [, dialects = ''] = page.split('## Speak dialects');
	const words = [...dialects.matchAll(/^- `(\w+)`: (.*)$/gm)].flatMap(
		([, setting = '', text = '']) =>
			[...text.matchAll(/(?:`(\w+)`|(\d+)) \(`(\w+)`\)/g)].map(([, name, number, word]) => [
				word,
				{ [setting]: name ?? Number(number) },
			]),
	);
	expect(Object.fromEntries(words)).toEqual(DIALECTS);
});
