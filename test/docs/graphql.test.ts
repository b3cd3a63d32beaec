/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readFileSync } from 'node:fs';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { jsonOf, useTrackunit, type Trackunit } from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});

const documents = [
	...readFileSync('docs/graphql.md', 'utf8').matchAll(/```graphql\n([\s\S]*?)```/g),
].map(([, text = '']) => text);

/** The document of the page that starts so, run as the page says. */
async function answer(start: string, parameters: INodeParameters): Promise<IDataObject[]> {
	const query = documents.find((text) => text.startsWith(start));
	expect(query).toBeDefined();
	const operation = start.split(' ')[0] === 'mutation' ? 'mutate' : 'query';
	const result = await t.run({
		resource: 'graphql',
		operation,
		parameters: { query: query ?? '', ...parameters },
	});
	expect(result.error).toBeUndefined();
	return jsonOf(result.output);
}

const firstId = (): string => [...t.state.customers.keys()][0] ?? '';

describe('the ready documents of the page', () => {
	it('are those tried here', () => {
		expect(documents).toHaveLength(3);
	});

	it('list customers', async () => {
		const items = await answer('query Customers(', {
			connectionPath: 'customers',
			returnAll: true,
		});
		expect(items.map(({ id }) => id)).toEqual([...t.state.customers.keys()]);
	});

	it('read a customer with all that it has, at once or an asset an item', async () => {
		const id = [...t.state.assignments].find(([, assets]) => assets.size > 1)?.[0] ?? '';
		const parameters = { variables: { id } };
		const [whole] = await answer('query CustomerWithAll(', parameters);
		expect(whole).toMatchObject({ customer: { id, contacts: {}, assets: {} } });
		const assets = await answer('query CustomerWithAll(', {
			...parameters,
			connectionPath: 'customer.assets',
			returnAll: true,
		});
		expect(assets).toHaveLength(t.state.assignments.get(id)?.size ?? 0);
	});

	it('say of a mutation that nobody documented that it is assumed', () => {
		const mutations = documents.filter((text) => text.startsWith('mutation'));
		expect(mutations.filter((text) => !text.includes('# Assumed'))).toEqual([]);
	});

	it('rename a customer', async () => {
		const id = firstId();
		await answer('mutation RenameCustomer(', { variables: { input: { id, name: 'Renamed' } } });
		expect(t.state.customers.get(id)?.name).toBe('Renamed');
	});
});
