import { buildSchema, isInputObjectType, isObjectType } from 'graphql';

import { contractDocument, type Schema, type Schemas } from '../../simulator/contractDocument';
import { createSchema } from '../../simulator/graphql/schema';

const { schemas } = contractDocument.components;

/** The contract's schemas, with more properties in one of them. */
function withProperties(name: string, properties: Record<string, Schema>): Schemas {
	const schema = schemas[name];
	return {
		...schemas,
		[name]: { ...schema, properties: { ...schema?.properties, ...properties } },
	};
}

/** The fields of a GraphQL type, each with its type. */
function fieldsOf(given: Schemas, name: string): Record<string, string> {
	const type = buildSchema(createSchema(given)).getType(name);
	if (!isObjectType(type) && !isInputObjectType(type)) throw new Error(`There is no type ${name}`);
	const fields = Object.values(type.getFields());
	return Object.fromEntries(fields.map((field) => [field.name, String(field.type)]));
}

test('customers have what the contract has, and what is theirs by GraphQL alone', () => {
	expect(fieldsOf(schemas, 'Customer')).toEqual({
		id: 'ID!',
		name: 'String!',
		type: 'String',
		externalReference: 'String',
		email: 'String',
		phoneNumber: 'String',
		address: 'Address',
		contacts: 'ContactConnection',
		assets: 'AssetConnection',
		assetCount: 'Int',
	});
	expect(fieldsOf(schemas, 'CreateCustomerInput')).toEqual({
		name: 'String!',
		type: 'String',
		externalReference: 'String',
		email: 'String',
		phoneNumber: 'String',
		address: 'AddressInput',
	});
	expect(fieldsOf(schemas, 'UpdateCustomerInput')).toMatchObject({ id: 'ID!', name: 'String' });
});

test.each([
	['CustomerWritable', ['Customer', 'CreateCustomerInput', 'UpdateCustomerInput']],
	['ContactWritable', ['Contact', 'CreateContactInput', 'UpdateContactInput']],
	['Address', ['Address', 'AddressInput']],
	['Asset', ['Asset']],
])('a new property of %s is in each of its types', (schema, types) => {
	const more = withProperties(schema, {
		vatNumber: { type: ['string', 'null'], description: 'As "told"' },
		rating: { type: 'integer' },
		credit: { type: 'number' },
		isBlocked: { type: 'boolean' },
		labels: { type: 'array', items: { type: 'string' } },
	});
	for (const type of types) {
		expect(fieldsOf(more, type)).toEqual({
			...fieldsOf(schemas, type),
			vatNumber: 'String',
			rating: 'Int',
			credit: 'Float',
			isBlocked: 'Boolean',
			labels: '[String!]',
		});
	}
});

test('a new property that is an object brings its types with it', () => {
	const Place: Schema = {
		type: 'object',
		required: ['city'],
		properties: { city: { type: 'string' }, within: { $ref: '#/components/schemas/Place' } },
	};
	const billing: Schema = { oneOf: [{ $ref: '#/components/schemas/Place' }, { type: 'null' }] };
	const more = { ...withProperties('CustomerWritable', { billing }), Place };
	expect(fieldsOf(more, 'Customer').billing).toBe('Place');
	expect(fieldsOf(more, 'UpdateCustomerInput').billing).toBe('PlaceInput');
	expect(fieldsOf(more, 'Place')).toEqual({ city: 'String!', within: 'Place' });
	expect(fieldsOf(more, 'PlaceInput')).toEqual({ city: 'String!', within: 'PlaceInput' });
});

test.each<[string, Schema]>([
	['an object without a name', { type: 'object', properties: { city: { type: 'string' } } }],
	['two types', { type: ['string', 'integer'] }],
	['no type', {}],
])('a property of %s is refused by name', (_what, property) => {
	const more = withProperties('CustomerWritable', { billing: property });
	expect(() => createSchema(more)).toThrow("'billing'");
});
