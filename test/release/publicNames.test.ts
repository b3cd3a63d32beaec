/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { readFileSync } from 'node:fs';

import { jsonParse } from 'n8n-workflow';

import { TrackunitCustomer } from '../../nodes/TrackunitCustomer/TrackunitCustomer.node';
import { TrackunitCustomerTrigger } from '../../nodes/TrackunitCustomer/TrackunitCustomerTrigger.node';
import {
	brokenNames,
	NAMES_FILE,
	publicNames,
	type PublicNames,
} from '../../scripts/release/publicNames';

const released = jsonParse<PublicNames>(readFileSync(NAMES_FILE, 'utf8'));
const names = publicNames([new TrackunitCustomer(), new TrackunitCustomerTrigger()]);

it('takes nothing from workflows that are stored', () => {
	// If the break is meant: CONTRIBUTING.md, "What must not break".
	expect(brokenNames(released, names)).toEqual([]);
});

it('knows every operation, parameter within a collection, credential and column', () => {
	expect(released).toMatchObject({
		trackunitCustomer: { values: [1] },
		'trackunitCustomer resource': { default: 'customer' },
		'trackunitCustomer customer operation': {
			values: expect.arrayContaining(['create', 'getAll', 'upsert']) as unknown,
		},
		'trackunitCustomer customer.getAll limit': { type: 'number', default: 50 },
		'trackunitCustomer customer.getAll options pageSize': { type: 'number' },
		'trackunitCustomerTrigger triggerOn': { default: expect.anything() as unknown },
		'trackunitApi apiToken': { type: 'string' },
		'columns of customer': { values: expect.arrayContaining(['externalReference']) as unknown },
	});
});

describe('what breaks a stored workflow', () => {
	const before: PublicNames = {
		'node operation': { type: 'options', default: 'get', values: ['get', 'create'] },
	};
	const now = (after: PublicNames[string]): string[] =>
		brokenNames(before, { 'node operation': after });

	it('is a name that is gone, another type, another default, a value less', () => {
		const { type, values } = { type: 'options', values: ['get', 'create'] };
		expect(brokenNames(before, {})).toEqual(['node operation is gone']);
		expect(now({ type: 'string', default: 'get', values })).toEqual([
			'node operation was of type options, and is string',
		]);
		expect(now({ type, default: 'create', values })).toEqual([
			'node operation had the default "get", and has "create"',
		]);
		expect(now({ type, default: 'get', values: ['get'] })).toEqual([
			'node operation no longer has create',
		]);
	});

	it('is not what comes new', () => {
		const more = { type: 'options', default: 'get', values: ['create', 'delete', 'get'] };
		expect(brokenNames(before, { 'node operation': more, 'node other': {} })).toEqual([]);
	});
});
