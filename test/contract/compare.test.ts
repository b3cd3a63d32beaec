import SwaggerParser from '@apidevtools/swagger-parser';

import { compare } from '../../scripts/contract/compare';
import { readContract } from '../../scripts/contract/document';
import { isObject } from '../../nodes/TrackunitCustomer/json';
import {
	copy,
	customerApi,
	drop,
	everywhere,
	findings,
	get,
	inlined,
	ours,
	put,
	rename,
} from './doctor';

const CUSTOMERS = '/api/customer/v1/customers';
const CUSTOMER = `${CUSTOMERS}/{customerId}`;
const CONTACTS = `${CUSTOMER}/contacts`;
const CONTACT = `${CONTACTS}/{contactId}`;
const CUSTOMER_ASSETS = `${CUSTOMER}/assets`;
const PORTAL = '/api/customer/v1/customer-portal-access';
const ASSETS = '/api/asset/v1/assets';

const JSON_BODY = ['content', 'application/json', 'schema'];
const schema = (name: string, ...keys: Array<string | number>) => [
	'components',
	'schemas',
	name,
	...keys,
];
const ORIGIN = 'https://iris.trackunit.com';

/** What is planted, and what is to be found: kind, place, and the end of the way to the line to mend. */
type Row = [
	behaviour: string,
	plant: (document: unknown) => void,
	...expected: Array<[kind: string, place: string, way: string]>,
];

