/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- tests run on Node and never ship */
import { spawnSync } from 'node:child_process';
import process from 'node:process';

import {
	NodeHelpers,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { LEAVE_AS_IS } from '../credentials/parts';
import { TrackunitApi } from '../credentials/TrackunitApi.credentials';
import { TrackunitApiUserApi } from '../credentials/TrackunitApiUserApi.credentials';
import { TrackunitOAuth2Api } from '../credentials/TrackunitOAuth2Api.credentials';
import { resources } from '../nodes/TrackunitCustomer/operations/registry';
import { TrackunitCustomer } from '../nodes/TrackunitCustomer/TrackunitCustomer.node';
import { TrackunitCustomerTrigger } from '../nodes/TrackunitCustomer/TrackunitCustomerTrigger.node';

const node = new TrackunitCustomer();
const { description } = node;
const operations = resources.flatMap(({ value: resource, operations: ofResource }) =>
	ofResource.map((operation) => ({ resource, operation })),
);

/** The parameters that the editor shows for an operation, in order. */
function parametersOf(resource: string, operation: string): INodeProperties[] {
	return description.properties.filter(({ displayOptions }) => {
		const show = displayOptions?.show ?? {};
		return show.resource?.includes(resource) && show.operation?.includes(operation);
	});
}

type Option = INodePropertyOptions | INodeProperties | INodePropertyCollection;

/** Every parameter at every depth. */
function flatten(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => {
		const below = (property.options ?? []).flatMap((option: Option) =>
			'values' in option ? option.values : 'type' in option ? [option] : [],
		);
		return [property, ...flatten(below)];
	});
}

const all = flatten(description.properties);
const displayName = (option: Option): string =>
	'displayName' in option ? option.displayName : option.name;

describe('names that workflows store', () => {
	const contract: Record<string, string[]> = {
		'customer.create': ['name', 'additionalFields', 'simplify'],
		'customer.get': ['customerId', 'simplify'],
		'customer.delete': ['customerId'],
		'customer.getAll': ['returnAll', 'limit', 'filters', 'simplify', 'sort'],
		'customer.update': ['customerId', 'updateFields', 'simplify'],
		'customer.upsert': ['columns', 'simplify'],
		'contact.create': ['customerId', 'name', 'additionalFields', 'simplify'],
		'contact.get': ['customerId', 'contactId', 'simplify'],
		'contact.delete': ['customerId', 'contactId'],
		'contact.getAll': ['customerId', 'returnAll', 'limit', 'simplify', 'sort'],
		'contact.update': ['customerId', 'contactId', 'updateFields', 'simplify'],
		'contact.upsert': ['customerId', 'columns', 'simplify'],
		'asset.getAll': ['customerId', 'returnAll', 'limit', 'filters', 'simplify'],
		'asset.assign': ['customerId', 'assetIdentifier', 'assets'],
		'asset.unassign': ['customerId', 'assetIdentifier', 'assets'],
		'asset.set': ['customerId', 'assetIdentifier', 'assets'],
		'graphql.mutate': ['query', 'variables'],
		'graphql.query': ['query', 'variables', 'connectionPath', 'returnAll', 'limit'],
		'portalAccess.provision': ['customerId', 'email', 'firstName', 'lastName', 'additionalFields'],
	};

	it('are those of the node and its credentials', () => {
		expect(description.name).toBe('trackunitCustomer');
		expect(description.displayName).toBe('Trackunit Customer');
		expect(description.credentials?.map(({ name }) => name)).toEqual([
			'trackunitOAuth2Api',
			'trackunitApiUserApi',
			'trackunitApi',
		]);
		expect(
			[new TrackunitApi(), new TrackunitApiUserApi(), new TrackunitOAuth2Api()].map(
				({ name, properties }) => [name, properties.map((property) => property.name)],
			),
		).toEqual([
			['trackunitApi', ['apiToken', 'baseUrl']],
			[
				'trackunitApiUserApi',
				['clientId', 'clientSecret', 'username', 'password', 'tokenUrl', 'baseUrl', 'accessToken'],
			],
			[
				'trackunitOAuth2Api',
				[
					'grantType',
					'clientId',
					'clientSecret',
					'scope',
					'accessTokenUrl',
					'authUrl',
					'authQueryParameters',
					'authentication',
					'sendAdditionalBodyProperties',
					'baseUrl',
				],
			],
		]);
	});

	it.each(operations)('are those of $resource $operation.value', ({ resource, operation }) => {
		const names = parametersOf(resource, operation.value)
			.filter(({ type }) => type !== 'notice')
			.map(({ name }) => name)
			.filter((name) => !['options', 'output', 'outputFields', 'clearFields'].includes(name));
		expect([...new Set(names)]).toEqual(contract[`${resource}.${operation.value}`]);
	});

	it.each([
		['customer', 'create', ['bodyFields', 'queryParameters', 'dryRun']],
		['customer', 'get', ['queryParameters', 'pageSize', 'include']],
		['customer', 'getAll', ['queryParameters', 'pageSize', 'include']],
		[
			'customer',
			'upsert',
			['bodyFields', 'queryParameters', 'dryRun', 'emptyValues', 'pageSize', 'skipUnchanged'],
		],
		['contact', 'delete', ['queryParameters', 'dryRun']],
		['graphql', 'mutate', ['dryRun', 'operationName', 'previewFeatures', 'rawResponse']],
		[
			'graphql',
			'query',
			['includeRest', 'operationName', 'pageSize', 'previewFeatures', 'rawResponse'],
		],
		['asset', 'assign', ['assignmentBody', 'dryRun', 'pageSize']],
		['asset', 'set', ['assignmentBody', 'dryRun', 'pageSize', 'allowEmpty']],
	])('are those of the options of %s %s', (resource, operation, names) => {
		const options = parametersOf(resource, operation).find(({ name }) => name === 'options');
		expect(options?.options?.map(({ name }) => name).sort()).toEqual(
			[...names, 'maxConcurrency', 'maxRequestsPerSecond', 'maxRetries', 'timeout'].sort(),
		);
	});

	it('are those of the ways to name a customer', () => {
		const customer = all.find(({ name }) => name === 'customerId');
		expect(customer?.modes?.map(({ name }) => name)).toEqual([
			'list',
			'id',
			'url',
			'externalReference',
		]);
	});
});

