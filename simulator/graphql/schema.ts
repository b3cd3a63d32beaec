/**
 * What can be asked by GraphQL. Documented by Trackunit: `customers` with `first`, `after`, `last` and `before`, its
 * `edges { node { id name type } cursor }` and `pageInfo`, and `rateLimit`. Everything that a description here calls
 * assumed is not: names, arguments and shapes follow REST and the habits of relay.
 */
export const SCHEMA = /* GraphQL */ `
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
		"Milliseconds until the budget is whole again."
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

	type Customer {
		id: ID!
		name: String!
		"In all likelihood an enum; new values may be added."
		type: String
		"Assumed, as are all fields of a customer from here on."
		externalReference: String
		email: String
		phoneNumber: String
		address: Address
		contacts(first: Int, after: String, last: Int, before: String): ContactConnection
		assets(first: Int, after: String, last: Int, before: String): AssetConnection
		assetCount: Int @preview(code: "CUSTOMER_INSIGHT")
	}

	"Assumed."
	type Address {
		streetAddress: String
		zipCode: String
		city: String
		state: String
		country: String
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
	type Contact {
		id: ID!
		name: String!
		email: String
		phoneNumber: String
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

	"Assumed."
	type Asset {
		id: ID!
		name: String
		serialNumber: String
		externalReference: String
		brand: String
		model: String
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

	input AddressInput {
		streetAddress: String
		zipCode: String
		city: String
		state: String
		country: String
	}

	input CreateCustomerInput {
		name: String!
		type: String
		externalReference: String
		email: String
		phoneNumber: String
		address: AddressInput
	}

	"What is left out stays as it is; null clears."
	input UpdateCustomerInput {
		id: ID!
		name: String
		type: String
		externalReference: String
		email: String
		phoneNumber: String
		address: AddressInput
	}

	input DeleteCustomerInput {
		id: ID!
	}

	input CreateContactInput {
		customerId: ID!
		name: String!
		email: String
		phoneNumber: String
	}

	"What is left out stays as it is; null clears."
	input UpdateContactInput {
		customerId: ID!
		id: ID!
		name: String
		email: String
		phoneNumber: String
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
