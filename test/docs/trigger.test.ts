/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readFileSync } from 'node:fs';

import { jsonParse, type IDataObject } from 'n8n-workflow';

import { useTrackunit, type Trackunit } from '../support/trackunit';
import { ALL, told, triggerOn } from '../trigger/trigger';

let trackunit: Trackunit;
useTrackunit((it) => (trackunit = it), { customers: 0 });

const page = readFileSync('docs/trigger.md', 'utf8');
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) =>
	jsonParse<IDataObject>(text),
);

it('shows items as the trigger gives them', async () => {
	const items = told(await triggerOn(trackunit, ALL).fetchTestEvent());
	expect(examples.length).toBeGreaterThan(3);
	for (const example of examples) {
		const item = items.find(({ event }) => event === example.event);
		const keys = Object.keys(item ?? {});
		// Of a deleted record of a large account only the ids are known.
		const shown = example.event === 'customerDeleted' ? keys.slice(0, 3) : keys;
		expect([example.event, Object.keys(example)]).toEqual([example.event, shown]);
	}
});

it('names each event', () => {
	for (const event of ALL) expect(page).toContain(`\`${event}\``);
});