const PLANTED: Row[] = [
	[
		'a path that we lack',
		(d) => put(d, ['paths', '/api/customer/v1/groups'], { get: { responses: {} } }),
		['missing path', '/api/customer/v1/groups', 'paths:'],
	],
	[
		'a path that only we have',
		(d) => drop(d, ['paths', PORTAL]),
		['extra path', PORTAL, `paths: ${PORTAL}:`],
	],
	[
		'a method that we lack',
		(d) => put(d, ['paths', CUSTOMER, 'put'], { responses: {} }),
		['missing method', `PUT ${CUSTOMER}`, `paths: ${CUSTOMER}:`],
	],
	[
		'a method that only we have',
		(d) => drop(d, ['paths', CONTACT, 'delete']),
		['extra method', `DELETE ${CONTACT}`, `${CONTACT}: delete:`],
	],
	[
		'a query parameter that we lack',
		(d) => put(d, ['paths', CUSTOMERS, 'get', 'parameters', 9], parameter('updatedAfter')),
		['missing parameter', `GET ${CUSTOMERS} query updatedAfter`, 'get: parameters:'],
	],
	[
		'a query parameter of an operation for which we list none',
		(d) => put(d, ['paths', PORTAL, 'post', 'parameters'], [parameter('silent')]),
		['missing parameter', `POST ${PORTAL} query silent`, `${PORTAL}: post:`],
	],
	[
		'a query parameter that only we have',
		(d) => drop(d, ['paths', CUSTOMERS, 'get', 'parameters', 8]),
		[
			'extra parameter',
			`GET ${CUSTOMERS} query externalReference`,
			'get: parameters: - name: externalReference',
		],
	],
	[
		'a header parameter that we lack',
		(d) => put(d, ['paths', CUSTOMERS, 'post', 'parameters'], [parameter('TU-PREVIEW', 'header')]),
		['missing parameter', `POST ${CUSTOMERS} header TU-PREVIEW`, `${CUSTOMERS}: post:`],
	],
	[
		'a parameter for all methods of a path that we lack',
		(d) => put(d, ['paths', CUSTOMER_ASSETS, 'parameters', 1], parameter('site')),
		['missing parameter', `GET ${CUSTOMER_ASSETS} query site`, 'get: parameters:'],
		['missing parameter', `POST ${CUSTOMER_ASSETS} query site`, `${CUSTOMER_ASSETS}: post:`],
	],
	[
		'a query parameter of another name',
		(d) =>
			put(
				d,
				['paths', CONTACTS, 'get', 'parameters', 1],
				parameter('pageSize', 'query', 'integer'),
			),
		['missing parameter', `GET ${CONTACTS} query pageSize`, `${CONTACTS}: get: parameters:`],
		['extra parameter', `GET ${CONTACTS} query size`, 'components: parameters: size:'],
	],
	[
		'another name for a path parameter',
		(d) => {
			drop(d, ['paths', CUSTOMER_ASSETS, 'post']);
			put(d, ['paths', CUSTOMER_ASSETS, 'parameters', 0], {
				...parameter('id', 'path'),
				required: true,
			});
			rename(d, ['paths', CUSTOMER_ASSETS], `${CUSTOMERS}/{id}/assets`);
		},
		[
			'parameter name',
			`GET ${CUSTOMER_ASSETS} path customerId`,
			'parameters: customerId: name: customerId',
		],
		['extra method', `POST ${CUSTOMER_ASSETS}`, `${CUSTOMER_ASSETS}: post:`],
	],
	[
		'another type of a parameter',
		(d) => put(d, ['paths', ASSETS, 'get', 'parameters', 6, 'schema', 'type'], 'integer'),
		['type', `GET ${ASSETS} query name`, '- name: name schema: { type: string }'],
	],
	[
		'a parameter that takes a list, not one value',
		(d) =>
			put(d, ['paths', CONTACTS, 'get', 'parameters', 4], {
				...parameter('after'),
				schema: { type: 'array', items: { type: 'string' } },
			}),
		['type', `GET ${CONTACTS} query after`, 'parameters: after: schema: { type: string }'],
	],
	[
		'a parameter that takes one value, not a list',
		(d) => put(d, ['paths', CONTACTS, 'get', 'parameters', 2], parameter('sort')),
		['type', `GET ${CONTACTS} query sort`, 'parameters: sort: schema: type: array'],
	],
	[
		'a parameter that must be sent',
		(d) => put(d, ['paths', CUSTOMERS, 'get', 'parameters', 7, 'required'], true),
		['required', `GET ${CUSTOMERS} query type`, 'get: parameters: - name: type'],
	],
	[
		'a value that a parameter takes and ours does not',
		(d) =>
			put(d, ['paths', CUSTOMERS, 'get', 'parameters', 7, 'schema'], {
				type: 'string',
				enum: ['CONTRACTOR', 'DEALER', 'DISTRIBUTOR', 'OEM', 'RENTAL', 'SERVICE', 'OTHER', 'OWNER'],
			}),
		[
			'missing value',
			`GET ${CUSTOMERS} query type = "OWNER"`,
			'CustomerType: enum: [CONTRACTOR, DEALER, DISTRIBUTOR, OEM, RENTAL, SERVICE, OTHER]',
		],
	],
	[
		'a property of a body that we lack',
		(d) => put(d, schema('PortalAccessRequest', 'properties', 'phone'), { type: 'string' }),
		['missing property', `POST ${PORTAL} body phone`, 'schemas: PortalAccessRequest:'],
	],
	[
		'a property of a body that only we have',
		(d) => drop(d, schema('PortalAccessRequest', 'properties', 'language')),
		[
			'extra property',
			`POST ${PORTAL} body language`,
			'PortalAccessRequest: properties: language:',
		],
	],
	[
		'a property of another name',
		(d) => rename(d, schema('CustomerAssetUpdate', 'properties', 'assign'), 'assetIds'),
		['missing property', `POST ${CUSTOMER_ASSETS} body assetIds`, 'schemas: CustomerAssetUpdate:'],
		[
			'extra property',
			`POST ${CUSTOMER_ASSETS} body assign`,
			'CustomerAssetUpdate: properties: assign:',
		],
	],
	[
		'a property of a response that we lack',
		(d) => put(d, schema('PortalAccess', 'properties', 'expiresAt'), { type: 'string' }),
		['missing property', `POST ${PORTAL} 200 expiresAt`, 'schemas: PortalAccess:'],
	],
	[
		'a property of the rows of a list that only we have',
		(d) => drop(d, schema('Asset', 'properties', 'brand')),
		['extra property', `GET ${ASSETS} 200 content[].brand`, 'schemas: Asset: properties: brand:'],
	],
	[
		'a property of one of the schemas that an allOf puts together',
		(d) => put(d, schema('AssetPage', 'allOf', 2), { properties: { cursor: { type: 'string' } } }),
		['missing property', `GET ${ASSETS} 200 cursor`, 'schemas: AssetPage:'],
	],
	[
		'properties of any name, which we lack',
		(d) => put(d, schema('Asset', 'additionalProperties'), { type: 'string' }),
		['missing property', `GET ${ASSETS} 200 content[].*`, 'schemas: Asset:'],
	],
	[
		'another type of a property',
		(d) => put(d, schema('Asset', 'properties', 'id', 'type'), 'integer'),
		['type', `GET ${ASSETS} 200 content[].id`, 'Asset: properties: id: type: string'],
	],
	[
		'a further type of a property, at each response that has it',
		(d) => put(d, schema('Violation', 'properties', 'field', 'type'), ['string', 'integer']),
		...everyError('violations[].field').map((place): [string, string, string] => [
			'type',
			place,
			'Violation: properties: field: type: string',
		]),
	],
	[
		'a property of which the document does not say the type',
		(d) => put(d, schema('PortalAccess', 'properties', 'url'), {}),
		['type', `POST ${PORTAL} 200 url`, 'PortalAccess: properties: url: type: string'],
	],
	[
		'another type of what a list holds',
		(d) =>
			put(d, schema('CustomerAssetUpdate', 'properties', 'assign', 'items', 'type'), 'integer'),
		[
			'type',
			`POST ${CUSTOMER_ASSETS} body assign[]`,
			'assign: items: { type: string, minLength: 1 }',
		],
	],
	[
		'one value where we have a list',
		(d) => put(d, schema('CustomerAssetUpdate', 'properties', 'unassign'), { type: 'string' }),
		['type', `POST ${CUSTOMER_ASSETS} body unassign`, 'properties: unassign: type: array'],
	],
	[
		'a bare list where we have a page, and nothing of what is in it',
		(d) => put(d, schema('AssetPage'), { type: 'array', items: { type: 'object' } }),
		['type', `GET ${ASSETS} 200`, 'schemas: Page: type: object'],
	],
	[
		'null that only we allow',
		(d) => put(d, schema('Asset', 'properties', 'model', 'type'), 'string'),
		[
			'nullable',
			`GET ${ASSETS} 200 content[].model`,
			"Asset: properties: model: type: [string, 'null']",
		],
	],
	[
		'null that we do not allow',
		(d) => put(d, schema('PortalAccess', 'properties', 'url', 'type'), ['string', 'null']),
		['nullable', `POST ${PORTAL} 200 url`, 'PortalAccess: properties: url: type: string'],
	],
	[
		'null that only we allow for an object',
		(d) =>
			put(d, ['paths', CUSTOMERS, 'post', 'requestBody', ...JSON_BODY], {
				type: 'object',
				required: ['name'],
				properties: {
					...Object(get(d, ...schema('CustomerWritable', 'properties'))),
					address: { $ref: '#/components/schemas/Address' },
				},
			}),
		['nullable', `POST ${CUSTOMERS} body address`, 'CustomerWritable: properties: address: oneOf:'],
	],
	[
		'a value of an enum that we lack',
		(d) =>
			put(d, schema('ClientCredentialsTokenRequest', 'properties', 'grant_type', 'enum', 1), 'jwt'),
		[
			'missing value',
			'POST /token/v2 body grant_type = "jwt"',
			'grant_type: enum: [client_credentials]',
		],
	],
	[
		'a value of an enum that only we have',
		(d) => drop(d, schema('ApiUserTokenRequest', 'properties', 'grant_type', 'enum', 1)),
		[
			'extra value',
			'POST /token body grant_type = "refresh_token"',
			'ApiUserTokenRequest: properties: grant_type: enum: [password, refresh_token]',
		],
	],
	[
		'any value where we list them',
		(d) => drop(d, schema('ApiUserTokenRequest', 'properties', 'grant_type', 'enum')),
		['values', 'POST /token body grant_type', 'grant_type: enum: [password, refresh_token]'],
	],
	[
		'listed values where we take any',
		(d) => put(d, schema('PortalAccessRequest', 'properties', 'language', 'enum'), ['da', 'en']),
		['values', `POST ${PORTAL} body language`, 'PortalAccessRequest: properties: language:'],
	],
	[
		'a property that must be sent',
		(d) => put(d, schema('PortalAccessRequest', 'required', 4), 'language'),
		[
			'required',
			`POST ${PORTAL} body language`,
			'required: [customerId, email, firstName, lastName]',
		],
	],
	[
		'a property that may be left out',
		(d) => drop(d, schema('PortalAccessRequest', 'required', 3)),
		[
			'required',
			`POST ${PORTAL} body lastName`,
			'required: [customerId, email, firstName, lastName]',
		],
	],
	[
		'a property that must be sent where we require none',
		(d) => put(d, schema('CustomerAssetUpdate', 'required'), ['assign']),
		['required', `POST ${CUSTOMER_ASSETS} body assign`, 'schemas: CustomerAssetUpdate:'],
	],
	[
		'a body that may be left out',
		(d) => drop(d, ['paths', PORTAL, 'post', 'requestBody', 'required']),
		['required', `POST ${PORTAL} body`, 'post: requestBody: required: true'],
	],
	[
		'a body that only we send',
		(d) => drop(d, ['paths', PORTAL, 'post', 'requestBody']),
		['extra body', `POST ${PORTAL} body`, `${PORTAL}: post: requestBody:`],
	],
	[
		'a body that we do not send',
		(d) => put(d, ['paths', CONTACT, 'delete', 'requestBody'], { content: {} }),
		['missing body', `DELETE ${CONTACT} body`, `${CONTACT}: delete:`],
	],
	[
		'a status that we lack',
		(d) => put(d, ['paths', PORTAL, 'post', 'responses', '202'], { description: '' }),
		['missing status', `POST ${PORTAL} 202`, `${PORTAL}: post: responses:`],
	],
	[
		'a status of failure that only we have, where the document lists failures',
		(d) => drop(d, ['paths', CUSTOMERS, 'post', 'responses', '409']),
		[
			'extra status',
			`POST ${CUSTOMERS} 409`,
			"post: responses: '409': { $ref: '#/components/responses/Conflict' }",
		],
	],
	[
		'another status of success',
		(d) => rename(d, ['paths', CUSTOMER, 'delete', 'responses', '204'], '200'),
		['missing status', `DELETE ${CUSTOMER} 200`, 'delete: responses:'],
		[
			'extra status',
			`DELETE ${CUSTOMER} 204`,
			"delete: responses: '204': { $ref: '#/components/responses/NoContent' }",
		],
	],
	[
		'a response with a body where ours has none',
		(d) =>
			put(d, ['paths', CONTACT, 'delete', 'responses', '204'], {
				content: { 'application/json': { schema: { type: 'object' } } },
			}),
		['missing content type', `DELETE ${CONTACT} 204 application/json`, 'responses: NoContent:'],
	],
	[
		'another content type, and still what differs within',
		(d) => {
			drop(d, schema('PortalAccess', 'properties', 'url'));
			rename(
				d,
				['paths', PORTAL, 'post', 'responses', '200', ...JSON_BODY.slice(0, 2)],
				'application/hal+json',
			);
		},
		['content type', `POST ${PORTAL} 200`, "responses: '200': content: application/json:"],
		['extra property', `POST ${PORTAL} 200 url`, 'PortalAccess: properties: url:'],
	],
	[
		'a further content type',
		(d) => put(d, ['paths', PORTAL, 'post', 'requestBody', 'content', 'text/csv'], {}),
		['missing content type', `POST ${PORTAL} body text/csv`, 'post: requestBody: content:'],
	],
	[
		'a reference to nothing',
		(d) =>
			put(d, schema('PortalAccess', 'properties', 'url'), { $ref: '#/components/schemas/Nowhere' }),
		['reference', `POST ${PORTAL} 200 url`, 'PortalAccess: properties: url:'],
	],
	[
		'a reference over the network, without following it',
		(d) =>
			put(d, ['paths', PORTAL, 'post', 'requestBody'], { $ref: 'https://example.com/body.json' }),
		['reference', `POST ${PORTAL} body`, `${PORTAL}: post: requestBody:`],
	],
	[
		'another host of one path',
		(d) => put(d, ['paths', '/token', 'servers', 0, 'url'], 'https://login.trackunit.com'),
		['server', '/token', '/token: servers: - url: https://auth.trackunit.com'],
	],
];

