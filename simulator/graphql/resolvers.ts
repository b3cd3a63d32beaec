import type { IResolvers } from 'mercurius';

import { graphqlId, plainId } from '../dialect';
import { customerOf, type Call } from '../endpoint';
import { alterAssignment, assetsOf } from '../endpoints/assets';
import { addContact, changeContact, removeContact } from '../endpoints/contacts';
import { addCustomer, changeCustomer, removeCustomer } from '../endpoints/customers';
import type { Asset, Customer } from '../records';
import { connect, type Connection, type PageArguments } from './connection';
import type { GraphqlContext } from './context';

type Fields = Record<string, unknown>;

interface Input<Named extends string> {
	input: Record<Named, string> & Fields;
}

function callFor({ call }: GraphqlContext, ids: Call['ids'], body: Fields = {}): Call {
	const plain = Object.entries(ids).map(([name, id]) => [name, plainId(id)]);
	return { ...call, ids: Object.fromEntries(plain), body };
}

function assetConnection(
	name: string,
	ids: readonly string[],
	page: PageArguments,
	{ call: { store, settings }, ranksOf }: GraphqlContext,
	version?: number,
): Connection<Asset> {
	const ranks = ranksOf(name);
	ranks.note(ids, version);
	return connect({ name, ids, ranks, row: store.assetTable.get }, page, settings);
}

function idOf(type: string) {
	return ({ id }: { id: string }, _args: unknown, { call }: GraphqlContext) =>
		graphqlId(type, id, call.settings);
}

function alterAssets(list: 'assign' | 'unassign') {
	return (
		_root: unknown,
		{ input }: { input: { customerId: string; assetIds: string[] } },
		context: GraphqlContext,
	) => {
		const call = callFor(
			context,
			{ customerId: input.customerId },
			{
				[list]: input.assetIds.map(plainId),
			},
		);
		alterAssignment(call);
		return { customer: customerOf(call) };
	};
}

/** Fields without an entry are read from the record that their parent is. They throw Refused. */
export const resolvers: IResolvers<Customer, GraphqlContext> = {
	Query: {
		customers(_root: unknown, page: PageArguments & { type?: string | null }, context) {
			const { customerTable } = context.call.store;
			const { type } = page;
			const all = customerTable.ids();
			const ranks = context.ranksOf('customers');
			ranks.note(all, customerTable.version);
			const isAsked = (id: string) => customerTable.get(id).type === type;
			const ids = type === undefined || type === null ? all : all.filter(isAsked);
			const list = { name: 'customers', ids, ranks, row: customerTable.get };
			return connect(list, page, context.call.settings);
		},
		customer: (_root: unknown, { id }: { id: string }, context) =>
			customerOf(callFor(context, { customerId: id })),
		assets(_root: unknown, page: PageArguments, context) {
			const { assetTable } = context.call.store;
			return assetConnection('assets', assetTable.ids(), page, context, assetTable.version);
		},
		rateLimit: (_root: unknown, _args: unknown, { rateLimit }) => rateLimit,
	},
	Contact: { id: idOf('Contact') },
	Asset: { id: idOf('Asset') },
	Customer: {
		id: idOf('Customer'),
		contacts({ id }: Customer, page: PageArguments, { call: { store, settings }, ranksOf }) {
			const name = `contacts/${id}`;
			const ranks = ranksOf(name);
			const rows = store.contactsOf(id);
			ranks.note(rows.ids);
			return connect({ ...rows, name, ranks }, page, settings);
		},
		assets: ({ id }: Customer, page: PageArguments, context) =>
			assetConnection(`assets/${id}`, assetsOf(context.call, id), page, context),
		assetCount: ({ id }: Customer, _args: unknown, { call }) => assetsOf(call, id).length,
	},
	Mutation: {
		createCustomer: (_root: unknown, { input }: Input<'name'>, context) => ({
			customer: addCustomer(callFor(context, {}, input)),
		}),
		updateCustomer(_root: unknown, { input: { id, ...fields } }: Input<'id'>, context) {
			return { customer: changeCustomer(callFor(context, { customerId: id }, fields)) };
		},
		deleteCustomer(_root: unknown, { input: { id } }: Input<'id'>, context) {
			removeCustomer(callFor(context, { customerId: id }));
			return { deletedId: id };
		},
		createContact(_root: unknown, { input }: Input<'customerId'>, context) {
			const { customerId, ...fields } = input;
			return { contact: addContact(callFor(context, { customerId }, fields)) };
		},
		updateContact(_root: unknown, { input }: Input<'customerId' | 'id'>, context) {
			const { customerId, id, ...fields } = input;
			return { contact: changeContact(callFor(context, { customerId, contactId: id }, fields)) };
		},
		deleteContact(_root: unknown, { input }: Input<'customerId' | 'id'>, context) {
			const { customerId, id } = input;
			removeContact(callFor(context, { customerId, contactId: id }));
			return { deletedId: id };
		},
		assignAssets: alterAssets('assign'),
		unassignAssets: alterAssets('unassign'),
	},
};
