import type { Schemas } from '../contractDocument';
import { createContractTypes } from './contractTypes';

/** What is GraphQL's own: records have their fields from the contract. */
const OWN_TYPES = /* GraphQL */ `
	"""
	Assumed: how the schema says it. That features in preview need the header TU-PREVIEW is documented.
	"""
	directive @preview(code: String!) on FIELD_DEFINITION

	type Query {
		"""
		In the order of the REST list. 'first' is 50 unless it is given, which is assumed, as is the filter by type.
		"""
		customers(
			first: Int
			after: String
			last: Int
			before: String
			type: String
		): CustomerConnection
		"Assumed."
		customer(id: ID!): Customer
		"Assumed: all assets of the account."
		assets(first: Int, after: String, last: Int, before: String): AssetConnection
		"What this query costs, and what is left of the budget after it."
		rateLimit: RateLimit!
	}

	type RateLimit {
		"Points."
		cost: Int!
		"Points."
		remaining: Int!
		"Milliseconds until the budget is full again."
		resetIn: Int!
	}

	type PageInfo {
		hasPreviousPage: Boolean!
		hasNextPage: Boolean!
		startCursor: String
		endCursor: String
		"That it counts all rows, not those of the page, is assumed."
		count: Int!
	}

	type CustomerConnection {
		edges: [CustomerEdge!]!
		pageInfo: PageInfo!
	}

	type CustomerEdge {
		cursor: String!
		node: Customer!
	}

	"Assumed."
	type ContactConnection {
		edges: [ContactEdge!]!
		pageInfo: PageInfo!
	}

	"Assumed."
	type ContactEdge {
		cursor: String!
		node: Contact!
	}

	"Assumed."
	type AssetConnection {
		edges: [AssetEdge!]!
		pageInfo: PageInfo!
	}

	"Assumed."
	type AssetEdge {
		cursor: String!
		node: Asset!
	}

	"Assumed, all of it: no mutation of customers is documented."
	type Mutation {
		createCustomer(input: CreateCustomerInput!): CustomerPayload
		updateCustomer(input: UpdateCustomerInput!): CustomerPayload
		deleteCustomer(input: DeleteCustomerInput!): DeletePayload
		createContact(input: CreateContactInput!): ContactPayload
		updateContact(input: UpdateContactInput!): ContactPayload
		deleteContact(input: DeleteContactInput!): DeletePayload
		assignAssets(input: AssetsInput!): CustomerPayload
		unassignAssets(input: AssetsInput!): CustomerPayload
	}

	type CustomerPayload {
		customer: Customer!
	}

	type ContactPayload {
		contact: Contact!
	}

	type DeletePayload {
		deletedId: ID!
	}

	input DeleteCustomerInput {
		id: ID!
	}

	input DeleteContactInput {
		customerId: ID!
		id: ID!
	}

	input AssetsInput {
		customerId: ID!
		assetIds: [ID!]!
	}
`;

const PAGE_ARGUMENTS = 'first: Int, after: String, last: Int, before: String';

const CUSTOMER = {
	description:
		"Documented are 'id', 'name' and 'type', which is in all likelihood an enum. That it has all fields of REST is assumed, as are those beside them.",
	fields: `
		contacts(${PAGE_ARGUMENTS}): ContactConnection
		assets(${PAGE_ARGUMENTS}): AssetConnection
		assetCount: Int @preview(code: "CUSTOMER_INSIGHT")`,
};

const UPDATE = 'What is left out stays as it is; null clears.';

/**
 * What can be asked by GraphQL, with the properties of the contract's schemas. Documented by Trackunit: `customers` with
 * `first`, `after`, `last` and `before`, its `edges { node { id name type } cursor }` and `pageInfo`, and `rateLimit`.
 * Everything that a description here calls assumed is not: names, arguments and shapes follow REST and the habits of relay.
 */
export function createSchema(schemas: Schemas): string {
	const types = createContractTypes(schemas);
	types.add('type', 'Customer', 'Customer', CUSTOMER);
	types.add('type', 'Contact', 'Contact');
	types.add('type', 'Asset', 'Asset');
	types.add('input', 'CreateCustomerInput', 'CustomerCreate');
	types.add('input', 'UpdateCustomerInput', 'CustomerUpdate', {
		description: UPDATE,
		fields: 'id: ID!',
	});
	types.add('input', 'CreateContactInput', 'ContactCreate', { fields: 'customerId: ID!' });
	types.add('input', 'UpdateContactInput', 'ContactUpdate', {
		description: UPDATE,
		fields: 'customerId: ID!, id: ID!',
	});
	return `${OWN_TYPES}\n${types.text()}`;
}