function parameter(name: string, within = 'query', type = 'string'): Record<string, unknown> {
	return { name, in: within, schema: { type } };
}

/** Places of a property of our error object: it is the response to all failures but a refused token. */
function everyError(trail: string): string[] {
	return Object.entries(Object(get(ours.document, 'paths'))).flatMap(([path, item]) =>
		['get', 'post', 'delete', 'patch'].flatMap((method) =>
			Object.entries(Object(get(item, method, 'responses')))
				.filter(([status]) => status >= '400')
				.filter(([, response]) => get(response, '$ref') !== '#/components/responses/TokenRefused')
				.map(([status]) => `${method.toUpperCase()} ${path} ${status} ${trail}`),
		),
	);
}

describe('the comparison reports', () => {
	it.each(PLANTED)('%s', (_, plant, ...expected) => {
		const document = copy();
		plant(document);
		expect(findings(document)).toEqual(
			expected.map(([kind, place, way]) => ({
				kind,
				place,
				way: expect.stringMatching(new RegExp(`(^| )${escape(way)}$`)),
			})),
		);
	});

	it('a property of an object in an object, once for each place that has it', async () => {
		const document = await inlined();
		const properties = ['allOf', 0, 'properties', 'address', 'oneOf', 0, 'properties'];
		rename(
			document,
			['paths', CUSTOMER, 'patch', 'responses', '200', ...JSON_BODY, ...properties, 'city'],
			'town',
		);
		expect(findings(document)).toEqual([
			{
				kind: 'missing property',
				place: `PATCH ${CUSTOMER} 200 address.town`,
				way: 'components: schemas: Address:',
			},
			{
				kind: 'extra property',
				place: `PATCH ${CUSTOMER} 200 address.city`,
				way: 'components: schemas: Address: properties: city:',
			},
		]);
	});

	it('a definition that many places use at each of them, with one line to mend', () => {
		const document = copy();
		rename(document, schema('Address', 'properties', 'zipCode'), 'postalCode');
		const found = findings(document);
		expect(found).toHaveLength(12);
		expect(new Set(found.map(({ way }) => way))).toEqual(
			new Set([
				'components: schemas: Address:',
				'components: schemas: Address: properties: zipCode:',
			]),
		);
	});

	it('another host for everything once per path, and still a path that only we have', () => {
		const document = copy();
		put(document, ['servers', 0, 'url'], 'https://api.trackunit.com');
		drop(document, ['paths', PORTAL]);
		const found = findings(document);
		expect(found.map(({ kind }) => kind)).toEqual([...Array(7).fill('server'), 'extra path']);
		expect(found[0]?.way).toBe('servers: - url: https://iris.trackunit.com');
	});

	it('what a message needs to be understood', () => {
		const document = copy();
		put(document, schema('Asset', 'properties', 'id', 'type'), 'integer');
		expect(compare(ours, document)[0]?.message).toBe(
			'the contract says string, the document integer',
		);
	});
});

