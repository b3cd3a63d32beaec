/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readFileSync } from 'node:fs';

import { parse } from 'yaml';

interface Template {
	name: string;
	description: string;
	body: Array<{
		type: string;
		id?: string;
		attributes: { value?: string; options?: Array<{ required?: boolean }> };
	}>;
}

describe.each(['api-differs', 'run-went-wrong'])('the form %s', (name) => {
	const {
		name: title,
		description,
		body,
	} = parse(readFileSync(`.github/ISSUE_TEMPLATE/${name}.yml`, 'utf8')) as Template;

	it('is one that GitHub shows: titled, each question with an id of its own', () => {
		expect(title).toBeTruthy();
		expect(description).toBeTruthy();
		const ids = body.filter(({ type }) => type !== 'markdown').map(({ id }) => id);
		expect(ids).toEqual([...new Set(ids)]);
		expect(ids).not.toContain(undefined);
	});

	it('warns of secrets before all else, and asks whether there are any at last', () => {
		expect(body[0]?.attributes.value).toMatch(/no\s+token, secret, password\s+or cookie/);
		expect(body.at(-1)).toMatchObject({
			type: 'checkboxes',
			attributes: { options: [{ required: true }] },
		});
	});
});
