/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test: what the rule guards, n8n's process, never loads it */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import SwaggerParser from '@apidevtools/swagger-parser';

import { CONTRACT } from '../../scripts/contract/check';
import type { Cursor } from '../../scripts/contract/json';
import { child, elements, entries, rootOf } from '../../scripts/contract/json';
import { contractDocument } from '../../simulator/contractDocument';
import { get, ours } from './doctor';

const CONFIDENCES = ['documented', 'sibling', 'assumed'];

const root = rootOf(ours.document);

/** Every property of a schema and every parameter, wherever in the document they stand. */
function claims(at: Cursor): Cursor[] {
	const isParameter = child(at, 'in').value !== undefined && child(at, 'name').value !== undefined;
	const properties = entries(child(at, 'properties')).map(([, property]) => property);
	const inner = [
		...entries(at)
			.filter(([key]) => key !== 'properties')
			.map(([, part]) => part),
		...elements(at),
		...properties,
	];
	return [...(isParameter ? [at] : []), ...properties, ...inner.flatMap(claims)];
}

describe('the contract', () => {
	it('is a valid OpenAPI document', async () => {
		await expect(SwaggerParser.validate(CONTRACT)).resolves.toMatchObject({ openapi: '3.1.0' });
	});

	it('says of each property and parameter where it comes from and how sure that is', () => {
		const unclear = claims(root).filter((claim) => {
			const { value: source } = child(claim, 'x-source');
			const { value: confidence } = child(claim, 'x-confidence');
			return !(typeof source === 'string' && source && CONFIDENCES.includes(String(confidence)));
		});
		expect(claims(root).length).toBeGreaterThan(70);
		expect(unclear.map(({ path }) => path.join(' '))).toEqual([]);
	});

	it("has the operations under Trackunit's names", () => {
		const names = Object.values(contractDocument.paths).flatMap((item) =>
			Object.values(item).flatMap(({ operationId }) => operationId ?? []),
		);
		expect(names).toEqual(
			expect.arrayContaining([
				'getContactsByIds',
				'getAssets',
				'updateAsset',
				'provisionCustomerPortalAccess',
			]),
		);
	});

	it.each([
		['a conflict', 'responses', 'Conflict'],
		['an answer without a body', 'responses', 'NoContent'],
		['the state in an address', 'schemas', 'Address', 'properties', 'state'],
		['the email of a customer', 'schemas', 'CustomerWritable', 'properties', 'email'],
	])('says that %s is assumed, and on what', (_, ...keys) => {
		expect(get(ours.document, 'components', ...keys)).toMatchObject({
			'x-confidence': 'assumed',
			'x-source': expect.stringMatching(/No source|assumed|[Ww]eak/),
		});
	});

	it('sorts by a parameter for each attribute', () => {
		expect(get(ours.document, 'components', 'parameters', 'sort')).toMatchObject({
			schema: { type: 'array' },
			explode: true,
		});
	});

	it('has types that were generated from it as it is now', async () => {
		const command = promisify(execFile)('npx', ['tsx', 'scripts/contract-types.ts', '--check']);
		await expect(command).resolves.toMatchObject({ stderr: '' });
	}, 30_000);
});