describe('the comparison reports nothing for', () => {
	const asJson = (document: unknown): unknown => JSON.parse(JSON.stringify(document));

	/** 3.0 has no type lists and no type null: it says `nullable`. */
	const asVersion30 = (document: unknown): unknown => {
		const old = everywhere(document, ({ type, oneOf, ...schemaOf }) => {
			const types = Array.isArray(type) ? type.filter((each) => each !== 'null') : [type];
			const choices = Array.isArray(oneOf)
				? oneOf.filter((each) => get(each, 'nullable') !== 'only')
				: [];
			if (type === 'null') return { nullable: 'only' };
			if (choices.length > 0) return { ...schemaOf, allOf: choices, nullable: true };
			if (type === undefined) return schemaOf;
			return { ...schemaOf, type: types[0], ...(Array.isArray(type) && { nullable: true }) };
		});
		put(old, ['openapi'], '3.0.3');
		drop(old, ['info', 'license', 'identifier']);
		return old;
	};

	const reversed = (document: unknown): unknown =>
		everywhere(document, (record) => {
			const turned = Object.entries(record).map(([key, value]) => [
				key,
				['enum', 'required', 'parameters', 'allOf'].includes(key) && Array.isArray(value)
					? [...value].reverse()
					: value,
			]);
			return Object.fromEntries(turned.reverse());
		});

	it('the contract itself', () => {
		expect(compare(ours, copy())).toEqual([]);
	});

	it('the contract without references', async () => {
		expect(compare(ours, await inlined())).toEqual([]);
	});

	it('the contract dereferenced in place, objects shared', async () => {
		expect(compare(ours, await SwaggerParser.dereference(Object(copy())))).toEqual([]);
	});

	it('keys, values and required properties in another order', () => {
		const document = reversed(copy());
		expect(Object.keys(Object(document))[0]).toBe('components');
		expect(compare(ours, document)).toEqual([]);
	});

	it('the 3.0 way to write null', async () => {
		const document = asVersion30(copy());
		await expect(SwaggerParser.validate(Object(asJson(document)))).resolves.toBeDefined();
		expect(JSON.stringify(document)).not.toContain('null"');
		expect(compare(ours, document)).toEqual([]);
		expect(compare(ours, asVersion30(await inlined()))).toEqual([]);
	});

	it('nullable beside a $ref, which 3.0 ignores but authors mean', () => {
		const document = asVersion30(copy());
		put(document, schema('CustomerWritable', 'properties', 'address'), {
			$ref: '#/components/schemas/Address',
			nullable: true,
		});
		expect(compare(ours, document)).toEqual([]);
	});

	it('other words, names of operations, tags, security, examples and extensions', () => {
		const document = everywhere(copy(), (record) => ({
			...record,
			...('description' in record && !isObject(record.description) && { description: 'Other' }),
			...('operationId' in record && { operationId: 'op', tags: ['Other'], summary: 'Other' }),
			...('x-source' in record && { 'x-source': 'Elsewhere', 'x-order': 1 }),
			...(record.type === 'string' && { example: 'abc', format: 'byte' }),
		}));
		put(document, ['security'], []);
		expect(compare(ours, document)).toEqual([]);
	});

	it.each([
		['the server', { url: `${ORIGIN}/api/customer` }],
		['a server with a slash at its end', { url: `${ORIGIN}/api/customer/` }],
		['a relative server', { url: '/api/customer' }],
		[
			'a server with variables',
			{
				url: 'https://{host}/api/{api}',
				variables: { host: { default: 'iris.trackunit.com' }, api: { default: 'customer' } },
			},
		],
	])('the customer API alone, its base path in %s', (_, server) => {
		expect(compare(ours, customerApi(server))).toEqual([]);
	});

	it('a document that lists a test server first', () => {
		const document = customerApi({ url: 'https://test.example.com/v9' });
		put(document, ['servers', 1], { url: `${ORIGIN}/api/customer` });
		expect(compare(ours, document)).toEqual([]);
	});

	it('base paths in the servers of each path', () => {
		const document = copy();
		rename(document, ['paths', ASSETS], '/assets');
		put(document, ['paths', '/assets', 'servers'], [{ url: `${ORIGIN}/api/asset/v1` }]);
		expect(compare(ours, document)).toEqual([]);
	});

	it('a document without servers', () => {
		const document = copy();
		drop(document, ['servers']);
		expect(compare(ours, document)).toEqual([]);
	});

	it('path parameters listed with each operation, not with the path', () => {
		const document = copy();
		const [shared] = [get(document, 'paths', CONTACT, 'parameters')].flat();
		drop(document, ['paths', CONTACT, 'parameters', 0]);
		for (const method of ['get', 'patch', 'delete']) {
			put(document, ['paths', CONTACT, method, 'parameters'], [shared]);
		}
		expect(compare(ours, document)).toEqual([]);
	});

	it('path items, parameters and bodies behind references', () => {
		const document = copy();
		put(document, ['components', 'pathItems'], { portal: get(document, 'paths', PORTAL) });
		put(document, ['paths', PORTAL], { $ref: '#/components/pathItems/portal' });
		put(document, ['components', 'requestBodies'], {
			asset: get(document, 'paths', CUSTOMER_ASSETS, 'post', 'requestBody'),
		});
		put(document, ['paths', CUSTOMER_ASSETS, 'post', 'requestBody'], {
			$ref: '#/components/requestBodies/asset',
		});
		put(document, ['paths', CONTACTS, 'get', 'parameters', 0], {
			$ref: `#/paths/~1api~1customer~1v1~1customers/get/parameters/0`,
		});
		expect(compare(ours, document)).toEqual([]);
	});

	it('allOf written out, anyOf for oneOf, const for an enum of one', () => {
		const document = copy();
		const customer = Object(get(document, ...schema('CustomerWritable', 'properties')));
		put(document, schema('Customer'), {
			required: ['id', 'name'],
			properties: { ...customer, id: { type: 'string' } },
		});
		rename(document, schema('CustomerWritable', 'properties', 'address', 'oneOf'), 'anyOf');
		put(document, schema('ClientCredentialsTokenRequest', 'properties', 'grant_type'), {
			const: 'client_credentials',
		});
		expect(compare(ours, document)).toEqual([]);
	});

	it('values listed as alternatives', () => {
		const document = copy();
		put(document, schema('ApiUserTokenRequest', 'properties', 'grant_type'), {
			oneOf: [{ const: 'password' }, { const: 'refresh_token' }],
		});
		expect(compare(ours, document)).toEqual([]);
	});

	it('one schema for requests and responses that marks what only responses carry', () => {
		const document = copy();
		put(document, schema('Contact', 'allOf', 1, 'properties', 'id', 'readOnly'), true);
		put(document, ['paths', CONTACTS, 'post', 'requestBody', ...JSON_BODY], {
			$ref: '#/components/schemas/Contact',
		});
		expect(compare(ours, document)).toEqual([]);
	});

	it('failures told for a class of statuses or for all others', () => {
		const document = copy();
		const responses = Object(get(document, 'paths', CUSTOMERS, 'get', 'responses'));
		put(document, ['paths', CUSTOMERS, 'get', 'responses'], {
			'200': responses['200'],
			'4XX': responses['400'],
			default: responses['500'],
		});
		expect(compare(ours, document)).toEqual([]);
	});

	it('an operation that tells successes only', () => {
		const document = copy();
		const responses = Object(get(document, 'paths', CUSTOMERS, 'get', 'responses'));
		put(document, ['paths', CUSTOMERS, 'get', 'responses'], { '200': responses['200'] });
		expect(compare(ours, document)).toEqual([]);
	});

	it.each(['*/*', 'application/*', 'Application/JSON; charset=utf-8'])(
		'the content type %s',
		(type) => {
			const document = copy();
			const keys = ['paths', PORTAL, 'post', 'responses', '200', 'content', 'application/json'];
			rename(document, keys, type);
			expect(compare(ours, document)).toEqual([]);
		},
	);

	it('header parameters that OpenAPI ignores', () => {
		const document = copy();
		const headers = ['Authorization', 'Accept', 'Content-Type'];
		put(
			document,
			['paths', PORTAL, 'post', 'parameters'],
			headers.map((name) => parameter(name, 'header')),
		);
		expect(compare(ours, document)).toEqual([]);
	});
});