describe('what the editor shows', () => {
	it('has the recommended way to sign in first', () => {
		const ways = all.find(({ name }) => name === 'authentication')?.options?.map(displayName);
		expect(ways).toEqual(['API Key (OAuth2)', 'API User', 'Access Token']);
	});

	it('has all other options of lists and collections in alphabetical order', () => {
		const lists = all.filter(
			({ name, type, options }) =>
				type !== 'fixedCollection' && name !== 'authentication' && options,
		);
		expect(lists.length).toBeGreaterThan(5);
		for (const { name, options = [] } of lists) {
			const names = options.map(displayName);
			expect([name, names]).toEqual([name, [...names].sort((a, b) => a.localeCompare(b))]);
		}
	});

	it('has Sort below Options', () => {
		for (const { resource, operation } of operations) {
			const names = parametersOf(resource, operation.value).map(({ name }) => name);
			if (!names.includes('sort')) continue;
			expect([resource, names.slice(-2)]).toEqual([resource, ['options', 'sort']]);
		}
	});

	it.each([
		['customer', 'delete', "Deleting cannot be undone. The customer's contacts are deleted too."],
		['contact', 'delete', 'Deleting cannot be undone.'],
		['asset', 'set', 'Assets of the customer that you do not name are taken away from it.'],
		[
			'portalAccess',
			'provision',
			'Portal access requires IrisX and a single sign-on connection set up with Trackunit.',
		],
	])(
		'warns of what cannot be undone, and of what is needed: %s %s',
		(resource, operation, text) => {
			const notices = parametersOf(resource, operation).filter(({ type }) => type === 'notice');
			expect(notices.map(displayName)).toEqual([text]);
		},
	);

	it('says beside the addresses of a credential that they stay', () => {
		for (const credential of [new TrackunitApiUserApi(), new TrackunitOAuth2Api()]) {
			const addresses = credential.properties.filter(({ default: value }) =>
				String(value).startsWith('https://'),
			);
			expect(addresses.map(({ hint }) => hint)).toEqual(Array(2).fill(LEAVE_AS_IS));
		}
	});

	it('says of a filter whether it takes a part of the value', () => {
		const [filters = []] = parametersOf('customer', 'getAll').flatMap(({ name, options }) =>
			name === 'filters' && options ? [options] : [],
		);
		expect(filters.map(displayName)).toEqual([
			'City Contains',
			'Country',
			'Email Contains',
			'External Reference',
			'Name Contains',
			'Phone Number Contains',
			'State Contains',
			'Street Address Contains',
			'Type',
			'Zip Code',
		]);
	});

	it('words actions as n8n asks: a sentence without articles, with the resource', () => {
		for (const { resource, operation } of operations) {
			expect(operation.action).toMatch(/^[A-Z][a-z ]+$/);
			expect(operation.action).not.toMatch(/\b(a|an|the)\b/i);
			const noun = resource.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
			// n8n's rule for a sentence's case would have its name in small letters.
			if (resource !== 'graphql') expect(operation.action.toLowerCase()).toContain(noun);
			expect(operation.name).not.toMatch(new RegExp(resource, 'i'));
		}
	});

	it('words descriptions as n8n asks', () => {
		for (const { name, type, description: text, placeholder, displayName: label } of all) {
			expect([name, label]).toEqual([name, expect.stringMatching(/^[A-Z(]/)]);
			if (type === 'boolean')
				expect([name, text]).toEqual([name, expect.stringMatching(/^Whether /)]);
			if (text && !text.includes('. '))
				expect([name, text]).not.toEqual([name, expect.stringMatching(/\.$/)]);
			if (type === 'string' && placeholder && placeholder !== 'name@email.com') {
				expect([name, placeholder]).toEqual([name, expect.stringMatching(/^e\.g\. /)]);
			}
		}
	});

	it('belongs to an operation that exists, all of it', () => {
		const known = new Set(
			operations.map(({ resource, operation }) => `${resource}.${operation.value}`),
		);
		const belonging = description.properties.filter(
			({ name }) => !['authentication', 'resource', 'operation'].includes(name),
		);
		for (const { name, displayOptions } of belonging) {
			const { resource = [], operation = [] } = displayOptions?.show ?? {};
			const pairs = resource.flatMap((one) =>
				operation.map((two) => `${String(one)}.${String(two)}`),
			);
			expect([name, pairs.length]).not.toEqual([name, 0]);
			for (const pair of pairs) expect(known).toContain(pair);
		}
	});

	it('refers only to parameters that are shown beside it', () => {
		for (const { resource, operation } of operations) {
			const shown = parametersOf(resource, operation.value);
			const names = new Set(['resource', 'operation', '@tool', ...shown.map(({ name }) => name)]);
			for (const { displayOptions } of shown) {
				// '/contactId.mode' is a part of a parameter.
				for (const name of Object.keys({ ...displayOptions?.show, ...displayOptions?.hide }))
					expect(names).toContain(/[@\w]+/.exec(name)?.[0]);
			}
		}
	});

	it('asks for places and what is required first', () => {
		for (const { resource, operation } of operations) {
			const required = parametersOf(resource, operation.value)
				// Says what the assets after it are named by.
				.filter(({ name }) => name !== 'assetIdentifier')
				.map((property) => property.required === true || property.type === 'resourceLocator');
			expect(required).toEqual([...required].sort((a, b) => Number(b) - Number(a)));
		}
	});

	it('offers an operation list for each resource, and a default that is in it', () => {
		for (const { value, operations: ofResource } of resources) {
			const property = description.properties.find(
				({ name, displayOptions }) =>
					name === 'operation' && displayOptions?.show?.resource?.includes(value),
			);
			expect(property?.options).toHaveLength(ofResource.length);
			expect(ofResource.map((operation) => operation.value)).toContain(property?.default);
		}
	});

	it.each([
		['serialNumber', 'e.g. EX-10001, EX-10002'],
		['externalReference', 'e.g. M-4711, M-4712'],
		['id', expect.stringMatching(/^e\.g\. [\da-f-]{36}$/)],
		['={{ $json.by }}', 'e.g. EX-10001, EX-10002'],
	])('asks once for assets that are identified by %s, with an example', (by, placeholder) => {
		for (const operation of ['assign', 'set', 'unassign']) {
			const chosen = { resource: 'asset', operation, assetIdentifier: by };
			const shown = description.properties.filter(
				(property) =>
					property.name === 'assets' &&
					NodeHelpers.displayParameter(chosen, property, { typeVersion: 1 }, description),
			);
			expect(shown).toMatchObject([{ placeholder }]);
		}
	});

	it.each([
		['list', true],
		['id', true],
		['url', undefined],
	])(
		'asks once for the customer of a contact given by %s, and marks it where it is needed',
		(mode, required) => {
			for (const operation of ['delete', 'get', 'update']) {
				const chosen = {
					resource: 'contact',
					operation,
					contactId: { __rl: true, mode, value: '' },
				};
				const shown = description.properties.filter(
					(property) =>
						property.name === 'customerId' &&
						NodeHelpers.displayParameter(chosen, property, { typeVersion: 1 }, description),
				);
				expect(shown.map((property) => property.required)).toEqual([required]);
			}
		},
	);

	it('turns Dry Run on as soon as it is added', () => {
		const added = all
			.filter(({ name }) => name === 'options')
			.flatMap(({ options = [] }) => options)
			.filter(({ name }) => name === 'dryRun');
		expect(added.length).toBeGreaterThan(0);
		for (const option of added) expect(option).toMatchObject({ default: true });
	});

	it('shows Simplify to people and Output to AI models', () => {
		const simplify = all.filter(({ name }) => name === 'simplify');
		const output = all.filter(({ name }) => name === 'output');
		expect(simplify.length).toBe(output.length);
		for (const { displayOptions } of simplify)
			expect(displayOptions?.hide).toEqual({ '@tool': [true] });
		for (const { displayOptions } of output)
			expect(displayOptions?.show?.['@tool']).toEqual([true]);
	});

	it('lets AI models, and no one else, clear fields by name', () => {
		const clearing = all.filter(({ name }) => name === 'clearFields');
		expect(clearing.map(({ displayOptions }) => displayOptions?.show)).toEqual(
			['contact', 'customer'].flatMap((resource) =>
				['upsert', 'update'].map((operation) => ({
					'@tool': [true],
					resource: [resource],
					operation: [operation],
				})),
			),
		);
		for (const { options = [] } of clearing) {
			const keys = options.map((option) => 'value' in option && option.value);
			expect(keys).toContain('phoneNumber');
			expect(keys).not.toContain('name');
			expect(keys).not.toContain('id');
		}
	});

	it('says in its subtitle what it does', () => {
		for (const { resource, operation } of operations) {
			expect(description.subtitle).toContain(
				JSON.stringify(`${resource}.${operation.value}`) + ':' + JSON.stringify(operation.action),
			);
		}
	});

	it('names in its subtitle the field that an upsert matches by', () => {
		expect(description.subtitle).toContain('"externalReference":" by External Reference"');
		expect(description.subtitle).toContain('$parameter["columns"]?.["matchingColumns"]?.[0]');
	});

	it('hides all secrets behind dots', () => {
		for (const credential of [
			new TrackunitApi(),
			new TrackunitApiUserApi(),
			new TrackunitOAuth2Api(),
		]) {
			for (const { name, typeOptions } of credential.properties) {
				const isSecret = /secret|password|token$/i.test(name);
				expect([name, typeOptions?.password === true]).toEqual([name, isSecret]);
			}
		}
	});
});

describe('the trigger', () => {
	const trigger = new TrackunitCustomerTrigger().description;
	const named = (name: string): INodeProperties | undefined =>
		trigger.properties.find((property) => property.name === name);

	it('has the names that workflows store', () => {
		expect([trigger.name, trigger.displayName]).toEqual([
			'trackunitCustomerTrigger',
			'Trackunit Customer Trigger',
		]);
		expect(trigger.properties.map(({ name }) => name)).toEqual([
			'authentication',
			'triggerOn',
			'pollNotice',
			'customerId',
			'filters',
			'simplify',
		]);
		expect(named('triggerOn')?.options?.map((option) => 'value' in option && option.value)).toEqual(
			[
				'assetAssigned',
				'assetUnassigned',
				'contactCreated',
				'contactDeleted',
				'contactUpdated',
				'customerCreated',
				'customerDeleted',
				'customerUpdated',
			],
		);
		expect(named('filters')?.options?.map(({ name }) => name)).toEqual([
			'city',
			'country',
			'email',
			'externalReference',
			'name',
			'phoneNumber',
			'state',
			'streetAddress',
			'type',
			'zipCode',
		]);
		expect(named('customerId')?.modes?.map(({ name }) => name)).toEqual([
			'list',
			'id',
			'url',
			'externalReference',
		]);
	});

	it('polls, signs in as the other node does, and has the same icons', () => {
		expect(trigger).toMatchObject({ polling: true, inputs: [], group: ['trigger'] });
		expect(trigger.credentials).toEqual(description.credentials);
		expect(trigger.icon).toEqual(description.icon);
	});

	it('asks for a customer only where contacts or assets are watched, and never insists', () => {
		const customer = named('customerId');
		expect(customer?.required).not.toBe(true);
		expect(customer?.displayOptions?.show?.triggerOn).toEqual([
			'assetAssigned',
			'assetUnassigned',
			'contactCreated',
			'contactDeleted',
			'contactUpdated',
		]);
	});

	it("is asked 'Trigger On' without a word more, as n8n wants it", () => {
		expect(named('triggerOn')).toMatchObject({
			displayName: 'Trigger On',
			type: 'multiOptions',
			required: true,
		});
		expect(named('triggerOn')).not.toHaveProperty('description');
	});

	it('says that without a customer it means all', () => {
		expect(named('customerId')?.displayName).toBe('Only This Customer');
		expect(named('customerId')?.modes?.[0]?.placeholder).toBe('All customers');
	});

	it('says in its subtitle what it waits for', () => {
		expect(trigger.subtitle).toContain('"customerCreated":"Customer Created"');
	});

	it('words what it shows as the other node does', () => {
		for (const { name, type, description: text } of flatten(trigger.properties)) {
			if (type === 'boolean')
				expect([name, text]).toEqual([name, expect.stringMatching(/^Whether /)]);
			if (text && !text.includes('. '))
				expect([name, text]).not.toEqual([name, expect.stringMatching(/\.$/)]);
		}
		for (const option of named('triggerOn')?.options ?? [])
			expect(displayName(option)).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
	});
});

/** n8n's rules read literals only, so that they pass over what is built by code: here they are given the result. */
it.each([
	['TrackunitCustomer', description],
	['TrackunitCustomerTrigger', new TrackunitCustomerTrigger().description],
])("passes n8n's rules for descriptions as a whole: %s", (name, whole) => {
	const literal = `import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
export class ${name} implements INodeType {
	description: INodeTypeDescription = ${JSON.stringify(whole, null, '\t').replace(/"(\w+)":/g, '$1:')};
}
`;
	const eslint = require.resolve('eslint/package.json').replace('package.json', 'bin/eslint.js');
	const { stdout } = spawnSync(
		process.execPath,
		[
			eslint,
			'--no-config-lookup',
			'--config',
			'eslint.nodes-base.config.mjs',
			'--format',
			'json',
			'--stdin',
			'--stdin-filename',
			`nodes/TrackunitCustomer/${name}.node.ts`,
		],
		// The rules take any file for any kind of node when NODE_ENV is 'test', as jest sets it.
		{ input: literal, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } },
	);
	const [{ messages }] = JSON.parse(stdout) as [
		{ messages: Array<{ ruleId: string; message: string; line: number }> },
	];
	const lines = literal.split('\n');
	expect(
		messages.map(
			({ ruleId, message, line }) => `${ruleId}: ${message}: ${lines[line - 1]?.trim()}`,
		),
	).toEqual([]);
});