describe('a document that goes in circles', () => {
	it('is compared to where the contract ends', () => {
		const document = copy();
		const self = { $ref: '#/components/schemas/Asset' };
		put(document, schema('Asset', 'properties', 'parts'), { type: 'array', items: self });
		expect(findings(document)).toEqual([
			{
				kind: 'missing property',
				place: `GET ${ASSETS} 200 content[].parts`,
				way: 'components: schemas: Asset:',
			},
		]);
	});

	it('is compared as well when the circle is of objects', async () => {
		const document = copy();
		const self = { $ref: '#/components/schemas/Asset' };
		put(document, schema('Asset', 'properties', 'parent'), self);
		const circular = await SwaggerParser.dereference(Object(document));
		expect(findings(circular)).toMatchObject([{ place: `GET ${ASSETS} 200 content[].parent` }]);
	});

	it.each([
		['a schema made of itself', { allOf: [{ $ref: '#/components/schemas/PortalAccess' }] }],
		['a choice between itself', { oneOf: [{ $ref: '#/components/schemas/PortalAccess' }] }],
		['a reference to itself', { $ref: '#/components/schemas/PortalAccess' }],
		['a reference into itself', { $ref: '#/components/schemas/PortalAccess/properties' }],
	])('comes to an end for %s', (_, circle) => {
		const document = copy();
		put(document, schema('PortalAccess'), circle);
		expect(findings(document)).toMatchObject([{ place: `POST ${PORTAL} 200` }]);
	});

	it('comes to an end for references to each other', () => {
		const document = copy();
		put(document, schema('PortalAccess'), { $ref: '#/components/schemas/Other' });
		put(document, schema('Other'), { $ref: '#/components/schemas/PortalAccess' });
		put(document, ['components', 'parameters', 'page'], { $ref: '#/components/parameters/size' });
		put(document, ['components', 'parameters', 'size'], { $ref: '#/components/parameters/page' });
		const kinds = new Set(findings(document).map(({ kind }) => kind));
		expect(kinds).toEqual(new Set(['type', 'reference', 'extra parameter']));
	});
});

describe('a contract', () => {
	const contractOf = (node: string) =>
		readContract(`openapi: 3.1.0
paths:
  /nodes:
    get:
      responses:
        '200':
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Node' }
components:
  schemas:
    Node:
      type: object
      properties:
${node}`);

	it('may go in circles', () => {
		const contract = contractOf(`        child: { $ref: '#/components/schemas/Node' }
        name: { type: string }`);
		const document = structuredClone(contract.document);
		put(document, schema('Node', 'properties', 'name', 'type'), 'integer');
		expect(compare(contract, document)).toMatchObject([
			{ kind: 'type', place: 'GET /nodes 200 name', line: 16 },
		]);
	});

	it('may list null among the values', () => {
		const contract = contractOf(`        size:
          enum:
            - null
            - S
            - M`);
		const document = structuredClone(contract.document);
		put(document, schema('Node', 'properties', 'size'), {
			type: 'string',
			nullable: true,
			enum: ['S', 'L'],
		});
		expect(compare(contract, document)).toMatchObject([
			{ kind: 'missing value', place: 'GET /nodes 200 size = "L"', line: 16 },
			{ kind: 'extra value', place: 'GET /nodes 200 size = "M"', line: 19 },
		]);
	});
});

function escape(literal: string): string {
	return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
